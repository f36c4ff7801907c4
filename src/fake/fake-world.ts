import { requireAccountId, requireRegion } from '../aws/arguments.js';
import { EcrRequestHandler } from '../doors/request-handler/ecr-request-handler.js';
import { Subscribers } from '../ecr/events/subscribers.js';
import type { Witness } from '../ecr/witness.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { Callers, DEFAULT_ACCOUNT_ID } from '../iam/credentials.js';
import { KIND } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { type SeedTarget, applySeed } from '../scenes/seed/apply-seed.js';
import type { Seed } from '../scenes/seed/seed.js';
import { SavedWorld, type Snapshot, captureSnapshot } from '../snapshot/snapshot.js';
import { assertReplicated } from './assert-replicated.js';
import { type FakeWorldOptions, requireWorldOptions } from './options.js';
import { FakePlaces } from './places.js';
import { modelOf, rememberInternals, wireWorldOf } from './simulation.js';

/** A world of registries, before any door to it: how it begins, is kept and returns. */
export class FakeWorld extends FakePlaces {
  readonly #listeners: Subscribers;
  readonly #afterReset = new Set<() => void>();
  readonly #afterRestore = new Set<() => void>();
  readonly #options: FakeWorldOptions;
  #base: SavedWorld | undefined;

  /** @internal */
  constructor(options: FakeWorldOptions = {}) {
    const listeners = new Subscribers();
    const callers = new Callers(requireAccountId(options.defaultAccount ?? DEFAULT_ACCOUNT_ID));
    super(modelOf(options, listeners), listeners, callers);
    this.#listeners = listeners;
    this.#options = options;
    const { defaultRegion = 'us-east-1' } = options;
    rememberInternals(this, {
      model: this.model,
      callers,
      defaultRegion: defaultRegion === 'required' ? 'us-east-1' : requireRegion(defaultRegion),
      onReset: (run) => added(this.#afterReset, run),
      onRestore: (run) => added(this.#afterRestore, run),
    });
  }

  /** @internal */
  get [KIND](): 'fake' {
    return 'fake';
  }

  /** @internal What has been in the world. */
  get witness(): Witness {
    return this.workbench;
  }

  /**
   * A request handler for clients whose whole middleware is to run: serializers, signer, retries, error
   * parsing. The account is that of the client's credentials; no socket is opened.
   *
   * @example
   * const client = new ECRClient({ requestHandler: ecr.requestHandler(), region: 'us-west-2', credentials });
   */
  requestHandler(): EcrRequestHandler {
    return new EcrRequestHandler(wireWorldOf(this));
  }

  /**
   * Asserts that an image was replicated.
   *
   * @param image `payments:v1`, `payments@sha256:…` or a full image URI
   * @param destination the registry it should be in, or that registry's Region
   * @param account the destination's account where a Region is given; the default account when absent
   * @throws an error that says why it was not; a `[fake-ecr]` error where an argument is malformed
   * @example
   * await ecr.expectReplicated('payments:v1', 'eu-west-1', '444455556666');
   */
  // eslint-disable-next-line @typescript-eslint/require-await -- awaited like other assertions, whatever it takes
  async expectReplicated(
    image: string,
    destination: string | RegistryHandle,
    account?: string,
  ): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- not called: the stack begins above it
    assertReplicated(this.expectReplicated, this, 'expectReplicated', false, image, destination, account);
  }

  /**
   * Adds what a declaration says to the world: registries, repositories, images, policies, rules. A repository that
   * is there already gets the images, and the settings that are said. What is declared was there before the rules, and so is not replicated. There is a JSON schema for files:
   * `fake-ecr/seed.schema.json`.
   *
   * @param seed for example `{ registries: { '111122223333/us-west-2': { repositories: { payments: {} } } } }`
   * @throws a `[fake-ecr]` error with the place of the fault, or with what ECR would refuse; nothing is changed then
   * @example
   * ecr.seed({ registries: { '111122223333/us-west-2': { repositories: { payments: { images: ['v1'] } } } } });
   */
  seed(seed: Seed): this {
    // In a copy first: what is refused half-way leaves no half behind.
    const copy = new FakeWorld(this.#options);
    copy.#replaceBy(new SavedWorld(captureSnapshot(this.workbench.world, this.model.clock.now())));
    for (const world of [copy, this]) applySeed(world.#seedTarget, seed);
    return this;
  }

  get #seedTarget(): SeedTarget {
    return {
      workbench: this.workbench,
      registry: (account, region) => this.registry(account, region),
      account: (id) => this.account(id),
      organization: (id, members) => this.organization(id, members),
      upstream: (name) => this.upstream(name),
    };
  }

  /**
   * The whole world as JSON, to be written to a file or loaded elsewhere. The same world gives the same bytes.
   *
   * @returns everything but calls, events, credentials, faults and uploads under way
   * @throws a `[fake-ecr]` error where work is pending: settle it first
   * @example
   * writeFileSync('world.json', JSON.stringify(ecr.snapshot()));
   */
  snapshot(): Snapshot {
    const pending = this.pending();
    if (pending.length > 0) {
      throw new FakeEcrError(
        `A snapshot can't hold pending work: ${pending.slice(0, 3).join('; ')}.`,
        'Call ecr.settle() first.',
      );
    }
    return captureSnapshot(this.workbench.world, this.model.clock.now());
  }

  /**
   * Replaces the whole world, and the clock, by those of a snapshot.
   *
   * @param snapshot what {@link snapshot} returned, here or in another process
   * @throws a `[fake-ecr]` error where it is none, or of another version; nothing is changed then
   * @example
   * ecr.load(JSON.parse(readFileSync('world.json', 'utf8')));
   */
  load(snapshot: unknown): this {
    this.#replaceBy(new SavedWorld(snapshot));
    return this;
  }

  /**
   * Makes the world as it is now the one that {@link reset} returns to.
   *
   * @example
   * beforeAll(() => ecr.seed(world).baseline());
   * beforeEach(() => ecr.reset());
   */
  baseline(): this {
    this.#base = new SavedWorld(this.snapshot());
    this.model.lasting.blobs.pin();
    return this;
  }

  /** Lets {@link reset} empty the world again. */
  forgetBaseline(): this {
    this.#base = undefined;
    this.model.lasting.blobs.unpin();
    return this;
  }

  /** Empties the world and the clock, or returns to the baseline. */
  reset(): void {
    this.#listeners.clear();
    this.model.reset();
    if (this.#base !== undefined) this.#replaceBy(this.#base);
    for (const run of this.#afterReset) run();
  }

  #replaceBy(saved: SavedWorld): void {
    this.model.replaceWorld((world) => saved.restoreInto(world));
  }

  /** @internal What else was attached to this world lets go of it. */
  protected restored(): void {
    this.#listeners.surface();
    for (const run of this.#afterRestore) run();
  }
}

function added(runs: Set<() => void>, run: () => void): () => void {
  runs.add(run);
  return () => void runs.delete(run);
}

/**
 * A world of its own, for clients that are given its request handler; no other client is touched.
 *
 * @param options of the world
 * @returns the world, whose `requestHandler()` its clients are given
 * @throws a `[fake-ecr]` error where an option is misspelt or can't have that value
 * @example
 * const ecr = fakeEcrWorld();
 * const client = new ECRClient({ requestHandler: ecr.requestHandler(), region: 'us-west-2', credentials });
 */
export function fakeEcrWorld(options: FakeWorldOptions = {}): FakeWorld {
  requireWorldOptions(options, 'fakeEcrWorld()');
  return new FakeWorld(options);
}

/** The request handler of a fake; the same as its method. */
export function requestHandler(fake: FakeWorld): EcrRequestHandler {
  return new EcrRequestHandler(wireWorldOf(fake));
}
