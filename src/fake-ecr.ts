import type { ECRClient } from '@aws-sdk/client-ecr';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { activate, deactivate } from './active-fake.js';
import { KIND } from './domain/brand.js';
import type { Behaviour } from './domain/behaviour.js';
import type { Caller } from './domain/caller.js';
import type { Durations } from './domain/durations.js';
import type { Limits } from './domain/limits.js';
import { MisuseError } from './domain/misuse.js';
import type { ListOrder } from './domain/positions.js';
import { requireAccountId, requireRegion } from './domain/regions.js';
import { ClientMockDoor, type SdkModule } from './doors/client-mock/client-mock-door.js';
import type { EventListener } from './engines/notifications/engine.js';
import type { EcrEvent } from './engines/notifications/envelope.js';
import type { ReplicationSchedule } from './engines/replication/schedule.js';
import type { ReplicationVerdict } from './engines/replication/verdict.js';
import { AccountHandle } from './fixtures/account-handle.js';
import { type PrincipalOptions, principal } from './fixtures/principal.js';
import { RegistryHandle } from './fixtures/registry-handle.js';
import { Topology } from './inspect/topology.js';
import { assertCheck } from './matchers/assert.js';
import { checkReplicated, replicationVerdict } from './matchers/replication-check.js';
import { ModelWorkbench } from './model-workbench.js';
import type { CallRecord } from './pipeline/call-log.js';
import { Callers } from './pipeline/callers.js';
import { Clock } from './pipeline/clock.js';
import type { FaultScope, Ration } from './pipeline/faults.js';
import { Model } from './pipeline/model.js';
import type { OperationName } from './operations/operation.js';

/** Options of {@link fakeEcr}. Everything has a default. */
export interface FakeEcrOptions {
  /** Whose calls they are when neither a binding nor credentials tell: twelve digits, `123456789012` by default. */
  readonly defaultAccount?: string;
  /** For clients without a Region: `us-east-1` by default; `required` answers as the SDK does. */
  readonly defaultRegion?: string;
  /** When replicas arrive: `instant` (default), `manual` (on `settle()`), or a latency in milliseconds. */
  readonly replication?: ReplicationSchedule;
  /** `required` (default): layers must be uploaded before a manifest that names them. */
  readonly layers?: Behaviour['layers'];
  /** Further choices where ECR is unknown. */
  readonly behaviour?: Partial<Behaviour>;
  /** Quotas, lowered so that a test can meet them. */
  readonly limits?: Partial<Limits>;
  /** How long ECR's own work takes, in milliseconds; 0 by default. */
  readonly durations?: Partial<Durations>;
  /** The order of lists; ECR promises none. `insertion` by default. */
  readonly listOrder?: ListOrder;
  /** Fixes ids, tokens and shuffled orders. 1 by default. */
  readonly seed?: number;
  /** A fixed start of the clock (a Date or epoch milliseconds); by default the clock follows `Date.now()`. */
  readonly now?: Date | number;
  /** Another copy of `@aws-sdk/client-ecr` to attach to. */
  readonly sdk?: SdkModule;
  /** Attach to these client instances only, and not to the class. */
  readonly clients?: readonly object[];
  /** A sinon sandbox to stub in. */
  readonly sandbox?: unknown;
  /** Whether credentials that a client was given are asked for; see the documentation of callers. */
  readonly resolveCredentials?: 'auto' | boolean;
}

/** The clock of the world. */
export interface FakeClock {
  /** The current moment. */
  now(): Date;
  /** Lets time pass, in milliseconds, and does the work that falls due. */
  advance(milliseconds: number): void;
}

/** A principal that calls, made by {@link FakeEcr.principal}. */
export interface PrincipalHandle {
  readonly caller: Caller;
  /** To configure clients with. */
  readonly credentials: AwsCredentialIdentityProvider;
  /** A client of this principal in a Region. */
  client(region: string): ECRClient;
}

