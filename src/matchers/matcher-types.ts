import type { RegistryHandle } from '../fixtures/registry-handle.js';

/** The matchers, as runners type them. `R` is what an assertion returns. */
export interface FakeEcrMatchers<R> {
  /**
   * The registry has the repository.
   *
   * @example
   * expect(prod).toHaveRepository('payments');
   */
  toHaveRepository(name: string): R;
  /**
   * The registry has the image.
   *
   * @param reference `payments:v1` or `payments@sha256:…`
   * @example
   * expect(dr).toHaveImage('payments:v1');
   */
  toHaveImage(reference: string): R;
  /**
   * The image was replicated to the registry `to`.
   *
   * @example
   * expect(ecr).toHaveReplicated('payments:v1', { from: prod, to: dr });
   */
  toHaveReplicated(reference: string, route: { from?: RegistryHandle; to: RegistryHandle }): R;
}
