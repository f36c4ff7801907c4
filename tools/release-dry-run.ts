/**
 * A release without its last step: the next version and its section of the changelog, the tarball, and what its provenance
 * would state. Needs a build, and no network; nothing in the checkout changes.
 *
 *     tsx tools/release-dry-run.ts [--tag v0.1.0]   with a tag: this is the version that is published
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, run } from './packed-package.js';
import { provenanceStatement } from './provenance.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly url: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly integrity: string;
  readonly files: readonly { readonly path: string }[];
}

const CHANGESETS = '.changeset';
/** The page of `serve`, which no entry names. */
const CONSOLE = ['./dist/console.js', './dist/console.css'];
/** Tried even if there is nothing to release, because a release has to work when there is. */
const EXAMPLE = "---\n'fake-ecr': patch\n---\n\nAn example.\n";

const { tag } = parseArgs({ options: { tag: { type: 'string' } } }).values;
const top = mkdtempSync(join(tmpdir(), 'fake-ecr-release-'));
try {
  const manifest = readManifest(ROOT);
  const waiting = changesetsIn(ROOT);
  if (tag === undefined) tryVersion(manifest, waiting);
  else requireReleased(manifest, waiting, tag);
  const packed = pack();
  requireTargets(manifest, packed);
  console.log(`pack: ${packed.filename}, ${packed.size} bytes, ${packed.files.length} files`);
  const { name, version, repository } = manifest;
  const { integrity } = packed;
  const build = { name, version, integrity, repositoryUrl: repository.url, env: process.env };
  console.log(`provenance: ${JSON.stringify(provenanceStatement(build), null, 2)}`);
} finally {
  rmSync(top, { recursive: true, force: true });
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function changesetsIn(folder: string): string[] {
  return readdirSync(join(folder, CHANGESETS)).filter((file) => file.endsWith('.md') && file !== 'README.md');
}

/** Lets a copy of the project have its next version. */
function tryVersion({ version }: Manifest, waiting: readonly string[]): void {
  const copy = join(top, 'copy');
  for (const path of ['package.json', 'CHANGELOG.md', CHANGESETS]) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  if (waiting.length === 0) writeFileSync(join(copy, CHANGESETS, 'example.md'), EXAMPLE);
  // Changesets look for the commits that added them.
  for (const args of ['init -q', 'add -A', '-c user.name=release -c user.email=@ commit -q -m release']) {
    run(['git', ...args.split(' ')], copy);
  }
  run([process.execPath, join(ROOT, 'node_modules/@changesets/cli/bin.js'), 'version'], copy);
  const next = readManifest(copy).version;
  const section = readFileSync(join(copy, 'CHANGELOG.md'), 'utf8').split(/^(?=## )/m)[1] ?? '';
  if (next === version || !section.startsWith(`## ${next}\n`) || changesetsIn(copy).length > 0) {
    throw new Error(
      `The changesets did not lead from ${version} to a new version with its section: ${section}`,
    );
  }
  const what = waiting.length === 0 ? 'none waits; tried with an example' : waiting.join(', ');
  console.log(`version: ${version} -> ${next} (changesets: ${what})\nchangelog:\n${section.trim()}`);
}

/** What is published has been versioned. */
function requireReleased({ version }: Manifest, waiting: readonly string[], given: string): void {
  if (given !== `v${version}`) throw new Error(`The tag is ${given}, and package.json has ${version}.`);
  if (waiting.length > 0) throw new Error(`Not in the changelog yet: ${waiting.join(', ')}.`);
  const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  if (!changelog.includes(`\n## ${version}\n`)) throw new Error(`CHANGELOG.md has no section ${version}.`);
  console.log(`version: ${version}, as tagged`);
}

function pack(): Packed {
  const listing = run(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', top], ROOT);
  return (JSON.parse(listing) as [Packed])[0];
}

/** Each file that the manifest leads to, and the page of the console, is packed. */
function requireTargets({ exports, bin }: Manifest, { files }: Packed): void {
  const packed = new Set(files.map(({ path }) => `./${path}`));
  const missing = [...targetsOf([exports, bin]), ...CONSOLE].filter((path) => !packed.has(path));
  if (missing.length > 0)
    throw new Error(`Not packed: ${missing.join(', ')}. Is there a build (npm run build)?`);
}

function targetsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(targetsOf);
}
