import { FakeEcrError } from '../lib/misuse.js';

/**
 * What a command gets that the SDK knows and this version does not: an SDK may be newer than the facts of the API.
 *
 * @param operation for example `PutImage`
 */
export function notModelled(operation: string): FakeEcrError {
  return new FakeEcrError(
    `${operation} is not an operation of ECR that this version knows.`,
    'Stub it with ecr.mock.on(…) or update fake-ecr.',
  );
}
