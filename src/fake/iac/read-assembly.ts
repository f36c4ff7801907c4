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
import type { DeployTarget } from './deploy.js';

/** A stack of an assembly. */
export interface AssembledStack {
  readonly id: string;
  readonly name: string;
  readonly template: JsonRecord;
  /** Templates of the stacks that are nested in it, by the logical ids of their resources. */
  readonly nested: Readonly<Record<string, JsonRecord>>;
  /** Absent where the stack was written for any account, or for any Region. */
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
    const nested = nestedIn(folder, file, template);
    const tags = (properties['tags'] ?? {}) as Record<string, string>;
    return { id, name, template, nested, place: placeOf(environment), tags };
  });
}

function artifactsIn(folder: string): readonly Artifact[] {
  const artifacts = recordOf(readFile(folder, 'manifest.json'), 'artifacts');
  return Object.entries(artifacts).flatMap(([id, artifact]): readonly Artifact[] => {
    const properties = recordOf(artifact, 'properties');
    if (member(artifact, 'type') === 'cdk:cloud-assembly') {
      return artifactsIn(join(folder, asText(properties['directoryName'])));
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
  const visit = (stack: Artifact): void => {
    if (ordered.includes(stack)) return;
    for (const one of stacks) if (one !== stack && stack.dependencies.includes(one.id)) visit(one);
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

/** Templates of nested stacks, which an assembly knows by the hashes of their files. */
function nestedIn(folder: string, file: string, template: JsonRecord): Readonly<Record<string, JsonRecord>> {
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
