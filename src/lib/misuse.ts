import { printableLines } from './printable.js';

/** A mistake in the test itself: an invalid option or seed, a misused matcher. Never a refusal of the service. @public */
export class FakeEcrError extends Error {
  /** `FakeEcrError`, also across copies of this package. */
  override readonly name = 'FakeEcrError';

  /**
   * @internal
   *
   * @param happened what the caller did, as a full sentence
   * @param advice what was expected and what to do, as full sentences
   */
  constructor(happened: string, advice = '') {
    super(printableLines(`[fake-ecr] ${happened}${advice === '' ? '' : ` ${advice}`}`));
  }
}
