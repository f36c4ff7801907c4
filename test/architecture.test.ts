/** The house's import directions: who may know whom. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

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
    return entry.name.endsWith('.ts') ? [path] : [];
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

/** For each floor: the floors it may import from, besides itself. */
const BELOW: Record<string, readonly string[]> = {
  domain: [],
  engines: ['domain'],
  model: ['domain'],
  operations: ['engines', 'domain'],
  pipeline: ['operations', 'engines', 'model', 'domain'],
  // Handles say what they stand for in the words of the tree.
  fixtures: ['engines', 'domain', 'inspect'],
  // Matchers know operations by their names, inputs and errors.
  matchers: ['engines', 'domain', 'fixtures', 'operations', 'model'],
  inspect: ['engines', 'domain'],
  // What IAM knows of roles, for the door that assumes them.
  directory: ['engines', 'domain'],
  doors: ['pipeline', 'operations', 'model', 'domain', 'directory', 'engines'],
};

test('the scan sees the house', () => {
  expect(imports.length).toBeGreaterThan(150);
  const floors = new Set(imports.map((one) => floor(one.from)));
  for (const name of ['domain', 'engines', 'model', 'operations', 'pipeline', 'fixtures', 'doors']) {
    expect(floors).toContain(name);
  }
});

test('each floor imports only from those below it', () => {
  const wrong = imports.filter(({ from, to }) => {
    const here = floor(from);
    // The composition and the command line know everybody.
    if (!to.startsWith('./') || here === 'root' || here === 'cli' || floor(to) === here) return false;
    return !(BELOW[here] ?? []).includes(floor(to));
  });
  expect(wrong).toEqual([]);
});

test('engines do not import one another', () => {
  const engineOf = (path: string) => /^(?:\.\/)?engines\/([^/]+)\//.exec(path)?.[1];
  const wrong = imports.filter(({ from, to }) => {
    const [here, there] = [engineOf(from), engineOf(to)];
    return here !== undefined && there !== undefined && here !== there;
  });
  expect(wrong).toEqual([]);
});

test('only doors load the SDK, its mock, sinon, sockets or files', () => {
  const outside =
    /^(@aws-sdk\/|@smithy\/|@jest\/|aws-sdk-client-mock|sinon|node:(http|net|fs|timers|child_process))/;
  const bindings = ['jest-globals.ts', 'vitest.ts', 'bun.ts', 'sts.ts'];
  const writers = ['write-report.ts'];
  const wrong = imports.filter(
    ({ from, to, isType }) =>
      !isType &&
      outside.test(to) &&
      !['doors', 'cli'].includes(floor(from)) &&
      ![...bindings, ...writers].includes(from),
  );
  expect(wrong).toEqual([]);
});

test('nobody reads the time, draws randomness or sets timers but the clock', () => {
  const source =
    /\b(Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|setTimeout\(|setInterval\(|setImmediate\()/;
  const wrong = filesIn(SRC)
    .map((file) => relative(SRC, file))
    .filter((file) => !['pipeline/clock.ts', 'doors/registry/pause.ts'].includes(file))
    // Comments may speak of what code must not do.
    .filter((file) =>
      source.test(readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
    );
  expect(wrong).toEqual([]);
});
