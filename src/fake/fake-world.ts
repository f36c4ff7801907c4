import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { EcrRequestHandler } from '../doors/request-handler/ecr-request-handler.js';
import type { AccessVerdict } from '../ecr/access/explain-access.js';
import type { EcrEvent } from '../ecr/events/envelope.js';
import type { EventListener } from '../ecr/events/event-bridge.js';
import type { RulePattern } from '../ecr/events/rule-pattern.js';
import type { LifecycleReport } from '../ecr/lifecycle/explain.js';
import type { ReplicationVerdict } from '../ecr/replication/explain/verdict.js';
import type { FailingWork, WorkFailure } from '../ecr/work-failures.js';
import type { FakeInside, PendingReplication } from '../expect/subjects.js';
import type { AccessQuestion } from '../handles/access-question.js';
import type { AccountHandle } from '../handles/account-handle.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import type { RepositoryHandle } from '../handles/repository-handle.js';
import type { UpstreamHandle } from '../handles/upstream-handle.js';
import type { Timeline } from '../inspect/timeline.js';
import type { Topology } from '../inspect/topology.js';
import type { TreeOptions } from '../inspect/tree.js';
import { INSIDE, INSPECT, KIND } from '../lib/handle-kind.js';
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
import type { Blobs } from '../world/blobs.js';
import type { Durations } from '../world/world-options.js';
import { assertReplicated } from './assert-replicated.js';
import { FaultControls, type ReplicationsOf } from './fault-controls.js';
import { type FakeWorldOptions, requireWorldOptions } from './options.js';
import { Places } from './places.js';
import { isSimulatedBy, simulationOf } from './simulation-of.js';
import { Simulation } from './simulation.js';
import { type FakeClock, TimeControls } from './time-controls.js';
import { type ReportOptions, Views } from './views.js';

/** A world of registries without a client of its own: everything that a test can do with it. @public */
export class FakeWorld {
  // Private fields, here and in every handle: printing or comparing a handle shows no internals.
  readonly #simulation: Simulation;
  readonly #faults: FaultControls;
  readonly #time: TimeControls;
  readonly #views: Views;
  readonly #places: Places;

  /** @internal */
  constructor(options: FakeWorldOptions = {}, blobs?: Blobs) {
    const simulation = new Simulation(options, blobs);
    this.#simulation = simulation;
    isSimulatedBy(this, simulation);
    this.#faults = new FaultControls(simulation);
    this.#time = new TimeControls(simulation);
    this.#views = new Views(simulation);
    this.#places = new Places(simulation);
  }

  /** @internal */
  get [KIND](): 'fake' {
    return 'fake';
  }

