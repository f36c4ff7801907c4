import { shown } from '../lib/arguments.js';
import { list, number, shapeFault } from '../lib/json-shape.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { World } from '../world/world.js';
import {
  type AccountSnapshot,
  accountShape,
  captureAccount,
  isUntouchedAccount,
  restoreAccount,
} from './account.js';
import { KeptManifests, type Manifests, damaged, manifestsShape, readManifests } from './manifests.js';
import {
  type RegistrySnapshot,
  captureRegistry,
  isUntouchedRegistry,
  registryShape,
  restoreRegistry,
} from './registry.js';
import { type UpstreamSnapshot, captureUpstream, restoreUpstream, upstreamShape } from './upstream.js';
import { type Moment, compare, members, moment, position, present } from './words.js';
import { type WrittenSnapshot, captureWritten, restoreWritten, writtenShape } from './written.js';

/** The version of the format that this package writes and reads. */
const SNAPSHOT_VERSION = 1;

/**
 * A world as JSON. Lists may be in any order, since entries have positions. Calls, events, credentials, faults and
 * unfinished uploads are not part of it.
 *
 * @public
 */
export interface Snapshot {
  /** The version of this format. */
  readonly fakeEcrSnapshot: typeof SNAPSHOT_VERSION;
  /** The clock. */
  readonly now: Moment;
  /** The number of the last thing that was made, for ids that go on. */
  readonly lastPosition: number;
  /** By id. */
  readonly accounts: readonly AccountSnapshot[];
  /** Those that hold anything. */
  readonly registries: readonly RegistrySnapshot[];
  /** Texts of manifests, each once, by digest. */
  readonly manifests: Readonly<Record<string, { readonly text: string; readonly mediaType: string }>>;
  /** Registries outside AWS. */
  readonly upstreams: readonly UpstreamSnapshot[];
  /** Absent if nothing was deployed. */
  readonly written?: WrittenSnapshot;
}

/** What `ecr.load()` takes. */
const snapshotShape = members<Snapshot>(
  'a snapshot',
  {
    fakeEcrSnapshot: number<typeof SNAPSHOT_VERSION>('a number'),
    now: moment,
    lastPosition: position,
    accounts: list(accountShape, 'a list of accounts'),
    registries: list(registryShape, 'a list of registries'),
    manifests: manifestsShape,
    upstreams: list(upstreamShape, 'a list of upstreams'),
    written: writtenShape,
  },
  ['written'],
);

/**
 * A world as JSON: equal worlds give equal bytes, no matter in which order names were added. It shares nothing with
 * the world.
 */
export function captureSnapshot(world: World, now: number): Snapshot {
  const manifests = new KeptManifests();
  const registries = [...world.registries()]
    .filter((registry) => !isUntouchedRegistry(registry))
    .sort((a, b) => compare(a.key, b.key))
    .map((registry) => captureRegistry(registry, manifests, now));
  const upstreams = [...world.upstreams.all()]
    .sort((a, b) => compare(a.url, b.url))
    .map((upstream) => captureUpstream(upstream, manifests));
  return {
    fakeEcrSnapshot: SNAPSHOT_VERSION,
    now,
    lastPosition: world.positions.lastGiven,
    accounts: [...world.allAccounts()]
      .sort((a, b) => compare(a.id, b.id))
      .map(captureAccount)
      .filter((account) => !isUntouchedAccount(account)),
    registries,
    upstreams,
    manifests: manifests.capture(),
    ...present({ written: captureWritten(world.origins) }),
  };
}

/** A snapshot that can be loaded repeatedly: its manifests, which take longest, are read once. */
export class SavedWorld {
  private readonly snapshot: Omit<Snapshot, 'manifests'>;
  private readonly manifests: Manifests;

  /**
   * @param value what {@link captureSnapshot} returned; it is not copied and must not be changed
   * @throws FakeEcrError if the value is not a snapshot, or one of another version
   */
  constructor(value: unknown) {
    const { manifests, ...snapshot } = requireSnapshot(value);
    this.snapshot = snapshot;
    this.manifests = readManifests(manifests, value as object);
  }

  /**
   * Fills an empty world from the snapshot.
   *
   * @returns the time in the snapshot, in epoch milliseconds
   * @throws FakeEcrError if the snapshot was edited or truncated
   */
  restoreInto(world: World): number {
    try {
      restoreSnapshot(world, this.snapshot, this.manifests);
    } catch (error) {
      if (error instanceof FakeEcrError) throw error;
      throw damaged(`is damaged: ${(error as Error).message}`);
    }
    return this.snapshot.now;
  }
}

function restoreSnapshot(world: World, saved: Omit<Snapshot, 'manifests'>, manifests: Manifests): void {
  for (const account of saved.accounts) restoreAccount(world.account(account.id), account);
  for (const registry of saved.registries) {
    restoreRegistry(world.registry(registry.account, registry.region), registry, manifests);
  }
  for (const upstream of saved.upstreams) restoreUpstream(world.upstreams, upstream, manifests);
  restoreWritten(world.origins, saved.written);
  world.positions.goOnAfter(saved.lastPosition);
}

function requireSnapshot(value: unknown): Snapshot {
  const version = (value as Partial<Snapshot> | null)?.fakeEcrSnapshot;
  if (version === SNAPSHOT_VERSION) {
    const fault = shapeFault(value, snapshotShape);
    if (fault === undefined) return value as Snapshot;
    throw damaged(`is damaged: ${fault.path} ${fault.problem}`);
  }
  throw new FakeEcrError(
    version === undefined
      ? 'load() was given no snapshot.'
      : `load() was given a snapshot of version ${shown(version)}.`,
    `Expected what ecr.snapshot() returns, of version ${SNAPSHOT_VERSION}; for a declaration by hand use ecr.seed().`,
  );
}
