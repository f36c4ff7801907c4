import { parseArgs } from 'node:util';
import { FakeEcrError } from '../lib/misuse.js';
import { parseOptions } from './parse-options.js';
import { SEED_OPTIONS, type SeedOptions, readSeedOptions } from './seeds/seed-options.js';

/** A file is compared with a registry. */
export interface VerifyCommand {
  readonly name: 'verify';
  readonly file: string;
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  /** Globs of paths that are not compared. */
  readonly ignore: readonly string[];
  /** What a template, a plan or a state does not say of itself. */
  readonly seedOptions: SeedOptions;
  readonly json: boolean;
}

/** The fake is compared with a registry. */
export interface FidelityCommand {
  readonly name: 'fidelity';
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  /** The profile of another account. */
  readonly secondProfile: string | undefined;
  /** Another Region of the first account. */
  readonly secondRegion: string | undefined;
  /** Numbers of statements; all if absent. */
  readonly only: readonly string[] | undefined;
  /** Whether settings of the whole registry may be changed for a while. */
  readonly allowsRegistrySettings: boolean;
  /** Whether to go on without asking. */
  readonly yes: boolean;
  readonly resume: boolean;
  /** Where the recording goes. */
  readonly output: string;
  readonly json: boolean;
}

const SHARED = {
  region: { type: 'string' },
  profile: { type: 'string' },
  endpoint: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DRIFT = {
  ...SHARED,
  ...SEED_OPTIONS,
  ignore: { type: 'string', multiple: true },
} as const;

const FIDELITY = {
  ...SHARED,
  fidelity: { type: 'boolean' },
  'second-profile': { type: 'string' },
  'second-region': { type: 'string' },
  only: { type: 'string' },
  'allow-registry-settings': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  resume: { type: 'boolean' },
  output: { type: 'string' },
} as const;

type Help = { readonly name: 'help' };

/** @throws FakeEcrError if the command line is wrong */
export function readVerify(args: string[]): VerifyCommand | FidelityCommand | Help {
  return args.includes('--fidelity') ? readFidelity(args) : readDrift(args);
}

function readDrift(args: string[]): VerifyCommand | Help {
  const { values, positionals } = parseOptions('verify', () =>
    parseArgs({ args, options: DRIFT, strict: true, allowPositionals: true }),
  );
  if (values.help) return { name: 'help' };
  const [file, stranger] = positionals;
  if (file === undefined) {
    throw new FakeEcrError(
      'verify was not told what to compare.',
      'Expected fake-ecr verify prod.json --region eu-west-1, or --fidelity.',
    );
  }
  if (stranger !== undefined) {
    throw new FakeEcrError(`verify was given two files, ${file} and ${stranger}.`, 'Compare one at a time.');
  }
  return {
    name: 'verify',
    file,
    region: regionOf(values.region),
    profile: values.profile,
    endpoint: values.endpoint,
    ignore: values.ignore ?? [],
    seedOptions: readSeedOptions(values),
    json: values.json ?? false,
  };
}

function readFidelity(args: string[]): FidelityCommand | Help {
  const values = parseOptions(
    'verify --fidelity',
    () => parseArgs({ args, options: FIDELITY, strict: true }).values,
  );
  if (values.help) return { name: 'help' };
  const region = regionOf(values.region);
  const secondRegion = values['second-region'];
  if (secondRegion === region) {
    throw new FakeEcrError(`--second-region ${region} is the first one too.`, 'Expected another Region.');
  }
  return {
    name: 'fidelity',
    region,
    profile: values.profile,
    endpoint: values.endpoint,
    secondProfile: values['second-profile'],
    secondRegion,
    only: values.only
      ?.split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
    allowsRegistrySettings: values['allow-registry-settings'] ?? false,
    yes: values.yes ?? false,
    resume: values.resume ?? false,
    output: values.output ?? 'fake-ecr-recording.json',
    json: values.json ?? false,
  };
}

function regionOf(region: string | undefined): string {
  if (region !== undefined) return region;
  throw new FakeEcrError('verify was given no Region.', 'Pass --region eu-west-1.');
}
