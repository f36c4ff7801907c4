import type { DeployedSource } from '../../../world/deployed-source.js';
import { formatOrigin } from '../../../world/written-origin.js';
import { applyResources } from '../apply-resources.js';
import { requireWellFormed } from '../check-policies.js';
import { thingsOf } from '../deployment-state.js';
import { writePrincipals } from '../principals.js';
import { type JsonRecord, isRecord, member, pick } from '../read-json.js';
import { refuse } from '../refuse.js';
import type { Site } from '../site.js';
import type { PlannedResource, RegistryDocument } from '../thing.js';
import { type KnownTerraformType, knownTerraformType } from './known-types.js';
import { type TerraformJson, type TerraformResource, readTerraform } from './read-terraform.js';
import { type PlaceOptions, TerraformPlaces } from './terraform-places.js';
import { translate } from './translate.js';
import { encryptionOf } from './translation.js';
import { SuppliedValues, type UnknownOption, missingIn, refuseMissing } from './unknown-values.js';

/** A workspace as applied: JSON, kept with the world. */
export interface TerraformState {
  readonly resources: readonly PlannedResource[];
  /** By provider: where its first resource is. */
  readonly places: Readonly<Record<string, { readonly account: string; readonly region: string }>>;
  readonly skipped: readonly string[];
  readonly ignored: readonly string[];
  readonly managedPolicies: Readonly<Record<string, string>>;
}

export interface PlanTerraformOptions extends PlaceOptions {
  readonly unknown: UnknownOption;
}

/** Repositories before what is said of them. */
const ORDER = ['aws_iam_', 'aws_ecr_repository'];

/** Documents of which a registry has one. */
const SINGLE: readonly string[] = [
  'replication configuration',
  'registry policy',
  'scanning configuration',
  'signing configuration',
] satisfies RegistryDocument[];

/** Reads a plan or a state, and touches nothing. */
export function planTerraform(given: unknown, options: PlanTerraformOptions): TerraformPlan {
  const json = readTerraform(given);
  const places = new TerraformPlaces(json, options);
  const supplied = new SuppliedValues(options.unknown);
  const resources: PlannedResource[] = [];
  const skipped: string[] = [];
  const ignored: string[] = [];
  const moved: Record<string, string> = {};
  const registries = new Map<string, Place>();
  for (const resource of json.resources) {
    const { address, type, previousAddress } = resource;
    const known = knownTerraformType(type);
    if (known === undefined) {
      ignored.push(address);
      continue;
    }
    const filled = { ...resource, ...supplied.into(resource) };
    const missing = missingIn(filled, known);
    if (missing !== undefined) {
      if (options.unknown !== 'skip' || !missing.isUnknown) throw refuseMissing(filled, missing);
      skipped.push(address);
      continue;
    }
    const place = places.of(filled);
    const provider = places.providerOf(resource);
    if (!registries.has(provider)) registries.set(provider, place);
    if (previousAddress !== undefined) moved[previousAddress] = address;
    resources.push(planned(filled, known, place));
  }
  supplied.requireUsed();
  requireSingle(resources);
  const state = {
    resources: resources.sort((a, b) => rank(a) - rank(b)),
    places: Object.fromEntries(registries),
    skipped,
    ignored,
    managedPolicies: {},
  };
  return { state, moved, ...deletionsIn(json, places) };
}

type Place = TerraformState['places'][string];

/** A plan as read: the end state, and how things come to it. */
export interface TerraformPlan {
  readonly state: TerraformState;
  /** New addresses, by those that resources had before. */
  readonly moved: Readonly<Record<string, string>>;
  /** What is deleted, even if it was not made here. */
  readonly deletions: readonly PlannedResource[];
  readonly notes: readonly string[];
}

