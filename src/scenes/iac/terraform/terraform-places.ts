import { requireAccountId, requireRegion } from '../../../aws/arguments.js';
import { FakeEcrError } from '../../../lib/misuse.js';
import { asText, member, recordOf } from '../read-json.js';
import { listOf, readTerraform, type TerraformJson, type TerraformResource } from './read-terraform.js';
import { didYouMean } from '../refuse.js';

/** Where the resources of a provider go. @public */
export interface TerraformPlace {
  /** Twelve digits. */
  readonly account?: string;
  /** For example `us-west-2`. */
  readonly region?: string;
}

export interface PlaceOptions {
  /** By `aws`, `aws.<alias>`, or `module.x:aws` for one that a module declares. */
  readonly providers: Readonly<Record<string, TerraformPlace>>;
  /** Regions by resource address, if a state does not say them. */
  readonly regions: Readonly<Record<string, string>>;
  readonly defaultAccount: string;
}

/**
 * The names by which users know the providers of a plan; a state has one.
 *
 * @param given what `terraform show -json` prints
 * @throws FakeEcrError if it is something else
 */
export function providersOf(given: unknown): readonly string[] {
  return namesOf(readTerraform(given));
}

/** A state does not tell of providers: all its resources are of one. */
function namesOf(json: TerraformJson): readonly string[] {
  return !json.isPlan ? [STATE_PROVIDER] : Object.keys(json.providers).map((key) => nameOf(json, key));
}

/** `aws`, `aws.<alias>`, or `module.x:aws` of the key that a configuration has for a provider. */
function nameOf({ providers }: TerraformJson, key: string): string {
  const provider = providers[key];
  const alias = member(provider, 'alias');
  const name = alias === undefined ? 'aws' : `aws.${asText(alias)}`;
  const module = member(provider, 'module_address');
  return module === undefined ? name : `${asText(module)}:${name}`;
}

/** What the provider of a state is called. */
const STATE_PROVIDER = 'aws';

/** Finds account and Region of each resource, and refuses what contradicts itself. */
export class TerraformPlaces {
  constructor(
    private readonly json: TerraformJson,
    private readonly options: PlaceOptions,
  ) {
    const known = namesOf(json);
    for (const name of Object.keys(options.providers)) {
      if (known.includes(name)) continue;
      throw new FakeEcrError(`There is no provider ${name}.`, didYouMean(name, known));
    }
    const addresses = json.resources.map((one) => one.address);
    for (const address of Object.keys(options.regions)) {
      if (addresses.includes(address)) continue;
      throw new FakeEcrError(`There is no resource ${address}.`, didYouMean(address, addresses));
    }
  }

  /** The key by which users name the provider of a resource. */
  providerOf({ providerKey }: Pick<TerraformResource, 'providerKey'>): string {
    return providerKey === undefined ? STATE_PROVIDER : nameOf(this.json, providerKey);
  }

