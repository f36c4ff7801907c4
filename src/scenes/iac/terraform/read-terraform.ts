import { FakeEcrError } from '../../../lib/misuse.js';
import { type JsonRecord, asText, isRecord, member, readJsonObject, recordOf } from '../read-json.js';

/** A resource instance of a plan or a state. */
export interface TerraformResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** For example `module.dr`; empty for the root. */
  readonly module: string;
  readonly values: JsonRecord;
  /** What a plan does not know yet, by attribute. */
  readonly unknown: JsonRecord;
  /** What `configuration` says that attributes refer to. */
  readonly expressions: JsonRecord;
  /** The key of its provider in `configuration`; absent for a state, and for what is configured no more. */
  readonly providerKey?: string;
  /** The address it had before: a `moved` block says so. */
  readonly previousAddress?: string;
}

export interface TerraformJson {
  readonly resources: readonly TerraformResource[];
  /** What a plan deletes, with the values it had. */
  readonly deletions: readonly TerraformResource[];
  /** By key: the configuration of each provider. */
  readonly providers: Readonly<Record<string, JsonRecord>>;
  readonly variables: JsonRecord;
  readonly isPlan: boolean;
}

/** Majors of the format that are read. */
const MAJORS = ['0', '1'];

/**
 * Reads what `terraform show -json` or `tofu show -json` prints.
 *
 * @throws FakeEcrError if it is something else; it says which command makes the right thing
 */
export function readTerraform(given: unknown): TerraformJson {
  if (isZip(given)) throw new FakeEcrError('That is a plan in the form of Terraform itself.', SHOW);
  const root = readJsonObject(given, 'What applyTerraform() was given', SHOW);
  const version = member(root, 'format_version');
  if (typeof version !== 'string') throw notShown(root);
  if (!MAJORS.includes(version.split('.')[0] ?? '')) {
    throw new FakeEcrError(`The format version ${version} is not known.`, `Versions 0 and 1 are read.`);
  }
  if (member(root, 'errored') === true || member(root, 'complete') === false) {
    throw new FakeEcrError(
      'The plan failed or is not complete.',
      'Make one that is: terraform plan -out plan.bin.',
    );
  }
  const planned = member(root, 'planned_values');
  const values = isRecord(planned) ? planned : recordOf(root, 'values');
  const configuration = recordOf(root, 'configuration');
  const changes = listOf(root, 'resource_changes').filter((one) => member(one, 'deposed') === undefined);
  const changeOf = new Map(changes.map((one) => [asText(member(one, 'address')), one]));
  const resources: TerraformResource[] = [];
  const visit = (module: JsonRecord, configured: JsonRecord, path: string): void => {
    for (const one of listOf(module, 'resources')) {
      if (!isManaged(one)) continue;
      resources.push(instanceOf(one, configured, path, changeOf.get(asText(member(one, 'address')))));
    }
    for (const child of listOf(module, 'child_modules')) {
      const address = asText(member(child, 'address'));
      const call = (address.split('.').at(-1) ?? '').replace(/\[.*\]$/, '');
      visit(child, recordOf(recordOf(recordOf(configured, 'module_calls'), call), 'module'), address);
    }
  };
  visit(recordOf(values, 'root_module'), recordOf(configuration, 'root_module'), '');
  return {
    resources,
    deletions: changes.filter((one) => isManaged(one) && isDeletion(one)).map(deletionOf),
    providers: Object.fromEntries(
      Object.entries(recordOf(configuration, 'provider_config')).flatMap(([key, value]) =>
        isRecord(value) && /\/hashicorp\/aws$|^aws$/.test(asText(value['full_name'] ?? value['name']))
          ? [[key, value]]
          : [],
      ),
    ),
    variables: recordOf(root, 'variables'),
    isPlan: isRecord(planned),
  };
}

/** A resource instance, with what the configuration of its module and the plan say of it. */
function instanceOf(
  one: JsonRecord,
  configured: JsonRecord,
  module: string,
  change: JsonRecord | undefined,
): TerraformResource {
  const [type, name] = [asText(member(one, 'type')), asText(member(one, 'name'))];
  // One entry for all instances, with an address that is relative to the module [observed].
  const declared = listOf(configured, 'resources').find(
    (entry) => member(entry, 'address') === `${type}.${name}`,
  );
  const key = member(declared, 'provider_config_key');
  const previous = member(change, 'previous_address');
  return {
    address: asText(member(one, 'address')),
    type,
    name,
    module,
    values: recordOf(one, 'values'),
    unknown: recordOf(recordOf(change, 'change'), 'after_unknown'),
    expressions: recordOf(declared, 'expressions'),
    ...(typeof key === 'string' ? { providerKey: key } : {}),
    ...(typeof previous === 'string' ? { previousAddress: previous } : {}),
  };
}

function deletionOf(one: JsonRecord): TerraformResource {
  return {
    address: asText(member(one, 'address')),
    type: asText(member(one, 'type')),
    name: asText(member(one, 'name')),
    module: asText(member(one, 'module_address') ?? ''),
    values: recordOf(recordOf(one, 'change'), 'before'),
    unknown: {},
    expressions: {},
  };
}

/** A replacement deletes too, and has its own end state; what is forgotten stays. */
function isDeletion(one: JsonRecord): boolean {
  const actions = member(recordOf(one, 'change'), 'actions');
  return Array.isArray(actions) && actions.length === 1 && actions[0] === 'delete';
}

function isManaged(one: JsonRecord): boolean {
  return member(one, 'mode') === 'managed' && isAws(one);
}

export function listOf(record: unknown, name: string): readonly JsonRecord[] {
  const list = member(record, name);
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** OpenTofu has another registry; the end of the name is the same. */
function isAws(resource: JsonRecord): boolean {
  return asText(member(resource, 'provider_name')).endsWith('/hashicorp/aws');
}

const SHOW = "Expected what 'terraform show -json' prints, of a plan (plan.bin) or of the state.";

/** A plan as Terraform writes it is a zip file. */
function isZip(given: unknown): boolean {
  if (typeof given === 'string') return given.startsWith('PK\u0003\u0004');
  return given instanceof Uint8Array && given[0] === 0x50 && given[1] === 0x4b;
}

function notShown(root: JsonRecord): FakeEcrError {
  const what =
    member(root, 'version') === 4 && member(root, 'resources') !== undefined
      ? 'That is a raw state file.'
      : member(root, 'resource') !== undefined || member(root, 'provider') !== undefined
        ? 'That is configuration, a .tf.json.'
        : member(root, 'Resources') !== undefined
          ? 'That is a CloudFormation template, for deploy().'
          : 'That is neither a plan nor a state.';
  return new FakeEcrError(what, SHOW);
}
