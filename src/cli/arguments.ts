import { parseArgs } from 'node:util';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import type { ReplicationSchedule } from '../ecr/replication/replication-engine.js';
import { requireHosts } from '../fake/options.js';
import { JOURNAL } from '../fake/serve.js';
import { FakeEcrError } from '../lib/misuse.js';
import { SEED_OPTIONS, type SeedOptions, readSeedOptions } from './seeds/seed-options.js';
import type { RegistryProfile } from '../world/registry-protocol.js';
import { parseOptions } from './parse-options.js';
import { type FidelityCommand, type VerifyCommand, readVerify } from './verify-arguments.js';

/** A parsed command line. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | ServeCommand
  | ExecCommand
  | RecordCommand
  | VerifyCommand
  | FidelityCommand
  | ConvertCommand;

export interface ServeCommand {
  readonly name: 'serve';
  readonly host: string;
  readonly allowedHosts: readonly string[] | 'all';
  readonly port: number;
  readonly account: string | undefined;
  readonly layers: 'assumed' | 'required';
  readonly replication: ReplicationSchedule;
  /** Paths, in the order in which they are planted. */
  readonly seeds: readonly string[];
  readonly seedOptions: SeedOptions;
  readonly journal: number;
  readonly registry: RegistryProfile | false;
  readonly endpoints: 'aws' | 'served';
  /** The folder for bytes of layers. */
  readonly dataDir: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  /** A file with the URL. */
  readonly readyFile: string | undefined;
  /** Serve in the background, and return when it listens. */
  readonly wait: boolean;
}

export interface ExecCommand {
  readonly name: 'exec';
  /** The options of the endpoint. */
  readonly serve: ServeCommand;
  readonly region: string | undefined;
  readonly program: string;
  readonly args: readonly string[];
}

export interface RecordCommand {
  readonly name: 'record';
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  readonly out: string | undefined;
  readonly manifests: boolean;
}

export interface ConvertCommand {
  readonly name: 'convert';
  readonly seeds: readonly string[];
  readonly seedOptions: SeedOptions;
  readonly account: string | undefined;
  readonly out: string | undefined;
}

