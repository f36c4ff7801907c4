import type { FakeWorld } from '../fake-world.js';
import { simulationOf } from '../simulation-of.js';
import { applyStacks } from '../../scenes/iac/cloudformation/apply-stack.js';
import { planStack } from '../../scenes/iac/cloudformation/plan-stack.js';
import { type StackState, stackIn, stackKey, stacksAt } from '../../scenes/iac/cloudformation/stack-state.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { OptionUse } from '../../scenes/iac/option-use.js';
import { member } from '../../scenes/iac/read-json.js';
import { type Site, changeWorld } from '../../scenes/iac/site.js';
import {
  type DeployOptions,
  type DeploySetOptions,
  type ReadOptions,
  readDeployOptions,
  readTargets,
} from './deploy-options.js';
import { Deployed } from './deployed.js';

/**
 * Creates the resources of a CloudFormation template: repositories, policies, rules, templates and roles, all or
 * nothing.
 * Rules are in force from now on. The same account, Region and stack name again is an update of that stack.
 *
 * @public
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
/**
 * The same for each target of a stack set, all or none.
 *
 * @param ecr made by `fakeEcr()`
 * @param template as an object or JSON text
 * @param options the targets, and what the template needs
 * @returns the stacks, in the order of their targets
 * @throws a `[fake-ecr]` error as for one stack; nothing is changed then
 * @example
 * deploy(ecr, template, { targets: [{ account: '111122223333', region: 'us-west-2' }], stackName: 'Source' });
 */
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
  simulationOf(ecr);
  const isSet = typeof options === 'object' && options !== null && 'targets' in options;
  const all = isSet ? readTargets(options) : [options];
  const deployed = deployAll(
    ecr,
    all.map((one) => [template, one]),
  );
  return isSet ? deployed : (deployed[0] as Deployed<DeployOptions>);
}

/**
 * Several templates, in order, all or none.
 *
 * @param shared where others have deployed with the same options: then it is theirs to ask which were read
 * @throws FakeEcrError as {@link deploy} does; an option that one of them reads is read
 */
export function deployAll(
  ecr: FakeWorld,
  templates: readonly (readonly [object | string, DeployOptions])[],
  shared?: OptionUse,
): readonly Deployed<DeployOptions>[] {
  const read = templates.map(([template, options]) => [template, readDeployOptions(options)] as const);
  const states = changeWorld(simulationOf(ecr), (site) => {
    const use = shared ?? new OptionUse();
    const built = read.map(([template, options], index) => {
      const isNamed = templates[index]?.[1].stackName !== undefined;
      return build(template, options, site, { use, isNamed });
    });
    if (shared === undefined) for (const [, options] of read) use.requireRead(options, options.source);
    return built;
  });
  return states.map((state, index) => {
    const [, options] = templates[index] as (typeof templates)[number];
    const redeploy = (template: object | string, changes: Partial<DeployOptions>): Deployed<DeployOptions> =>
      deploy(ecr, template, { ...options, stackName: state.stackName, ...changes });
    return new Deployed(ecr, state, redeploy);
  });
}

function build(
  template: object | string,
  options: ReadOptions,
  site: Site,
  { use, isNamed }: { readonly use: OptionUse; readonly isNamed: boolean },
): StackState {
  const { account, region, stackName, parameters, imports, values, ...more } = options;
  const exportOf = (name: string) => {
    const all = stacksAt(site.world, account, region).map((one) => member(one.exports, name));
    return all.find((one) => typeof one === 'string');
  };
  const states = planStack(template, {
    ...more,
    environment: { account, region, stackName, parameters, imports, values, use, exportOf },
    previous: (stack) => stackIn(site.world, stackKey(stack)),
  });
  const state = states.at(-1) as StackState;
  if (!isNamed) requireSameStack(stackIn(site.world, stackKey(state)), state);
  applyStacks(states, site);
  return state;
}

/** Two templates that were given no name are rarely meant as one stack, whose update would delete all of the first. */
function requireSameStack(before: StackState | undefined, { resources, account, region }: StackState): void {
  if (before === undefined || before.resources.length === 0 || resources.length === 0) return;
  if (resources.some((one) => before.resources.some(({ id }) => id === one.id))) return;
  throw new FakeEcrError(
    `A stack without a name is deployed to ${account}/${region} already, and has no resource of this template.`,
    "Pass stackName, for example { stackName: 'Source' }: as an update this would delete what is there.",
  );
}
