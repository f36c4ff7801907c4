import type { ECRClient, ReplicationRule } from '@aws-sdk/client-ecr';
import { FakeEcrError } from '../lib/misuse.js';
import type { RegistrySeed, ReplicationRuleSeed, RepositorySeed, Seed } from '../scenes/seed/seed.js';
import { AccountSettings } from '../world/configuration/account-settings.js';
import { documentOf, readOptional } from './read-optional.js';
import { recordRepository } from './record-repository.js';
import type { ReadingSdk, Recording } from './recording.js';

export interface RecordOptions {
  /** Whether to read manifests, so that digests stay the same. Counts as pulling. */
  readonly manifests?: boolean;
  /** Told what was read, a line for each repository. */
  readonly onProgress?: (line: string) => void;
  /** Told what is not in the seed: what the caller may not read, or what a seed can't say. */
  readonly onGap?: (line: string) => void;
}

const SETTINGS = ['BASIC_SCAN_TYPE_VERSION', 'REGISTRY_POLICY_SCOPE', 'BLOB_MOUNTING'];

/**
 * Reads a registry and answers a seed that makes one like it. What the caller may not read is left out.
 *
 * @param sdk the module of the SDK
 * @param client of the registry that is read
 * @param options whether manifests are read too, and who is told how it goes
 * @returns a declaration for `ecr.seed()`
 * @throws what the SDK throws, refusals of permission aside
 * @example
 * const seed = await recordRegistry(sdk, new sdk.ECRClient({ region: 'eu-west-1' }));
 */
export async function recordRegistry(
  sdk: ReadingSdk,
  client: ECRClient,
  { manifests = false, onProgress = () => undefined, onGap = () => undefined }: RecordOptions = {},
): Promise<Seed> {
  const recording: Recording = { sdk, client, manifests, onProgress, onGap };
  const described = await readOptional(client.send(new sdk.DescribeRegistryCommand({})), 'the rules', onGap);
  const policy = await readOptional(
    client.send(new sdk.GetRegistryPolicyCommand({})),
    'the registry policy',
    onGap,
    'RegistryPolicyNotFoundException',
  );
  const settings = await recordSettings(recording);
  const repositories: Record<string, RepositorySeed> = {};
  let registryId = described?.registryId;
  for await (const page of sdk.paginateDescribeRepositories({ client }, {})) {
    for (const repository of page.repositories ?? []) {
      registryId ??= repository.registryId;
      const seed = await recordRepository(recording, repository);
      repositories[repository.repositoryName ?? ''] = seed;
      onProgress(`${repository.repositoryName}: ${seed.images?.length ?? 0} images`);
    }
  }
  if (registryId === undefined) {
    throw new FakeEcrError(
      'The registry does not tell whose it is.',
      'It has no repositories, and ecr:DescribeRegistry is not allowed: allow it.',
    );
  }
  const rules = (described?.replicationConfiguration?.rules ?? []).map(ruleSeed);
  const registry: RegistrySeed = {
    ...(policy?.policyText === undefined ? {} : { policy: documentOf(policy.policyText) }),
    ...(rules.length === 0 ? {} : { replication: rules }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    repositories,
  };
  return { registries: { [`${registryId}/${await client.config.region()}`]: registry } };
}

/** The settings that are not the initial ones. */
async function recordSettings({ sdk, client, onGap }: Recording): Promise<Record<string, string>> {
  const initial = new AccountSettings();
  const settings: Record<string, string> = {};
  for (const name of SETTINGS) {
    const call = client.send(new sdk.GetAccountSettingCommand({ name }));
    // Not every Region has every setting.
    const answer = await readOptional(call, `the setting ${name}`, onGap, 'InvalidParameterException');
    const value = answer?.value;
    if (value === undefined || value === initial.get(name)) continue;
    if (new AccountSettings().put(name, value) === undefined) settings[name] = value;
    else onGap(`the setting ${name} is ${value}, which is not modelled`);
  }
  return settings;
}

function ruleSeed(rule: ReplicationRule): ReplicationRuleSeed {
  const { destinations = [], repositoryFilters = [] } = rule;
  const { deleteReplication } = rule as { deleteReplication?: { enabled?: boolean } };
  return {
    to: destinations.map((one) => `${one.registryId ?? ''}/${one.region ?? ''}`),
    ...(repositoryFilters.length === 0 ? {} : { prefixes: repositoryFilters.map((one) => one.filter ?? '') }),
    ...(deleteReplication?.enabled === undefined ? {} : { deleteReplication: deleteReplication.enabled }),
  };
}
