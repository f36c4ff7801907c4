import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeEcrError } from '../../lib/misuse.js';
import {
  asText,
  isRecord,
  member,
  readJsonObject,
  recordOf,
  type JsonRecord,
} from '../../scenes/iac/read-json.js';
import type { DeployTarget } from './deploy-options.js';

/** A stack of an assembly. */
export interface AssembledStack {
  readonly id: string;
  readonly name: string;
  readonly template: JsonRecord;
  /** Templates of the stacks that are nested in it, by the logical ids of their resources. */
  readonly nested: Readonly<Record<string, JsonRecord>>;
  /** Absent if the stack was written for any account, or for any Region. */
  readonly place: DeployTarget | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** A stack as the manifest has it. */
interface Artifact {
  readonly id: string;
  readonly folder: string;
  readonly file: string;
  readonly properties: JsonRecord;
  readonly name: string;
  readonly environment: string;
  readonly dependencies: readonly string[];
}

/**
 * The stacks of a cloud assembly, each after those that it depends on.
 *
 * @param directory the folder with `manifest.json`
 * @throws FakeEcrError if the folder is not an assembly, or one of its files can't be read
 */
export function readAssembly(directory: string): readonly AssembledStack[] {
  return inOrder(artifactsIn(directory)).map(({ id, name, folder, file, environment, properties }) => {
    const template = readFile(folder, file);
    const nested = nestedIn(folder, file, template, '');
    const tags = textsOf(recordOf(properties, 'tags'));
    return { id, name, template, nested, place: placeOf(environment), tags };
  });
}

/** Stages can contain stages: more levels than anyone writes. */
const DEEPEST = 20;

function artifactsIn(folder: string, depth = 0): readonly Artifact[] {
  if (depth > DEEPEST) throw new FakeEcrError(`${folder} holds itself.`, 'Run cdk synth again.');
  const artifacts = recordOf(readFile(folder, 'manifest.json'), 'artifacts');
  return Object.entries(artifacts).flatMap(([id, artifact]): readonly Artifact[] => {
    const properties = recordOf(artifact, 'properties');
    if (member(artifact, 'type') === 'cdk:cloud-assembly') {
      return artifactsIn(join(folder, asText(properties['directoryName'])), depth + 1);
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
        properties,
      },
    ];
  });
}

/** Each after those that it depends on. */
function inOrder(stacks: readonly Artifact[]): readonly Artifact[] {
  const ordered: Artifact[] = [];
  const seen = new Set<Artifact>();
  const visit = (stack: Artifact): void => {
    if (seen.has(stack)) return;
    seen.add(stack);
    for (const one of stacks) if (stack.dependencies.includes(one.id)) visit(one);
    ordered.push(stack);
  };
  for (const stack of stacks) visit(stack);
  return ordered;
}

/** Of `aws://111122223333/us-west-2`. */
function placeOf(environment: string): DeployTarget | undefined {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  return account === 'unknown-account' || region === 'unknown-region' ? undefined : { account, region };
}

function textsOf(record: JsonRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, asText(value)]));
}

/** Templates of nested stacks, which an assembly knows by the hashes of their files; those in them too. */
function nestedIn(
  folder: string,
  file: string,
  template: JsonRecord,
  path: string,
): Readonly<Record<string, JsonRecord>> {
  const nested: Record<string, JsonRecord> = {};
  for (const [id, resource] of Object.entries(recordOf(template, 'Resources'))) {
    if (member(resource, 'Type') !== 'AWS::CloudFormation::Stack') continue;
    const url = JSON.stringify(recordOf(resource, 'Properties')['TemplateURL'] ?? '');
    const hash = /([0-9a-f]{64})\.json/.exec(url)?.[1];
    if (hash === undefined) continue;
    const files = recordOf(readFile(folder, file.replace(/template\.json$/, 'assets.json')), 'files');
    const source = recordOf(recordOf(files, hash), 'source')['path'];
    if (typeof source !== 'string' || path.split('.').length > DEEPEST) continue;
    const inner = readFile(folder, source);
    Object.assign(nested, { [path + id]: inner }, nestedIn(folder, file, inner, `${path}${id}.`));
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
