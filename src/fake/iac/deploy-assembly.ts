import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireOptions, requireText } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import {
  asText,
  isRecord,
  member,
  readJsonObject,
  recordOf,
  type JsonRecord,
} from '../../scenes/iac/read-json.js';
import { didYouMean } from '../../scenes/iac/refuse.js';
import type { FakeWorld } from '../fake-world.js';
import { type DeployOptions, type DeployTarget, deployAll } from './deploy.js';
import type { Deployed } from './deployed.js';

/** What an assembly does not say. */
export interface AssemblyOptions extends Omit<
  Partial<DeployOptions>,
  'account' | 'region' | 'stackName' | 'source'
> {
  /** Account and Region of stacks that were written for any, by their ids. */
  readonly environments?: Readonly<Record<string, DeployTarget>>;
}

/** A stack of an assembly. */
interface AssembledStack {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  readonly environment: string;
  readonly dependencies: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Deploys every stack of a cloud assembly, those that others depend on first: what `cdk synth` writes to `cdk.out`.
 *
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
  requireOptions(options, 'deployAssembly()', [
    'environments',
    'parameters',
    'imports',
    'values',
    'nested',
    'managedPolicies',
    'tags',
    'bootstrap',
  ]);
  const { environments = {}, ...common } = options;
  const stacks = inOrder(stacksIn(directory));
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
    stacks.map((stack): readonly [object, DeployOptions] => {
      const template = readFile(stack.folder, stack.file);
      const nested = { ...nestedIn(stack, template), ...common.nested } as Record<string, object>;
      return [
        template,
        {
          ...common,
          ...placeOf(stack, environments),
          stackName: stack.name,
          nested,
          tags: { ...stack.tags, ...common.tags },
        },
      ];
    }),
  );
  return Object.fromEntries(stacks.map(({ id }, index) => [id, deployed[index] as Deployed<DeployOptions>]));
}

function stacksIn(folder: string): readonly AssembledStack[] {
  const artifacts = recordOf(readFile(folder, 'manifest.json'), 'artifacts');
  return Object.entries(artifacts).flatMap(([id, artifact]): readonly AssembledStack[] => {
    const properties = recordOf(artifact, 'properties');
    if (member(artifact, 'type') === 'cdk:cloud-assembly') {
      return stacksIn(join(folder, asText(properties['directoryName'])));
    }
    if (member(artifact, 'type') !== 'aws:cloudformation:stack') return [];
    const dependencies = member(artifact, 'dependencies');
    return [
      {
        id,
        name: asText(properties['stackName'] ?? member(artifact, 'displayName') ?? id),
        folder,
        file: asText(properties['templateFile']),
        environment: asText(member(artifact, 'environment')),
        dependencies: Array.isArray(dependencies) ? dependencies.map(asText) : [],
        tags: (properties['tags'] ?? {}) as Record<string, string>,
      },
    ];
  });
}

/** Each after those that it depends on. */
function inOrder(stacks: readonly AssembledStack[]): readonly AssembledStack[] {
  const ordered: AssembledStack[] = [];
  const visit = (stack: AssembledStack): void => {
    if (ordered.includes(stack)) return;
    for (const one of stacks) if (one !== stack && stack.dependencies.includes(one.id)) visit(one);
    ordered.push(stack);
  };
  for (const stack of stacks) visit(stack);
  return ordered;
}

function placeOf(
  { id, environment }: AssembledStack,
  environments: Readonly<Record<string, DeployTarget>>,
): DeployTarget {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  const given = environments[id];
  const isAgnostic = account === 'unknown-account' || region === 'unknown-region';
  if (!isAgnostic) return { account, region };
  if (given !== undefined) return given;
  throw new FakeEcrError(
    `The stack ${id} was written for any account and Region.`,
    `Pass environments: { ${id}: { account: '111122223333', region: 'us-west-2' } }.`,
  );
}

/** Templates of nested stacks, which an assembly knows by the hashes of their files. */
function nestedIn(
  { folder, file }: AssembledStack,
  template: JsonRecord,
): Readonly<Record<string, JsonRecord>> {
  const nested: Record<string, JsonRecord> = {};
  for (const [id, resource] of Object.entries(recordOf(template, 'Resources'))) {
    if (member(resource, 'Type') !== 'AWS::CloudFormation::Stack') continue;
    const hash = /([0-9a-f]{64})\.json/.exec(
      JSON.stringify(recordOf(resource, 'Properties')['TemplateURL'] ?? ''),
    )?.[1];
    if (hash === undefined) continue;
    const files = recordOf(readFile(folder, file.replace(/template\.json$/, 'assets.json')), 'files');
    const path = recordOf(recordOf(files, hash), 'source')['path'];
    if (typeof path === 'string') nested[id] = readFile(folder, path);
  }
  return nested;
}

function readFile(folder: string, file: string): JsonRecord {
  const path = join(folder, file);
  try {
    const value = readJsonObject(readFileSync(path, 'utf8'), path);
    if (isRecord(value)) return value;
  } catch (error) {
    if (error instanceof FakeEcrError) throw error;
  }
  throw new FakeEcrError(
    `${path} can't be read.`,
    "Expected the folder that 'cdk synth' writes, for example 'cdk.out'.",
  );
}
