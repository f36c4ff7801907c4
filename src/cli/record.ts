import type {
  ECRClient,
  PullThroughCacheRule,
  ReplicationRule,
  Repository,
  RepositoryCreationTemplate,
} from '@aws-sdk/client-ecr';
import type {
  CreationTemplateSeed,
  ImageSeed,
  PullThroughCacheRuleSeed,
  RegistrySeed,
  ReplicationRuleSeed,
  RepositorySeed,
  Seed,
} from '../scenes/seed/seed.js';
import { documentOf } from '../verify/reading/read-optional.js';
import { readRegistry } from '../verify/reading/read-registry.js';
import type { ReadingSdk } from '../verify/reading/reader.js';
import type { ImageReading, RegistryReading, RepositoryReading } from '../verify/reading/reading.js';
import { AccountSettings } from '../world/configuration/account-settings.js';

export interface RecordOptions {
  /** Whether to read manifests, so that digests stay the same. Counts as pulling. */
  readonly manifests?: boolean;
  /** Called with a line that says how far it is. */
  readonly onProgress?: (line: string) => void;
  /** Called with what is not in the seed: things the caller may not read, or a seed can't express. */
  readonly onGap?: (line: string) => void;
}

/**
 * Reads a registry and returns a seed for a copy of it. Things that the caller may not read are left out.
 *
 * @param sdk the module of the SDK
 * @param client a client for the registry
 * @param options whether manifests are read, too, and callbacks for progress
 * @returns a declaration for `ecr.seed()`
 * @throws what the SDK throws, except denied permissions
 * @example
 * const seed = await recordRegistry(sdk, new sdk.ECRClient({ region: 'eu-west-1' }));
 */
export async function recordRegistry(
  sdk: ReadingSdk,
  client: ECRClient,
  { manifests = false, onProgress = () => undefined, onGap = () => undefined }: RecordOptions = {},
): Promise<Seed> {
  const reading = await readRegistry(sdk, client, {
    manifests,
    onProgress,
    onGap: ({ line }) => onGap(line),
  });
  return { registries: { [`${reading.registryId}/${reading.region}`]: registrySeed(reading, onGap) } };
}

function registrySeed(reading: RegistryReading, onGap: (line: string) => void): RegistrySeed {
  const { policy, replication = [], scanning, pullThrough = [], templates = [] } = reading;
  const settings = changedSettings(reading.settings, onGap);
  const repositories = Object.entries(reading.repositories);
  const isPlain = scanning?.scanType !== 'ENHANCED' && (scanning?.rules ?? []).length === 0;
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(replication.length === 0 ? {} : { replication: replication.map(ruleSeed) }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(isPlain ? {} : { scanning: scanning }),
    ...(pullThrough.length === 0 ? {} : { pullThroughCacheRules: pullThrough.map(pullThroughSeed) }),
    ...(templates.length === 0 ? {} : { creationTemplates: templates.map(templateSeed) }),
    repositories: Object.fromEntries(repositories.map(([name, one]) => [name, repositorySeed(one)])),
  };
}

/** The settings that differ from the defaults. */
function changedSettings(
  read: RegistryReading['settings'],
  onGap: (line: string) => void,
): Record<string, string> {
  const initial = new AccountSettings();
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(read)) {
    if (value === initial.get(name)) continue;
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
    ...(repositoryFilters.length === 0 ? {} : { prefix: repositoryFilters.map((one) => one.filter ?? '') }),
    ...(deleteReplication?.enabled === undefined ? {} : { deleteReplication: deleteReplication.enabled }),
  };
}

function pullThroughSeed(rule: PullThroughCacheRule): PullThroughCacheRuleSeed {
  const {
    ecrRepositoryPrefix = '',
    upstreamRegistryUrl = '',
    upstreamRegistry,
    upstreamRepositoryPrefix,
  } = rule;
  const { credentialArn, customRoleArn } = rule;
  return {
    ecrRepositoryPrefix,
    upstreamRegistryUrl,
    ...(upstreamRegistry === undefined ? {} : { upstreamRegistry }),
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
    ...(upstreamRepositoryPrefix === undefined ? {} : { upstreamRepositoryPrefix }),
  };
}

function templateSeed(template: RepositoryCreationTemplate): CreationTemplateSeed {
  const { createdAt: _, updatedAt: __, repositoryPolicy, lifecyclePolicy, ...settings } = template;
  const { prefix = '', appliedFor = [] } = template;
  return {
    ...(settings as Partial<CreationTemplateSeed>),
    prefix,
    appliedFor,
    ...(repositoryPolicy === undefined ? {} : { repositoryPolicy: documentOf(repositoryPolicy) }),
    ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy: documentOf(lifecyclePolicy) }),
  };
}

function repositorySeed({
  repository,
  policy,
  lifecyclePolicy,
  tags = [],
  images = [],
}: RepositoryReading): RepositorySeed {
  return {
    ...settingsOf(repository),
    ...(tags.length === 0
      ? {}
      : { resourceTags: Object.fromEntries(tags.map((tag) => [tag.Key ?? '', tag.Value ?? ''])) }),
    ...(policy === undefined ? {} : { policy }),
    ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy }),
    images: images.map(imageSeed),
  };
}

/** The settings that differ from the defaults. */
function settingsOf(repository: Repository): RepositorySeed {
  const { imageTagMutability, imageScanningConfiguration, encryptionConfiguration } = repository;
  const exclusions = repository.imageTagMutabilityExclusionFilters ?? [];
  const { encryptionType: type, kmsKey } = encryptionConfiguration ?? {};
  return {
    ...(imageTagMutability === undefined || imageTagMutability === 'MUTABLE' ? {} : { imageTagMutability }),
    ...(exclusions.length === 0 ? {} : { mutabilityExclusions: exclusions.map((one) => one.filter ?? '') }),
    ...(imageScanningConfiguration?.scanOnPush === true ? { scanOnPush: true } : {}),
    ...(type === undefined || type === 'AES256'
      ? {}
      : { encryption: { type, ...(kmsKey === undefined ? {} : { kmsKey }) } }),
  };
}

function imageSeed({ detail, manifest }: ImageReading): ImageSeed {
  const { imageDigest = '', imageTags = [], imageSizeInBytes, imagePushedAt, lastRecordedPullTime } = detail;
  return {
    ...(manifest === undefined ? { name: imageDigest } : { manifest }),
    ...(imageTags.length === 0 ? {} : { tags: imageTags }),
    ...(manifest === undefined && imageSizeInBytes !== undefined ? { layers: [imageSizeInBytes] } : {}),
    ...(imagePushedAt === undefined ? {} : { pushedAt: imagePushedAt.toISOString() }),
    ...(lastRecordedPullTime === undefined ? {} : { lastPulledAt: lastRecordedPullTime.toISOString() }),
    ...(detail.imageStatus === 'ARCHIVED' ? { archived: true } : {}),
  };
}
