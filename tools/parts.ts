/**
 * The parts that the package is built in, and when each is loaded. A test file pays for what it loads, so what most suites never
 * use is loaded when a method first asks for it (docs/decisions/parts-that-are-loaded-later.md).
 *
 * A module belongs to the first part of this list that reaches it by imports without passing through a module that another part
 * begins with. A part is loaded together with the earlier parts it uses; a later one it loads when a function of that one is
 * called. So nothing a command needs may be in a later part than the engine: `test/architecture.test.ts` sees to that.
 */
export interface Part {
  readonly name: string;
  /** The modules it begins with, below src/. */
  readonly begins: readonly string[];
}

/** What entries load at once: errors, and functions that load the rest when they are called. */
const BASE: Part = {
  name: 'base',
  begins: [
    'lib/misuse.ts',
    'ecr/replication/failure-codes.ts',
    'expect/assertion-error.ts',
    'expect/matchers.ts',
    'fake/expectations.ts',
  ],
};

/** The SDK and its mock: the copies that are there when the root entry is loaded. */
const SDK: Part = {
  name: 'sdk',
  begins: ['doors/client-mock/sdk-module.ts', 'doors/client-mock/default-mock.ts'],
};

/** All that answers commands; loaded by the first call of a function of the root, such as `fakeEcr()`. */
const ENGINE: Part = {
  name: 'engine',
  begins: ['fake/fake-ecr.ts', 'fake/setup-fake-ecr.ts', 'handles/image-builders.ts', 'scenes/scenarios.ts'],
};

/** What is loaded when it is first asked for, before or between commands, and never while one is answered. */
const LATER: readonly Part[] = [
  // ecr.explain(), ecr.explainLifecycle(), and assertions
  { name: 'explanations', begins: ['ecr/replication/explain/likely-sources.ts', 'ecr/lifecycle/explain.ts'] },
  // ecr.onEvent(listener, pattern); expectEmitted() knows the same words
  { name: 'event-patterns', begins: ['ecr/events/rule-pattern.ts'] },
  // matchers and expect…()
  {
    name: 'assertions',
    begins: ['expect/assertions.ts', 'expect/check.ts', 'expect/pattern.ts', 'fake/assert-replicated.ts'],
  },
  // ecr.timeline(), ecr.topology(), ecr.inspect(), and messages of failed assertions
  { name: 'views', begins: ['inspect/timeline.ts', 'inspect/topology.ts', 'inspect/tree.ts'] },
  // ecr.report()
  { name: 'report', begins: ['inspect/report/report.ts', 'inspect/report/write-report.ts'] },
  // files that are checked: snapshots and seeds
  { name: 'shapes', begins: ['lib/json-shape.ts'] },
  // ecr.snapshot(), ecr.load(), ecr.baseline()
  { name: 'snapshot', begins: ['snapshot/snapshot.ts'] },
  // ecr.seed()
  { name: 'seed', begins: ['scenes/seed/apply-seed.ts'] },
  // ecr.requestHandler(), endpoints; STS is answered by the same requests
  { name: 'wire', begins: ['doors/request-handler/ecr-request-handler.ts'] },
  // fakeEcr({ debug }), FAKE_ECR_DEBUG
  { name: 'trace', begins: ['inspect/trace/trace.ts'] },
  // fakeEcr({ blobs: { directory } })
  { name: 'blob-folder', begins: ['doors/registry/blob-folder.ts'] },
];

export const PARTS: readonly Part[] = [BASE, SDK, ENGINE, ...LATER];

/** Entries that load no more than what comes before the engine, each with the parts it loads at once besides the base. */
export const THIN_ENTRIES: Readonly<Record<string, readonly string[]>> = {
  index: [SDK.name],
  jest: [],
  'jest-globals': [],
  matchers: [],
};

/**
 * Puts modules into their parts.
 *
 * @param importsOf the modules that a module imports, below src/
 * @returns the name of the part of each module; those that no part reaches are missing
 */
export function assignParts(importsOf: (module: string) => readonly string[]): ReadonlyMap<string, string> {
  const beginnings = new Map(PARTS.flatMap(({ name, begins }) => begins.map((module) => [module, name])));
  const assigned = new Map<string, string>();
  for (const { name, begins } of PARTS) {
    const open = [...begins];
    for (let module = open.pop(); module !== undefined; module = open.pop()) {
      if (assigned.has(module) || (beginnings.get(module) ?? name) !== name) continue;
      assigned.set(module, name);
      open.push(...importsOf(module));
    }
  }
  return assigned;
}
