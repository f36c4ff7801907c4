import type { STSClient } from '@aws-sdk/client-sts';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import type { ResolveCredentials } from '../doors/client-mock/caller-of.js';
import { StsDoor } from '../doors/sts/sts-door.js';
import { DEFAULT_STS_SDK } from '../doors/sts/default-sts-sdk.js';
import type { StsModule } from '../doors/sts/sts-module.js';
import { type StsQuery, type StsReply, answerStsQuery } from '../doors/sts/sts-query.js';
import type { Directory } from '../iam/roles/directory.js';
import type { StsRoleOptions } from '../iam/roles/role-options.js';
import type { StsService } from '../iam/sts/sts-service.js';
import { requireOneOf, requireOptions, requireText } from '../lib/arguments.js';
import { INSPECT } from '../lib/handle-kind.js';
import { utf8Text } from '../lib/utf8.js';
import type { FakeEcr } from './fake-ecr.js';
import { simulationOf } from './simulation-of.js';
import { directoryOf, stsOf } from './open-sts.js';
import type { Simulation } from './simulation.js';

/** Options of {@link fakeSts}. @public */
export interface FakeStsOptions {
  /**
   * `any`, the default: anyone may assume a role that is not defined, and its sessions are administrators of its
   * account. `defined`: only defined roles exist.
   */
  readonly roles?: 'any' | 'defined';
  /**
   * The copies of the STS client to attach to; `@aws-sdk/client-sts` by default. The SDK's own credential
   * providers use another one, `@aws-sdk/nested-clients/sts`.
   */
  readonly sdk?: StsModule | readonly StsModule[];
  /** Whether a client's credential provider is called to find out the caller; `auto` by default, as for ECR. */
  readonly resolveCredentials?: ResolveCredentials;
  /** A sinon sandbox to stub in. */
  readonly sandbox?: unknown;
}

/** STS for the accounts of a fake ECR. Created by {@link fakeSts}. @public */
export class FakeSts {
  readonly #simulation: Simulation;
  readonly #directory: Directory;
  readonly #service: StsService;
  readonly #door: StsDoor;
  readonly #leave: (() => void)[];
  readonly #declared = () => this.#door.declarations;