  /** Where something is that a plan deletes, and that is configured no more; undefined if nothing tells. */
  ofDeleted({
    values,
  }: TerraformResource): { readonly account: string; readonly region: string } | undefined {
    const names = Object.keys(this.json.providers);
    const [only] = names.length === 1 ? names : [];
    const given = only === undefined ? undefined : this.options.providers[nameOf(this.json, only)];
    const account =
      accountIn(values['arn']) ??
      text(values['registry_id']) ??
      given?.account ??
      (only === undefined ? undefined : this.options.defaultAccount);
    const region =
      text(values['region']) ??
      regionIn(values['arn']) ??
      given?.region ??
      (only === undefined ? undefined : this.#regionOfProvider(only));
    return account === undefined || region === undefined ? undefined : { account, region };
  }

  of(resource: TerraformResource): { readonly account: string; readonly region: string } {
    return {
      account: requireAccountId(this.#account(resource)),
      region: requireRegion(this.#region(resource)),
    };
  }

  #given(resource: TerraformResource): TerraformPlace | undefined {
    const name = this.providerOf(resource);
    return Object.hasOwn(this.options.providers, name) ? this.options.providers[name] : undefined;
  }

  #account(resource: TerraformResource): string {
    const { providerKey, values, address } = resource;
    const expressions = recordOf(
      providerKey === undefined ? {} : this.json.providers[providerKey],
      'expressions',
    );
    const allowed = member(recordOf(expressions, 'allowed_account_ids'), 'constant_value');
    const role = member(recordOf(listOf(expressions, 'assume_role')[0], 'role_arn'), 'constant_value');
    const only =
      this.json.isPlan && Object.keys(this.json.providers).length > 1
        ? undefined
        : this.options.defaultAccount;
    const found =
      this.#given(resource)?.account ??
      (Array.isArray(allowed) && allowed.length === 1 ? asText(allowed[0]) : undefined) ??
      accountIn(role) ??
      accountIn(values['arn']) ??
      text(values['registry_id']) ??
      this.#accountOfModule(resource) ??
      only;
    if (found !== undefined) return found;
    throw new FakeEcrError(
      `${address}: the account of provider ${this.providerOf(resource)} is not known.`,
      `Pass providers: { '${this.providerOf(resource)}': { account: '111122223333' } }. There are: ${Object.keys(
        this.json.providers,
      )
        .map((key) => nameOf(this.json, key))
        .join(', ')}.`,
    );
  }

  /** A state says the account of only some resources of a module; the others are in the same account. */
  #accountOfModule({ module }: TerraformResource): string | undefined {
    if (this.json.isPlan) return undefined;
    const others = this.json.resources.filter((one) => one.module === module);
    const accounts = new Set(
      others.flatMap(({ values }) => accountIn(values['arn']) ?? text(values['registry_id']) ?? []),
    );
    return accounts.size === 1 ? [...accounts][0] : undefined;
  }

  #region(resource: TerraformResource): string {
    const { address, module, values, providerKey } = resource;
    const name = this.providerOf(resource);
    const given =
      this.#given(resource)?.region ??
      (Object.hasOwn(this.options.regions, address) ? this.options.regions[address] : undefined);
    const own = text(values['region']) ?? regionIn(values['arn']);
    const configured = providerKey === undefined ? undefined : this.#regionOfProvider(providerKey);
    const isOverridden = member(resource.expressions, 'region') !== undefined;
    for (const [one, other, what] of [
      [given, isOverridden ? undefined : own, 'its own region'],
      [given, configured, `the region of provider ${name}`],
      [isOverridden ? undefined : own, configured, `the region of provider ${name}`],
    ] as const) {
      if (one === undefined || other === undefined || one === other) continue;
      throw new FakeEcrError(
        `${address}: ${one} was given, and ${what} is ${other}.`,
        'Say one of them only.',
      );
    }
    const found = own ?? given ?? configured ?? this.#regionOfModule(module);
    if (found !== undefined) return found;
    throw new FakeEcrError(
      `${address}: its Region is not known.`,
      `Pass providers: { '${name}': { region: 'us-west-2' } } or regions: { '${address}': 'us-west-2' }.`,
    );
  }

  #regionOfProvider(key: string): string | undefined {
    const region = recordOf(recordOf(this.json.providers[key], 'expressions'), 'region');
    const constant = text(region['constant_value']);
    if (constant !== undefined) return constant;
    const references = Array.isArray(region['references'])
      ? (region['references'] as unknown[]).map(asText)
      : [];
    const variable = references.length === 1 ? /^var\.(\w+)$/.exec(references[0] ?? '')?.[1] : undefined;
    return variable === undefined ? undefined : text(recordOf(this.json.variables, variable)['value']);
  }

  #regionOfModule(module: string): string | undefined {
    const regions = new Set(
      this.json.resources
        .filter((one) => one.module === module)
        .flatMap(({ values }) => text(values['region']) ?? regionIn(values['arn']) ?? []),
    );
    return regions.size === 1 ? [...regions][0] : undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function accountIn(arn: unknown): string | undefined {
  return typeof arn === 'string' ? /^\d{12}$/.exec(arn.split(':')[4] ?? '')?.[0] : undefined;
}

function regionIn(arn: unknown): string | undefined {
  return typeof arn === 'string' && arn.split(':')[2] === 'ecr' ? arn.split(':')[3] : undefined;
}
