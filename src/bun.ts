import { expect } from 'bun:test';
import { type FakeEcrMatchers, matchers } from './matchers.js';

declare module 'bun:test' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- how expect is extended
  interface Matchers<T = unknown> extends FakeEcrMatchers<T> {}
}

expect.extend(matchers);
