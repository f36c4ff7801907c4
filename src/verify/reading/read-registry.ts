import type { ECRClient } from '@aws-sdk/client-ecr';
import { FakeEcrError } from '../../lib/misuse.js';
import { documentOf, readOptional, readPages } from './read-optional.js';
import { readRepository } from './read-repository.js';
import type { Gap, Path, Reader, ReadingSdk } from './reader.js';
import type { RegistryReading, RepositoryReading } from './reading.js';

/** Options of a reading. All have defaults. */
export interface ReadingOptions {
  /** Whether to read manifests too. Counts as pulling. */
  readonly manifests?: boolean;
  /** Whether a part is read at all; everything by default. */
  readonly wants?: (path: Path) => boolean;
  /** Called with a line that says how far it is. */
  readonly onProgress?: (line: string) => void;
  /** Called with what may not be read. */
  readonly onGap?: (gap: Gap) => void;
}

const SETTINGS = ['BASIC_SCAN_TYPE_VERSION', 'REGISTRY_POLICY_SCOPE', 'BLOB_MOUNTING'];

/**
 * Reads a registry without changing it. Parts that the caller may not read are absent, and reported.
 *
 * @param sdk the module of the SDK
 * @param client a client for the registry
 * @param options what is read, and who is told how it goes
 * @returns its contents, in the form of the API
 * @throws what the SDK throws, except denied permissions
 * @example
 * const reading = await readRegistry(sdk, new sdk.ECRClient({ region: 'eu-west-1' }));
 */
export async function readRegistry(
  sdk: ReadingSdk,
  client: ECRClient,
  {
    manifests = false,
    wants = () => true,
    onProgress = () => undefined,
    onGap = () => undefined,
  }: ReadingOptions = {},
): Promise<RegistryReading> {
  const reader: Reader = { sdk, client, manifests, wants, onProgress, onGap };
  onProgress('reading the settings');
  const registry = await readSettings(reader);
  const repositories: Record<string, RepositoryReading> = {};
  let { registryId } = registry;
  let count = 0;
  for await (const page of sdk.paginateDescribeRepositories({ client }, {})) {
    for (const repository of page.repositories ?? []) {
      const { repositoryName = '' } = repository;
      registryId ??= repository.registryId;
      if (!wants(['repositories', repositoryName])) continue;
      count += 1;
      const doing = `repository ${count}: ${repositoryName}`;
      onProgress(doing);
      const told = { ...reader, onProgress: (line: string) => onProgress(`${doing}, ${line}`) };
      repositories[repositoryName] = await readRepository(told, repository);
    }
  }
  if (registryId === undefined) {
    throw new FakeEcrError(
      'The account of the registry is not known.',
      'The registry has no repositories, and ecr:DescribeRegistry is not allowed: allow it.',
    );
  }
  return { ...registry, registryId, region: await client.config.region(), repositories };
}

/** Whose registry a client reaches: its twelve digits, or undefined if it does not tell. */
export async function registryIdOf(sdk: ReadingSdk, client: ECRClient): Promise<string | undefined> {
  const part = { path: ['replication'], what: 'the rules' };
  const described = await readOptional(
    client.send(new sdk.DescribeRegistryCommand({})),
    part,
    () => undefined,
  );
  if (described?.registryId !== undefined) return described.registryId;
  for await (const { repositories = [] } of sdk.paginateDescribeRepositories({ client, pageSize: 1 }, {})) {
    if (repositories[0] !== undefined) return repositories[0].registryId;
  }
  return undefined;
}

type Settings = Omit<RegistryReading, 'registryId' | 'region' | 'repositories'> & {
  readonly registryId: string | undefined;
};

/** What a registry has besides its repositories. */
async function readSettings(reader: Reader): Promise<Settings> {
  const { sdk, client, wants, onGap } = reader;
  const read = <T>(name: string, what: string, call: () => Promise<T>, absence?: string) =>
    wants([name])
      ? readOptional(call(), { path: [name], what, ...(absence === undefined ? {} : { absence }) }, onGap)
      : undefined;
  const described = await read('replication', 'the rules', () =>
    client.send(new sdk.DescribeRegistryCommand({})),
  );
  const policy = await read(
    'policy',
    'the registry policy',
    () => client.send(new sdk.GetRegistryPolicyCommand({})),
    'RegistryPolicyNotFoundException',
  );
  const settings = await readAccountSettings(reader);
  const scanning = await read('scanning', 'the scanning configuration', () =>
    client.send(new sdk.GetRegistryScanningConfigurationCommand({})),
  );
  const pullThrough = wants(['pullThrough'])
    ? await readPages(
        sdk.paginateDescribePullThroughCacheRules({ client }, {}),
        (page) => page.pullThroughCacheRules,
        { path: ['pullThrough'], what: 'the pull-through cache rules' },
        onGap,
      )
    : undefined;
  const templates = wants(['templates'])
    ? await readPages(
        sdk.paginateDescribeRepositoryCreationTemplates({ client }, {}),
        (page) => page.repositoryCreationTemplates,
        { path: ['templates'], what: 'the creation templates' },
        onGap,
      )
    : undefined;
  return {
    registryId: described?.registryId,
    ...(described === undefined ? {} : { replication: described.replicationConfiguration?.rules ?? [] }),
    ...(policy?.policyText === undefined ? {} : { policy: documentOf(policy.policyText) }),
    settings,
    ...(scanning?.scanningConfiguration === undefined ? {} : { scanning: scanning.scanningConfiguration }),
    ...(pullThrough === undefined ? {} : { pullThrough }),
    ...(templates === undefined ? {} : { templates }),
  };
}

async function readAccountSettings({
  sdk,
  client,
  wants,
  onGap,
}: Reader): Promise<Readonly<Record<string, string>>> {
  const settings: Record<string, string> = {};
  for (const name of SETTINGS) {
    const path = ['settings', name];
    if (!wants(path)) continue;
    const call = client.send(new sdk.GetAccountSettingCommand({ name }));
    // Not every Region has every setting.
    const part = { path, what: `the setting ${name}`, absence: 'InvalidParameterException' };
    const value = (await readOptional(call, part, onGap))?.value;
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}
