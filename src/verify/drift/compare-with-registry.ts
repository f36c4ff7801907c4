import type { ECRClient, ECRClientConfig } from '@aws-sdk/client-ecr';
import { simulationOf } from '../../fake/simulation-of.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { readRegistry, registryIdOf } from '../reading/read-registry.js';
import type { Gap, ReadingSdk } from '../reading/reader.js';
import { describeRegistry } from './describe.js';
import { type Expected, type RegistryPlace, type SourceKind, mentions, scopeOf } from './expected.js';
import { without } from './scope.js';
import { seededImages } from './seeded-images.js';
import { type Branch, type Difference, differences } from './tree.js';

/** The SDK, as far as a comparison uses it. */
export type ComparingSdk = ReadingSdk & {
  readonly ECRClient: new (config: ECRClientConfig) => ECRClient;
};

/** Options of a comparison. All have defaults. */
export interface DriftOptions {
  /** Globs of paths that are not compared, for example `repositories.*.images`. */
  readonly ignore?: readonly string[];
  /** Called with a line that says how far it is. */
  readonly onProgress?: (line: string) => void;
}

/** The result of a comparison. */
export interface Drift {
  /** `<account>/<region>`. */
  readonly registry: string;
  readonly kind: SourceKind;
  readonly differences: readonly Difference[];
  /** What could not be compared, since it may not be read. */
  readonly unread: readonly { readonly path: string; readonly problem: string }[];
}

/**
 * Compares a file with a registry. Only reads.
 *
 * @param sdk the module of the SDK
 * @param client of the registry
 * @param load reads the file, once it is known which registry it is compared with
 * @param options what is not compared, and who is told how it goes
 * @returns what differs, and what could not be read
 * @throws a `[fake-ecr]` error if the file says nothing of this registry; what `load` and the SDK throw
 * @example
 * const load = (place) => loadExpected('prod.json', place, options, console.error);
 * const { differences } = await compareWithRegistry(sdk, new sdk.ECRClient({ region: 'eu-west-1' }), load);
 */
export async function compareWithRegistry(
  sdk: ComparingSdk,
  client: ECRClient,
  load: (place: RegistryPlace) => Promise<Expected>,
  { ignore = [], onProgress = () => undefined }: DriftOptions = {},
): Promise<Drift> {
  const region = await client.config.region();
  const account = await registryIdOf(sdk, client);
  if (account === undefined) {
    throw new FakeEcrError(
      'The account of the registry is not known.',
      'The registry has no repositories, and ecr:DescribeRegistry is not allowed: allow it.',
    );
  }
  const expected = await load({ account, region });
  requireRegistry(expected, account, region);
  const scope = without(scopeOf(expected, { account, region }), ignore);
  const gaps: Gap[] = [];
  const actual = await readRegistry(sdk, client, {
    wants: scope,
    onProgress,
    onGap: (gap) => gaps.push(gap),
  });
  const unread = gaps.map(({ path }) => path.join('.'));
  const counts = (path: readonly string[]) => scope(path) && !unread.includes(path.join('.'));
  const [declared, found] = withImages(
    expected,
    await readWorld(sdk, expected, account, region, counts),
    describeRegistry(actual, () => true),
    `${account}/${region}`,
  );
  return {
    registry: `${account}/${region}`,
    kind: expected.kind,
    differences: differences(declared, found, counts),
    unread: gaps.map(({ path, line }) => ({ path: path.join('.'), problem: line })),
  };
}

/** The world of the file is read in the same way as the registry. */
async function readWorld(
  sdk: ComparingSdk,
  expected: Expected,
  account: string,
  region: string,
  counts: (path: readonly string[]) => boolean,
): Promise<Branch> {
  const { world, seed } = expected;
  const client = new sdk.ECRClient({
    region,
    credentials: world.credentials(account),
    requestHandler: world.requestHandler(),
  });
  const wants = (path: readonly string[]) =>
    counts(path) && !(seed !== undefined && path[0] === 'repositories' && path[2] === 'images');
  const reading = await readRegistry(sdk, client, { wants });
  client.destroy();
  // A file that names no key, or an alias, has one that the fake made up.
  return describeRegistry(reading, (key) => mentions(expected, key.split('/').at(-1) ?? key));
}

/** Pairs the images of a seed with those of the registry. */
function withImages(
  { seed }: Expected,
  declared: Branch,
  found: Branch,
  key: string,
): readonly [Branch, Branch] {
  if (seed === undefined) return [declared, found];
  const [ours, theirs] = [declared['repositories'] as Branch, found['repositories'] as Branch];
  const [expected, actual]: [Record<string, Branch>, Record<string, Branch>] = [{}, {}];
  for (const [name, repository] of Object.entries(theirs)) actual[name] = repository as Branch;
  for (const [name, repository] of Object.entries(ours)) {
    expected[name] = repository as Branch;
    const images = actual[name]?.['images'];
    if (images === undefined) continue;
    const sides = seededImages(seed.registries?.[key]?.repositories?.[name] ?? {}, images as Branch);
    expected[name] = { ...(repository as Branch), images: sides.expected };
    actual[name] = { ...actual[name], images: sides.actual };
  }
  return [
    { ...declared, repositories: expected },
    { ...found, repositories: actual },
  ];
}

/** @throws FakeEcrError if the file does not contain the registry */
function requireRegistry({ world, name }: Expected, account: string, region: string): void {
  const { world: state } = simulationOf(world);
  if (state.findRegistry(account, region) !== undefined) return;
  const known = [...state.registries()].map(({ key }) => key);
  throw new FakeEcrError(
    `${name} says nothing of ${account}/${region}.`,
    known.length === 0 ? 'It has no registries.' : `It has ${known.join(', ')}.`,
  );
}
