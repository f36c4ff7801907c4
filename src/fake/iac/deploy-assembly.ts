import { requireOptions, requireText } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { didYouMean } from '../../scenes/iac/refuse.js';
import type { FakeWorld } from '../fake-world.js';
import { deployAll } from './deploy.js';
import { COMMON_OPTIONS, type DeployOptions, type DeployTarget } from './deploy-options.js';
import type { Deployed } from './deployed.js';
import { type AssembledStack, readAssembly } from './read-assembly.js';

/** What an assembly does not contain. @public */
export interface AssemblyOptions extends Omit<
  Partial<DeployOptions>,
  'account' | 'region' | 'stackName' | 'source'
> {
  /** Account and Region of stacks that were written for any, by their ids. */
  readonly environments?: Readonly<Record<string, DeployTarget>>;
}

/**
 * Deploys every stack of a cloud assembly, those that others depend on first: what `cdk synth` writes to `cdk.out`.
 *
 * @public
 * @param ecr made by `fakeEcr()`
 * @param directory the folder with `manifest.json`
 * @param options environments of stacks that were written for any account or Region
 * @returns the stacks, by their ids
 * @throws a `[fake-ecr]` error as {@link deploy} does, or if the folder is not an assembly; nothing is changed then
 * @example
 * const { Source } = deployAssembly(ecr, 'cdk.out');
 */
export function deployAssembly(
  ecr: FakeWorld,
  directory: string,
  options: AssemblyOptions = {},
): Readonly<Record<string, Deployed<DeployOptions>>> {
  requireText(directory, 'deployAssembly()', "a folder such as 'cdk.out'");
  const known = COMMON_OPTIONS.filter((name) => name !== 'stackName' && name !== 'source');
  requireOptions(options, 'deployAssembly()', ['environments', ...known]);
  const { environments = {}, ...common } = options;
  const stacks = readAssembly(directory);
  const stranger = Object.keys(environments).find((id) => !stacks.some((one) => one.id === id));
  if (stranger !== undefined) {
    throw new FakeEcrError(
      `The assembly has no stack ${stranger}.`,
      didYouMean(
        stranger,
        stacks.map((one) => one.id),
      ),
    );
  }
  const deployed = deployAll(
    ecr,
    stacks.map((one) => [one.template, optionsOf(one, common, environments[one.id])]),
  );
  return Object.fromEntries(stacks.map(({ id }, index) => [id, deployed[index] as Deployed<DeployOptions>]));
}

/**
 * How a stack of an assembly is deployed.
 *
 * @param common what is said of all of them
 * @param given account and Region of one that was written for any
 * @throws FakeEcrError if these are needed and not given, or are not those it was written for
 */
export function optionsOf(
  { id, name, nested, place, tags }: AssembledStack,
  common: Omit<AssemblyOptions, 'environments'>,
  given: DeployTarget | undefined,
): DeployOptions {
  if (place === undefined && given === undefined) {
    throw new FakeEcrError(
      `The stack ${id} was written for any account and Region.`,
      `Pass environments: { ${id}: { account: '111122223333', region: 'us-west-2' } }.`,
    );
  }
  if (place !== undefined && given !== undefined) requireSame(id, place, given);
  return {
    ...common,
    ...((given ?? place) as DeployTarget),
    stackName: name,
    nested: { ...nested, ...common.nested },
    tags: { ...tags, ...common.tags },
  };
}

function requireSame(id: string, place: DeployTarget, given: DeployTarget): void {
  if (place.account === given.account && place.region === given.region) return;
  throw new FakeEcrError(
    `The stack ${id} was written for ${place.account}/${place.region}, and environments has ${given.account}/${given.region}.`,
    'Leave it out of environments, or synthesize it for the other place.',
  );
}
