import { expect } from 'vitest';
import { type FakeEcrMatchers, matchers } from './matchers.js';

// The interfaces that Vitest 3, 4 and 5 have alike: `Matchers` has other type parameters since 5.
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Vitest's assertions are extended
  namespace Chai {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- as above
    interface Assertion extends FakeEcrMatchers<void> {}
  }
}
declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-explicit-any -- as above
  interface AsymmetricMatchersContaining extends FakeEcrMatchers<any> {}
}

expect.extend(matchers);
