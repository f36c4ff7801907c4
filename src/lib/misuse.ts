import { printableLines } from './printable.js';

/** A mistake in the test itself: an invalid fixture, a misused matcher. Never a refusal of the service. */
export class FakeEcrError extends Error {
  override readonly name = 'FakeEcrError';

  /**
   * @param happened what the caller did, as a full sentence
   * @param advice what was expected and what to do, as full sentences
   */
  constructor(happened: string, advice = '') {
    super(printableLines(`[fake-ecr] ${happened}${advice === '' ? '' : ` ${advice}`}`));
  }
}
