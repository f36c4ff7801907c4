import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { EcrRequestHandler } from '../doors/request-handler/ecr-request-handler.js';
import type { AccessVerdict } from '../ecr/access/explain-access.js';
import type { EcrEvent } from '../ecr/events/envelope.js';
import type { EventListener } from '../ecr/events/event-bridge.js';
import type { RulePattern } from '../ecr/events/rule-pattern.js';
import type { LifecycleReport } from '../ecr/lifecycle/explain.js';
import type { ReplicationVerdict } from '../ecr/replication/explain/verdict.js';
import type { Witness } from '../ecr/witness.js';
import type { FailingWork, WorkFailure } from '../ecr/work-failures.js';
import type { PendingReplication } from '../expect/subjects.js';
import type { AccessQuestion } from '../handles/access-question.js';
import type { AccountHandle } from '../handles/account-handle.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import type { RepositoryHandle } from '../handles/repository-handle.js';
import type { UpstreamHandle } from '../handles/upstream-handle.js';
import type { Timeline } from '../inspect/timeline.js';
import type { Topology } from '../inspect/topology.js';
import type { TreeOptions } from '../inspect/tree.js';
import { INSPECT, KIND } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { OperationName } from '../api/facts.js';
import { type SeedTarget, applySeed } from '../scenes/seed/apply-seed.js';
import type { Seed } from '../scenes/seed/seed.js';
import type { DoorFaults } from '../service/door-faults.js';
import type { Unused } from '../service/declarations.js';
import type { FaultScope, Occurrences } from '../service/faults.js';
import { SavedWorld, type Snapshot, captureSnapshot } from '../snapshot/snapshot.js';
import type { CallRecord } from '../world/call-record.js';
import type { LifecycleRun } from '../world/records/lifecycle.js';
import type { Durations } from '../world/world-options.js';
import { assertReplicated } from './assert-replicated.js';
import { FaultControls, type ReplicationsOf } from './fault-controls.js';
import { type FakeWorldOptions, requireWorldOptions } from './options.js';
import { Places } from './places.js';
import { Simulation } from './simulation.js';
import { type FakeClock, TimeControls } from './time-controls.js';
import { type ReportOptions, Views } from './views.js';

/** A world of registries, before any door to it: all that a test asks of it, and parts behind that do the work. */
export class FakeWorld {
  // Private to the engine too, here and in every handle: who prints or compares a handle sees no internals.
  readonly #simulation: Simulation;
  readonly #faults: FaultControls;
  readonly #time: TimeControls;
  readonly #views: Views;
  readonly #places: Places;

  /** @internal */
  constructor(options: FakeWorldOptions = {}) {
    const simulation = new Simulation(options);
    this.#simulation = simulation;
    this.#faults = new FaultControls(simulation);
    this.#time = new TimeControls(simulation);
    this.#views = new Views(simulation);
    this.#places = new Places(simulation);
  }

