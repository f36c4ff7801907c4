/**
 * A failed assertion. It is deliberately not Node's `AssertionError`: Jest formats that one from its parts, so that
 * the explanation would be printed three times. An error with only a message is printed once by every runner.
 *
 * @public
 */
export class EcrAssertionError extends Error {
  /** `EcrAssertionError`, also across copies of this package. */
  override readonly name = 'EcrAssertionError';
}
