import type { ECRClient } from '@aws-sdk/client-ecr';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import { ClientMockDoor } from '../doors/client-mock/client-mock-door.js';
import { stoppedCall } from '../doors/client-mock/stopped-call.js';
import { guardedService } from '../doors/network-guard/guarded-hosts.js';
import { guardNetwork } from '../doors/network-guard/network-guard.js';
import { PrincipalHandle } from '../handles/principal-handle.js';
import { type PrincipalOptions, principal } from '../handles/principal.js';
import type { Caller } from '../iam/caller.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { activate, deactivate } from './active-fake.js';
import { FakeWorld } from './fake-world.js';
import { simulationOf } from './simulation-of.js';
import { type FakeEcrOptions, requireFakeEcrOptions } from './options.js';
import type { Simulation } from './simulation.js';

/** A world of registries, attached to the SDK's client. Created by {@link fakeEcr}. @public */
export class FakeEcr extends FakeWorld {
  readonly #simulation: Simulation;
  readonly #door: ClientMockDoor;
  /** The fake also attaches to other copies of the SDK, unless clients or a copy were given. */
  readonly #isForAll: boolean;
  readonly #leaveNetwork: () => void;

  /** @internal */
  constructor(options: FakeEcrOptions) {
    super(options);
    const simulation = simulationOf(this);
    this.#simulation = simulation;
    this.#door = new ClientMockDoor({
      dispatcher: simulation.service,
      callers: simulation.callers,
      defaultRegion: options.defaultRegion ?? 'us-east-1',
      resolveCredentials: options.resolveCredentials ?? 'auto',
      ...(options.sdk === undefined ? {} : { sdk: options.sdk }),
      ...(options.clients === undefined ? {} : { clients: options.clients }),
      ...(options.sandbox === undefined ? {} : { sandbox: options.sandbox }),
    });
    simulation.unused.add(() => this.#door.declarations);
    this.#isForAll = (options.sdk ?? options.clients) === undefined;
    if (this.#isForAll) this.#door.attachToCopies();
    this.#leaveNetwork = guardAgainstAws(this.#door, options.allowHosts ?? []);
    activate(this);
  }

  /** The ordinary stub of `aws-sdk-client-mock`: overrides on it win, all other calls are answered by the model. */
  get mock(): AwsClientStub<ECRClient> {
    return this.#door.mock;
  }

  /**
   * A new client for an account and a Region, of the attached copy of the SDK.
   *
   * @param accountId twelve digits, as a string
   * @param region for example `us-west-2`
   * @throws a `[fake-ecr]` error if either is malformed
   * @example
   * const client = ecr.client('111122223333', 'us-west-2');
   */
  client(accountId: string, region: string): ECRClient {
    return this.#door.client({
      region: requireRegion(region),
      credentials: this.credentials(accountId),
    });
  }

  /**
   * A principal whose permissions are enforced: a user, a role (which acts through a session) or a session.
   *
   * @param arn for example `arn:aws:iam::111122223333:role/ci`
   * @param options its identity policies; without any it may do everything in its account that resource policies do
   *   not deny
   * @returns credentials for clients, and clients
   * @throws a `[fake-ecr]` error if the ARN or a policy is malformed
   * @example
   * const ci = ecr.principal('arn:aws:iam::111122223333:role/ci', { policies: [policy] });
   * const client = ci.client('us-west-2');
   */
  principal(arn: string, options: PrincipalOptions = {}): PrincipalHandle {
    const caller = principal(arn, options);
    const credentials = this.#simulation.callers.credentials(caller);
    return new PrincipalHandle(caller, credentials, (region) =>
      this.#door.client({ region: requireRegion(region), credentials }),
    );
  }

  /**
   * Sets the caller or the Region of an existing client.
   *
   * @param client an `ECRClient` of the application
   * @param as the account (twelve digits), the Region, or a principal; at least one of them
   * @returns the same client
   * @throws a `[fake-ecr]` error if it is not a client, or nothing is set
   * @example
   * ecr.bind(client, { account: '444455556666' });
   * ecr.bind(client, { principal: ci });
   */
  bind<C extends object>(
    client: C,
    as: { account?: string; region?: string; principal?: { readonly caller: Caller } },
  ): C {
    if (typeof (client as { send?: unknown } | null | undefined)?.send !== 'function') {
      throw new FakeEcrError(`bind() was given ${shown(client)}.`, 'Expected a client, which has a send().');
    }
    requireOptions(as, 'bind()', ['account', 'region', 'principal']);
    if ((as.account ?? as.region ?? as.principal) === undefined) {
      throw new FakeEcrError(
        'bind() was given neither account, Region nor principal, so it would change nothing.',
        "Expected for example { account: '111122223333' }.",
      );
    }
    return this.#door.bind(client, {
      ...(as.account === undefined ? {} : { accountId: requireAccountId(as.account) }),
      ...(as.region === undefined ? {} : { region: requireRegion(as.region) }),
      ...(as.principal === undefined ? {} : { caller: requirePrincipal(as.principal).caller }),
    });
  }

  /**
   * Attaches another copy of the SDK, or one client of another copy.
   *
   * @param sdkOrClient the module `@aws-sdk/client-ecr` of that copy, its class, or a client
   * @throws a `[fake-ecr]` error if it is none of these
   * @example
   * ecr.attach(require('@aws-sdk/client-ecr'));
   */
  attach(sdkOrClient: object): this {
    this.#door.attach(sdkOrClient);
    return this;
  }

  /**
   * Empties the world, resets the clock, and removes overrides from the mock. Afterwards the fake is attached, even
   * if it was removed by `sinon.restore()`, for example.
   *
   * @throws a `[fake-ecr]` error if another stub is in the way, or the fake was restored; then nothing is emptied.
   *   After the reset, also one that names what was declared and never used (see {@link unused})
   */
  override reset(): void {
    this.#simulation.unused.around(() => {
      this.#door.reset();
      if (this.#isForAll) this.#door.attachToCopies();
      this.#simulation.reset();
    }, 'reset()');
  }

  /**
   * Restores the real client.
   *
   * @throws a `[fake-ecr]` error that names what was declared and never used (see {@link unused}), after the client is restored
   */
  restore(): void {
    this.#simulation.unused.around(
      () => {
        this.#door.restore();
        this.#leaveNetwork();
        this.#simulation.restore();
        deactivate(this);
      },
      'restore()',
      true,
    );
  }

  /**
   * Lets `using ecr = fakeEcr()` restore at the end of its block. What was declared and never used is printed there,
   * and not thrown: that would hide the error with which a block may be ending.
   */
  [Symbol.dispose](): void {
    this.#simulation.unused.leniently(() => this.restore());
  }
}

