import { INSPECT } from '../../lib/handle-kind.js';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { formatOrigin } from '../../world/written-origin.js';
import type { PrincipalOptions } from '../../handles/principal.js';
import type { RegistryHandle } from '../../handles/registry-handle.js';
import type { RepositoryHandle } from '../../handles/repository-handle.js';
import type { FakeWorld } from '../fake-world.js';
import { simulationOf } from '../simulation-of.js';
import { principalOf } from './principal-of.js';
import type { PrincipalHandle } from '../../handles/principal-handle.js';
import { deleteStack } from '../../scenes/iac/cloudformation/apply-stack.js';
import { organizationNotes, strangers } from '../../scenes/iac/cloudformation/notes.js';
import { type StackState, stackIn, stackKey } from '../../scenes/iac/cloudformation/stack-state.js';
import { knownPrincipals } from '../../scenes/iac/principals.js';
import { member } from '../../scenes/iac/read-json.js';
import { didYouMean } from '../../scenes/iac/refuse.js';
import { changeWorld } from '../../scenes/iac/site.js';
import type { PlannedResource } from '../../scenes/iac/thing.js';

/** A resource of a stack, as deployed. @public */
export interface DeployedResource {
  /** For example `AWS::ECR::Repository`. */
  readonly type: string;
  /** What `Ref` answers. */
  readonly physicalId: string;
  /** Where it is written, for example `Source › Payments`. */
  readonly at: string;
}

/** A stack, as deployed: its repositories and principals by their logical ids. Made by {@link deploy}. @public */
export class Deployed<Options extends object = object> {
  readonly #ecr: FakeWorld;
  readonly #key: string;
  readonly #update: (template: object | string, options: Partial<Options>) => Deployed<Options>;
  /** The account and the Region it was deployed to. */
  readonly registry: RegistryHandle;
  /** The name of the stack. */
  readonly stackName: string;

  /** @internal */
  constructor(
    ecr: FakeWorld,
    { account, region, stackName }: StackState,
    update: (template: object | string, options: Partial<Options>) => Deployed<Options>,
  ) {
    this.#ecr = ecr;
    this.#key = stackKey({ account, region, stackName });
    this.#update = update;
    this.registry = ecr.registry(account, region);
    this.stackName = stackName;
  }

  /**
   * Every resource of a known type, by its logical id: its type, its name or ARN, and where it is written.
   *
   * @throws a `[fake-ecr]` error if the stack is not deployed any more
   * @example
   * deployed.resources['Payments']?.physicalId; // 'payments'
   */
  get resources(): Readonly<Record<string, DeployedResource>> {
    const { resources, source } = this.#state;
    return Object.fromEntries(
      resources.map(({ id, type, physicalId }) => [
        id,
        { type, physicalId, at: formatOrigin({ source, id, path: '' }) },
      ]),
    );
  }

  /**
   * The outputs, by name; one that can't be known is not listed.
   *
   * @throws a `[fake-ecr]` error if one is read that can't be known, or the stack is not deployed any more
   * @example
   * deployed.outputs['PaymentsUri'];
   */
  get outputs(): Readonly<Record<string, string>> {
    const { outputs, unknownOutputs } = this.#state;
    const all: Record<string, string> = { ...outputs };
    for (const [name, why] of Object.entries(unknownOutputs)) {
      Object.defineProperty(all, name, {
        enumerable: false,
        get: () => {
          throw new FakeEcrError(why.replace('[fake-ecr] ', ''));
        },
      });
    }
    return all;
  }

  /** Logical ids of resources of other services, which were left alone. */
  get ignored(): readonly string[] {
    return this.#state.ignored;
  }

  /** What was accepted, and may not do what its author expects: one sentence each. */
  get notes(): readonly string[] {
    const { service } = simulationOf(this.#ecr);
    return [
      ...this.#state.notes,
      ...strangers(this.#state, knownPrincipals(service.world), (id) => {
        return [...service.world.origins.sources.values()].some((one) =>
          one.registries.some((key) => key.startsWith(id)),
        );
      }),
      ...organizationNotes(this.#state, (id) =>
        [...service.world.allAccounts()].some((one) => one.organizationId === id),
      ),
    ];
  }

