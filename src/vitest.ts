import { expect } from 'vitest';
import { type FakeEcrMatchers, matchers } from './matchers.js';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-explicit-any -- how expect is extended
  interface Matchers<T = any> extends FakeEcrMatchers<T> {}
}

expect.extend(matchers);
