import { requireOptions, shown } from './domain/arguments.js';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { KIND } from './domain/brand.js';
import { MisuseError } from './domain/misuse.js';
import { requireAccountId, requireRegion } from './domain/regions.js';
import { upstreamKindOf, urlOfUpstream } from './domain/upstream.js';
import { EcrRequestHandler } from './doors/request-handler/ecr-request-handler.js';
import { Listeners } from './engines/notifications/listeners.js';
import { FakeViews } from './fake-views.js';
import type { FakeWorldOptions } from './fake-ecr-options.js';
import { AccountHandle } from './fixtures/account-handle.js';
import { RegistryHandle } from './fixtures/registry-handle.js';
import { type SeedTarget, applySeed } from './fixtures/seed/apply-seed.js';
import type { Seed } from './fixtures/seed/seed.js';
import { captureSnapshot } from './fixtures/snapshot/capture.js';
import type { Snapshot } from './fixtures/snapshot/format.js';
import { SavedWorld } from './fixtures/snapshot/restore.js';
import { UpstreamHandle } from './fixtures/upstream-handle.js';
import { rememberInternals } from './internals.js';
import { assertCheck } from './matchers/assert.js';
import { checkReplicated } from './matchers/replication-check.js';
import { Callers } from './pipeline/callers.js';
import { wireWorldOf } from './wire-world.js';
import { modelOf } from './model-of.js';

/** A world of registries, before any door to it. */
export class FakeWorld extends FakeViews {
  readonly #callers: Callers;
  readonly #listeners: Listeners;
  readonly #afterReset: (() => void)[] = [];
  readonly #afterRestore: (() => void)[] = [];
  readonly #options: FakeWorldOptions;
  #base: SavedWorld | undefined;

  /** @internal */
  constructor(options: FakeWorldOptions = {}) {
    const listeners = new Listeners();
    super(modelOf(options, listeners), listeners);
    this.#listeners = listeners;
    this.#options = options;
    this.#callers = new Callers(requireAccountId(options.defaultAccount ?? '123456789012'));
    const { defaultRegion = 'us-east-1' } = options;
    rememberInternals(this, {
      model: this.model,
      callers: this.#callers,
      defaultRegion: defaultRegion === 'required' ? 'us-east-1' : requireRegion(defaultRegion),
      onReset: (run) => this.#afterReset.push(run),
      onRestore: (run) => this.#afterRestore.push(run),
    });
  }

  /** @internal */
  get [KIND](): 'fake' {
    return 'fake';
  }

  /** @internal */
  protected get callers(): Callers {
    return this.#callers;
  }

  /**
   * A registry: one account in one Region. Taking the handle enables an opt-in Region for the account.
   *
   * @param accountId twelve digits, as a string
   * @param region for example `us-west-2`
   * @throws a `[fake-ecr]` error where either is malformed
   * @example
   * const prod = ecr.registry('111122223333', 'us-west-2');
   */
  registry(accountId: string, region: string): RegistryHandle {
    requireAccountId(accountId);
    requireRegion(region);
    this.model.world.account(accountId).useRegion(region);
    return new RegistryHandle(this.workbench, accountId, region);
  }

  private accountHint(): string {
    return `no account was named, so the default one was looked at: ${this.callers.defaultAccount}`;
  }

  /** @internal The registry that an assertion names by Region, and by account or the default one. */
  registryAt(region: string, account = this.callers.defaultAccount): RegistryHandle {
    // Looking at a registry must not enable its Region.
    return new RegistryHandle(this.workbench, requireAccountId(account), requireRegion(region));
  }

  /** An account, for enabling and disabling Regions. */
  account(accountId: string): AccountHandle {
    return new AccountHandle(this.workbench, requireAccountId(accountId));
  }

  /**
   * A registry outside AWS that pull-through cache rules name, for filling it.
   *
   * @param name a kind with one address (`docker-hub`, `quay`, `ecr-public`, `k8s`, `github-container-registry`,
   *   `gitlab-container-registry`, `chainguard`) or an address such as `myname.azurecr.io`
   * @throws a `[fake-ecr]` error where no rule could name it
   * @example
   * ecr.upstream('docker-hub').push('library/node:22', image('node'));
   */
  upstream(name: string): UpstreamHandle {
    const address = typeof name === 'string' && upstreamKindOf(name) !== undefined ? name : undefined;
    const url = urlOfUpstream(name) ?? address;
    if (url === undefined) {
      throw new MisuseError(
        `${shown(name)} is no upstream registry.`,
        "Expected a kind such as 'docker-hub', or an address such as 'myname.azurecr.io'.",
      );
    }
    return new UpstreamHandle(this.workbench, url);
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

  /** Credentials that make a client act as an administrator of an account. */
  credentials(accountId: string): AwsCredentialIdentityProvider {
    return this.callers.credentials(this.callers.administrator(requireAccountId(accountId)));
  }

  /**
   * Puts accounts into an organization, which conditions know as `aws:PrincipalOrgID`.
   *
   * @param id for example `o-a1b2c3d4e5`
   * @param members their account ids, and their path if conditions ask for it
   * @throws a `[fake-ecr]` error where an id is malformed
   * @example
   * ecr.organization('o-a1b2c3d4e5', { accounts: ['111122223333', '444455556666'] });
   */
  organization(id: string, members: { accounts: readonly string[]; path?: string }): this {
    if (typeof id !== 'string' || !/^o-[a-z0-9]{10,32}$/.test(id)) {
      throw new MisuseError(
        `${shown(id)} is no organization id.`,
        "Expected 'o-' and 10 to 32 lower case letters or digits.",
      );
    }
    if (!Array.isArray(members?.accounts)) {
      throw new MisuseError(
        `The organization ${id} was given no accounts.`,
        "Expected { accounts: ['111122223333'] }.",
      );
    }
    requireOptions(members, 'organization()', ['accounts', 'path']);
    for (const accountId of members.accounts as readonly string[]) {
      const account = this.model.world.account(requireAccountId(accountId));
      account.organizationId = id;
      account.organizationPath = members.path;
    }
    return this;
  }

  /**
   * Asserts that an image was replicated.
   *
   * @param image `payments:v1`, `payments@sha256:…` or a full image URI
   * @param region the destination's Region
   * @param account the destination's account; the default account when absent
   * @throws AssertionError that says why it was not
   * @example
   * await ecr.expectReplicated('payments:v1', 'eu-west-1', '444455556666');
   */
  // eslint-disable-next-line @typescript-eslint/require-await -- awaited like other assertions, whatever it takes
  async expectReplicated(image: string, region: string, account?: string): Promise<void> {
    const destination = this.registryAt(region, account);
    const check = checkReplicated(this.workbench.world, image, destination.registry);
    assertCheck(
      account === undefined ? { ...check, reasons: [...check.reasons, this.accountHint()] } : check,
      `expectReplicated('${image}', '${region}'${account === undefined ? '' : `, '${account}'`})`,
    );
  }

  /**
   * Adds what a declaration says to the world: registries, repositories, images, policies, rules. What is
   * declared was there before the rules, and so is not replicated. There is a JSON schema for files:
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
      throw new MisuseError(
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
    return this;
  }

  /** Lets {@link reset} empty the world again. */
  forgetBaseline(): this {
    this.#base = undefined;
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
    for (const run of this.#afterRestore) run();
  }
}