  /**
   * A repository of the stack.
   *
   * @param logicalId as in the template; the CDK's hash at its end may be left out if that is unambiguous
   * @returns a handle, even if a test has deleted the repository since
   * @throws a `[fake-ecr]` error if the stack has no such repository; it names the nearest
   * @example
   * deployed.repository('Payments').push('v1');
   */
  repository(logicalId: string): RepositoryHandle {
    const { thing } = this.#find(logicalId, 'repository');
    if (thing.kind !== 'repository') throw new Error('found by its kind');
    return this.registry.repository(thing.input.repositoryName);
  }

  /**
   * A role or a user of the stack, whose attached policies are enforced: without any, everything is denied.
   *
   * @param logicalId as in the template; the CDK's hash at its end may be left out if that is unambiguous
   * @param options what its requests have besides: more policies, tags, an address
   * @returns a caller, which makes clients
   * @throws a `[fake-ecr]` error if there is none, or one of its policies is not known
   * @example
   * const client = deployed.principal('CiRole').client('us-west-2');
   */
  principal(logicalId: string, options: PrincipalOptions = {}): PrincipalHandle {
    const { thing } = this.#find(logicalId, 'principal');
    if (thing.kind !== 'principal') throw new Error('found by its kind');
    return principalOf(this.#ecr, thing.principal, options);
  }

  /**
   * Deploys another template in the place of this one, as an update of the stack: what is unchanged stays.
   *
   * @param template the new one
   * @param options what differs from the options it was deployed with
   * @returns the same stack
   * @throws a `[fake-ecr]` error if CloudFormation or the service would refuse, or the options would put the stack
   *   elsewhere; nothing is changed then
   * @example
   * deployed.update(template, { tags: { team: 'payments' } });
   */
  update(template: object | string, options: Partial<Options> = {}): this {
    const state = this.#state;
    for (const name of ['account', 'region', 'stackName'] as const) {
      const given = member(options, name);
      if (given === undefined || given === state[name]) continue;
      throw new FakeEcrError(
        `update() of ${this.stackName} was given another ${name}, ${shown(given)}.`,
        'A stack stays where it is: deploy() makes another one.',
      );
    }
    this.#update(template, options);
    return this;
  }

  /**
   * Deletes the stack and those in it; what has the deletion policy Retain stays.
   *
   * @throws a `[fake-ecr]` error if a repository still has images, or another stack imports an export; nothing is
   *   changed then
   * @example
   * deployed.delete();
   */
  delete(): void {
    const state = this.#state;
    changeWorld(simulationOf(this.#ecr), (site) => deleteStack(state, site));
  }

  get #state(): StackState {
    const state = stackIn(simulationOf(this.#ecr).service.world, this.#key);
    if (state !== undefined) return state;
    throw new FakeEcrError(
      `${this.stackName} is not deployed any more.`,
      'A reset without a baseline forgets stacks too.',
    );
  }

  #find(logicalId: string, kind: PlannedResource['thing']['kind']): PlannedResource {
    const { resources, source } = this.#state;
    const candidates = resources.filter(
      ({ thing }) => thing.kind === kind && !(thing.kind === 'principal' && thing.principal.type === 'group'),
    );
    const exact = candidates.find((one) => one.id === logicalId);
    const hashed = candidates.filter(({ id }) => id.replace(/[0-9A-F]{8}$/, '') === logicalId);
    const found = exact ?? (hashed.length === 1 ? hashed[0] : undefined);
    if (found !== undefined) return found;
    const ids = candidates.map(({ id, construct }) =>
      construct === undefined ? id : `${id} (${construct})`,
    );
    throw new FakeEcrError(
      `${source} has no ${kind} '${logicalId}'.`,
      didYouMean(
        logicalId,
        candidates.map((one) => one.id),
      ) + (ids.length === 0 ? '' : ` There are: ${ids.join(', ')}.`),
    );
  }

  /** @internal */
  [INSPECT](): string {
    return `[Deployed ${this.stackName} at ${this.registry.key}]`;
  }
}
