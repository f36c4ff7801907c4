/**
 * What the package is tried with. Each version is a major, of which the newest release is installed, so that a lane
 * turns red when a release breaks something; `why` says what the version stands for.
 */

/** The oldest SDK that the peer dependency allows. */
export const OLDEST_SDK = '3.777.0';

export interface SupportedNode {
  readonly major: string;
  /** The newest SDK that runs on it: a version, or `latest`. */
  readonly newestSdk: string;
  /** The last month in which the SDK's new releases run on it. */
  readonly sdkUntil: string;
  /** The last month in which this package supports it: half a year longer. */
  readonly until: string;
}

/**
 * The SDK ends the support of a Node version in the first week of a January, eight months after Node itself. Its
 * 3.1169.0 says so for Node 20 when it is loaded [observed]; the other years are of the same rule [assumed].
 */
export const NODES: readonly SupportedNode[] = [
  // Stays at the newest release whose `engines` allow Node 20.
  { major: '20', newestSdk: '3.1169.0', sdkUntil: 'December 2026', until: 'June 2027' },
  { major: '22', newestSdk: 'latest', sdkUntil: 'December 2027', until: 'June 2028' },
  { major: '24', newestSdk: 'latest', sdkUntil: 'December 2028', until: 'June 2029' },
];

export interface Runner {
  readonly name: string;
  /** Whose installation it shares; its own if absent. */
  readonly home?: string;
  readonly title: string;
  readonly packages: Readonly<Record<string, string>>;
  /** What its users have to override to compile with `skipLibCheck: false`. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Compilers that report errors in the runner's own types, with the error: they skip the check of libraries. */
  readonly skipsLibCheckWith?: Readonly<Record<string, string>>;
  readonly why: string;
  /** Majors of Node that the runner itself refuses, with its words. */
  readonly refuses?: Readonly<Record<string, string>>;
}

const jestOf = (major: string, why: string): Runner => ({
  name: `jest-${major}`,
  title: `Jest ${major}`,
  packages: { jest: major, '@jest/globals': major, '@types/jest': major },
  why,
});
const vitestOf = (major: string, why: string): Runner => ({
  name: `vitest-${major}`,
  title: `Vitest ${major}`,
  packages: { vitest: major },
  why,
});

const MOCHA = { mocha: '12', '@types/mocha': '10' };

export const RUNNERS: readonly Runner[] = [
  jestOf('29', 'still widely used'),
  // The client mock's types of sinon do not fit the fake timers that Jest 30 installs beside them.
  { ...jestOf('30', 'the newest'), overrides: { '@types/sinon': '22' } },
  // The matchers' types extend an interface that Vitest has since 3.2.
  {
    ...vitestOf('3', 'from 3.2, the first whose matchers are typed by one interface'),
    skipsLibCheckWith: { 7: "its own types have a duplicate identifier 'containSubset'" },
  },
  vitestOf('4', 'the one before the newest'),
  {
    ...vitestOf('5', 'the newest'),
    // It needs the types of a Node that it runs on.
    packages: { vitest: '5', '@types/node': '22' },
    refuses: { 20: 'its engines are ^22.12.0 || ^24.0.0 || >=26.0.0' },
  },
  {
    name: 'node-test',
    home: 'mocha',
    title: 'node:test',
    packages: MOCHA,
    why: 'part of Node; functions instead of matchers',
  },
  { name: 'mocha', title: 'Mocha 12', packages: MOCHA, why: 'the newest' },
];

/** It is a runtime of its own: it has no version of Node. */
export const BUN: Runner = {
  name: 'bun',
  title: 'Bun 1',
  // Its types only compile with those of the newest Node [observed].
  packages: { bun: '1', '@types/bun': '1', '@types/node': '26' },
  why: 'a runtime of its own',
};

export const TYPESCRIPTS = [
  { version: '5.9', why: 'the last minor version of 5' },
  { version: '6', why: 'the last compiler written in JavaScript' },
  { version: '7', why: 'the newest, a native compiler' },
] as const;

/** `moduleResolution`, each with the `module` that goes with it. */
export const RESOLUTIONS = { node16: 'node16', nodenext: 'nodenext', bundler: 'preserve' } as const;

export interface PackageManager {
  readonly name: string;
  readonly title: string;
  readonly why: string;
  /** The command that installs what a manifest declares. */
  readonly install: readonly string[];
}

const PNPM = [
  'npx',
  '-y',
  'pnpm@12',
  'install',
  '--ignore-scripts',
  '--no-frozen-lockfile',
  '--prefer-offline',
];

export const MANAGERS: readonly PackageManager[] = [
  {
    name: 'pnpm-isolated',
    title: 'pnpm 12, isolated',
    why: 'a package finds only what it declares',
    install: [...PNPM, '--config.node-linker=isolated'],
  },
  {
    name: 'pnpm-hoisted',
    title: 'pnpm 12, hoisted',
    why: 'one flat folder',
    install: [...PNPM, '--config.node-linker=hoisted'],
  },
  {
    name: 'yarn-classic',
    title: 'Yarn 1',
    why: 'classic hoisting',
    install: [
      'npx',
      '-y',
      'yarn@1',
      'install',
      '--ignore-scripts',
      '--non-interactive',
      '--no-lockfile',
      // Its usual cache knows a tarball by name and version, and would install the one of an earlier run.
      '--cache-folder',
      '.yarn-cache',
    ],
  },
];
