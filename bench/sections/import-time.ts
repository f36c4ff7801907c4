import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Row, middle } from '../measure.js';

const DIST = 'dist';
const COMPANIONS = ['@aws-sdk/client-ecr', 'aws-sdk-client-mock'];

/** What the built package adds to a process that has the SDK and its mock, and to a disk. */
export function importTime(): Row[] {
  if (!existsSync(join(DIST, 'index.mjs'))) throw new Error('build first: npm run build');
  return [
    ...(['mjs', 'cjs'] as const).map((format): Row => {
      const times = Array.from({ length: 9 }, () => timesOf(format));
      return {
        what: `${format === 'mjs' ? 'import' : 'require'} of the root entry besides its peers`,
        value: middle(times.map(({ own }) => own)),
        unit: 'ms',
        ratio: middle(times.map(({ own, peers }) => own / peers)),
        against: 'its peers',
        budget: { of: 'value', most: 20 },
      };
    }),
    {
      what: 'size of what is installed',
      value: installedSize(),
      unit: 'bytes',
      budget: { of: 'value', most: 1_000_000 },
    },
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

/** Milliseconds. */
interface Times {
  readonly peers: number;
  readonly own: number;
}

function timesOf(format: 'mjs' | 'cjs'): Times {
  const load = (name: string) => (format === 'mjs' ? `await import('${name}')` : `require('${name}')`);
  const script = [
    'const start = performance.now();',
    ...COMPANIONS.map((name) => `${load(name)};`),
    'const between = performance.now();',
    `${load(`./${DIST}/index.${format}`)};`,
    'console.log(JSON.stringify({ peers: between - start, own: performance.now() - between }));',
  ].join('\n');
  const type = format === 'mjs' ? 'module' : 'commonjs';
  const printed = execFileSync(process.execPath, [`--input-type=${type}`, '-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  });
  return JSON.parse(printed) as Times;
}