  /**
   * @internal What runs behind a fake, for the doors that are opened on it.
   *
   * @throws FakeEcrError if the object was not made by fakeEcr(), or by another copy of this package
   */
  static simulationOf(fake: unknown): Simulation {
    if (typeof fake === 'object' && fake !== null && #simulation in fake) return fake.#simulation;
    throw new FakeEcrError('That is not a fake.', 'Pass what fakeEcr() returned.');
  }

  /** @internal */
  get [KIND](): 'fake' {
    return 'fake';
  }

  /** @internal What has been in the world. */
  get witness(): Witness {
    return this.#simulation;
  }

  /**
   * A registry: one account in one Region. Taking the handle enables an opt-in Region for the account.
   *
   * @param accountId twelve digits, as a string
   * @param region for example `us-west-2`
   * @throws a `[fake-ecr]` error if either is malformed
   * @example
   * const prod = ecr.registry('111122223333', 'us-west-2');
   */
  registry(accountId: string, region: string): RegistryHandle {
    return this.#places.registry(accountId, region);
  }

  /** An account, for enabling and disabling Regions. */
  account(accountId: string): AccountHandle {
    return this.#places.account(accountId);
  }

  /**
   * A registry outside AWS that pull-through cache rules name, for filling it.
   *
   * @param name a kind with one address (`docker-hub`, `quay`, `ecr-public`, `k8s`, `github-container-registry`,
   *   `gitlab-container-registry`, `chainguard`) or an address such as `myname.azurecr.io`
   * @throws a `[fake-ecr]` error if no rule could name it
   * @example
   * ecr.upstream('docker-hub').push('library/node:22', image('node'));
   */
  upstream(name: string): UpstreamHandle {
    return this.#places.upstream(name);
  }

  /**
   * Puts accounts into an organization, which conditions know as `aws:PrincipalOrgID`.
   *
   * @param id for example `o-a1b2c3d4e5`
   * @param members their account ids, and their path if conditions ask for it
   * @throws a `[fake-ecr]` error if an id is malformed
   * @example
   * ecr.organization('o-a1b2c3d4e5', { accounts: ['111122223333', '444455556666'] });
   */
  organization(id: string, members: { accounts: readonly string[]; path?: string }): this {
    this.#places.organization(id, members);
    return this;
  }

  /** Credentials that make a client act as an administrator of an account. */
  credentials(accountId: string): AwsCredentialIdentityProvider {
    return this.#places.credentials(accountId);
  }

  /** @internal The registry that an assertion names by Region, and by account or the default one. */
  registryAt(region: string, account?: string): RegistryHandle {
    return this.#places.registryAt(region, account);
  }

  /**
   * A request handler for clients whose whole middleware is to run: serializers, signer, retries, error
   * parsing. The account is that of the client's credentials; no socket is opened.
   *
   * @example
   * const client = new ECRClient({ requestHandler: ecr.requestHandler(), region: 'us-west-2', credentials });
   */
  requestHandler(): EcrRequestHandler {
    return new EcrRequestHandler(this.#simulation);
  }

  /**
   * Faults of the wire, where images are pushed and pulled by `docker push` and the like: expired tokens, broken
   * connections, slow and damaged downloads. Operations fail there as {@link fail} says.
   *
   * @example
   * ecr.door.drop({ method: 'PATCH' }, { afterBytes: 1024 }).once();
   */
  get door(): DoorFaults {
    return this.#faults.door;
  }

  /**
   * Makes calls of an operation fail, on top of the model.
   *
   * @param operation for example `PutImage`, or `*` for all
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns `with(code, message?)`, then how often; without a message the error has ECR's text for the code, as far
   *   as it is known and the call names what it speaks of, and says otherwise that the test injected it
   * @throws a `[fake-ecr]` error if there is no such operation or code, or no call can be in that scope; so does the
   *   next call where it was not said how often
   * @example
   * ecr.fail('PutImage').with('ThrottlingException').once();
   */
  fail(
    operation: OperationName | '*',
    scope?: FaultScope,
  ): { with(code: string, message?: string): Occurrences } {
    return this.#faults.fail(operation, scope);
  }

  /**
   * Lets time pass on the fake's clock before calls of an operation are answered. Nothing waits for real.
   *
   * @param milliseconds how long each such call takes
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns how often
   * @throws a `[fake-ecr]` error if there is no such operation, no call can be in that scope or the time is no
   *   number of at least 0
   * @example
   * ecr.delay('BatchGetImage', 2000).always();
   */
  delay(operation: OperationName | '*', milliseconds: number, scope?: FaultScope): Occurrences {
    return this.#faults.delay(operation, milliseconds, scope);
  }

  /**
   * Makes replications fail that would have succeeded.
   *
   * @param which the destination, the repository and the failure code; all optional
   * @returns how often
   * @example
   * ecr.failReplication({ to: dr, repository: 'payments', code: 'DESTINATION_REGISTRY_ACCESS_DENIED' }).once();
   */
  failReplication(which?: ReplicationsOf & { readonly code?: string }): Occurrences {
    return this.#faults.failReplication(which);
  }

  /**
   * Makes replications that start from now on take their time, whatever the fake's schedule is: a slow
   * destination. They are IN_PROGRESS until the clock gets there or somebody settles.
   *
   * @param which the destination and the repository, both optional, and `latency`: milliseconds from the push
   * @returns how often; where several apply, the latest counts
   * @throws a `[fake-ecr]` error if the latency is not a number of at least 0
   * @example
   * ecr.delayReplication({ to: dr, latency: 60_000 }).always();
   */
  delayReplication(which: ReplicationsOf & { readonly latency: number }): Occurrences {
    return this.#faults.delayReplication(which);
  }

  /**
   * Makes replications get stuck: what is due stays IN_PROGRESS, and not even `settle()` brings it there.
   *
   * @param which the destination and the repository; both optional
   * @returns `end()` ends this stall; what no other stall or outage holds back arrives then
   * @example
   * const stall = ecr.stallReplication({ to: dr });
   * stall.end();
   */
  stallReplication(which?: ReplicationsOf): { end(): void } {
    return this.#faults.stallReplication(which);
  }

  /**
   * Makes work of ECR's own fail: a scan, a lifecycle policy preview or a signing.
   *
   * @param work `scan`, `lifecycle-preview` or `signing`
   * @param how the repository it applies to (any when absent), a code and a reason; for a scan the code is the
   *   status it ends with, `FAILED` by default
   * @returns how often
   * @example
   * ecr.failWork('scan', { code: 'UNSUPPORTED_IMAGE' }).once();
   */
  failWork(work: FailingWork, how?: WorkFailure & { readonly repository?: string }): Occurrences {
    return this.#faults.failWork(work, how);
  }

  /**
   * Takes a Region down: calls there are answered `ServiceUnavailableException`, and replications into it wait
   * until it is over.
   *
   * @param region for example `eu-west-1`
   * @returns `end()` ends this outage; once the last one of the Region has ended, what waited arrives
   * @example
   * const outage = ecr.outage('eu-west-1');
   * outage.end();
   */
  outage(region: string): { end(): void } {
    return this.#faults.outage(region);
  }

  /** The clock of the world. */
  get clock(): FakeClock {
    return this.#time.clock;
  }

  /**
   * Ends everything that is pending, however late it would be due: replications, backfills, scans, previews,
   * restores, signings. What belongs to the calendar, such as a daily lifecycle run, is not hurried.
   *
   * @param only work for one registry: its handle, or `{ to: handle }`; everything when absent
   * @throws a `[fake-ecr]` error if it is neither
   * @example
   * ecr.settle(dr);
   */
  settle(only?: RegistryHandle | { to?: RegistryHandle }): void {
    this.#time.settle(only);
  }

  /**
   * Says from now on how long ECR's own work takes: scans, previews, restores, signings. Work that is under way
   * keeps its end. How long replications take is said with {@link delayReplication} and {@link stallReplication}.
   *
   * @param durations in milliseconds of the clock; Infinity waits for {@link settle}; what is left out stays as it is
   * @throws a `[fake-ecr]` error if there is no such work, or a duration is not a number of at least 0
   * @remarks In force until the next `reset()` or `load()`, after which it is the fake's option again.
   * @example
   * ecr.setDurations({ scan: 30_000, restore: Infinity });
   */
  setDurations(durations: Partial<Durations>): this {
    this.#time.setDurations(durations);
    return this;
  }

  /** Readable lines for work that is pending, next first, and for what an outage holds back. */
  pending(): readonly string[] {
    return this.#time.pending();
  }

  /**
   * Replications that have not arrived, next first, deletions and backfills among them; those that are held back
   * come last.
   */
  pendingReplications(): readonly PendingReplication[] {
    return this.#time.pendingReplications();
  }

  /**
   * Runs lifecycle policies now, which otherwise run once a day of the clock, and lets referrers follow their
   * subjects.
   *
   * @param only a registry, or one repository of it; everything when absent
   * @returns what each run did, by repository ARN; only runs that did or refused something
   * @throws a `[fake-ecr]` error if the registry is not a handle, or no repository has that name
   * @example
   * ecr.runLifecycle({ registry: prod, repository: 'payments' });
   */
  runLifecycle(only?: {
    registry?: RegistryHandle;
    repository?: string;
  }): Readonly<Record<string, LifecycleRun>> {
    return this.#time.runLifecycle(only);
  }

  /** All calls since the last reset, in order: a copy. */
  get calls(): readonly CallRecord[] {
    return this.#views.calls;
  }

  /** EventBridge events since the last reset, in order. */
  get events(): readonly EcrEvent[] {
    return this.#views.events;
  }

  /**
   * Subscribes to EventBridge events, for example with a Lambda handler. A reset ends the subscription.
   *
   * @param listener told of each event, after the call that caused it
   * @param pattern the event pattern of a rule, as EventBridge takes it, or its JSON text: who does not match is not
   *   told; every event when absent
   * @returns a function that ends the subscription
   * @throws a `[fake-ecr]` error if EventBridge would refuse the pattern, or no event of ECR can match it
   * @example
   * ecr.onEvent((event) => handler(event), { source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } });
   */
  onEvent(listener: EventListener, pattern?: RulePattern | string): () => void {
    return this.#views.onEvent(listener, pattern);
  }

  /**
   * Waits until every listener has been told of every event, and has finished, asynchronous ones included.
   *
   * @throws (rejects with) what a listener threw since this was last called; where nobody calls this, a reset or
   *   restore makes an unhandled rejection of it
   * @example
   * ecr.onEvent(async (event) => handler(event));
   * prod.push('payments:v1');
   * await ecr.eventsDelivered();
   */
  async eventsDelivered(): Promise<void> {
    await this.#views.eventsDelivered();
  }

  /**
   * Is an image in another registry, and what decided that?
   *
   * @param image `payments:v1`, `payments@sha256:…` or a full image URI
   * @param destination the registry it should be in
   * @param source where it was pushed; found by itself when absent
   * @returns the verdict, with its reasons
   * @throws a `[fake-ecr]` error if the reference is malformed or a registry is none
   * @example
   * console.log(ecr.explain('payments:v1', dr).text);
   */
  explain(image: string, destination: RegistryHandle, source?: RegistryHandle): ReplicationVerdict {
    return this.#views.explain(image, destination, source);
  }

  /**
   * May somebody do something, and what decides that?
   *
   * @param question who (a principal of this fake, an ARN, or a service such as
   *   `{ service: 'lambda.amazonaws.com', sourceArn }`), which action (`ecr:PutImage`), and on what: a
   *   repository, or a registry for its own settings
   * @returns the verdict, with what each statement of each policy contributed
   * @throws a `[fake-ecr]` error if the ARN or the action is malformed
   * @example
   * ecr.explainAccess({ principal: ci, action: 'ecr:PutImage', repository: prod.repository('payments') });
   */
  explainAccess(question: AccessQuestion): AccessVerdict {
    return this.#views.explainAccess(question);
  }

  /**
   * What the lifecycle policy of a repository would do with each image now, and why.
   *
   * @param repository for example `prod.repository('payments')`
   * @returns one explanation an image; `text` is a line for each
   * @throws a `[fake-ecr]` error if the repository or its policy is missing
   * @example
   * console.log(ecr.explainLifecycle(prod.repository('payments')).text);
   */
  explainLifecycle(repository: RepositoryHandle): LifecycleReport {
    return this.#views.explainLifecycle(repository);
  }

  /**
   * The replication graph as it is now: registries, rules with their filters, and routes that a policy or a
   * Region blocks.
   *
   * @returns `mermaid()` gives a flowchart, `toString()` lines for a terminal
   * @example
   * console.log(String(ecr.topology()));
   */
  topology(): Topology {
    return this.#views.topology();
  }

  /**
   * What is in the world, as a tree for people: accounts, registries with rules and policy, repositories and
   * images with what became of their replicas.
   *
   * @param options how much to show, and whether in colour
   * @returns lines, without a line break at the end; what is left out is counted
   * @throws a `[fake-ecr]` error if a limit is not a whole number
   * @example
   * console.log(ecr.inspect({ images: 3 }));
   */
  inspect(options?: TreeOptions): string {
    return this.#views.inspect(options);
  }

  /**
   * What happened since the last reset, in order: calls, those that ECR makes itself included, replications and
   * EventBridge events.
   *
   * @returns `entries` as objects, `toString()` as lines
   * @example
   * console.log(String(ecr.timeline()));
   */
  timeline(): Timeline {
    return this.#views.timeline();
  }

  /**
   * The world as one HTML document for a browser, or for a build's artifacts: the replication graph, registries
   * with their images, and the timeline. It loads nothing, and is the same for the same world.
   *
   * @param file where to write it, missing folders included; not written when absent
   * @param options its title
   * @returns the document
   * @throws a `[fake-ecr]` error if the file can't be written
   * @example
   * afterAll(() => ecr.report('reports/ecr.html', { title: 'Release suite' }));
   */
  report(file?: string | URL, options?: ReportOptions): string {
    return this.#views.report(file, options);
  }

  /**
   * Asserts that an image was replicated.
   *
   * @param image `payments:v1`, `payments@sha256:…` or a full image URI
   * @param destination the registry it should be in, or that registry's Region
   * @param account the destination's account where a Region is given; the default account when absent
   * @throws an error that says why it was not; a `[fake-ecr]` error if an argument is malformed
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
   * is there already gets the images, and the settings that are said. What is declared was there before the rules, and
   * so is not replicated. There is a JSON schema for files: `fake-ecr/seed.schema.json`.
   *
   * @param seed for example `{ registries: { '111122223333/us-west-2': { repositories: { payments: {} } } } }`
   * @throws a `[fake-ecr]` error with the place of the fault, or with what ECR would refuse; nothing is changed then
   * @example
   * ecr.seed({ registries: { '111122223333/us-west-2': { repositories: { payments: { images: ['v1'] } } } } });
   */
  seed(seed: Seed): this {
    applySeed(this.#seedTarget, seed);
    return this;
  }

  /**
   * The whole world as JSON, to be written to a file or loaded elsewhere. The same world gives the same bytes.
   *
   * @returns everything but calls, events, credentials, faults and uploads under way
   * @throws a `[fake-ecr]` error if work is pending: settle it first
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
    return captureSnapshot(this.#simulation.world, this.#simulation.now());
  }

  /**
   * Replaces the whole world, and the clock, by those of a snapshot.
   *
   * @param snapshot what {@link snapshot} returned, here or in another process
   * @throws a `[fake-ecr]` error if it is none, or of another version; nothing is changed then. When all is done, also
   *   one that names faults that were declared and never used
   * @example
   * ecr.load(JSON.parse(readFileSync('world.json', 'utf8')));
   */
  load(snapshot: unknown): this {
    const saved = new SavedWorld(snapshot);
    const { unused, faultsDeclared } = this.#simulation;
    unused.around(() => this.#simulation.replaceBy(saved), 'load()', false, faultsDeclared);
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
    this.#simulation.returnTo(new SavedWorld(this.snapshot()));
    return this;
  }

  /** Lets {@link reset} empty the world again. */
  forgetBaseline(): this {
    this.#simulation.returnTo(undefined);
    return this;
  }

  /**
   * Empties the world and the clock, or returns to the baseline.
   *
   * @throws a `[fake-ecr]` error that names what was declared and never used (see {@link unused}), when all is done
   */
  reset(): void {
    this.#simulation.unused.around(() => this.#simulation.reset(), 'reset()');
  }

  /**
   * What was declared since the last reset and has not been used so far: faults, delays, stalls, outages, failing work,
   * faults of the registry's door, overrides of `ecr.mock`. What is declared for a number of times is used when it was met
   * that often, all else when it was met once. What the scene of `setupFakeEcr()` declares is not among it: any test may use
   * it, and it is judged after the last one.
   *
   * @returns each with the line that declared it, and with what came nearest
   * @example
   * ecr.fail('PutImage').with('ServerException').once();
   * for (const { declared, at, nearest } of ecr.unused()) console.log(`${declared} (${at}): ${nearest}`);
   */
  unused(): readonly Unused[] {
    this.#simulation.service.catchUp();
    return this.#simulation.unused.list();
  }

  /** @internal What is unused, for an assertion: who asserted it need not be told again. */
  assertedUnused(): readonly Unused[] {
    this.#simulation.service.catchUp();
    return this.#simulation.unused.asserted();
  }

  get #seedTarget(): SeedTarget {
    return {
      workbench: this.#simulation,
      registry: (account, region) => this.registry(account, region),
      account: (id) => this.account(id),
      organization: (id, members) => this.organization(id, members),
      upstream: (name) => this.upstream(name),
    };
  }

  /** @internal One line; `inspect()` has the rest. */
  [INSPECT](): string {
    return `[${this.constructor.name}: ${this.#views.summary()}; see inspect()]`;
  }
}

/**
 * A world of its own, for clients that are given its request handler; no other client is touched.
 *
 * @param options of the world
 * @returns the world, whose `requestHandler()` its clients are given
 * @throws a `[fake-ecr]` error if an option is misspelt or can't have that value
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
  return new EcrRequestHandler(FakeWorld.simulationOf(fake));
}
