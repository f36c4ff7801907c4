import { parseArgs } from 'node:util';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import type { ReplicationSchedule } from '../ecr/replication/replication-engine.js';
import { JOURNAL } from '../fake/serve.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { RegistryProfile } from '../world/registry-protocol.js';
import { parseOptions } from './parse-options.js';
import { type VerifyCommand, readVerify } from './verify-arguments.js';

export const HELP = `fake-ecr: a stateful Amazon ECR for tests

usage
  fake-ecr serve [options]     answer at an HTTP endpoint until interrupted
  fake-ecr exec [options] -- <command>
                               run a command whose SDKs and AWS CLI meet an endpoint; ends with its exit code
  fake-ecr record [options]    read a real registry and write a seed file
  fake-ecr verify <file> [options]
                               compare a file with a real registry, and say what differs
  fake-ecr --help | --version

serve                          answers ECR, STS and docker push; ends at SIGTERM or Ctrl+C
  --host <address>             where to listen (127.0.0.1); whoever reaches it may change the world
  --port <number>              0 takes a free port (0)
  --account <id>               whose calls they are when the access key does not tell (123456789012)
  --layers assumed|required    whether layers must be uploaded before a manifest (required)
  --replication instant|manual|<ms>
                               when replicas arrive (instant)
  --seed <file.json>           a declaration, or a snapshot, to begin with
  --journal <number>|all       how many calls and events are kept, the latest (5000)
  --registry ecr|spec|none     how docker push is answered: as ECR does, by the OCI specification, or not (ecr)
  --no-registry                the same as --registry none
  --endpoints aws|served       names in proxyEndpoint and repositoryUri: ECR's, or those that lead here (aws)
  --data-dir <folder>          keep the bytes of large layers in files there; in memory when absent
  --json                       print one line of JSON when it listens: url, host, port, pid
  --ready-file <file>          write that line to a file when it listens; the file goes when it ends
  --wait                       serve in the background: return when it listens, and print its pid
  --verbose                    print a line for each request

exec                           takes the options of serve, but --json, --ready-file and --wait
  --region <name>              AWS_REGION of the command (that of the environment, else us-east-1)

record                         only reads, with the credentials that the SDK finds
  --region <name>              the Region to read
  --profile <name>             the profile whose credentials to read with
  --endpoint <url>             another endpoint, for example that of fake-ecr serve
  --out <file.json>            where to write; standard output when absent
  --manifests                  read manifests too, so that digests stay the same (counts as pulls)

verify                         a seed, a snapshot, cdk.out, a template in JSON, or what terraform show -json prints;
                               only reads; docs/verify.md has the permissions it needs
  --region <name>, --profile <name>, --endpoint <url>
                               as for record
  --ignore <glob>              what is not compared, for example 'repositories.*.images'; may be repeated
  --parameter <name>=<value>   a parameter of the template; may be repeated
  --stack-name <name>          the stack of the template, which is part of made-up names
  --provider <name>=<account>/<region>
                               where resources of a Terraform provider are; may be repeated
  --json                       print the differences as JSON

examples
  fake-ecr serve --port 4566 --seed world.json
  fake-ecr serve --json --replication manual --account 111122223333
  AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=x \\
    aws ecr describe-repositories --endpoint-url http://127.0.0.1:4566 --region eu-west-1
  fake-ecr exec --seed world.json -- npm test
  docker login -u AWS -p "$(aws ecr get-login-password --endpoint-url http://127.0.0.1:4566)" 127.0.0.1:4566
  curl -X POST http://127.0.0.1:4566/_fake-ecr/reset
  fake-ecr record --profile prod --region eu-west-1 --out prod.json
  fake-ecr verify prod.json --profile prod --region eu-west-1 --ignore 'repositories.*.images'

exit codes
  0 done    1 failed    2 the command line is wrong
  verify: 0 the same    1 something differs    2 it could not be compared
  exec: that of its command; 126 or 127 where that can't be run; 128 and the signal's number where one ended it
`;

/** A command line, understood. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | ServeCommand
  | ExecCommand
  | RecordCommand
  | VerifyCommand;

export interface ServeCommand {
  readonly name: 'serve';
  readonly host: string;
  readonly port: number;
  readonly account: string | undefined;
  readonly layers: 'assumed' | 'required';
  readonly replication: ReplicationSchedule;
  readonly seed: string | undefined;
  readonly journal: number;
  readonly registry: RegistryProfile | false;
  readonly endpoints: 'aws' | 'served';
  /** The folder for bytes of layers. */
  readonly dataDir: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  /** The file that says where it listens. */
  readonly readyFile: string | undefined;
  /** Serve in its own process, and return when that listens. */
  readonly wait: boolean;
}

export interface ExecCommand {
  readonly name: 'exec';
  /** How the endpoint is served. */
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

const OPTIONS = {
  serve: {
    host: { type: 'string' },
    port: { type: 'string' },
    account: { type: 'string' },
    layers: { type: 'string' },
    replication: { type: 'string' },
    seed: { type: 'string' },
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
  throw new FakeEcrError(
    `There is no command '${name}'.`,
    'There are serve, exec, record and verify; see fake-ecr --help.',
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
    port: portOf(values.port ?? '0'),
    account: values.account === undefined ? undefined : requireAccountId(values.account),
    layers,
    replication: replicationOf(values.replication ?? 'instant'),
    seed: values.seed,
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

/** A log needs somebody to read it. */
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
    throw new FakeEcrError('exec was not told what to run.', 'Expected fake-ecr exec [options] -- npm test.');
  }
  const region = values.region === undefined ? undefined : requireRegion(values.region);
  return { name: 'exec', serve: serveCommand(values), region, program, args: rest };
}

function readRecord(args: string[]): Command {
  const values = parse('record', args);
  if (values.help) return { name: 'help' };
  if (values.region === undefined) {
    throw new FakeEcrError('record was not told which Region.', 'Pass --region eu-west-1.');
  }
  const { region, profile, endpoint, out, manifests = false } = values;
  return { name: 'record', region, profile, endpoint, out, manifests };
}

function parse<N extends keyof typeof COMMANDS>(name: N, args: string[]) {
  return parseOptions(name, () => parseArgs({ args, options: COMMANDS[name], strict: true }).values);
}

function hostOf(text: string): string {
  if (text !== '') return text;
  throw new FakeEcrError('--host is empty.', 'Expected an address such as 127.0.0.1; 0.0.0.0 is every one.');
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