  /** @internal */
  constructor(simulation: Simulation, options: FakeStsOptions) {
    this.#simulation = simulation;
    this.#directory = directoryOf(simulation, options.roles);
    const { callers } = simulation;
    this.#service = stsOf(simulation, this.#directory);
    this.#door = new StsDoor({
      service: this.#service,
      callers,
      defaultRegion: 'us-east-1',
      resolveCredentials: options.resolveCredentials ?? 'auto',
      sdk: options.sdk ?? DEFAULT_STS_SDK,
      ...(options.sandbox === undefined ? {} : { sandbox: options.sandbox }),
    });
    this.#leave = [
      simulation.onReset(() => this.#door.reset()),
      simulation.onRestore(() => this.#end()),
      simulation.unused.add(this.#declared),
    ];
  }

  /** The ordinary stub of `aws-sdk-client-mock`: overrides on it win, all other calls are answered by the model. */
  get mock(): AwsClientStub<STSClient> {
    return this.#door.mock;
  }

  /**
   * Defines a role, and replaces an earlier one with the same ARN.
   *
   * @param arn for example `arn:aws:iam::444455556666:role/promoter`
   * @param options `trustPolicy` says who may assume it, `policies` what its sessions may do (everything in its
   *   account when absent), `maxSessionDuration` how long they may last, in seconds
   * @throws a `[fake-ecr]` error if the ARN, a policy or the duration is malformed
   * @example
   * sts.role('arn:aws:iam::444455556666:role/promoter', { trustPolicy, policies: [ecrWrite] });
   */
  role(arn: string, options: StsRoleOptions): this {
    this.#directory.defineRole({ ...options, arn });
    return this;
  }

  /**
   * Defines a managed policy, for sessions that are restricted by it.
   *
   * @param arn for example `arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly`
   * @param policy an object or a JSON text
   * @throws a `[fake-ecr]` error if the policy is malformed
   * @example
   * sts.policy('arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly', readOnly);
   */
  policy(arn: string, policy: object | string): this {
    requireText(arn, 'sts.policy()', "an ARN such as 'arn:aws:iam::aws:policy/AdministratorAccess'");
    this.#directory.definePolicy(arn, policy);
    return this;
  }

  /**
   * Attaches another copy of the STS client, a client class or one client.
   *
   * @param sdkOrClient the module of that copy, its class, or a client
   * @throws a `[fake-ecr]` error if it is none of these, or another stub is in the way
   * @example
   * sts.attach(await import('@aws-sdk/nested-clients/sts'));
   */
  attach(sdkOrClient: object): this {
    this.#door.attach(sdkOrClient);
    return this;
  }

  /**
   * Answers a raw request of STS's query protocol.
   *
   * @param query its headers and its form
   * @returns status, headers and an XML document, for refusals too, and for a managed policy that was not defined
   * @throws a `[fake-ecr]` error if the query has no body
   * @example
   * const { status, headers, body } = sts.answer({ headers: request.headers, body: form });
   */
  answer(query: StsQuery): StsReply {
    requireText(query?.body, 'sts.answer()', 'a query with the text of its form as body');
    return answerStsQuery(this.#service, this.#simulation.callers, query);
  }

  /**
   * Forgets roles, policies, recorded calls and overrides. A reset of the fake ECR keeps roles and policies.
   *
   * @throws a `[fake-ecr]` error that names overrides that were declared and never used, when all is done
   */
  reset(): void {
    const forget = () => {
      this.#directory.clear();
      this.#door.reset();
    };
    this.#simulation.unused.around(forget, 'sts.reset()', false, this.#declared);
  }

  /**
   * Restores the real client. Restoring the fake ECR does so too.
   *
   * @throws a `[fake-ecr]` error that names overrides that were declared and never used, when all is done
   */
  restore(): void {
    this.#simulation.unused.around(() => this.#end(), 'sts.restore()', false, this.#declared);
  }

  #end(): void {
    this.#door.restore();
    // The fake ECR continues to exist, and would keep this one in memory.
    for (const leave of this.#leave.splice(0)) leave();
  }

  /** @internal */
  [INSPECT](): string {
    return `[FakeSts: ${this.#directory.summary()}]`;
  }

  /** Lets `using sts = fakeSts(ecr)` restore at the end of its block. */
  [Symbol.dispose](): void {
    this.#simulation.unused.leniently(() => this.restore());
  }
}

/**
 * Answers STS for the accounts of a fake ECR: credentials that it hands out are known to the ECR clients that
 * are configured with them. Roles that a template, a plan or a state has made are there, with their trust policies. An endpoint of that fake (`serve(ecr)`) answers STS too from then on.
 *
 * @public
 * @param ecr made by `fakeEcr()`
 * @param options see {@link FakeStsOptions}
 * @throws a `[fake-ecr]` error if an option is misspelt or can't have that value, or `STSClient` is stubbed already
 * @example
 * const sts = fakeSts(ecr);
 * sts.role('arn:aws:iam::444455556666:role/promoter', { trustPolicy, policies });
 */
export function fakeSts(ecr: FakeEcr, options: FakeStsOptions = {}): FakeSts {
  const simulation = simulationOf(ecr);
  requireOptions(options, 'fakeSts()', ['roles', 'sdk', 'resolveCredentials', 'sandbox']);
  const { roles = 'any', resolveCredentials = 'auto' } = options;
  requireOneOf(roles, 'roles', ['any', 'defined']);
  requireOneOf(resolveCredentials, 'resolveCredentials', ['auto', true, false]);
  const sts = new FakeSts(simulation, options);
  // An endpoint of the fake answers from the same roles.
  simulation.answerSts = ({ headers, body }) => sts.answer({ headers, body: utf8Text(body) });
  return sts;
}
