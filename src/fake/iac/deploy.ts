import { requireOptions, shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { requireAccountId, requireRegion } from '../../aws/arguments.js';
import { requirePolicyText } from '../../iam/policy/require-policy.js';
import { FakeWorld } from '../fake-world.js';
import { applyStacks } from '../../scenes/iac/cloudformation/apply-stack.js';
import { Deployed } from './deployed.js';
import { planStack } from '../../scenes/iac/cloudformation/plan-stack.js';
import { type StackState, stackIn, stackKey, stacksAt } from '../../scenes/iac/cloudformation/stack-state.js';
import { OptionUse } from '../../scenes/iac/option-use.js';
import { type Site, changeWorld } from '../../scenes/iac/site.js';

/** One account in one Region that a stack set goes to. */
export interface DeployTarget {
  readonly account: string;
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
  /** Templates of nested stacks, by the logical id of their `AWS::CloudFormation::Stack`. */
  readonly nested?: Readonly<Record<string, object>>;
  /** Texts of managed policies, by ARN, as objects or JSON. */
  readonly managedPolicies?: Readonly<Record<string, object | string>>;
  /** The stack's tags, which every resource gets that can be tagged. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether the repository that `cdk bootstrap` makes for images is made too. */
  readonly bootstrap?: boolean;
}

/** Where a template goes, and what it needs. */
export interface DeployOptions extends CommonOptions {
  /** Twelve digits: a template does not hold them. */
  readonly account: string;
  readonly region: string;
}

/** Where the template of a stack set goes. */
export interface DeploySetOptions extends CommonOptions {
  readonly targets: readonly DeployTarget[];
}

const OPTIONS = [
  'account',
  'region',
  'targets',
  'stackName',
  'source',
  'parameters',
  'imports',
  'values',
  'nested',
  'managedPolicies',
  'tags',
  'bootstrap',
] as const satisfies readonly (keyof DeployOptions | keyof DeploySetOptions)[];

/**
 * Makes what a CloudFormation template says: repositories, policies, rules, templates and roles, all or nothing.
 * Rules are in force from now on. The same account, Region and stack name again is an update of that stack.
 *
 * @param ecr made by `fakeEcr()`
 * @param template as an object or JSON text, for example `Template.fromStack(stack).toJSON()`
 * @param options account and Region, or the targets of a stack set, and what the template needs
 * @returns the stack, or one for each target
 * @throws a `[fake-ecr]` error with logical id and property if the template is wrong, or what the service would
 *   refuse; nothing is changed then
 * @example
 * const deployed = deploy(ecr, template, { account: '111122223333', region: 'us-west-2', stackName: 'Source' });
 * deployed.repository('Payments').push('v1');
 */
export function deploy(
  ecr: FakeWorld,
  template: object | string,
  options: DeployOptions,
): Deployed<DeployOptions>;
export function deploy(
  ecr: FakeWorld,
  template: object | string,
  options: DeploySetOptions,
): readonly Deployed<DeployOptions>[];
export function deploy(
  ecr: FakeWorld,
  template: object | string,
  options: DeployOptions | DeploySetOptions,
): Deployed<DeployOptions> | readonly Deployed<DeployOptions>[] {
  FakeWorld.simulationOf(ecr);
  requireOptions(options, 'deploy()', OPTIONS);
  if (!('targets' in options)) {
    const [deployed] = deployAll(ecr, [[template, options]]);
    return deployed as Deployed<DeployOptions>;
  }
  const { targets, ...rest } = options;
  if (!Array.isArray(targets) || targets.length === 0) {
    throw new FakeEcrError(
      `deploy() was given the targets ${shown(targets)}.`,
      "Expected [{ account: '111122223333', region: 'us-west-2' }].",
    );
  }
  return deployAll(
    ecr,
    targets.map((target) => [template, { ...rest, ...target }]),
  );
}

/**
 * Several templates, each after those before it, all or none.
 *
 * @param shared where others have deployed with the same options: then it is theirs to ask which were read
 * @throws FakeEcrError as {@link deploy} does; an option that one of them reads is read
 */
export function deployAll(
  ecr: FakeWorld,
  templates: readonly (readonly [object | string, DeployOptions])[],
  shared?: OptionUse,
): readonly Deployed<DeployOptions>[] {
  const states = changeWorld(FakeWorld.simulationOf(ecr), (site) => {
    const use = shared ?? new OptionUse();
    const built = templates.map(([template, options]) => build(template, options, site, use));
    if (shared !== undefined) return built;
    for (const [, options] of templates) {
      const { parameters = {}, imports = {}, values = {}, nested = {} } = options;
      use.requireRead({ parameters, imports, values, nested }, options.source ?? nameOf(options));
    }
    return built;
  });
  return states.map((state, index) => {
    const [, options] = templates[index] as (typeof templates)[number];
    const redeploy = (template: object | string, changes: Partial<DeployOptions>): Deployed<DeployOptions> =>
      deploy(ecr, template, { ...options, ...changes });
    return new Deployed(ecr, state, redeploy);
  });
}

function nameOf({ stackName = 'stack' }: DeployOptions): string {
  return stackName;
}

function build(template: object | string, options: DeployOptions, site: Site, use: OptionUse): StackState {
  const stackName = nameOf(options);
  const { source = stackName, parameters = {}, imports = {}, values = {} } = options;
  const account = requireAccountId(options.account);
  const region = requireRegion(options.region);
  const { nested = {}, managedPolicies = {}, tags = {}, bootstrap = false } = options;
  const exportOf = (name: string) =>
    stacksAt(site.world, account, region)
      .map((one) => one.exports[name])
      .find((one) => one !== undefined);
  const states = planStack(template, {
    environment: { account, region, stackName, parameters, imports, values, use, exportOf },
    source,
    tags,
    nested,
    bootstrap,
    managedPolicies: Object.fromEntries(
      Object.entries(managedPolicies).map(([arn, policy]) => [
        arn,
        requirePolicyText(policy, 'identity', `The managed policy ${arn}`),
      ]),
    ),
    previous: (stack) => stackIn(site.world, stackKey(stack)),
  });
  applyStacks(states, site);
  return states.at(-1) as StackState;
}
