import { expect } from '@jest/globals';
import { matchers } from './matchers/matchers.js';
import type { FakeEcrMatchers } from './matchers/matcher-types.js';

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- how expect is extended
  interface Matchers<R extends void | Promise<void>, T = unknown> extends FakeEcrMatchers<R> {}
}

expect.extend(matchers);
