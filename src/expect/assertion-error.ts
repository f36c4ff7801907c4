/**
 * An assertion that failed. It is deliberately not Node's `AssertionError`: Jest prints that one anew from its parts, so
 * that the explanation stands there three times. An error with nothing but a message is printed once by every
 * runner.
 */
export class EcrAssertionError extends Error {
  override readonly name = 'EcrAssertionError';
}
