import type { FakeEcrMatchers } from './expect/matcher-types.js';
import { matchers } from './expect/matchers.js';
import { FakeEcrError } from './lib/misuse.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how @types/jest is extended
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- as above
    interface Matchers<R, T> extends FakeEcrMatchers<R> {}
  }
}

const { expect } = globalThis as { expect?: { extend(matchers: object): void } };
if (expect === undefined) {
  throw new FakeEcrError(
    "'fake-ecr/jest' found no global expect.",
    "With injectGlobals off, use 'fake-ecr/jest-globals' instead; elsewhere use expectReplicated() and its like.",
  );
}
expect.extend(matchers);