/**
 * Creates a world of registries and attaches it to every `ECRClient`.
 *
 * @public
 * @param options see {@link FakeEcrOptions}
 * @throws a `[fake-ecr]` error if an option is misspelt or can't have that value, or another fake is attached
 *   already
 * @example
 * const ecr = fakeEcr();
 * afterAll(() => ecr.restore());
 */
export function fakeEcr(options: FakeEcrOptions = {}): FakeEcr {
  requireFakeEcrOptions(options, 'fakeEcr()');
  return new FakeEcr(options);
}

function requirePrincipal(given: unknown): { readonly caller: Caller } {
  const arn: unknown = (given as { readonly caller?: Partial<Caller> } | null)?.caller?.arn;
  if (typeof arn === 'string') return given as { readonly caller: Caller };
  throw new FakeEcrError(
    `bind() was given the principal ${shown(given)}.`,
    "Expected what ecr.principal() returns, for example ecr.principal('arn:aws:iam::111122223333:role/ci').",
  );
}

/**
 * Stops calls that bypass the fake before they reach AWS.
 *
 * @param allowed names of hosts, or `all`
 * @returns a function that ends it
 */
function guardAgainstAws(door: ClientMockDoor, allowed: 'all' | readonly string[]): () => void {
  if (allowed === 'all') return () => undefined;
  const hosts = new Set(allowed.map((host) => host.toLowerCase()));
  return guardNetwork({
    refusalOf: (host) => {
      const service = guardedService(host);
      if (service === undefined || hosts.has(host.toLowerCase())) return undefined;
      return stoppedCall(host, service, door.passedBy());
    },
  });
}
