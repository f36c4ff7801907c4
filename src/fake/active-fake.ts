import type { RegistryHandle } from '../handles/registry-handle.js';
import { FakeEcrError } from '../lib/misuse.js';

// On the global object, since a suite may load this package twice: as ESM and CommonJS, or after a module reset.
const KEY = Symbol.for('fake-ecr.active');

/** What functions without a handle ask of a fake, whichever copy of this package made it. */
export interface ActiveFake {
  registryAt(region: string, account?: string): RegistryHandle;
}

type Holder = { [KEY]?: ActiveFake };

/** Remembers the fake that functions without a handle speak of. */
export function activate(fake: ActiveFake): void {
  (globalThis as Holder)[KEY] = fake;
}

export function deactivate(fake: ActiveFake): void {
  if ((globalThis as Holder)[KEY] === fake) delete (globalThis as Holder)[KEY];
}

/** The fake made last and not yet restored. */
export function activeFake(who: string): ActiveFake {
  const fake = (globalThis as Holder)[KEY];
  if (fake !== undefined) return fake;
  throw new FakeEcrError(
    `${who} found no fake.`,
    'Call fakeEcr() first, and restore() only when the tests are over.',
  );
}
