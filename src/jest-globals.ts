import { expect } from '@jest/globals';
import { matchers } from './expect/matchers.js';
import type { FakeEcrMatchers } from './expect/matcher-types.js';

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- how expect is extended
  interface Matchers<R extends void | Promise<void>, T = unknown> extends FakeEcrMatchers<R> {}
}

expect.extend(matchers);
