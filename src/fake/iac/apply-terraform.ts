import { requireAccountId, requireRegion } from '../../aws/arguments.js';
import { requireOptions, requireText, shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { PrincipalOptions } from '../../handles/principal.js';
import type { PrincipalHandle } from '../../handles/principal-handle.js';
import type { RegistryHandle } from '../../handles/registry-handle.js';
import type { RepositoryHandle } from '../../handles/repository-handle.js';
import {
  applyTerraformResources,
  planTerraform,
  type TerraformState,
} from '../../scenes/iac/terraform/plan-terraform.js';
import { type JsonRecord, isRecord } from '../../scenes/iac/read-json.js';
import { didYouMean } from '../../scenes/iac/refuse.js';
import { changeWorld } from '../../scenes/iac/site.js';
import type { TerraformPlace } from '../../scenes/iac/terraform/terraform-places.js';
import type { PlannedResource } from '../../scenes/iac/thing.js';
import type { FakeWorld } from '../fake-world.js';
import { simulationOf } from '../simulation-of.js';
import { principalOf } from './principal-of.js';

/** What a plan or a state does not contain. @public */
export interface TerraformOptions {
  /** Accounts and Regions by `aws`, `aws.<alias>`, or `module.x:aws` for a provider that a module declares. */
  readonly providers?: Readonly<Record<string, TerraformPlace>>;
  /** Regions by resource address, if a state does not say them. */
  readonly regions?: Readonly<Record<string, string>>;
  /** Values that a plan does not know yet, by address and attribute; `skip` leaves such resources out. */
  readonly unknown?: 'skip' | Readonly<Record<string, string | object>>;
  /** The workspace in which a repeated application is compared; `default` when absent. */
  readonly workspace?: string;
}

/**
 * What was applied: registries by provider, repositories and principals by address. Made by {@link applyTerraform}.
 *
 * @public
 */
export interface AppliedTerraform {
  /**
   * The registry that a provider's first resource is in.
   *
   * @param provider `aws`, `aws.<alias>`, or `module.x:aws`; `aws` for a state, which does not tell
   * @throws a `[fake-ecr]` error if no resource is of that provider
   * @example
   * applied.registry('aws').key; // '111122223333/us-west-2'
   */
  registry(provider: string): RegistryHandle;
  /**
   * A repository that was applied.
   *
   * @param address for example `module.team.aws_ecr_repository.app["web"]`
   * @throws a `[fake-ecr]` error if there is no such repository
   * @example
   * applied.repository('aws_ecr_repository.payments').push('v1');
   */
  repository(address: string): RepositoryHandle;
  /**
   * A role or a user that was applied, whose attached policies are enforced: without any, everything is denied.
   *
   * @param address for example `aws_iam_role.ci`
   * @param options what its requests have besides
   * @throws a `[fake-ecr]` error if there is none, or the text of one of its policies is not known
   * @example
   * const client = applied.principal('aws_iam_role.ci').client('us-west-2');
   */
  principal(address: string, options?: PrincipalOptions): PrincipalHandle;
  /** Addresses that were left out, since a value is not known yet. */
  readonly skipped: readonly string[];
  /** Addresses of resources of other kinds, which were left alone. */
  readonly ignored: readonly string[];
  /** Accepted input that may not do what its author expects. */
  readonly notes: readonly string[];
}

/**
 * Creates the resources of a Terraform or OpenTofu plan or state, all or nothing. Applying again changes what
 * differs, by address; a document of a registry overwrites the present one, as the provider does.
 *
 * @public
 * @param ecr made by `fakeEcr()`
 * @param json what `terraform show -json` prints, as an object or text
 * @param options accounts of the providers, and what the plan does not know
 * @returns handles by provider and address
 * @throws a `[fake-ecr]` error with address and attribute; nothing is changed then
 * @example
 * const world = applyTerraform(ecr, plan, { providers: { aws: { account: '111122223333' } } });
 * world.repository('aws_ecr_repository.payments').push('v1');
 */
export function applyTerraform(
  ecr: FakeWorld,
  json: object | string,
  options: TerraformOptions = {},
): AppliedTerraform {
  const simulation = simulationOf(ecr);
  const { workspace, ...read } = readOptions(options);
  const plan = planTerraform(json, { ...read, defaultAccount: simulation.callers.defaultAccount });
  const { state } = plan;
  const notes = changeWorld(simulation, (site) => applyTerraformResources(plan, workspace, site));
  const find = (address: string, kind: PlannedResource['thing']['kind']): PlannedResource => {
    const candidates = state.resources.filter((one) => one.thing.kind === kind);
    const found = candidates.find((one) => one.id === address);
    if (found !== undefined) return found;
    throw new FakeEcrError(
      `There is no ${kind} ${address}.`,
      didYouMean(
        address,
        candidates.map((one) => one.id),
      ),
    );
  };
  return {
    registry: (provider) => registryOf(ecr, state, provider),
    repository: (address) => {
      const { account, region, physicalId } = find(address, 'repository');
      return ecr.registry(account, region).repository(physicalId);
    },
    principal: (address, more = {}) => {
      const { thing } = find(address, 'principal');
      if (thing.kind !== 'principal') throw new Error('found by its kind');
      return principalOf(ecr, thing.principal, more);
    },
    skipped: state.skipped,
    ignored: state.ignored,
    notes,
  };
}

/** @throws FakeEcrError if an option can't have that value */
function readOptions(options: TerraformOptions): Required<TerraformOptions> {
  requireOptions(options, 'applyTerraform()', ['providers', 'regions', 'unknown', 'workspace']);
  const { providers = {}, regions = {}, unknown = {}, workspace = 'default' } = options;
  requireText(workspace, 'applyTerraform() as workspace', "a text such as 'default'");
  for (const [name, place] of Object.entries(requireTable('providers', providers))) {
    requireOptions(place, `applyTerraform() as providers['${name}']`, ['account', 'region']);
    const { account, region } = place as TerraformPlace;
    if (account !== undefined) requireAccountId(account);
    if (region !== undefined) requireRegion(region);
  }
  for (const region of Object.values(requireTable('regions', regions))) requireRegion(region);
  if (unknown !== 'skip') {
    for (const [key, value] of Object.entries(requireTable('unknown', unknown))) {
      if (typeof value === 'string' || (typeof value === 'object' && value !== null)) continue;
      throw new FakeEcrError(
        `applyTerraform() was given ${shown(value)} as unknown['${key}'].`,
        'Expected a text, a document, or blocks as a list.',
      );
    }
  }
  return { providers, regions, unknown, workspace };
}

function requireTable(name: string, given: unknown): JsonRecord {
  if (isRecord(given)) return given;
  throw new FakeEcrError(`applyTerraform() was given ${shown(given)} as ${name}.`, 'Expected an object.');
}

function registryOf(ecr: FakeWorld, { places }: TerraformState, provider: string): RegistryHandle {
  const place = Object.hasOwn(places, provider) ? places[provider] : undefined;
  if (place === undefined) {
    throw new FakeEcrError(
      `No resource is of the provider ${provider}.`,
      didYouMean(provider, Object.keys(places)),
    );
  }
  return ecr.registry(place.account, place.region);
}
