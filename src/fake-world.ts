import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { KIND } from './domain/brand.js';
import { MisuseError } from './domain/misuse.js';
import { requireAccountId, requireRegion } from './domain/regions.js';
import { urlOfUpstream } from './domain/upstream.js';
import { EcrRequestHandler } from './doors/request-handler/ecr-request-handler.js';
import type { EventListener } from './engines/notifications/engine.js';
import type { EcrEvent } from './engines/notifications/envelope.js';
import { accessQuestion } from './engines/policy/access-question.js';
import { type AccessVerdict, explainAccess } from './engines/policy/explain-access.js';
import { type LifecycleReport, lifecycleReport } from './engines/lifecycle/report.js';
import type { ReplicationVerdict } from './engines/replication/verdict.js';
import type { LifecycleRun } from './domain/lifecycle-state.js';
import { FakeControls } from './fake-controls.js';
import type { FakeWorldOptions } from './fake-ecr-options.js';
import { type AccessQuestionFixture, accessCase } from './fixtures/access-fixture.js';
import { AccountHandle } from './fixtures/account-handle.js';
import { RegistryHandle } from './fixtures/registry-handle.js';
import type { RepositoryHandle } from './fixtures/repository-handle.js';
import { applySeed } from './fixtures/seed/apply-seed.js';
import type { Seed } from './fixtures/seed/seed.js';
import { captureSnapshot } from './fixtures/snapshot/capture.js';
import type { Snapshot } from './fixtures/snapshot/format.js';
import { restoreSnapshot } from './fixtures/snapshot/restore.js';
import { UpstreamHandle } from './fixtures/upstream-handle.js';
import { Topology } from './inspect/topology.js';
import { rememberInternals } from './internals.js';
import { assertCheck } from './matchers/assert.js';
import { checkReplicated, replicationVerdict } from './matchers/replication-check.js';
import { ModelWorkbench } from './model-workbench.js';
import type { CallRecord } from './domain/call-record.js';
import { Callers } from './pipeline/callers.js';
import { wireWorldOf } from './wire-world.js';
import { Clock } from './pipeline/clock.js';
import { Model } from './pipeline/model.js';

/** A world of registries, before any door to it. */
export class FakeWorld extends FakeControls {
  /** @internal */
  readonly [KIND] = 'fake';
  protected readonly callers: Callers;
  private readonly listeners: Set<EventListener>;
  private readonly workbench: ModelWorkbench;
  private base: Snapshot | undefined;
  private readonly afterReset: (() => void)[] = [];
  private readonly afterRestore: (() => void)[] = [];

  /** @internal */
  constructor(options: FakeWorldOptions = {}) {
    const listeners = new Set<EventListener>();
    super(modelOf(options, listeners));
    this.listeners = listeners;
    this.workbench = new ModelWorkbench(this.model);
    this.callers = new Callers(requireAccountId(options.defaultAccount ?? '123456789012'));
    const { defaultRegion = 'us-east-1' } = options;
    rememberInternals(this, {
      model: this.model,
      callers: this.callers,
      defaultRegion: defaultRegion === 'required' ? 'us-east-1' : requireRegion(defaultRegion),
      onReset: (run) => this.afterReset.push(run),
      onRestore: (run) => this.afterRestore.push(run),
    });
  }

  /** All calls since the last reset, in order. */
  get calls(): readonly CallRecord[] {
    this.model.catchUp();
    return this.model.log.all();
  }

  /** EventBridge events since the last reset, in order. */
  get events(): readonly EcrEvent[] {
    this.model.catchUp();
    return structuredClone<readonly EcrEvent[]>(this.model.engines.notifications.events);
  }

