import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, middle } from '../measure.js';
import { type Times, importsInJest } from './import-in-jest.js';

const DIST = 'dist';
const COMPANIONS = ['@aws-sdk/client-ecr', 'aws-sdk-client-mock'];

/** What the built package adds to a process that has the SDK and its mock, to each test file of Jest, and to a disk. */
export function importTime(): Row[] {
  if (!existsSync(join(DIST, 'index.mjs'))) throw new Error('build first: npm run build');
  const runs = (format: 'mjs' | 'cjs') => Array.from({ length: 9 }, () => timesOf(format));
  return [
    ...rowsOf('require', runs('cjs')),
    ...rowsOf('import', runs('mjs')),
    ...rowsOf('require in Jest', importsInJest(DIST, COMPANIONS)),
    {
      what: 'size of what is installed',
      value: installedSize(),
      unit: 'bytes',
      budget: { of: 'value', most: 1_000_000 },
    },
  ];
}

function rowsOf(way: string, times: readonly Times[]): Row[] {
  const row = (what: string, of: (one: Times) => number): Row => ({
    what: `${way}: ${what}`,
    value: middle(times.map(of)),
    unit: 'ms',
    ratio: middle(times.map((one) => of(one) / one.peers)),
    against: 'its peers',
  });
  const root = row('the root entry besides its peers', ({ own }) => own);
  return [
    { ...root, budget: { of: 'value', most: 20 } },
    { ...root, what: `${way}: the same, as a part of its peers`, budget: { of: 'ratio', most: 1 / 12 } },
    row('the root entry and the first fakeEcr()', ({ own, first }) => own + first),
  ];
}

/** Of the files in the tarball, unpacked. */
function installedSize(): number {
  const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  });
  const [packed] = JSON.parse(printed) as { readonly unpackedSize: number }[];
  return (packed as { readonly unpackedSize: number }).unpackedSize;
}

function timesOf(format: 'mjs' | 'cjs'): Times {
  const load = (name: string) => (format === 'mjs' ? `await import('${name}')` : `require('${name}')`);
  const script = [
    // The first import also starts the loader.
    `${load('node:path')};`,
    'const start = performance.now();',
    ...COMPANIONS.map((name) => `${load(name)};`),
    'const between = performance.now();',
    `const { fakeEcr } = ${load(`./${DIST}/index.${format}`)};`,
    'const loaded = performance.now();',
    'fakeEcr();',
    'const first = performance.now() - loaded;',
    'console.log(JSON.stringify({ peers: between - start, own: loaded - between, first }));',
  ].join('\n');
  const type = format === 'mjs' ? 'module' : 'commonjs';
  const printed = execFileSync(process.execPath, [`--input-type=${type}`, '-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  });
  return JSON.parse(printed) as Times;
}
