import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FakeEcrError } from '../../lib/misuse.js';
import type { Seed } from '../../scenes/seed/seed.js';
import { cloudFormationTags } from '../../scenes/iac/cloudformation/yaml-tags.js';

/** What a path given to `--seed` leads to. */
export type SeedSource =
  | { readonly kind: 'declaration'; readonly value: Seed }
  | { readonly kind: 'snapshot'; readonly value: object }
  /** `name` is the file's, without what it ends with. */
  | { readonly kind: 'template'; readonly value: object; readonly name: string; readonly file: string }
  | { readonly kind: 'assembly'; readonly folder: string }
  | { readonly kind: 'terraform'; readonly value: object; readonly name: string };

/** Members that only one kind of file has. */
const TERRAFORM = ['format_version', 'terraform_version', 'resource', 'provider', 'terraform'];

/**
 * Tells by its content what a seed is: a declaration, a snapshot, a CloudFormation template, a cloud assembly, or
 * what Terraform prints.
 *
 * @param path a file, or the folder of an assembly
 * @throws FakeEcrError if it can't be read, or is something else; it says what makes the right thing
 */
export async function recogniseSeed(path: string): Promise<SeedSource> {
  if (isFolder(path)) return { kind: 'assembly', folder: assemblyIn(path) };
  const bytes = read(path);
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    throw new FakeEcrError(
      `The seed ${path} is a binary plan.`,
      `Print it as JSON: terraform show -json ${path} > plan.json.`,
    );
  }
  const text = bytes.toString('utf8');
  const value = parseJson(text) ?? (await parseOther(text, path));
  const has = (name: string) => Object.hasOwn(value, name);
  if (has('fakeEcrSnapshot')) return { kind: 'snapshot', value };
  if (has('Resources')) return { kind: 'template', value, name: stemOf(path), file: basename(path) };
  if (basename(path) === 'manifest.json' && has('artifacts')) {
    return { kind: 'assembly', folder: dirname(path) };
  }
  if (TERRAFORM.some(has)) return { kind: 'terraform', value, name: stemOf(path) };
  return { kind: 'declaration', value };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function assemblyIn(folder: string): string {
  try {
    statSync(join(folder, 'manifest.json'));
    return folder;
  } catch {
    throw new FakeEcrError(
      `The seed ${folder} is a folder without manifest.json.`,
      "Expected a file, or the folder that 'cdk synth' writes: cdk.out.",
    );
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): FakeEcrError {
  return new FakeEcrError(`The seed ${path} can't be read: ${(error as Error).message}.`);
}

/** Undefined if the text is not the JSON of an object. */
function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function parseOther(text: string, path: string): Promise<object> {
  if (/\.tf$/.test(path)) {
    throw new FakeEcrError(
      `The seed ${path} is Terraform's configuration.`,
      'Make a plan and print it as JSON: terraform plan -out plan.bin && terraform show -json plan.bin > plan.json.',
    );
  }
  if (/\.(ya?ml|template)$/i.test(path) || /^(AWSTemplateFormatVersion|Resources)\s*:/m.test(text)) {
    return parseYamlTemplate(text, path);
  }
  throw new FakeEcrError(`The seed ${path} is not JSON: ${faultOf(text)}.`, EXPECTED);
}

const EXPECTED =
  'Expected a declaration, a snapshot, a CloudFormation template (JSON or YAML), the folder cdk.out, or what terraform show -json prints.';

function faultOf(text: string): string {
  try {
    JSON.parse(text);
    return 'it holds no object';
  } catch (error) {
    return (error as Error).message;
  }
}

/** `Source` of `cdk.out/Source.template.json`. Stacks have no other signs in their names [docs]. */
function stemOf(path: string): string {
  const stem = basename(path).replace(/(\.template)?\.(json|ya?ml|template)$/i, '');
  return stem.replace(/[^A-Za-z0-9-]+/g, '-') || 'stack';
}

/**
 * A CloudFormation template in YAML, read by the library `yaml`, an optional peer.
 *
 * @throws FakeEcrError if the library is not installed, or the text is malformed
 */
async function parseYamlTemplate(text: string, path: string): Promise<object> {
  const { parse } = await import('yaml').catch(explainMissing(path));
  let value: unknown;
  try {
    value = parse(text, { customTags: [...cloudFormationTags] });
  } catch (error) {
    throw new FakeEcrError(`The seed ${path} is not YAML: ${(error as Error).message.trim()}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new FakeEcrError(`The seed ${path} holds no object.`, 'Expected a CloudFormation template.');
}

function explainMissing(path: string): (error: unknown) => never {
  return (error) => {
    const { code } = (error ?? {}) as { code?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new FakeEcrError(
      `The seed ${path} is YAML, and the library yaml, which reads it, is not installed here.`,
      'Install it: npm install --save-dev yaml.',
    );
  };
}
