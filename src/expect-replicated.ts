import { activeFake } from './active-fake.js';

/**
 * Asserts that an image was replicated, on the fake made last. Needs no test framework.
 *
 * @param image `payments:v1`, `payments@sha256:…` or a full image URI
 * @param region the destination's Region
 * @param account the destination's account, twelve digits; the default account when absent
 * @throws AssertionError that says why it was not; a `[fake-ecr]` error where an argument is malformed
 * @example
 * await expectReplicated('payments:v1', 'eu-west-1', '444455556666');
 */
export async function expectReplicated(image: string, region: string, account?: string): Promise<void> {
  await activeFake('expectReplicated()').expectReplicated(image, region, account);
}
