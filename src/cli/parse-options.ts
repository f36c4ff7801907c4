import { FakeEcrError } from '../lib/misuse.js';

/**
 * What a parser of options answers.
 *
 * @param name of the command, for messages
 * @throws FakeEcrError in the place of Node's own error for an option that there is not
 */
export function parseOptions<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new FakeEcrError(`${name}: ${(error as Error).message}.`, 'See fake-ecr --help.');
  }
}