  /** @internal What assertions read of a fake, also in another copy of this package. */
  get [INSIDE](): FakeInside {
    return {
      witness: this.#simulation,
      registryAt: (region, account) => this.#places.registryAt(region, account),
      assertedUnused: () => {
        this.#simulation.service.catchUp();
        return this.#simulation.unused.asserted();
      },
    };
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

  /**
   * An account, for example for enabling and disabling Regions.
   *
   * @param accountId twelve digits, as a string
   * @throws a `[fake-ecr]` error if it is malformed
   * @example
   * ecr.account('444455556666').enableRegion('me-central-1');
   */
  account(accountId: string): AccountHandle {
    return this.#places.account(accountId);
  }

  /**
   * A registry outside AWS, as in pull-through cache rules, for filling it.
   *
   * @param name a kind with one address (`docker-hub`, `quay`, `ecr-public`, `k8s`, `github-container-registry`,
   *   `gitlab-container-registry`, `chainguard`) or an address such as `myname.azurecr.io`
   * @throws a `[fake-ecr]` error if it cannot be the upstream of a rule
   * @example
   * ecr.upstream('docker-hub').push('library/node:22', image('node'));
   */
  upstream(name: string): UpstreamHandle {
    return this.#places.upstream(name);
  }

  /**
   * Puts accounts into an organization, which conditions read as `aws:PrincipalOrgID`.
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

  /**
   * Credentials for a client that acts as an administrator of an account.
   *
   * @param accountId twelve digits, as a string
   * @returns a provider, as the `credentials` of a client's configuration
   * @throws a `[fake-ecr]` error if it is malformed
   * @example
   * const client = new ECRClient({ region: 'us-west-2', credentials: ecr.credentials('111122223333') });
   */
  credentials(accountId: string): AwsCredentialIdentityProvider {
    return this.#places.credentials(accountId);
  }

  /**
   * A request handler for clients that should run their whole middleware: serializers, signer, retries, error
   * parsing. The account is that of the client's credentials; no socket is opened.
   *
   * @example
   * const client = new ECRClient({ requestHandler: ecr.requestHandler(), region: 'us-west-2', credentials });
   */
  requestHandler(): EcrRequestHandler {
    return new EcrRequestHandler(this.#simulation);
  }

  /**
   * Faults of the connection for pushes and pulls with `docker push` and the like: expired tokens, broken
   * connections, slow and damaged downloads. Operations fail there, too, as set with {@link fail}.
   *
   * @example
   * ecr.door.drop({ method: 'PATCH' }, { afterBytes: 1024 }).once();
   */
  get door(): DoorFaults {
    return this.#faults.door;
  }

  /**
   * Makes calls of an operation fail.
   *
   * @param operation for example `PutImage`, or `*` for all
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns `with(code, message?)`, then `once()`, `times(count)` or `always()`; without a message the error has ECR's text for the code, if that
   *   is known and the call contains the names in it, and otherwise says that the test injected it
   * @throws a `[fake-ecr]` error if there is no such operation or code, or no call can be in that scope; without
   *   `once()`, `times()` or `always()` the next call throws one
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
   * Advances the fake's clock before calls of an operation are answered. There is no real delay.
   *
   * @param operation for example `PutImage`, or `*` for all
   * @param milliseconds how long each such call takes
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns `once()`, `times(count)` and `always()`: how often it applies
   * @throws a `[fake-ecr]` error if there is no such operation, no call can be in that scope or the time is not a
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
   * @returns `once()`, `times(count)` and `always()`: how often it applies
   * @throws a `[fake-ecr]` error if the destination is not a handle, or no replication can be meant
   * @example
   * ecr.failReplication({ to: dr, repository: 'payments', code: 'DESTINATION_REGISTRY_ACCESS_DENIED' }).once();
   */
  failReplication(which?: ReplicationsOf & { readonly code?: string }): Occurrences {
    return this.#faults.failReplication(which);
  }

  /**
   * Makes replications that start from now on slow, regardless of the fake's schedule. They are IN_PROGRESS until the
   * clock reaches their end, or until {@link settle}.
   *
   * @param which the destination and the repository, both optional, and `latency`: milliseconds from the push
   * @returns `once()`, `times(count)` and `always()`: how often it applies; if several apply, the latest counts
   * @throws a `[fake-ecr]` error if the latency is not a number of at least 0
   * @example
   * ecr.delayReplication({ to: dr, latency: 60_000 }).always();
   */
  delayReplication(which: ReplicationsOf & { readonly latency: number }): Occurrences {
    return this.#faults.delayReplication(which);
  }

  /**
   * Makes replications get stuck: they stay IN_PROGRESS, and even `settle()` does not deliver them.
   *
   * @param which the destination and the repository; both optional
   * @returns `end()` ends this stall; replications that no other stall or outage holds back then arrive
   * @throws a `[fake-ecr]` error if the destination is not a handle, or no replication can be meant
   * @example
   * const stall = ecr.stallReplication({ to: dr });
   * stall.end();
   */
  stallReplication(which?: ReplicationsOf): { end(): void } {
    return this.#faults.stallReplication(which);
  }

  /**
   * Makes background work of ECR fail: a scan, a lifecycle policy preview or a signing.
   *
   * @param work `scan`, `lifecycle-preview` or `signing`
   * @param how the repository it applies to (any when absent), a code and a reason; for a scan the code is the
   *   status it ends with, `FAILED` by default
   * @returns `once()`, `times(count)` and `always()`: how often it applies
   * @throws a `[fake-ecr]` error if there is no such work, or the code can't be one of it
   * @example
   * ecr.failWork('scan', { code: 'UNSUPPORTED_IMAGE' }).once();
   */
  failWork(work: FailingWork, how?: WorkFailure & { readonly repository?: string }): Occurrences {
    return this.#faults.failWork(work, how);
  }

  /**
   * Takes a Region down: calls there are answered with `ServiceUnavailableException`, and replications into it wait
   * until the outage ends.
   *
   * @param region for example `eu-west-1`
   * @returns `end()` ends this outage; once the last one of the Region has ended, waiting replications arrive
   * @throws a `[fake-ecr]` error if the name can't be a Region
   * @example
   * const outage = ecr.outage('eu-west-1');
   * outage.end();
   */
  outage(region: string): { end(): void } {
    return this.#faults.outage(region);
  }

  /**
   * The clock of the world: `now()`, and `advance(milliseconds)`, which moves only this clock.
   *
   * @example
   * ecr.clock.advance(24 * 60 * 60 * 1000);
   */
  get clock(): FakeClock {
    return this.#time.clock;
  }

  /**
   * Finishes all pending work, no matter when it is due: replications, backfills, scans, previews, restores,
   * signings. Calendar work, such as a daily lifecycle run, is not run early.
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
   * Sets how long ECR's background work takes from now on: scans, previews, restores, signings. Running work is not
   * affected. For replications see {@link delayReplication} and {@link stallReplication}.
   *
   * @param durations in milliseconds of the clock; Infinity waits for {@link settle}; omitted durations stay
   * @throws a `[fake-ecr]` error if there is no such work, or a duration is not a number of at least 0
   * @remarks Valid until the next `reset()` or `load()`, which restores the fake's options.
   * @example
   * ecr.setDurations({ scan: 30_000, restore: Infinity });
   */
  setDurations(durations: Partial<Durations>): this {
    this.#time.setDurations(durations);
    return this;
  }

  /** A line for each piece of pending work, next first, and for work that an outage holds back. */
  pending(): readonly string[] {
    return this.#time.pending();
  }

  /**
   * Replications that have not arrived, including deletions and backfills, next first; those that are held back come
   * last.
   */
  pendingReplications(): readonly PendingReplication[] {
    return this.#time.pendingReplications();
  }

  /**
   * Runs lifecycle policies now, in addition to the daily runs, and lets referrers follow their subjects.
   *
   * @param only a registry, or one repository of it; everything when absent
   * @returns the result of each run, by repository ARN; only runs that expired, archived or refused an image
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
   * @param listener called with each event, after the call that caused it
   * @param pattern the event pattern of an EventBridge rule, or its JSON text; all events when absent
   * @returns a function that ends the subscription
   * @throws a `[fake-ecr]` error if EventBridge would refuse the pattern, or no event of ECR can match it
   * @example
   * ecr.onEvent((event) => handler(event), { source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } });
   */
  onEvent(listener: EventListener, pattern?: RulePattern | string): () => void {
    return this.#views.onEvent(listener, pattern);
  }

  /**
   * Waits until every listener has been called with every event and has finished, including asynchronous ones.
   *
   * @throws (rejects with) what a listener threw since the last call; if this is not called, a reset or restore turns
   *   it into an unhandled rejection
   * @example
   * ecr.onEvent(async (event) => handler(event));
   * prod.push('payments:v1');
   * await ecr.eventsDelivered();
   */
  async eventsDelivered(): Promise<void> {
    await this.#views.eventsDelivered();
  }

  /**
   * Explains whether an image is in another registry, and why.
   *
   * @param image `payments:v1`, `payments@sha256:…` or a full image URI
   * @param destination the registry it should be in
   * @param source where it was pushed; found automatically when absent
   * @returns the verdict, with its reasons
   * @throws a `[fake-ecr]` error if the reference is malformed or a registry is not a handle
   * @example
   * console.log(ecr.explain('payments:v1', dr).text);
   */
  explain(image: string, destination: RegistryHandle, source?: RegistryHandle): ReplicationVerdict {
    return this.#views.explain(image, destination, source);
  }

  /**
   * Explains whether a principal is allowed to do something, and why.
   *
   * @param question who (a principal of this fake, an ARN, or a service such as
   *   `{ service: 'lambda.amazonaws.com', sourceArn }`), which action (`ecr:PutImage`), and on what: a
   *   repository, or a registry for its own settings
   * @returns the verdict, with the result of each statement of each policy
   * @throws a `[fake-ecr]` error if the ARN or the action is malformed
   * @example
   * ecr.explainAccess({ principal: ci, action: 'ecr:PutImage', repository: prod.repository('payments') });
   */
  explainAccess(question: AccessQuestion): AccessVerdict {
    return this.#views.explainAccess(question);
  }

  /**
   * Explains what the lifecycle policy of a repository would do with each image now, and why.
   *
   * @param repository for example `prod.repository('payments')`
   * @returns one explanation per image; `text` has a line for each
   * @throws a `[fake-ecr]` error if the repository or its policy is missing
   * @example
   * console.log(ecr.explainLifecycle(prod.repository('payments')).text);
   */
  explainLifecycle(repository: RepositoryHandle): LifecycleReport {
    return this.#views.explainLifecycle(repository);
  }

  /**
   * The present replication graph: registries, rules with their filters, and routes that a policy or a Region blocks.
   *
   * @returns `mermaid()` returns a flowchart, `toString()` lines for a terminal
   * @example
   * console.log(String(ecr.topology()));
   */
  topology(): Topology {
    return this.#views.topology();
  }

  /**
   * The contents of the world, as a tree for people: accounts, registries with rules and policy, repositories and
   * images with the status of their replicas.
   *
   * @param options how much to show, and whether in colour
   * @returns lines, without a line break at the end; omitted entries are counted
   * @throws a `[fake-ecr]` error if a limit is not a whole number
   * @example
   * console.log(ecr.inspect({ images: 3 }));
   */
  inspect(options?: TreeOptions): string {
    return this.#views.inspect(options);
  }

  /**
   * What happened since the last reset, in order: calls including ECR's internal ones, replications and EventBridge
   * events.
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
   * with their images, and the timeline. It needs no network, and equal worlds give equal documents.
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
   * @param destination the registry it should be in, or that registry's Region; `{ from, to }` if the source matters too
   * @param account the destination's account if a Region is given; the default account when absent
   * @throws an error that says why it was not; a `[fake-ecr]` error if an argument is malformed
   * @example
   * await ecr.expectReplicated('payments:v1', 'eu-west-1', '444455556666');
   */
  // eslint-disable-next-line @typescript-eslint/require-await -- awaited like other assertions
  async expectReplicated(
    image: string,
    destination: string | RegistryHandle | { from?: RegistryHandle; to: RegistryHandle },
    account?: string,
  ): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- not called: the stack begins above it
    assertReplicated(this.expectReplicated, this, 'expectReplicated', false, image, destination, account);
  }

  /**
   * Adds a declaration to the world: registries, repositories, images, policies, rules. An existing repository gets
   * the images and the given settings. Declared images are older than the rules, so they are not replicated. There is
   * a JSON schema for files: `fake-ecr/seed.schema.json`.
   *
   * @param seed for example `{ registries: { '111122223333/us-west-2': { repositories: { payments: {} } } } }`
   * @throws a `[fake-ecr]` error with the place of the error, or with ECR's refusal; then nothing is changed
   * @example
   * ecr.seed({ registries: { '111122223333/us-west-2': { repositories: { payments: { images: ['v1'] } } } } });
   */
  seed(seed: Seed): this {
    applySeed(this.#seedTarget, seed);
    return this;
  }

  /**
   * The whole world as JSON, for writing it to a file or loading it elsewhere. Equal worlds give equal bytes.
   *
   * @returns everything except calls, events, credentials, faults and unfinished uploads
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
   * Replaces the whole world and the clock with those of a snapshot.
   *
   * @param snapshot what {@link FakeWorld.snapshot} returned, here or in another process
   * @throws a `[fake-ecr]` error if it is not a snapshot, or one of another version; then nothing is changed.
   *   After loading, also one that names faults that were declared and never used
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
   * Makes the present world the one that {@link reset} returns to.
   *
   * @example
   * beforeAll(() => ecr.seed(world).baseline());
   * beforeEach(() => ecr.reset());
   */
  baseline(): this {
    this.#simulation.returnTo(new SavedWorld(this.snapshot()));
    return this;
  }

  /** Makes {@link reset} empty the world again. */
  forgetBaseline(): this {
    this.#simulation.returnTo(undefined);
    return this;
  }

  /**
   * Empties the world and resets the clock, or returns to the baseline.
   *
   * @throws a `[fake-ecr]` error that names what was declared and never used (see {@link unused}), after the reset
   */
  reset(): void {
    this.#simulation.unused.around(() => this.#simulation.reset(), 'reset()');
  }

  /**
   * What was declared since the last reset and has not been used so far: faults, delays, stalls, outages, failing work,
   * faults of the registry's door, overrides of `ecr.mock`. A declaration with `times(3)` counts as used after three uses, any other after
   * one. Declarations in the scene of `setupFakeEcr()` are left out: any test may use them, and they are checked after
   * the last test.
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

  get #seedTarget(): SeedTarget {
    return {
      workbench: this.#simulation,
      registry: (account, region) => this.registry(account, region),
      account: (id) => this.account(id),
      organization: (id, members) => this.organization(id, members),
      upstream: (name) => this.upstream(name),
    };
  }

  /** @internal A summary on one line; see `inspect()`. */
  [INSPECT](): string {
    return `[${this.constructor.name}: ${this.#views.summary()}; see inspect()]`;
  }
}

/**
 * A separate world, for clients with its request handler; no other client is affected.
 *
 * @public
 * @param options those of the world
 * @returns the world; pass its `requestHandler()` to clients
 * @throws a `[fake-ecr]` error if an option is misspelt or can't have that value
 * @example
 * const ecr = fakeEcrWorld();
 * const client = new ECRClient({ requestHandler: ecr.requestHandler(), region: 'us-west-2', credentials });
 */
export function fakeEcrWorld(options: FakeWorldOptions = {}): FakeWorld {
  requireWorldOptions(options, 'fakeEcrWorld()');
  return new FakeWorld(options);
}

/**
 * The request handler of a fake, like its method of that name.
 *
 * @public
 * @param fake what `fakeEcr()` or `fakeEcrWorld()` returned
 * @returns the `requestHandler` of a client's configuration
 * @throws a `[fake-ecr]` error if it is not a fake
 * @example
 * const client = new ECRClient({ requestHandler: requestHandler(ecr), region: 'us-west-2', credentials });
 */
export function requestHandler(fake: FakeWorld): EcrRequestHandler {
  return new EcrRequestHandler(simulationOf(fake));
}
