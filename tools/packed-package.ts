/** The packed package as its users meet it: the tarball, installed outside the checkout, and commands run there. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = resolve(import.meta.dirname, '..');
const MINUTES = 60_000;
/** How large the tarball may be, in bytes. */
const LARGEST = 1_000_000;

type Command = readonly string[];

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

  async run(label: string, command: Command, cwd: string): Promise<void> {
    const [program = '', ...args] = command;
    try {
      await promisify(execFile)(program, args, { ...OPTIONS, env: { ...OPTIONS.env, ...this.env }, cwd });
      console.log(`ok      ${label}: ${command.join(' ')}`);
    } catch (error) {
      this.failed = true;
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      console.error(`FAILED  ${label}: ${command.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`);
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
    const home = join(this.top, name);
    mkdirSync(home);
    const dependencies = { ...companions, 'fake-ecr': `file:${this.tarball}` };
    writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, dependencies }));
    run(
      ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', ...options],
      home,
    );
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
  readonly exports?: Readonly<Record<string, string | { readonly require?: { readonly default: string } }>>;
  readonly sideEffects?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
}
