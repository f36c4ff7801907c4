/** The packed package as its users meet it: the tarball, installed outside the checkout, and commands run there. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = resolve(import.meta.dirname, '..');
const MINUTES = 60_000;
/** How large the tarball may be, in bytes. */
const LARGEST = 1_000_000;

export type Command = readonly string[];

export const NPM_INSTALL: Command = [
  'npm',
  'install',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--ignore-scripts',
];

/** A suite under test must not find credentials, and must not need any. */
const OPTIONS = {
  encoding: 'utf8',
  timeout: 5 * MINUTES,
  maxBuffer: 64 * 1024 * 1024,
  env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
} as const;

/** @throws if the command fails, with its output */
export function run([program = '', ...args]: Command, cwd: string): string {
  return execFileSync(program, args, { ...OPTIONS, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Commands that were tried, with a line for each. */
export class Checks {
  private failed = false;

  /** @param env variables that commands find besides */
  constructor(private readonly env: Readonly<Record<string, string>> = {}) {}

  /**
   * @param env variables for this command besides
   * @returns whether it succeeded
   */
  async run(
    label: string,
    command: Command,
    cwd: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    const [program = '', ...args] = command;
    const all = { ...OPTIONS.env, ...this.env, ...env };
    try {
      await promisify(execFile)(program, args, { ...OPTIONS, env: all, cwd });
      console.log(`ok      ${label}: ${command.join(' ')}`);
      return true;
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      this.fail(`${label}: ${command.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`);
      return false;
    }
  }

  /** Notes a failure, apart from those of commands. */
  fail(message: string): void {
    this.failed = true;
    console.error(`FAILED  ${message}`);
  }

  /** Makes the process fail if a command did. */
  conclude(): void {
    if (this.failed) process.exitCode = 1;
  }
}

/**
 * Works through jobs, a few of them at once.
 *
 * @param atOnce how many: more than there are cores would only wait for one another
 */
export async function sideBySide(jobs: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const waiting = [...jobs];
  const next = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, availableParallelism()) }, next));
}

/** Holds suites to this computer: whoever opens a socket to another is refused, and named afterwards. */
export class LoopbackOnly {
  /** For Node's `--require` and Bun's `--preload`. */
  static readonly preload = join(ROOT, 'tools/loopback-only.cjs');

  private readonly strays = join(mkdtempSync(join(tmpdir(), 'fake-ecr-sockets-')), 'hosts');

  /** Variables for the commands of suites. */
  readonly env = {
    NODE_OPTIONS: `--require ${LoopbackOnly.preload}`,
    SOCKETS_BEYOND_LOOPBACK: this.strays,
  };

  /** Notes a failure if a suite reached for the network. */
  conclude(checks: Checks): void {
    if (existsSync(this.strays))
      checks.fail(`sockets beyond loopback: ${readFileSync(this.strays, 'utf8').trim()}`);
    rmSync(dirname(this.strays), { recursive: true });
  }
}

/** A tarball, and folders outside the checkout in which it is installed. */
export class PackedPackage {
  private constructor(
    private readonly top: string,
    readonly tarball: string,
  ) {}

  /**
   * Packs what was built, unless a tarball is given, and removes everything afterwards.
   *
   * @param name of the temporary folder
   */
  static async use(
    name: string,
    work: (packed: PackedPackage) => Promise<void>,
    tarball?: string,
  ): Promise<void> {
    const top = mkdtempSync(join(tmpdir(), `fake-ecr-${name}-`));
    try {
      await work(new PackedPackage(top, tarball === undefined ? pack(top) : resolve(tarball)));
    } finally {
      rmSync(top, { recursive: true, force: true });
    }
  }

  /**
   * Installs the tarball and its companions in an empty folder, as a user would.
   *
   * @param companions names and versions
   * @param options further ones of `npm install`
   * @returns the folder
   */
  install(name: string, companions: Readonly<Record<string, string>>, ...options: string[]): string {
    const dependencies = { ...companions, 'fake-ecr': `file:${this.tarball}` };
    const manifest = JSON.stringify({ private: true, dependencies });
    return this.installFiles(name, { 'package.json': manifest }, [...NPM_INSTALL, ...options]);
  }

  /**
   * Writes manifests into an empty folder and installs what they declare.
   *
   * @param files their texts by their paths
   * @param command of the package manager
   * @returns the folder
   */
  installFiles(name: string, files: Readonly<Record<string, string>>, command: Command): string {
    const home = join(this.top, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    }
    run(command, home);
    return home;
  }
}

function pack(into: string): string {
  const listing = run(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', into], ROOT);
  const [{ filename, size }] = JSON.parse(listing) as [{ filename: string; size: number }];
  if (size >= LARGEST)
    throw new Error(`The package is ${size} bytes packed: it has to stay below ${LARGEST}.`);
  return join(into, filename);
}

/** A manifest of npm, as far as it is read here. */
export interface PackageManifest {
  readonly engines?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | { readonly require?: { readonly default: string } }>>;
  readonly sideEffects?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
}
