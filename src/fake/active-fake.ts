import type { FakeInside } from '../expect/subjects.js';
import type { INSIDE } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';

// On the global object, since a suite may load this package twice: as ESM and CommonJS, or after a module reset.
const KEY = Symbol.for('fake-ecr.active');

/** What functions without a handle need from a fake, of any copy of this package. */
export interface ActiveFake {
  readonly [INSIDE]: Pick<FakeInside, 'registryAt' | 'witness'>;
}

type Holder = { [KEY]?: ActiveFake };

/** Remembers the fake for functions without a handle. */
export function activate(fake: ActiveFake): void {
  (globalThis as Holder)[KEY] = fake;
}

export function deactivate(fake: ActiveFake): void {
  if ((globalThis as Holder)[KEY] === fake) delete (globalThis as Holder)[KEY];
}

/** The latest fake that is not restored. */
export function activeFake(who: string): ActiveFake {
  const fake = (globalThis as Holder)[KEY];
  if (fake !== undefined) return fake;
  throw new FakeEcrError(
    `${who} found no fake.`,
    'Call fakeEcr() first, and restore() only after the tests.',
  );
}
