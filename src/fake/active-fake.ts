import { FakeEcrError } from '../lib/misuse.js';
import type { FakeEcr } from './fake-ecr.js';

// On the global object, since a suite may load this package twice: as ESM and CommonJS, or after a module reset.
const KEY = Symbol.for('fake-ecr.active');

type Holder = { [KEY]?: FakeEcr };

/** Remembers the fake that functions without a handle speak of. */
export function activate(fake: FakeEcr): void {
  (globalThis as Holder)[KEY] = fake;
}

export function deactivate(fake: FakeEcr): void {
  if ((globalThis as Holder)[KEY] === fake) delete (globalThis as Holder)[KEY];
}

/** The fake made last and not yet restored. */
export function activeFake(who: string): FakeEcr {
  const fake = (globalThis as Holder)[KEY];
  if (fake !== undefined) return fake;
  throw new FakeEcrError(
    `${who} found no fake.`,
    'Call fakeEcr() first, and restore() only when the tests are over.',
  );
}
