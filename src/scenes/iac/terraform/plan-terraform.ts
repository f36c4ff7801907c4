import type { DeployedSource } from '../../../world/deployed-source.js';
import { formatOrigin } from '../../../world/written-origin.js';
import { applyResources } from '../apply-resources.js';
import { thingsOf } from '../deployment-state.js';
import { writePrincipals } from '../principals.js';
import { asText, member, recordOf } from '../read-json.js';
import { type TerraformResource, readTerraform } from './read-terraform.js';
import { refuse } from '../refuse.js';
import type { Site } from '../site.js';
import { type PlaceOptions, TerraformPlaces } from './terraform-places.js';
import { knownTerraformType } from './known-types.js';
import { translate } from './translate.js';
import type { PlannedResource } from '../thing.js';

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
  readonly unknown: 'skip' | Readonly<Record<string, string | object>>;
}

/** Repositories before what is said of them. */
const ORDER = ['aws_iam_', 'aws_ecr_repository'];

/** Documents of which a registry has one. */
const SINGLE = [
  'replication configuration',
  'registry policy',
  'scanning configuration',
  'signing configuration',
];

/** Reads a plan or a state, and touches nothing. */
export function planTerraform(given: unknown, options: PlanTerraformOptions): TerraformState {
  const json = readTerraform(given);
  const places = new TerraformPlaces(json, options);
  const used = new Set<string>();
  const resources: PlannedResource[] = [];
  const skipped: string[] = [];
  const ignored: string[] = [];
  const registries: Record<string, { readonly account: string; readonly region: string }> = {};
  for (const resource of json.resources) {
    const { address, type } = resource;
    const known = knownTerraformType(type);
    if (known === undefined) {
      ignored.push(address);
      continue;
    }
    const values = { ...resource.values, ...supplied(resource, options, used) };
    const missing = known.needed.find((name) => values[name] === undefined || values[name] === null);
    if (missing !== undefined) {
      if (options.unknown !== 'skip') throw unknownValue(resource, missing);
      skipped.push(address);
      continue;
    }
    const place = places.of({ ...resource, values });
    registries[places.providerOf(resource)] ??= place;
    resources.push({
      id: address,
      type,
      ...place,
      ...translate({ address, type, values, ...place }),
      properties: values,
      replacing: known.replacing,
      isNamed: true,
      retained: false,
      retainedOnReplace: false,
      generation: 0,
    });
  }
  requireUsed(options, used);
  requireSingle(resources);
  return {
    resources: resources.sort((a, b) => rank(a) - rank(b)),
    places: registries,
    skipped,
    ignored,
    managedPolicies: {},
  };
}

/** Changes what differs from what the workspace had. @returns what was overwritten */
export function applyTerraformResources(
  state: TerraformState,
  workspace: string,
  site: Site,
): readonly string[] {
  const { origins } = site.world;
  const key = `terraform ${workspace}`;
  const before = origins.sources.get(key)?.state as TerraformState | undefined;
  const notes = state.resources.flatMap((one) => overwritten(one, before, site));
  applyResources(before?.resources ?? [], state.resources, site, { source: '', overwrites: true });
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
  return notes;
}

function rank({ type }: PlannedResource): number {
  const found = ORDER.findIndex((one) => type === one || (one.endsWith('_') && type.startsWith(one)));
  return found === -1 ? ORDER.length : found;
}

function supplied({ address }: TerraformResource, { unknown }: PlanTerraformOptions, used: Set<string>) {
  if (unknown === 'skip') return {};
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(unknown)) {
    if (!key.startsWith(`${address}.`) || /[.[]/.test(key.slice(address.length + 1))) continue;
    used.add(key);
    values[key.slice(address.length + 1)] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return values;
}

/** A text that mentions what is not known is not known as a whole: it can't be put together again. */
function unknownValue({ address, expressions, unknown }: TerraformResource, name: string) {
  const place = { source: '', id: address };
  if (member(unknown, name) === undefined) return refuse(place, [name], 'is missing, and is required.');
  const references = recordOf(expressions, name)['references'];
  const named = Array.isArray(references) ? ` It refers to ${references.map(asText).join(', ')}.` : '';
  return refuse(
    place,
    [name],
    `is not known before the plan is applied.${named}`,
    `Give a state after 'terraform apply' against fake-ecr serve, write ARNs with names, pass unknown: { '${address}.${name}': … }, or unknown: 'skip'.`,
  );
}

function requireUsed({ unknown }: PlanTerraformOptions, used: ReadonlySet<string>): void {
  if (unknown === 'skip') return;
  const stranger = Object.keys(unknown).find((key) => !used.has(key));
  if (stranger !== undefined)
    throw refuse({ source: '', id: stranger }, [], 'nothing reads this key of unknown.');
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
  before: TerraformState | undefined,
  site: Site,
): readonly string[] {
  const { thing, id, account, region } = resource;
  if (!SINGLE.includes(thing.kind) || before?.resources.some((one) => one.id === id) === true) return [];
  const [owner] = [...site.world.origins.entries()].filter(
    (one) => one.kind === thing.kind && one.place === `${account}/${region}`,
  );
  return owner === undefined
    ? []
    : [`${id} overwrites the ${thing.kind} of ${formatOrigin({ ...owner.document, path: '' })}`];
}