function planned(
  { address, type, values }: TerraformResource,
  { replacing }: KnownTerraformType,
  place: Place,
): PlannedResource {
  const resource: PlannedResource = {
    id: address,
    type,
    ...place,
    ...translate({ address, type, values, ...place }),
    properties: pick({ ...values, encryption_configuration: encryptionIn(values) }, replacing),
    replacing,
    isNamed: true,
    retained: false,
    retainedOnReplace: false,
    generation: 0,
  };
  requireWellFormed(resource, '');
  return resource;
}

/** The default is left out: a plan does not tell it, and a state does. */
function encryptionIn(values: JsonRecord): JsonRecord | undefined {
  const { encryptionConfiguration } = encryptionOf(values);
  const isDefault = member(encryptionConfiguration, 'encryptionType') === 'AES256';
  return isDefault || !isRecord(encryptionConfiguration) ? undefined : encryptionConfiguration;
}

function deletionsIn(
  { deletions }: TerraformJson,
  places: TerraformPlaces,
): Pick<TerraformPlan, 'deletions' | 'notes'> {
  const found: PlannedResource[] = [];
  const notes: string[] = [];
  for (const resource of deletions) {
    const known = knownTerraformType(resource.type);
    if (known === undefined || missingIn(resource, known) !== undefined) continue;
    const place = places.ofDeleted(resource);
    if (place === undefined) {
      notes.push(`${resource.address} is deleted, and the plan does not tell in which account and Region`);
    } else found.push(planned(resource, known, place));
  }
  return { deletions: found, notes };
}

/**
 * Changes what differs from what the workspace had.
 *
 * @returns what its author should know
 */
export function applyTerraformResources(
  { state, moved, deletions, notes }: TerraformPlan,
  workspace: string,
  site: Site,
): readonly string[] {
  const { origins } = site.world;
  const key = `terraform ${workspace}`;
  const known = (origins.sources.get(key)?.state as TerraformState | undefined)?.resources ?? [];
  const own = known.map((one) => ({ ...one, id: member(moved, one.id) ?? one.id }) as PlannedResource);
  const before = [...own, ...deletions.filter((one) => !own.some(({ id }) => id === one.id))];
  const overwrites = state.resources.flatMap((one) => overwritten(one, before, site));
  applyResources(before, state.resources, site, { source: '', overwrites: true });
  const source: DeployedSource = {
    key,
    name: workspace === 'default' ? 'Terraform' : `Terraform workspace ${workspace}`,
    registries: [...new Set(state.resources.map(({ account, region }) => `${account}/${region}`))],
    resources: thingsOf(state),
    leftOut: [],
    naming: 'terraform',
    state,
  };
  origins.sources.set(key, source);
  writePrincipals(site.world);
  return [...notes, ...overwrites];
}

function rank({ type }: PlannedResource): number {
  const found = ORDER.findIndex((one) => type === one || (one.endsWith('_') && type.startsWith(one)));
  return found === -1 ? ORDER.length : found;
}

/** Within one plan the last one would win by chance. */
function requireSingle(resources: readonly PlannedResource[]): void {
  const seen = new Map<string, string>();
  for (const { id, thing, account, region } of resources) {
    if (!SINGLE.includes(thing.kind)) continue;
    const key = `${account}/${region} ${thing.kind}`;
    const other = seen.get(key);
    if (other !== undefined) {
      throw refuse(
        { source: '', id },
        [],
        `${account}/${region} already has a ${thing.kind}, of ${other}.`,
        'A registry has one document: put all of it into one resource.',
      );
    }
    seen.set(key, id);
  }
}

function overwritten(
  resource: PlannedResource,
  before: readonly PlannedResource[],
  site: Site,
): readonly string[] {
  const { thing, id, account, region } = resource;
  if (!SINGLE.includes(thing.kind) || before.some((one) => one.id === id)) return [];
  const [owner] = [...site.world.origins.entries()].filter(
    (one) => one.kind === thing.kind && one.place === `${account}/${region}`,
  );
  return owner === undefined
    ? []
    : [`${id} overwrites the ${thing.kind} of ${formatOrigin({ ...owner.document, path: '' })}`];
}