/** A world of registries, attached to the SDK's client. Made by {@link fakeEcr}. */
export class FakeEcr {
  /** @internal */
  readonly [KIND] = 'fake';
  readonly clock: FakeClock;
  private readonly model: Model;
  private readonly listeners = new Set<EventListener>();
  private readonly workbench: ModelWorkbench;
  private readonly callers: Callers;
  private readonly door: ClientMockDoor;

  /** @internal */
  constructor(options: FakeEcrOptions) {
    const start = options.now === undefined ? undefined : Number(options.now);
    const clock = new Clock(start);
    this.model = new Model(clock, {
      world: {
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.listOrder === undefined ? {} : { listOrder: options.listOrder }),
        ...(options.limits === undefined ? {} : { limits: options.limits }),
        ...(options.durations === undefined ? {} : { durations: options.durations }),
        behaviour: {
          ...options.behaviour,
          ...(options.layers === undefined ? {} : { layers: options.layers }),
        },
      },
      engines: {
        replication: {
          schedule: options.replication ?? 'instant',
          interfere: (task) => this.model.faults.takeReplication(task),
        },
        onEvent: (event) => {
          // As on AWS, a listener is told later, and what it throws is not the pusher's.
          for (const listener of this.listeners) void Promise.resolve(event).then(listener);
        },
      },
    });
    this.workbench = new ModelWorkbench(this.model);
    this.callers = new Callers(requireAccountId(options.defaultAccount ?? '123456789012'));
    this.door = new ClientMockDoor({
      dispatcher: this.model,
      callers: this.callers,
      defaultRegion: options.defaultRegion ?? 'us-east-1',
      resolveCredentials: options.resolveCredentials ?? 'auto',
      ...(options.sdk === undefined ? {} : { sdk: options.sdk }),
      ...(options.clients === undefined ? {} : { clients: options.clients }),
      ...(options.sandbox === undefined ? {} : { sandbox: options.sandbox }),
    });
    this.clock = {
      now: () => new Date(clock.now()),
      advance: (milliseconds) => {
        clock.advance(milliseconds);
        this.model.catchUp();
      },
    };
    activate(this);
  }

  /** The ordinary stub of `aws-sdk-client-mock`: overrides on it win, everything else falls through. */
  get mock(): AwsClientStub<ECRClient> {
    return this.door.mock;
  }

  /** All calls since the last reset, in order. */
  get calls(): readonly CallRecord[] {
    this.model.catchUp();
    return this.model.log.all();
  }

  /** EventBridge events since the last reset, in order: pushes, deletes, replications, storage classes. */
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

  /** An account, for enabling and disabling Regions. */
  account(accountId: string): AccountHandle {
    return new AccountHandle(this.workbench, requireAccountId(accountId));
  }

  /** Credentials that make a client act as an administrator of an account. */
  credentials(accountId: string): AwsCredentialIdentityProvider {
    return this.callers.credentials(this.callers.administrator(requireAccountId(accountId)));
  }

  /**
   * A client of an account in a Region, of the attached copy of the SDK.
   *
   * @example
   * const client = ecr.client('111122223333', 'us-west-2');
   */
  client(accountId: string, region: string): ECRClient {
    return this.door.client({
      region: requireRegion(region),
      credentials: this.credentials(accountId),
    });
  }

  /**
   * A principal whose permissions are enforced: a user, a role (which acts through a session) or a session.
   *
   * @param arn for example `arn:aws:iam::111122223333:role/ci`
   * @param options its identity policies; without any it may do everything in its account, as far as resource
   *   policies let it
   * @returns credentials for clients, and clients
   * @throws a `[fake-ecr]` error where the ARN or a policy is malformed
   * @example
   * const ci = ecr.principal('arn:aws:iam::111122223333:role/ci', { policies: [policy] });
   * const client = ci.client('us-west-2');
   */
  principal(arn: string, options: PrincipalOptions = {}): PrincipalHandle {
    const caller = principal(arn, options);
    const credentials = this.callers.credentials(caller);
    return {
      caller,
      credentials,
      client: (region) => this.door.client({ region: requireRegion(region), credentials }),
    };
  }

  /** Says on whose behalf, or from where, an existing client calls. */
  bind<C extends object>(client: C, as: { account?: string; region?: string; caller?: Caller }): C {
    return this.door.bind(client, {
      ...(as.account === undefined ? {} : { accountId: requireAccountId(as.account) }),
      ...(as.region === undefined ? {} : { region: requireRegion(as.region) }),
      ...(as.caller === undefined ? {} : { caller: as.caller }),
    });
  }

  /** Attaches another copy of the SDK, or one client of another copy. */
  attach(sdkOrClient: object): this {
    this.door.attach(sdkOrClient);
    return this;
  }

  /** Delivers everything that is pending, however late it would be due; to one registry only, if given. */
  settle(only: { to?: RegistryHandle } = {}): void {
    const { to } = only;
    this.model.settle(
      to === undefined
        ? undefined
        : (job) => job.destination?.registryId === to.accountId && job.destination.region === to.region,
    );
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
    return new Topology(this.workbench.world, (from, to) => replication.permits(from, to));
  }

  /** Readable lines for work that is pending, next first. */
  pending(): readonly string[] {
    this.model.catchUp();
    return this.model.engines.scheduler
      .pending()
      .filter((job) => job.isRecurring !== true)
      .map((job) => job.describe());
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
    const destination = this.registry(account ?? this.callers.defaultAccount, region);
    const check = checkReplicated(this.workbench.world, image, destination.registry);
    assertCheck(
      check,
      `expectReplicated('${image}', '${region}'${account === undefined ? '' : `, '${account}'`})`,
    );
  }

  /**
   * Makes calls of an operation fail, on top of the model.
   *
   * @param operation for example `PutImage`, or `*` for all
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns `with(code, message?)`, then how often
   * @example
   * ecr.fail('PutImage').with('ThrottlingException').once();
   */
  fail(
    operation: OperationName | '*',
    scope: FaultScope = {},
  ): { with(code: string, message?: string): Ration } {
    return { with: (code, message) => this.model.faults.fail(operation, scope, code, message) };
  }

  /**
   * Lets time pass on the fake's clock before calls of an operation are answered. Nothing waits for real.
   *
   * @param milliseconds how long each such call takes
   * @example
   * ecr.delay('BatchGetImage', 2000).always();
   */
  delay(operation: OperationName | '*', milliseconds: number, scope: FaultScope = {}): Ration {
    return this.model.faults.delay(operation, scope, milliseconds);
  }

  /**
   * Makes replications fail that would have succeeded.
   *
   * @param which the destination, the repository and the failure code; all optional
   * @returns how often
   * @example
   * ecr.failReplication({ to: dr, repository: 'payments', code: 'DESTINATION_REGISTRY_ACCESS_DENIED' }).once();
   */
  failReplication(which: { to?: RegistryHandle; repository?: string; code?: string } = {}): Ration {
    const { to, ...rest } = which;
    return this.model.faults.failReplication({
      ...rest,
      ...(to === undefined ? {} : { to: { registryId: to.accountId, region: to.region } }),
    });
  }

  /** Empties the world and the clock; the fake stays attached. */
  reset(): void {
    this.listeners.clear();
    this.model.reset();
    this.door.resetHistory();
  }

  /** Gives the real client back. */
  restore(): void {
    this.door.restore();
    deactivate(this);
  }

  /** So that `using ecr = fakeEcr()` restores at the end of its block. */
  [Symbol.dispose](): void {
    this.restore();
  }
}

/**
 * Makes a world of registries and attaches it to every `ECRClient`.
 *
 * @param options see {@link FakeEcrOptions}
 * @throws a `[fake-ecr]` error where another fake is attached already
 * @example
 * const ecr = fakeEcr();
 * afterAll(() => ecr.restore());
 */
export function fakeEcr(options: FakeEcrOptions = {}): FakeEcr {
  if (typeof options !== 'object' || options === null) {
    throw new MisuseError(
      'fakeEcr() was given no options object.',
      'Call it with an object, or with nothing.',
    );
  }
  return new FakeEcr(options);
}