const OPTIONS = {
  serve: {
    host: { type: 'string' },
    'allow-host': { type: 'string', multiple: true },
    port: { type: 'string' },
    account: { type: 'string' },
    layers: { type: 'string' },
    replication: { type: 'string' },
    seed: { type: 'string', multiple: true },
    ...SEED_OPTIONS,
    journal: { type: 'string' },
    registry: { type: 'string' },
    'no-registry': { type: 'boolean' },
    endpoints: { type: 'string' },
    'data-dir': { type: 'string' },
    json: { type: 'boolean' },
    'ready-file': { type: 'string' },
    wait: { type: 'boolean' },
    verbose: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
  record: {
    region: { type: 'string' },
    profile: { type: 'string' },
    endpoint: { type: 'string' },
    out: { type: 'string' },
    manifests: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
  convert: {
    ...SEED_OPTIONS,
    account: { type: 'string' },
    out: { type: 'string', short: 'o' },
    help: { type: 'boolean', short: 'h' },
  },
} as const;

const { json: _json, 'ready-file': _readyFile, wait: _wait, ...ENDPOINT } = OPTIONS.serve;
const COMMANDS = { ...OPTIONS, exec: { ...ENDPOINT, region: { type: 'string' } } } as const;

/** @throws FakeEcrError if the command line is wrong; its text says what was expected */
export function readCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return { name: 'help' };
  if (name === '--version' || name === '-v') return { name: 'version' };
  if (name === 'serve') return readServe(rest);
  if (name === 'exec') return readExec(rest);
  if (name === 'record') return readRecord(rest);
  if (name === 'verify') return readVerify(rest);
  if (name === 'convert') return readConvert(rest);
  throw new FakeEcrError(
    `There is no command '${name}'.`,
    'There are serve, exec, record, verify and convert; see fake-ecr --help.',
  );
}

function readServe(args: string[]): Command {
  const values = parse('serve', args);
  return values.help ? { name: 'help' } : serveCommand(values);
}

function serveCommand(values: ReturnType<typeof parse<'serve'>>): ServeCommand {
  const { layers = 'required' } = values;
  if (layers !== 'assumed' && layers !== 'required') {
    throw new FakeEcrError(`--layers ${layers} is not possible.`, 'Expected assumed or required.');
  }
  return {
    name: 'serve',
    host: hostOf(values.host ?? '127.0.0.1'),
    allowedHosts: allowedHostsOf(values['allow-host'] ?? []),
    port: portOf(values.port ?? '0'),
    account: values.account === undefined ? undefined : requireAccountId(values.account),
    layers,
    replication: replicationOf(values.replication ?? 'instant'),
    seeds: values.seed ?? [],
    seedOptions: readSeedOptions(values),
    journal: values.journal === undefined ? JOURNAL : journalOf(values.journal),
    registry: values['no-registry'] === true ? false : registryOf(values.registry ?? 'ecr'),
    endpoints: endpointsOf(values.endpoints ?? 'aws'),
    dataDir: values['data-dir'],
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    readyFile: values['ready-file'],
    wait: waitOf(values),
  };
}

/** In the background the log would not be read. */
function waitOf({ wait = false, verbose = false }: { wait?: boolean; verbose?: boolean }): boolean {
  if (!wait || !verbose) return wait;
  throw new FakeEcrError(
    '--wait and --verbose exclude each other.',
    'Serve in the foreground to see requests.',
  );
}

function readExec(args: string[]): Command {
  const border = args.indexOf('--');
  const values = parse('exec', border < 0 ? args : args.slice(0, border));
  if (values.help) return { name: 'help' };
  const [program, ...rest] = border < 0 ? [] : args.slice(border + 1);
  if (program === undefined) {
    throw new FakeEcrError('exec was given no command.', 'Expected fake-ecr exec [options] -- npm test.');
  }
  const region = values.region === undefined ? undefined : requireRegion(values.region);
  return { name: 'exec', serve: serveCommand(values), region, program, args: rest };
}

function readRecord(args: string[]): Command {
  const values = parse('record', args);
  if (values.help) return { name: 'help' };
  if (values.region === undefined) {
    throw new FakeEcrError('record was given no Region.', 'Pass --region eu-west-1.');
  }
  const { region, profile, endpoint, out, manifests = false } = values;
  return { name: 'record', region, profile, endpoint, out, manifests };
}

function readConvert(args: string[]): Command {
  const { values, positionals: seeds } = parseAll('convert', args, true);
  if (values.help) return { name: 'help' };
  if (seeds.length === 0) {
    throw new FakeEcrError(
      'convert was not told what to convert.',
      'Expected for example fake-ecr convert cdk.out -o world.json.',
    );
  }
  const account = values.account === undefined ? undefined : requireAccountId(values.account);
  return { name: 'convert', seeds, seedOptions: readSeedOptions(values), account, out: values.out };
}

function parse<N extends keyof typeof COMMANDS>(name: N, args: string[]) {
  return parseAll(name, args, false).values;
}

function parseAll<N extends keyof typeof COMMANDS>(name: N, args: string[], allowPositionals: boolean) {
  return parseOptions(name, () =>
    parseArgs({ args, options: COMMANDS[name], strict: true, allowPositionals }),
  );
}

function hostOf(text: string): string {
  if (text !== '') return text;
  throw new FakeEcrError('--host is empty.', 'Expected an address such as 127.0.0.1, or 0.0.0.0 for all.');
}

function allowedHostsOf(names: readonly string[]): readonly string[] | 'all' {
  const allowed = names.includes('all') ? 'all' : names;
  requireHosts(allowed);
  return allowed;
}

function registryOf(text: string): RegistryProfile | false {
  if (text === 'ecr' || text === 'spec') return text;
  if (text === 'none') return false;
  throw new FakeEcrError(`--registry ${text} is not possible.`, 'Expected ecr, spec or none.');
}

function endpointsOf(text: string): 'aws' | 'served' {
  if (text === 'aws' || text === 'served') return text;
  throw new FakeEcrError(`--endpoints ${text} is not possible.`, 'Expected aws or served.');
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new FakeEcrError(`--port ${text} is not a port.`, 'Expected a number from 0 to 65535.');
}

function journalOf(text: string): number {
  if (text === 'all') return Infinity;
  if (/^\d+$/.test(text)) return Number(text);
  throw new FakeEcrError(`--journal ${text} is not possible.`, 'Expected a number of entries, or all.');
}

function replicationOf(text: string): ReplicationSchedule {
  if (text === 'instant' || text === 'manual') return text;
  if (/^\d+$/.test(text)) return { latency: Number(text) };
  throw new FakeEcrError(
    `--replication ${text} is not possible.`,
    'Expected instant, manual or a number of milliseconds.',
  );
}
