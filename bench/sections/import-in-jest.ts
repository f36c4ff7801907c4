import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Milliseconds. */
export interface Times {
  /** The SDK and its mock. */
  readonly peers: number;
  /** The root entry after them. */
  readonly own: number;
  /** The first call of `fakeEcr()` after that. */
  readonly first: number;
}

/** The first file of a worker also pays for reading and compiling; all others for running and linking. */
const FILES = 10;

/**
 * What a test file pays in Jest, which loads every module anew for each of them: files of one worker, one after another, of which
 * the first is left out.
 *
 * @param dist the folder of the built package
 * @param companions what is loaded before it
 */
export function importsInJest(dist: string, companions: readonly string[]): readonly Times[] {
  const home = mkdtempSync(join(tmpdir(), 'fake-ecr-jest-'));
  try {
    const modules = join(home, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync('node_modules')) {
      if (!name.startsWith('.')) symlinkSync(resolve('node_modules', name), join(modules, name));
    }
    cpSync(dist, join(modules, 'fake-ecr/dist'), { recursive: true });
    cpSync('package.json', join(modules, 'fake-ecr/package.json'));
    writeFileSync(join(home, 'package.json'), JSON.stringify({ jest: { transform: {} } }));
    for (let file = 0; file < FILES; file += 1) {
      writeFileSync(join(home, `file-${file}.test.js`), testFile(companions));
    }
    const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
    execFileSync(process.execPath, [jest, '--ci', '--runInBand', '--rootDir', home], {
      cwd: home,
      stdio: 'ignore',
      timeout: 300_000,
    });
    const lines = readFileSync(join(home, 'times'), 'utf8').trim().split('\n');
    return lines.slice(1).map((line) => JSON.parse(line) as Times);
  } finally {
    rmSync(home, { recursive: true });
  }
}

function testFile(companions: readonly string[]): string {
  return `
test('loads', () => {
  const start = performance.now();
  ${companions.map((name) => `require('${name}');`).join('\n  ')}
  const between = performance.now();
  const { fakeEcr } = require('fake-ecr');
  const loaded = performance.now();
  const ecr = fakeEcr();
  const first = performance.now() - loaded;
  ecr.restore();
  const times = { peers: between - start, own: loaded - between, first };
  require('node:fs').appendFileSync('times', JSON.stringify(times) + '\\n');
});
`;
}
