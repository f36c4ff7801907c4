import { parseArgs } from 'node:util';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { parseOptions } from './parse-options.js';

/** A file is compared with a registry. */
export interface VerifyCommand {
  readonly name: 'verify';
  readonly file: string;
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  /** Globs of paths that are not compared. */
  readonly ignore: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly stackName: string | undefined;
  readonly providers: Readonly<Record<string, { readonly account: string; readonly region: string }>>;
  readonly json: boolean;
}

const OPTIONS = {
  region: { type: 'string' },
  profile: { type: 'string' },
  endpoint: { type: 'string' },
  ignore: { type: 'string', multiple: true },
  parameter: { type: 'string', multiple: true },
  'stack-name': { type: 'string' },
  provider: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws FakeEcrError if the command line is wrong */
export function readVerify(args: string[]): VerifyCommand | { readonly name: 'help' } {
  const { values, positionals } = parseOptions('verify', () =>
    parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: true }),
  );
  if (values.help) return { name: 'help' };
  const [file, stranger] = positionals;
  if (file === undefined) {
    throw new FakeEcrError(
      'verify was not told what to compare.',
      'Expected fake-ecr verify prod.json --region eu-west-1.',
    );
  }
  if (stranger !== undefined) {
    throw new FakeEcrError(`verify was given two files, ${file} and ${stranger}.`, 'Compare one at a time.');
  }
  if (values.region === undefined) {
    throw new FakeEcrError('verify was not told which Region.', 'Pass --region eu-west-1.');
  }
  const pairs = (option: 'parameter' | 'provider') =>
    (values[option] ?? []).map((text) => pairOf(option, text));
  return {
    name: 'verify',
    file,
    region: values.region,
    profile: values.profile,
    endpoint: values.endpoint,
    ignore: values.ignore ?? [],
    parameters: Object.fromEntries(pairs('parameter')),
    stackName: values['stack-name'],
    providers: Object.fromEntries(pairs('provider').map(([name, place]) => [name, placeOf(place)])),
    json: values.json ?? false,
  };
}

function pairOf(option: string, text: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new FakeEcrError(`--${option} ${text} has no value.`, `Expected --${option} Name=value.`);
}

function placeOf(text: string): { readonly account: string; readonly region: string } {
  const [account = '', region = ''] = text.split('/');
  return { account: requireAccountId(account), region: requireRegion(region) };
}
