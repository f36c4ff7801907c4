/** What is said to be supported is what is tried: the page, the manifest, the workflows and the lanes agree. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { choose, lanes } from '../tools/lanes/lanes.js';
import { outcomeTables } from '../tools/lanes/outcomes.js';
import { nodeRows, runnerRows, toolRows } from '../tools/lanes/support-tables.js';
import { BUN, MANAGERS, NODES, OLDEST_SDK, RUNNERS, TYPESCRIPTS } from '../tools/lanes/versions.js';

const ROOT = join(__dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<
    Record<string, { readonly strategy?: { readonly matrix: { readonly include: readonly MatrixRow[] } } }>
  >;
}
type MatrixRow = Readonly<Record<string, unknown>>;
const workflow = (name: string) => parse(read(`.github/workflows/${name}`)) as Workflow;

const LANES = lanes();

describe('the lanes', () => {
  test('cross Node, both ends of the SDK, the runners and the kinds of module, and leave none out', () => {
    const combinations = NODES.flatMap(({ major }) =>
      ['oldest', 'newest'].flatMap((sdk) =>
        RUNNERS.flatMap(({ name }) =>
          ['cjs', 'esm'].map((kind) => `runners node${major} ${sdk} ${name} ${kind}`),
        ),
      ),
    );
    expect(LANES.map(({ name }) => name)).toEqual(expect.arrayContaining(combinations));
  });

  test('have names and cells of their own', () => {
    expect(new Set(LANES.map(({ name }) => name)).size).toBe(LANES.length);
    const cells = LANES.map(({ name, row, column }) => `${name.split(' ')[0]} ${row} ${column}`);
    expect(new Set(cells).size).toBe(LANES.length);
  });

  test('with one home install the same', () => {
    const homes = new Map<string, unknown>();
    for (const { home } of LANES) {
      expect(home).toEqual(homes.get(home.name) ?? home);
      homes.set(home.name, home);
    }
  });

  test('run files that there are', () => {
    const files = LANES.flatMap(({ folder, command }) =>
      command
        .filter((arg) => /\.[cm](js|ts)$/.test(arg) && !arg.startsWith('node_modules'))
        .map((arg) => [folder, arg]),
    );
    expect(files.length).toBeGreaterThan(LANES.length - 1);
    const missing = files.filter(
      ([folder, file]) => !existsSync(join(ROOT, 'test/consumers', folder!, file!)),
    );
    expect(missing).toEqual([]);
  });

  test('on Node 20 have an SDK that runs there, whatever the newest is', () => {
    const sdks = lanes('3.9999.0').flatMap(({ node, home }) =>
      node === '20' ? [home.companions['@aws-sdk/client-ecr']] : [],
    );
    expect(new Set(sdks)).toEqual(new Set([OLDEST_SDK, NODES[0]?.newestSdk]));
  });

  test('that a runner refuses are named with its reason', () => {
    const refused = LANES.filter((lane) => lane.refused !== undefined);
    expect(refused.map(({ name }) => name)).toEqual([
      'runners node20 oldest vitest-5 cjs',
      'runners node20 oldest vitest-5 esm',
      'runners node20 newest vitest-5 cjs',
      'runners node20 newest vitest-5 esm',
    ]);
    for (const { refused: why } of refused) expect(why).toContain('engines');
  });

  test('are chosen by words, all of which they have', () => {
    expect(choose(LANES, [])).toHaveLength(LANES.length);
    expect(choose(LANES, ['node20', 'jest-29', 'cjs']).map(({ name }) => name)).toEqual([
      'runners node20 oldest jest-29 cjs',
      'runners node20 newest jest-29 cjs',
    ]);
    expect(choose(LANES, ['node18'])).toEqual([]);
  });

  test('of the core have each Node, both SDKs, each compiler, Bun and a workspace', () => {
    const core = choose(LANES, ['core']).map(({ name }) => name);
    const words = new Set(core.flatMap((name) => name.split(' ')));
    for (const { major } of NODES) expect(words).toContain(`node${major}`);
    for (const { version } of TYPESCRIPTS) expect(words).toContain(`typescript-${version}`);
    for (const word of ['oldest', 'newest', BUN.name, 'npm-workspaces', 'cjs', 'esm'])
      expect(words).toContain(word);
    // It is part of every run.
    expect(core.length).toBeLessThan(30);
  });
});

describe('the page of supported versions', () => {
  const plain = (text: string) => text.replace(/ +/g, ' ');
  const rowsUnder = (heading: string) => {
    const section = plain(read('docs/support.md')).split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    return section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2);
  };

  test.each([
    ['Node and the SDK', nodeRows()],
    ['Runners', runnerRows()],
    ['Compilers and package managers', toolRows()],
  ])('%s: lists exactly what is tried', (heading, rows) => {
    expect(rowsUnder(heading)).toEqual(rows.map(plain));
  });

  test('says what a runner refuses, what its users override, and where its types do not compile', () => {
    const page = read('docs/support.md');
    for (const { refuses = {}, overrides, skipsLibCheckWith = {} } of RUNNERS) {
      for (const why of Object.values(refuses)) expect(page).toContain(why.split(' are ')[1]);
      for (const why of Object.values(skipsLibCheckWith)) expect(page).toContain(why.split('its own ')[1]);
      if (overrides !== undefined)
        expect(page).toContain(JSON.stringify({ overrides }).replace(/[:{]/g, '$& ').replace(/}/g, ' }'));
    }
  });

  test('is reached from the README and from the side of the site', () => {
    expect(read('README.md')).toContain('(docs/support.md)');
    expect(read('docs/.vitepress/config.mts')).toContain("link: '/support'");
  });
});

describe('the manifest', () => {
  const { engines, peerDependencies } = JSON.parse(read('package.json')) as Readonly<
    Record<'engines' | 'peerDependencies', Readonly<Record<string, string>>>
  >;

  test('allows the oldest Node and the oldest SDK that are tried', () => {
    expect(engines['node']).toMatch(new RegExp(`^>=${NODES[0]?.major}\\.`));
    expect(peerDependencies['@aws-sdk/client-ecr']).toBe(`^${OLDEST_SDK}`);
    expect(peerDependencies['@aws-sdk/client-sts']).toBe(`^${OLDEST_SDK}`);
  });

  test.each([
    ['@jest/globals', 'jest'],
    ['vitest', 'vitest'],
  ])('allows the oldest %s that is tried, and each later one', (peer, runner) => {
    const majors = RUNNERS.filter(({ name }) => name.startsWith(`${runner}-`)).map(({ name }) =>
      Number(name.split('-')[1]),
    );
    expect(peerDependencies[peer]).toMatch(new RegExp(`^>=${Math.min(...majors)}(\\.\\d+)?$`));
  });
});

describe('the workflows', () => {
  test('try the whole suite on each Node, with the SDK that runs there', () => {
    const rows = workflow('ci.yml').jobs['test']?.strategy?.matrix.include;
    expect(rows).toEqual(NODES.map(({ major, newestSdk }) => ({ node: Number(major), sdk: newestSdk })));
  });

  test('try every lane each week, for each release and on demand', () => {
    const { on, jobs } = workflow('lanes.yml');
    expect(Object.keys(on).sort()).toEqual(['push', 'schedule', 'workflow_dispatch']);
    expect(on['push']).toEqual({ tags: ['v*'] });
    const tried = (jobs['lanes']?.strategy?.matrix.include ?? []).flatMap(({ lanes: words }) =>
      choose(LANES, String(words).split(' ')).map(({ name }) => name),
    );
    expect(tried.sort()).toEqual(LANES.map(({ name }) => name).sort());
  });

  test('and .ci/run try the core', () => {
    expect(read('.ci/run')).toContain('npm run check:lanes -- core');
    expect(read('.github/workflows/ci.yml')).toContain('npm run check:lanes -- core');
  });
});

test('outcomes are a table, with a line for each lane that did not run', () => {
  const [lane, other] = choose(LANES, ['node20', 'newest', 'vitest-5']);
  const tables = outcomeTables([
    { lane: lane!, result: 'refused', why: 'its engines' },
    { lane: other!, result: 'ok' },
  ]);
  expect(tables.trim().split('\n')).toEqual([
    'runners',
    '               Node 20, newest SDK',
    'Vitest 5, cjs  refused',
    'Vitest 5, esm  ok',
    '',
    'refused: runners node20 newest vitest-5 cjs: its engines',
  ]);
});

test('every runner and manager says why it is tried in that version', () => {
  for (const { why } of [...RUNNERS, BUN, ...MANAGERS, ...TYPESCRIPTS]) expect(why).not.toBe('');
});
