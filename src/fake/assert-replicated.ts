import type { Route } from '../expect/assertions.js';
import { assertThat, fromUser } from '../expect/bind.js';
import { checkReplicated } from '../expect/checks/replication.js';
import { unknownRegistry } from '../expect/known-names.js';
import type { RegistrySubject } from '../expect/subjects.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { INSIDE, KIND, isKind, requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Registry } from '../world/registry.js';
import type { ActiveFake } from './active-fake.js';

/** Where an image should be: a registry, the Region of one, or a source and a destination. */
export type ReplicationTarget = string | RegistryHandle | Route;

/** The fake in which the registry of a Region is looked up, or the active one. */
type Fake = ActiveFake | (() => ActiveFake);

/**
 * Asserts that an image was replicated, or was not.
 *
 * @param entry the function that the test called, where the stack begins
 * @param name its name
 * @param destination a registry handle, or a Region; or an object with the source and the destination
 * @param account the account if a Region is given; the default account when absent
 */
export function assertReplicated(
  entry: (...args: never[]) => unknown,
  fake: Fake,
  name: string,
  isNot: boolean,
  image: string,
  destination: ReplicationTarget,
  account: string | undefined,
): void {
  fromUser(entry, () => {
    const who = `${name}()`;
    if (typeof image !== 'string') {
      throw new FakeEcrError(
        `${who} was given ${shown(image)} as the image.`,
        `The image is first, and then the destination: ${name}('payments:v1', registry).`,
      );
    }
    const { from, to } = routeOf(destination, who);
    const { registry, witness, hint, unknown } = isKind(to, 'registry')
      ? byHandle(to, account, who)
      : byRegion(typeof fake === 'function' ? fake() : fake, to, account, who);
    const check = checkReplicated(witness, image, registry(), from?.[INSIDE].registry);
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

/** The source, if the test names one, and the destination. */
function routeOf(given: unknown, who: string): { readonly from?: RegistryHandle; readonly to: unknown } {
  if (typeof given !== 'object' || given === null || KIND in given) return { to: given };
  requireOptions(given, who, ['from', 'to']);
  const { from, to } = given as Partial<Route>;
  requireKind(to, 'registry', `${who}: to`);
  if (from === undefined) return { to };
  requireKind(from, 'registry', `${who}: from`);
  return { from, to };
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