  /**
   * Subscribes to EventBridge events, for example with a Lambda handler. A reset ends the subscription.
   *
   * @param listener told of each event, after the call that caused it
   * @returns ends the subscription
   * @example
   * ecr.onEvent((event) => handler(event));
   */
  onEvent(listener: EventListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
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

  /** @internal The registry that an assertion names by Region, and by account or the default one. */
  registryAt(region: string, account = this.callers.defaultAccount): RegistryHandle {
    return this.registry(account, region);
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
    const url = urlOfUpstream(name) ?? (name.includes('.') ? name : undefined);
    if (url === undefined) {
      throw new MisuseError(
        `'${name}' is no upstream registry.`,
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
   * Runs lifecycle policies now, which otherwise run once a day of the clock, and lets referrers follow their
   * subjects.
   *
   * @param only a registry, or one repository of it; everything when absent
   * @returns what each run did, by repository ARN; only runs that did or refused something
   * @example
   * ecr.runLifecycle({ registry: prod, repository: 'payments' });
   */
  runLifecycle(
    only: { registry?: RegistryHandle; repository?: string } = {},
  ): Readonly<Record<string, LifecycleRun>> {
    const runs: Record<string, LifecycleRun> = {};
    for (const registry of this.workbench.world.registries()) {
      if (only.registry !== undefined && only.registry.registry !== registry) continue;
      for (const repository of [...registry.repositories()]) {
        if ((only.repository ?? repository.name) !== repository.name) continue;
        const run = this.workbench.act(`run the lifecycle policy of ${repository.name}`, (unit) =>
          this.model.engines.lifecycle.runNow(repository, unit),
        );
        if (run.actions.length + run.failures.length > 0) runs[repository.arn] = run;
      }
    }
    return runs;
  }

  /**
   * What the lifecycle policy of a repository would do with each image now, and why.
   *
   * @param repository for example `prod.repository('payments')`
   * @returns one explanation an image; `text` is a line for each
   * @throws a `[fake-ecr]` error where the repository or its policy is missing
   * @example
   * console.log(ecr.explainLifecycle(prod.repository('payments')).text);
   */
  explainLifecycle(repository: RepositoryHandle): LifecycleReport {
    return lifecycleReport(repository.repository, this.model.clock.now());
  }

  /**
   * May somebody do something, and what decides that?
   *
   * @param question who (a principal of this fake, or an ARN), which action (`ecr:PutImage`), and on what: a
   *   repository, or a registry for its own settings
   * @returns the verdict, with what each statement of each policy contributed
   * @throws a `[fake-ecr]` error where the ARN or the action is malformed
   * @example
   * ecr.explainAccess({ principal: ci, action: 'ecr:PutImage', repository: prod.repository('payments') });
   */
  explainAccess(question: AccessQuestionFixture): AccessVerdict {
    return explainAccess(accessQuestion(accessCase(question, this.model.clock.now())));
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
    if (!/^o-[a-z0-9]{10,32}$/.test(id)) {
      throw new MisuseError(
        `'${id}' is no organization id.`,
        "Expected 'o-' and 10 to 32 lower case letters or digits.",
      );
    }
    if (!Array.isArray(members?.accounts)) {
      throw new MisuseError(
        `The organization ${id} was given no accounts.`,
        "Expected { accounts: ['111122223333'] }.",
      );
    }
    for (const accountId of members.accounts as readonly string[]) {
      const account = this.model.world.account(requireAccountId(accountId));
      account.organizationId = id;
      account.organizationPath = members.path;
    }
    return this;
  }

  /**
   * The replication graph: registries, rules with their filters, and routes that a policy or a Region blocks.
   *
   * @returns `mermaid()` gives a flowchart, `toString()` lines for a terminal
   * @example
   * console.log(String(ecr.topology()));
   */
  topology(): Topology {
    const { replication } = this.model.engines;
    return new Topology(this.workbench.world, (from, to) =>
      replication.permits(from, to, this.model.clock.now()),
    );
  }

  /**
   * Is an image in another registry, and what decided that?
   *
   * @param image `payments:v1`, `payments@sha256:…` or a full image URI
   * @param destination the registry it should be in
   * @param source where it was pushed; found by itself when absent
   * @returns the verdict, with its reasons
   */
  explain(image: string, destination: RegistryHandle, source?: RegistryHandle): ReplicationVerdict {
    return replicationVerdict(this.workbench.world, image, destination.registry, source?.registry);
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
      check,
      `expectReplicated('${image}', '${region}'${account === undefined ? '' : `, '${account}'`})`,
    );
  }

  /**
   * Adds what a declaration says to the world: registries, repositories, images, policies, rules. What is
   * declared was there before the rules, and so is not replicated. There is a JSON schema for files:
   * `fake-ecr/seed.schema.json`.
   *
   * @param seed for example `{ registries: { '111122223333/us-west-2': { repositories: { payments: {} } } } }`
   * @throws a `[fake-ecr]` error with the place of the fault
   * @example
   * ecr.seed({ registries: { '111122223333/us-west-2': { repositories: { payments: { images: ['v1'] } } } } });
   */
  seed(seed: Seed): this {
    applySeed(
      {
        workbench: this.workbench,
        registry: (account, region) => this.registry(account, region),
        account: (id) => this.account(id),
        organization: (id, members) => this.organization(id, members),
        upstream: (name) => this.upstream(name),
      },
      seed,
    );
    return this;
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
    // A copy, in the form in which it would be read back.
    return JSON.parse(
      JSON.stringify(captureSnapshot(this.workbench.world, this.model.clock.now())),
    ) as Snapshot;
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
    this.model.replaceWorld((world) => restoreSnapshot(world, snapshot).now);
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
    this.base = this.snapshot();
    return this;
  }

  /** Lets {@link reset} empty the world again. */
  forgetBaseline(): this {
    this.base = undefined;
    return this;
  }

  /** Empties the world and the clock, or returns to the baseline. */
  reset(): void {
    this.listeners.clear();
    this.model.reset();
    if (this.base !== undefined) this.load(this.base);
    for (const run of this.afterReset) run();
  }

  /** @internal What else was attached to this world lets go of it. */
  protected restored(): void {
    for (const run of this.afterRestore) run();
  }
}

function modelOf(options: FakeWorldOptions, listeners: ReadonlySet<EventListener>): Model {
  const start = options.now === undefined ? undefined : Number(options.now);
  const { seed, listOrder, limits, durations, behaviour, layers } = options;
  const model: Model = new Model(new Clock(start), {
    ...(options.onUnmodelled === undefined ? {} : { onUnmodelled: options.onUnmodelled }),
    world: {
      ...(seed === undefined ? {} : { seed }),
      ...(listOrder === undefined ? {} : { listOrder }),
      ...(limits === undefined ? {} : { limits }),
      ...(durations === undefined ? {} : { durations }),
      behaviour: { ...behaviour, ...(layers === undefined ? {} : { layers }) },
    },
    engines: {
      replication: {
        schedule: options.replication ?? 'instant',
        interfere: (task) => model.faults.takeReplication(task),
        isDown: (region) => model.faults.outages.has(region),
      },
      failures: { take: (work, repository) => model.faults.take(work, repository) },
      onEvent: (event) => {
        // As on AWS, a listener is told later, and what it throws is not the pusher's.
        for (const listener of listeners) void Promise.resolve(structuredClone(event)).then(listener);
      },
    },
  });
  return model;
}
