import { requireOptions } from '../../lib/arguments.js';
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
import { didYouMean } from '../../scenes/iac/refuse.js';
import { changeWorld } from '../../scenes/iac/site.js';
import type { TerraformPlace } from '../../scenes/iac/terraform/terraform-places.js';
import type { PlannedResource } from '../../scenes/iac/thing.js';
import { FakeWorld } from '../fake-world.js';
import { principalOf } from './principal-of.js';

/** What a plan or a state does not say. */
export interface TerraformOptions {
  /** Accounts and Regions by `aws`, `aws.<alias>`, or `module.x:aws` for a provider that a module declares. */
  readonly providers?: Readonly<Record<string, TerraformPlace>>;
  /** Regions by resource address, where a state does not tell. */
  readonly regions?: Readonly<Record<string, string>>;
  /** Values that a plan does not know yet, by address and attribute; `skip` leaves such resources out. */
  readonly unknown?: 'skip' | Readonly<Record<string, string | object>>;
  /** What is applied again is compared within it; `default` when absent. */
  readonly workspace?: string;
}

/** What was applied: registries by provider, repositories and principals by address. */
export interface AppliedTerraform {
  registry(provider: string): RegistryHandle;
  repository(address: string): RepositoryHandle;
  principal(address: string, options?: PrincipalOptions): PrincipalHandle;
  /** Addresses that were left out, since a value is not known yet. */
  readonly skipped: readonly string[];
  /** Addresses of resources of other kinds, which were left alone. */
  readonly ignored: readonly string[];
  /** What was accepted, and may not do what its author expects. */
  readonly notes: readonly string[];
}

/**
 * Makes what a Terraform or OpenTofu plan or state says, all or nothing. Applying again changes what differs, by
 * address; a document of a registry overwrites the one that is there, as the provider does.
 *
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
  requireOptions(options, 'applyTerraform()', ['providers', 'regions', 'unknown', 'workspace']);
  const { providers = {}, regions = {}, unknown = {}, workspace = 'default' } = options;
  const simulation = FakeWorld.simulationOf(ecr);
  const { state, notes } = changeWorld(simulation, (site) => {
    const planned = planTerraform(json, {
      providers,
      regions,
      unknown,
      defaultAccount: simulation.callers.defaultAccount,
    });
    return { state: planned, notes: applyTerraformResources(planned, workspace, site) };
  });
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
