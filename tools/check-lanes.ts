/**
 * Tries the packed package with the versions that docs/support.md lists: of Node, the SDK, the runners, the
 * compilers and the package managers. Prints what became of each lane, and exits with 1 if one failed or none ran.
 *
 *     tsx tools/check-lanes.ts [word…]      the lanes that have all of the words: core, types, node20, jest-29, cjs…
 *     tsx tools/check-lanes.ts --list [word…]
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type Home, type Lane, choose, lanes } from './lanes/lanes.js';
import { type Outcome, outcomeTables } from './lanes/outcomes.js';
import { OLDEST_SDK } from './lanes/versions.js';
import { Checks, LoopbackOnly, NPM_INSTALL, PackedPackage, ROOT, run, sideBySide } from './packed-package.js';

const AT_ONCE = 2;
const OWN_MAJOR = process.versions.node.split('.')[0] as string;

/** Each version of Node is fetched once. */
const nodes = new Map<string, string>();
function nodeBinary(major: string): string {
  let binary = nodes.get(major);
  if (binary === undefined) {
    binary =
      major === OWN_MAJOR
        ? process.execPath
        : run(['npx', '-y', '-p', `node@${major}`, 'node', '-p', 'process.execPath'], ROOT).trim();
    nodes.set(major, binary);
  }
  return binary;
}

/** Bun's binary as its package has it before its install script runs; undefined if there is none for this computer. */
function bunBinary(home: string): string | undefined {
  const scope = join(home, 'node_modules/@oven');
  const folders = existsSync(scope) ? readdirSync(scope) : [];
  return folders.map((folder) => join(scope, folder, 'bin/bun')).find((path) => existsSync(path));
}

function install(
  packed: PackedPackage,
  { name, companions, overrides, install: command = NPM_INSTALL, isWorkspace }: Home,
) {
  if (isWorkspace !== true) {
    const dependencies = { ...companions, 'fake-ecr': `file:${packed.tarball}` };
    return packed.installFiles(
      name,
      { 'package.json': JSON.stringify({ private: true, dependencies, overrides }) },
      command,
    );
  }
  const manifest = (folder: string, dependencies: object) => ({
    [`packages/${folder}/package.json`]: JSON.stringify({ name: folder, version: '1.0.0', dependencies }),
  });
  return packed.installFiles(
    name,
    {
      'package.json': JSON.stringify({ private: true, workspaces: ['packages/*'] }),
      ...manifest('app', { '@aws-sdk/client-ecr': OLDEST_SDK }),
      ...manifest('tests', { ...companions, app: '1.0.0', 'fake-ecr': `file:${packed.tarball}` }),
    },
    command,
  );
}

/** Puts the suite of a lane beside what is installed; lanes of one home share it. */
function lay({ folder }: Lane, home: string): string {
  // The packages of a workspace are where their manifests are.
  const place = folder === 'lane-workspaces' ? home : join(home, folder);
  const isThere = existsSync(place) && place !== home;
  if (isThere) return place;
  mkdirSync(place, { recursive: true });
  cpSync(join(ROOT, 'test/consumers', folder), place, { recursive: true });
  if (place !== home) symlinkSync('../node_modules', join(place, 'node_modules'));
  return place;
}

async function tryLane(lane: Lane, home: string): Promise<Outcome> {
  const [program, ...args] = lane.command;
  let command = lane.command;
  if (program === 'bun') {
    const bun = bunBinary(home);
    if (bun === undefined)
      return { lane, result: 'not run', why: `Bun has no binary for ${process.platform} ${process.arch}` };
    command = [bun, args[0] as string, '--preload', LoopbackOnly.preload, ...args.slice(1)];
  }
  let node: string;
  try {
    node = nodeBinary(lane.node ?? OWN_MAJOR);
  } catch (error) {
    checks.fail(`${lane.name}: Node ${lane.node} could not be installed: ${String(error)}`);
    return { lane, result: 'FAILED', why: 'its Node was not installed' };
  }
  // Whatever the suite starts finds the same Node.
  const path = [dirname(node), process.env['PATH']];
  const isOk = await checks.run(lane.name, command, lay(lane, home), { PATH: path.join(delimiter) });
  return { lane, result: isOk ? 'ok' : 'FAILED' };
}

const args = process.argv.slice(2);
const latestSdk = run(['npm', 'view', '@aws-sdk/client-ecr', 'version'], ROOT).trim();
const chosen = choose(
  lanes(latestSdk),
  args.filter((arg) => arg !== '--list'),
);
const loopback = new LoopbackOnly();
const checks = new Checks(loopback.env);
const outcomes: Outcome[] = [];
const began = performance.now();

async function tryHome(packed: PackedPackage, home: Home, some: readonly Lane[]): Promise<void> {
  let place: string;
  try {
    place = install(packed, home);
  } catch (error) {
    checks.fail(`${home.name} could not be installed: ${String(error)}`);
    outcomes.push(...some.map((lane) => ({ lane, result: 'FAILED', why: 'not installed' }) as const));
    return;
  }
  await sideBySide(
    some.map((lane) => async () => {
      outcomes.push(await tryLane(lane, place));
    }),
    AT_ONCE,
  );
  rmSync(place, { recursive: true, force: true });
}

if (args.includes('--list')) {
  for (const { name, refused } of chosen)
    console.log(name + (refused === undefined ? '' : ` (refused: ${refused})`));
} else {
  await PackedPackage.use('lanes', async (packed) => {
    const homes = new Map<string, Lane[]>();
    for (const lane of chosen) {
      if (lane.refused !== undefined) outcomes.push({ lane, result: 'refused', why: lane.refused });
      else homes.set(lane.home.name, [...(homes.get(lane.home.name) ?? []), lane]);
    }
    for (const some of homes.values()) await tryHome(packed, (some[0] as Lane).home, some);
  });
  outcomes.sort((one, other) => chosen.indexOf(one.lane) - chosen.indexOf(other.lane));
  console.log(outcomeTables(outcomes));
  const count = (result: Outcome['result']) => outcomes.filter((one) => one.result === result).length;
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(
    `${count('ok')} lanes passed, ${count('FAILED')} failed, ${count('refused')} are refused by the runner, ` +
      `${count('not run')} could not be run; SDK ${OLDEST_SDK} and ${latestSdk}; ${minutes} minutes`,
  );
  if (count('ok') === 0) checks.fail('no lane ran');
}
loopback.conclude(checks);
checks.conclude();
