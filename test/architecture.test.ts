/** The house's import directions: who may know whom. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { PARTS, assignParts } from '../tools/parts.js';

const SRC = resolve(__dirname, '../src');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const imports: Import[] = filesIn(SRC).flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)].map(
    (match) => {
      const target = match[2] as string;
      return {
        from: relative(SRC, file),
        to: target.startsWith('.') ? `./${relative(SRC, resolve(dirname(file), target))}` : target,
        isType: match[1] !== undefined,
      };
    },
  );
});

/** The floor of a path: its first folder, or `root` for the composition. */
function floor(path: string): string {
  const parts = path.replace(/^\.\//, '').split('/');
  return parts.length === 1 ? 'root' : (parts[0] as string);
}

/** The rooms from the top of the house to its ground. Imports run downwards in this list. */
const FLOORS = [
  'root',
  'cli',
  'verify',
  'console',
  'fake',
  'scenes',
  'expect',
  'handles',
  'doors',
  'inspect',
  'snapshot',
  'service',
  'operations',
  'ecr',
  'world',
  'iam',
  'api',
  'aws',
  'lib',
];

test('the scan sees the house', () => {
  expect(imports.length).toBeGreaterThan(150);
  const floors = new Set(imports.filter((one) => !one.from.endsWith('.d.ts')).map((one) => floor(one.from)));
  expect([...floors].filter((name) => !FLOORS.includes(name))).toEqual([]);
  expect(FLOORS.filter((name) => !floors.has(name))).toEqual([]);
});

test('each floor imports only from those below it', () => {
  const wrong = imports.filter(({ from, to }) => {
    // The version comes from the package's own manifest.
    if (!to.startsWith('./') || to.startsWith('./..')) return false;
    return FLOORS.indexOf(floor(to)) < FLOORS.indexOf(floor(from));
  });
  expect(wrong).toEqual([]);
});

/** Parents and their children, which know each other; each line may hold no other file. */
const PARENT_AND_CHILD: readonly (readonly string[])[] = [
  ['world/registry.ts', 'world/repository.ts'],
  // The same two as a test holds them.
  ['handles/registry-handle.ts', 'handles/repository-handle.ts'],
];

/** Groups of files each of which reaches all others of its group, types included (Tarjan). */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    const number = numbers.size;
    numbers.set(file, number);
    lowest.set(file, number);
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!numbers.has(next)) visit(next);
      if (path.includes(next)) {
        lowest.set(file, Math.min(lowest.get(file) as number, lowest.get(next) as number));
      }
    }
    if (lowest.get(file) !== number) return;
    const circle = path.splice(path.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file);
  return found;
}

test('circles are found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['e']],
    ['e', []],
  ]);
  expect(circles(graph)).toEqual([['a', 'b', 'c']]);
});

test('no circle of imports but parent and child, types included', () => {
  const graph = new Map<string, string[]>();
  for (const { from, to } of imports) {
    const file = to.replace(/^\.\//, '').replace(/\.js$/, '.ts');
    if (to.startsWith('./') && file !== from) graph.set(from, [...(graph.get(from) ?? []), file]);
  }
  const wrong = circles(graph).filter(
    (circle) => !PARENT_AND_CHILD.some((allowed) => circle.every((file) => allowed.includes(file))),
  );
  expect(wrong).toEqual([]);
});

test('only doors load the SDK, its mock, sinon, sockets or files', () => {
  const outside =
    /^(@aws-sdk\/|@smithy\/|@jest\/|aws-sdk-client-mock|sinon|node:(http|net|fs|timers|child_process))/;
  const bindings = ['jest-globals.ts', 'vitest.ts', 'bun.ts'];
  const writers = ['inspect/report/write-report.ts', 'fake/iac/read-assembly.ts'];
  const wrong = imports.filter(
    ({ from, to, isType }) =>
      !isType &&
      outside.test(to) &&
      !['doors', 'cli'].includes(floor(from)) &&
      ![...bindings, ...writers].includes(from),
  );
  expect(wrong).toEqual([]);
});

test('the console, which runs in a browser, has types of what it is told and nothing else', () => {
  const wrong = imports.filter(
    ({ from, to, isType }) =>
      floor(from) === 'console' &&
      to.startsWith('./') &&
      floor(to) !== 'console' &&
      !(isType && to === './inspect/console/shapes.js'),
  );
  expect(wrong).toEqual([]);
  // It may name nothing of the rest by way of them either.
  expect(imports.filter(({ from }) => from === 'inspect/console/shapes.ts')).toEqual([]);
  expect(imports.filter(({ from, to }) => floor(from) !== 'console' && floor(to) === 'console')).toEqual([]);
});

test('only the target of a call finds the registry that an operation works on', () => {
  const wrong = filesIn(join(SRC, 'operations'))
    .map((file) => relative(SRC, file))
    .filter((file) => file !== 'operations/target.ts')
    .filter((file) =>
      /\b(registryAt|findRegistry|registry|registries)\(/.test(readFileSync(join(SRC, file), 'utf8')),
    );
  expect(wrong).toEqual([]);
});

/** The parts that are built, as far as they are known from imports of values. */
const parts = assignParts((module) =>
  imports
    .filter(({ from, isType }) => from === module && !isType)
    .map(({ to }) => to.replace(/^\.\//, '').replace(/\.js$/, '.ts')),
);
const orderOf = (module: string) => PARTS.findIndex(({ name }) => name === parts.get(module));
const ENGINE = PARTS.findIndex(({ name }) => name === 'engine');

test('every module that a part begins with is there', () => {
  const beginnings = PARTS.flatMap(({ name, begins }) => begins.map((module) => [module, name]));
  expect(beginnings.map(([module = '']) => [module, parts.get(module)])).toEqual(beginnings);
  for (const [module = ''] of beginnings) expect(readFileSync(join(SRC, module), 'utf8')).not.toBe('');
});

test('what answers commands uses no part that is loaded later: only handles of a test and assertions do', () => {
  const later = imports
    .map(({ from, to, isType }) => ({ from, to: to.replace(/^\.\//, '').replace(/\.js$/, '.ts'), isType }))
    .filter(({ from, to, isType }) => !isType && orderOf(from) <= ENGINE && orderOf(to) > ENGINE)
    .filter(({ from }) => orderOf(from) >= 0);
  expect(later.length).toBeGreaterThan(10);
  expect(later.filter(({ from }) => !['fake', 'expect'].includes(floor(from)))).toEqual([]);
});

/** The clock of the world, and the lock of a folder, which other processes look at in real time. */
const CLOCKS = ['service/clock.ts', 'cli/data-dir/folder-lock.ts'];

test('nobody reads the time, draws randomness or sets timers but the clock', () => {
  const source =
    /\b(Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|setTimeout\(|setInterval\(|setImmediate\()/;
  const wrong = filesIn(SRC)
    .map((file) => relative(SRC, file))
    // Whoever looks at the console does so in real time.
    .filter((file) => !CLOCKS.includes(file) && floor(file) !== 'console')
    // Comments may speak of what code must not do.
    .filter((file) =>
      source.test(readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
    );
  expect(wrong).toEqual([]);
});
