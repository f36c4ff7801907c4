import { assertThat, fromUser } from '../expect/bind.js';
import { checkReplicated } from '../expect/checks/replication.js';
import { unknownRegistry } from '../expect/known-names.js';
import type { RegistrySubject } from '../expect/subjects.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { INSIDE, isKind, requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Registry } from '../world/registry.js';
import type { ActiveFake } from './active-fake.js';

/** The fake in which the registry of a Region is looked up, or the active one. */
type Fake = ActiveFake | (() => ActiveFake);

/**
 * Asserts that an image was replicated, or was not.
 *
 * @param entry the function that the test called, where the stack begins
 * @param name its name
 * @param destination a registry handle, or a Region
 * @param account the account if a Region is given; the default account when absent
 */
export function assertReplicated(
  entry: (...args: never[]) => unknown,
  fake: Fake,
  name: string,
  isNot: boolean,
  image: string,
  destination: string | RegistryHandle,
  account: string | undefined,
): void {
  fromUser(entry, () => {
    const { registry, witness, hint, unknown } = isKind(destination, 'registry')
      ? byHandle(destination, account, `${name}()`)
      : byRegion(typeof fake === 'function' ? fake() : fake, destination, account, `${name}()`);
    const check = checkReplicated(witness, image, registry());
    assertThat(
      {
        ...check,
        reasons: isNot ? check.reasons : [...check.reasons, ...hint],
        unknown: () => unknown ?? check.unknown?.(),
      },
      name,
      [image, destination, account],
      isNot,
    );
  });
}

interface Target extends Pick<RegistrySubject, 'witness'> {
  readonly registry: () => Registry;
  readonly hint: readonly string[];
  /** If the registry never occurred. */
  readonly unknown: ReturnType<typeof unknownRegistry>;
}

function byHandle(destination: unknown, account: unknown, who: string): Target {
  if (account !== undefined) {
    throw new FakeEcrError(
      `${who} was given a registry handle and an account.`,
      'A handle names its account itself: leave the account out.',
    );
  }
  const { registry, witness } = (destination as RegistryHandle)[INSIDE];
  return { registry: () => registry, witness, hint: [], unknown: undefined };
}

function byRegion(fake: ActiveFake, region: unknown, account: string | undefined, who: string): Target {
  if (typeof region !== 'string') requireKind(region, 'registry', who);
  const handle = fake[INSIDE].registryAt(region as string, account);
  const { witness } = fake[INSIDE];
  // Before the registry is looked up, which creates it.
  const unknown = unknownRegistry(witness, handle.accountId, handle.region);
  return {
    registry: () => handle[INSIDE].registry,
    witness,
    unknown,
    hint:
      account === undefined ? [`no account was given, so it is the default account ${handle.accountId}`] : [],
  };
}
