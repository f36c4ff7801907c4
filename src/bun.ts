import { expect } from 'bun:test';
import { matchers } from './matchers/matchers.js';
import type { FakeEcrMatchers } from './matchers/matcher-types.js';

declare module 'bun:test' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- how expect is extended
  interface Matchers<T = unknown> extends FakeEcrMatchers<T> {}
}

expect.extend(matchers);
