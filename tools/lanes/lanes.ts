/** The lanes: one for each version of Node, of the SDK, of a runner, and each kind of module, and those of types. */
import type { Command } from '../packed-package.js';
import {
  BUN,
  MANAGERS,
  NODES,
  OLDEST_SDK,
  RESOLUTIONS,
  RUNNERS,
  type Runner,
  type SupportedNode,
  TYPESCRIPTS,
} from './versions.js';

const SDKS = ['oldest', 'newest'] as const;
const KINDS = ['cjs', 'esm'] as const;
type Sdk = (typeof SDKS)[number];
type Kind = (typeof KINDS)[number];

/** What is installed for a lane. Lanes with the same home share it. */
export interface Home {
  readonly name: string;
  readonly companions: Readonly<Record<string, string>>;
  /** Versions of what they depend on, as npm has it. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** How it is installed, if not by npm. */
  readonly install?: Command;
  /** A workspace of two packages, each with its own copy of the SDK. */
  readonly isWorkspace?: boolean;
}

export interface Lane {
  /** Words, by which lanes are chosen. */
  readonly name: string;
  /** Where its outcome stands in the table. */
  readonly row: string;
  readonly column: string;
  readonly home: Home;
  /** Below test/consumers. */
  readonly folder: 'lanes' | 'lane-types' | 'lane-workspaces';
  /** `node` and `bun` stand for the lane's own. */
  readonly command: Command;
  /** The major version of Node that runs it; absent if any may. */
  readonly node?: string;
  /** Why there is no such combination. */
  readonly refused?: string;
}

const moduleOf = (kind: Kind) => (kind === 'cjs' ? 'cjs' : 'mjs');

/** What a runner's user types. */
function commandOf(runner: Runner, kind: Kind): Command {
  const extension = moduleOf(kind);
  switch (runner.name) {
    case 'jest-29':
    case 'jest-30': {
      const flags = kind === 'esm' ? ['--experimental-vm-modules'] : [];
      return ['node', ...flags, 'node_modules/jest/bin/jest.js', '--ci', `jest.${extension}`];
    }
    case 'mocha':
      return ['node', 'node_modules/mocha/bin/mocha.js', `mocha.${extension}`];
    case 'bun':
      return ['bun', 'test', `./bun.${extension}`];
    case 'node-test':
      return ['node', '--test', `node.test.${extension}`];
    default:
      return ['node', 'node_modules/vitest/vitest.mjs', 'run', `vitest.${kind}.mjs`];
  }
}

function homeOf(runner: Runner, sdk: string): Home {
  return {
    name: `${runner.home ?? runner.name}-sdk-${sdk}`,
    companions: {
      '@aws-sdk/client-ecr': sdk,
      '@aws-sdk/client-sts': sdk,
      'aws-sdk-client-mock': '4',
      '@types/node': NODES[0]?.major as string,
      ...Object.fromEntries(
        TYPESCRIPTS.map(({ version }) => [`typescript-${version}`, `npm:typescript@${version}`]),
      ),
      ...runner.packages,
    },
    ...(runner.overrides !== undefined && { overrides: runner.overrides }),
  };
}

/**
 * All lanes.
 *
 * @param latestSdk the version that `latest` of `@aws-sdk/client-ecr` is, so that lanes that mean the same one share
 *   its installation
 */
export function lanes(latestSdk = 'latest'): readonly Lane[] {
  const newestFor = ({ newestSdk }: SupportedNode) => (newestSdk === 'latest' ? latestSdk : newestSdk);
  return [
    ...NODES.flatMap((node) => SDKS.flatMap((sdk) => runnerLanes(node, sdk, newestFor(node)))),
    ...SDKS.flatMap((sdk) =>
      KINDS.map((kind) => ({
        name: `runners ${BUN.name} ${sdk} ${kind}`,
        row: `${BUN.title}, ${kind}`,
        column: `Bun, ${sdk} SDK`,
        home: homeOf(BUN, sdk === 'oldest' ? OLDEST_SDK : latestSdk),
        folder: 'lanes' as const,
        command: commandOf(BUN, kind),
      })),
    ),
    ...SDKS.flatMap((sdk) => typeLanes(sdk, sdk === 'oldest' ? OLDEST_SDK : latestSdk)),
    ...NODES.flatMap((node) => managerLanes(node, newestFor(node))),
  ];
}

