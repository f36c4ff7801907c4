import { requireAccountId, requireRegion } from '../../aws/arguments.js';
import { requirePolicyText } from '../../iam/policy/require-policy.js';
import { requireOptions, requireText, shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { isRecord } from '../../scenes/iac/read-json.js';

/** One account in one Region that a stack set goes to. @public */
export interface DeployTarget {
  /** Twelve digits. */
  readonly account: string;
  /** For example `us-west-2`. */
  readonly region: string;
}

interface CommonOptions {
  /** The stack's name, which tells redeploys from new stacks and is part of made-up names; `stack` when absent. */
  readonly stackName?: string;
  /** What messages call it; the stack's name when absent. */
  readonly source?: string;
  /** Values of the template's parameters. */
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
  /** What `Fn::ImportValue` finds of stacks that are not deployed here. */
  readonly imports?: Readonly<Record<string, string>>;
  /** What can't be known, by its name: `Vpc.VpcId`, `Function`, `{{resolve:ssm:/x}}`, or a parameter read from SSM. */
  readonly values?: Readonly<Record<string, string>>;
  /**
   * Templates of nested stacks, as objects or JSON texts, by the logical id of their `AWS::CloudFormation::Stack`; of
   * one in another by both ids, joined by a dot.
   */
  readonly nested?: Readonly<Record<string, object | string>>;
  /** Texts of managed policies, by ARN, as objects or JSON. */
  readonly managedPolicies?: Readonly<Record<string, object | string>>;
  /** The stack's tags, which every resource gets that can be tagged. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether the repository that `cdk bootstrap` makes for images is made too. */
  readonly bootstrap?: boolean;
}

/** The target of a template, and what it needs. @public */
export interface DeployOptions extends CommonOptions {
  /** Twelve digits: a template does not hold them. */
  readonly account: string;
  /** The Region of the stack, for example `us-west-2`. */
  readonly region: string;
}

/** Where the template of a stack set goes. @public */
export interface DeploySetOptions extends CommonOptions {
  /** Where the template is deployed to. */
  readonly targets: readonly DeployTarget[];
}

const COMMON = [
  'stackName',
  'source',
  'parameters',
  'imports',
  'values',
  'nested',
  'managedPolicies',
  'tags',
  'bootstrap',
] as const satisfies readonly (keyof CommonOptions)[];

/** Options of a template, besides its targets. */
export const COMMON_OPTIONS: readonly string[] = COMMON;

/** Options with nothing left open. */
export interface ReadOptions extends Required<Omit<DeployOptions, 'managedPolicies'>> {
  /** Texts, by ARN. */
  readonly managedPolicies: Readonly<Record<string, string>>;
}

/**
 * Reads the target and the options of one template.
 *
 * @throws FakeEcrError if an option can't have that value
 */
export function readDeployOptions(given: DeployOptions): ReadOptions {
  requireOptions(given, 'deploy()', ['account', 'region', ...COMMON]);
  const { stackName = 'stack', source = stackName, bootstrap = false, managedPolicies = {} } = given;
  for (const [name, value] of Object.entries({ stackName, source })) {
    requireText(value, `deploy() as ${name}`, "a text such as 'Source'");
  }
  if (typeof bootstrap !== 'boolean') throw wrong('bootstrap', bootstrap, 'true or false');
  return {
    account: requireAccountId(given.account),
    region: requireRegion(given.region),
    stackName,
    source,
    bootstrap,
    parameters: table('parameters', given.parameters, isParameter, "texts, as { Stage: 'prod' }"),
    imports: table('imports', given.imports, isText, "texts, as { 'Producer:Arn': 'arn:…' }"),
    values: table('values', given.values, isText, "texts, as { 'Vpc.VpcId': 'vpc-1' }"),
    tags: table('tags', given.tags, isText, "texts, as { team: 'payments' }"),
    nested: table('nested', given.nested, isTemplate, 'templates, by logical id'),
    managedPolicies: Object.fromEntries(
      Object.entries(table('managedPolicies', managedPolicies, isTemplate, 'policies, by ARN')).map(
        ([arn, policy]) => [arn, requirePolicyText(policy, 'identity', `The managed policy ${arn}`)],
      ),
    ),
  };
}

/**
 * Reads where the stacks of a set go.
 *
 * @throws FakeEcrError if there are none
 */
export function readTargets({ targets, ...rest }: DeploySetOptions): readonly DeployOptions[] {
  const example = "[{ account: '111122223333', region: 'us-west-2' }]";
  if (!Array.isArray(targets) || targets.length === 0) throw wrong('targets', targets, example);
  return targets.map((target: DeployTarget) => {
    requireOptions(target, 'One of the targets of deploy()', ['account', 'region']);
    return { ...rest, account: target.account, region: target.region };
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isParameter = (value: unknown): value is string | readonly string[] =>
  isText(value) || (Array.isArray(value) && value.every(isText));
const isTemplate = (value: unknown): value is object | string => isText(value) || isRecord(value);

/** A record whose values are all of a kind. */
function table<T>(
  name: keyof CommonOptions,
  given: unknown,
  isOne: (value: unknown) => value is T,
  expected: string,
): Readonly<Record<string, T>> {
  if (given === undefined) return {};
  if (!isRecord(given)) throw wrong(name, given, expected);
  const found = Object.entries(given).find(([, value]) => !isOne(value));
  if (found !== undefined) throw wrong(`${name}['${found[0]}']`, found[1], expected);
  return given as Readonly<Record<string, T>>;
}

function wrong(name: string, value: unknown, expected: string): FakeEcrError {
  return new FakeEcrError(`deploy() was given ${shown(value)} as ${name}.`, `Expected ${expected}.`);
}
