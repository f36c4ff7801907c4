import { FakeEcrError } from '../lib/misuse.js';

/**
 * The error for a command that the SDK has and this version does not know: the SDK may be newer than this package.
 *
 * @param operation for example `PutImage`
 */
export function notModelled(operation: string): FakeEcrError {
  return new FakeEcrError(
    `${operation} is not an operation of ECR that this version knows.`,
    'Stub it with ecr.mock.on(…) or update fake-ecr.',
  );
}