function runnerLanes({ major }: SupportedNode, sdk: Sdk, newest: string): Lane[] {
  return RUNNERS.flatMap((runner) =>
    KINDS.map((kind) => ({
      name: `runners node${major} ${sdk} ${runner.name} ${kind}`,
      row: `${runner.title}, ${kind}`,
      column: `Node ${major}, ${sdk} SDK`,
      home: homeOf(runner, sdk === 'oldest' ? OLDEST_SDK : newest),
      folder: 'lanes' as const,
      command: commandOf(runner, kind),
      node: major,
      ...(runner.refuses?.[major] !== undefined && { refused: runner.refuses[major] }),
    })),
  );
}

/** The files whose types are checked beside each runner, and the types that are global there. */
function typesOf({ name }: Runner): readonly [types: string, ...files: string[]] | undefined {
  if (name === 'mocha') return undefined;
  if (name === 'node-test') return ['node', 'node.mts', 'node.cts'];
  if (name === 'bun') return ['bun', 'bun.mts'];
  return name.startsWith('jest') ? ['node,jest', 'jest.cts', 'jest.mts'] : ['node', 'vitest.mts'];
}

function typeLanes(sdk: Sdk, version: string): Lane[] {
  return [...RUNNERS, BUN].flatMap((runner) => {
    const [types, ...files] = typesOf(runner) ?? [];
    if (types === undefined) return [];
    return TYPESCRIPTS.flatMap((typescript) =>
      Object.entries(RESOLUTIONS).map(([resolution, module]) => ({
        name: `types typescript-${typescript.version} ${resolution} ${sdk} ${runner.name}`,
        row: `types with ${runner.title}, ${sdk} SDK`,
        column: `TS ${typescript.version} ${resolution}`,
        home: homeOf(runner, version),
        folder: 'lane-types' as const,
        command: [
          ...['node', `node_modules/typescript-${typescript.version}/bin/tsc`, '--noEmit', '--strict'],
          ...['--skipLibCheck', String(runner.skipsLibCheckWith?.[typescript.version] !== undefined)],
          ...['--target', 'es2022', '--types', types],
          ...['--module', module, '--moduleResolution', resolution, ...files],
        ],
      })),
    );
  });
}

function managerLanes({ major }: SupportedNode, sdk: string): Lane[] {
  const companions = { '@aws-sdk/client-ecr': sdk, 'aws-sdk-client-mock': '4' };
  const installed = MANAGERS.flatMap((manager) =>
    KINDS.map((kind) => ({
      name: `managers node${major} ${manager.name} ${kind}`,
      row: `${manager.title}, ${kind}`,
      column: `Node ${major}`,
      home: { name: `${manager.name}-sdk-${sdk}`, companions, install: manager.install },
      folder: 'lanes' as const,
      command: ['node', '--test', `node.test.${moduleOf(kind)}`],
      node: major,
    })),
  );
  const workspaces = KINDS.map((kind) => ({
    name: `managers node${major} npm-workspaces ${kind}`,
    row: `npm workspaces with two copies of the SDK, ${kind}`,
    column: `Node ${major}`,
    home: { name: `npm-workspaces-sdk-${sdk}`, companions, isWorkspace: true },
    folder: 'lane-workspaces' as const,
    command: ['node', '--test', `packages/tests/release.test.${moduleOf(kind)}`],
    node: major,
  }));
  return [...installed, ...workspaces];
}

/** What `.ci/run` tries of it: each version of Node, both ends of the SDK, each compiler, the newest of runners. */
const CORE = [
  /^runners node\d+ (oldest|newest) node-test /,
  /^runners node24 newest (vitest-5|mocha) /,
  /^runners bun newest /,
  /^types typescript-\S+ bundler newest node-test$/,
  /^types typescript-6 bundler newest vitest-5$/,
  /^managers node24 npm-workspaces /,
];

/**
 * The lanes that have all of the given words. `core` is a word of those that `.ci/run` tries.
 */
export function choose(all: readonly Lane[], wanted: readonly string[]): readonly Lane[] {
  return all.filter(({ name }) => {
    const words = new Set(name.split(' '));
    if (CORE.some((pattern) => pattern.test(name))) words.add('core');
    return wanted.every((word) => words.has(word));
  });
}
