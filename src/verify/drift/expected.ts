import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeEcr } from '../../fake/fake-ecr.js';
import { FakeWorld } from '../../fake/fake-world.js';
import { applyTerraform, type TerraformOptions } from '../../fake/iac/apply-terraform.js';
import { deploy } from '../../fake/iac/deploy.js';
import { deployAssembly } from '../../fake/iac/deploy-assembly.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { asText, isRecord, member, recordOf } from '../../scenes/iac/read-json.js';
import type { PlannedResource } from '../../scenes/iac/thing.js';
import type { Seed } from '../../scenes/seed/seed.js';
import { type Scope, WHOLE_REGISTRY, declaredScope } from './scope.js';

/** What a file may be. */
export type SourceKind = 'seed' | 'snapshot' | 'template' | 'assembly' | 'Terraform';

/** What a template or a plan does not say of itself. */
export interface SourceOptions {
  /** Values of a template's parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The stack's name, which is part of made-up names. */
  readonly stackName?: string;
  /** Accounts and Regions of Terraform's providers. */
  readonly providers?: NonNullable<TerraformOptions['providers']>;
}

/** What a file says of a registry: a world in which it is so, and which part of it the file is about. */
export interface Expected {
  readonly kind: SourceKind;
  readonly world: FakeWorld;
  readonly scope: Scope;
  /** The seed itself, whose images have the digests of the registry that was recorded. */
  readonly seed?: Seed;
  /** Whether the file has a text, such as the id of a key, in it. */
  readonly mentions: (text: string) => boolean;
}

/**
 * Reads a seed, a snapshot, a template, a cloud assembly, or a Terraform plan or state.
 *
 * @param path a file of JSON, or the folder that `cdk synth` writes
 * @param place the registry that it is compared with
 * @param options what the file does not say of itself
 * @throws a `[fake-ecr]` error if it can't be read, or is none of these
 */
export function readExpected(
  path: string,
  place: { readonly account: string; readonly region: string },
  options: SourceOptions = {},
): Expected {
  const { account, region } = place;
  const world = new FakeWorld({ layers: 'assumed', defaultAccount: account });
  const declared = (kind: SourceKind, texts: readonly string[]): Expected => ({
    kind,
    world,
    scope: declaredScope(resourcesOf(world), account, region),
    mentions: (text) => texts.some((one) => one.includes(text)),
  });
  // Deployments ask of a fake no more than a world has.
  const ecr = world as FakeEcr;
  if (isFolder(path)) {
    const environments = Object.fromEntries(agnosticStacks(path).map((id) => [id, { account, region }]));
    deployAssembly(ecr, path, { environments });
    return declared('assembly', [JSON.stringify(resourcesOf(world))]);
  }
  const text = readText(path);
  const value = readJson(path, text);
  if (isRecord(member(value, 'Resources'))) {
    const { parameters = {}, stackName } = options;
    deploy(ecr, value, { account, region, parameters, ...(stackName === undefined ? {} : { stackName }) });
    return declared('template', [text]);
  }
  if (typeof member(value, 'format_version') === 'string') {
    const { providers = {} } = options;
    applyTerraform(ecr, value, { providers, unknown: 'skip' });
    return declared('Terraform', [text]);
  }
  const mentions = (one: string) => text.includes(one);
  if ('fakeEcrSnapshot' in value) {
    world.load(value);
    return { kind: 'snapshot', world, scope: WHOLE_REGISTRY, mentions };
  }
  world.seed(value);
  return { kind: 'seed', world, scope: WHOLE_REGISTRY, seed: value, mentions };
}

/** The resources of all that was deployed to a world. */
function resourcesOf(world: FakeWorld): readonly PlannedResource[] {
  const { sources } = FakeWorld.simulationOf(world).world.origins;
  return [...sources.values()].flatMap(
    ({ state }) => (state as { readonly resources: readonly PlannedResource[] }).resources,
  );
}

/** The stacks of an assembly that were written for any account or Region. */
function agnosticStacks(folder: string): readonly string[] {
  const manifest = readJson(folder, readText(join(folder, 'manifest.json')));
  return Object.entries(recordOf(manifest, 'artifacts')).flatMap(([id, artifact]) => {
    if (member(artifact, 'type') === 'cdk:cloud-assembly') {
      return agnosticStacks(join(folder, asText(recordOf(artifact, 'properties')['directoryName'])));
    }
    return asText(member(artifact, 'environment')).includes('unknown-') ? [id] : [];
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FakeEcrError(`${path} can't be read: ${(error as Error).message}.`);
  }
}

function readJson(path: string, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FakeEcrError(
      `${path} is not JSON: ${(error as Error).message}.`,
      'Expected a seed, a snapshot, a template, or what terraform show -json prints. A template in YAML: aws cloudformation get-template prints JSON for one written in JSON, and cdk synth writes it to cdk.out.',
    );
  }
  if (isRecord(value)) return value;
  throw new FakeEcrError(`${path} is not an object.`, 'Expected a seed, a snapshot, a template or a plan.');
}
