import type * as sdk from '@aws-sdk/client-ecr';
import type { ECRClient, ImageDetail, Repository } from '@aws-sdk/client-ecr';
import type {
  ImageSeed,
  RegistrySeed,
  ReplicationRuleSeed,
  RepositorySeed,
  Seed,
} from '../fixtures/seed/seed.js';

/** The SDK, as far as a recorder uses it: operations that only read. */
export type ReadingSdk = Pick<
  typeof sdk,
  | 'DescribeRegistryCommand'
  | 'GetRegistryPolicyCommand'
  | 'GetRepositoryPolicyCommand'
  | 'GetLifecyclePolicyCommand'
  | 'ListTagsForResourceCommand'
  | 'BatchGetImageCommand'
  | 'paginateDescribeRepositories'
  | 'paginateDescribeImages'
>;

export interface RecordOptions {
  /** Whether to read manifests, so that digests stay the same. Counts as pulling. */
  readonly manifests?: boolean;
}

/**
 * Reads a registry and answers a seed that makes one like it.
 *
 * @param sdk the module of the SDK
 * @param client of the registry that is read
 * @param options whether manifests are read too
 * @returns a declaration for `ecr.seed()`
 * @throws what the SDK throws
 */
export async function recordRegistry(
  sdk: ReadingSdk,
  client: ECRClient,
  options: RecordOptions = {},
): Promise<Seed> {
  const { registryId = '', replicationConfiguration } = await client.send(
    new sdk.DescribeRegistryCommand({}),
  );
  const region = await client.config.region();
  const policy = await orNothing(
    client.send(new sdk.GetRegistryPolicyCommand({})),
    'RegistryPolicyNotFoundException',
  );
  const repositories: Record<string, RepositorySeed> = {};
  for await (const page of sdk.paginateDescribeRepositories({ client }, {})) {
    for (const repository of page.repositories ?? []) {
      repositories[repository.repositoryName ?? ''] = await recordRepository(
        sdk,
        client,
        repository,
        options,
      );
    }
  }
  const rules = (replicationConfiguration?.rules ?? []).map(
    ({ destinations, repositoryFilters }): ReplicationRuleSeed => ({
      to: (destinations ?? []).map((one) => `${one.registryId ?? ''}/${one.region ?? ''}`),
      ...(repositoryFilters === undefined || repositoryFilters.length === 0
        ? {}
        : { prefixes: repositoryFilters.map((one) => one.filter ?? '') }),
    }),
  );
  const registry: RegistrySeed = {
    ...(policy?.policyText === undefined ? {} : { policy: documentOf(policy.policyText) }),
    ...(rules.length === 0 ? {} : { replication: rules }),
    repositories,
  };
  return { registries: { [`${registryId}/${region}`]: registry } };
}

async function recordRepository(
  sdk: ReadingSdk,
  client: ECRClient,
  repository: Repository,
  options: RecordOptions,
): Promise<RepositorySeed> {
  const repositoryName = repository.repositoryName ?? '';
  const policy = await orNothing(
    client.send(new sdk.GetRepositoryPolicyCommand({ repositoryName })),
    'RepositoryPolicyNotFoundException',
  );
  const lifecycle = await orNothing(
    client.send(new sdk.GetLifecyclePolicyCommand({ repositoryName })),
    'LifecyclePolicyNotFoundException',
  );
  const { tags = [] } = await client.send(
    new sdk.ListTagsForResourceCommand({ resourceArn: repository.repositoryArn }),
  );
  const details: ImageDetail[] = [];
  for await (const page of sdk.paginateDescribeImages({ client }, { repositoryName })) {
    details.push(...(page.imageDetails ?? []));
  }
  const exclusions = repository.imageTagMutabilityExclusionFilters ?? [];
  const encryption = repository.encryptionConfiguration;
  return {
    ...(repository.imageTagMutability === undefined || repository.imageTagMutability === 'MUTABLE'
      ? {}
      : { imageTagMutability: repository.imageTagMutability }),
    ...(exclusions.length === 0 ? {} : { mutabilityExclusions: exclusions.map((one) => one.filter ?? '') }),
    ...(repository.imageScanningConfiguration?.scanOnPush === true ? { scanOnPush: true } : {}),
    ...(encryption?.encryptionType === undefined || encryption.encryptionType === 'AES256'
      ? {}
      : {
          encryption: {
            type: encryption.encryptionType,
            ...(encryption.kmsKey === undefined ? {} : { kmsKey: encryption.kmsKey }),
          },
        }),
    ...(tags.length === 0
      ? {}
      : { resourceTags: Object.fromEntries(tags.map((tag) => [tag.Key ?? '', tag.Value ?? ''])) }),
    ...(policy?.policyText === undefined ? {} : { policy: documentOf(policy.policyText) }),
    ...(lifecycle?.lifecyclePolicyText === undefined
      ? {}
      : { lifecyclePolicy: documentOf(lifecycle.lifecyclePolicyText) }),
    images: await recordImages(sdk, client, repositoryName, details, options),
  };
}

/** Images in the order of their pushes, children before the indexes that hold them. */
async function recordImages(
  sdk: ReadingSdk,
  client: ECRClient,
  repositoryName: string,
  details: readonly ImageDetail[],
  { manifests = false }: RecordOptions,
): Promise<readonly ImageSeed[]> {
  const ordered = [...details].sort((a, b) => Number(a.imagePushedAt ?? 0) - Number(b.imagePushedAt ?? 0));
  const images: ImageSeed[] = [];
  for (const detail of ordered) {
    const { imageDigest = '', imageTags = [], imagePushedAt, lastRecordedPullTime } = detail;
    const manifest = manifests ? await manifestOf(sdk, client, repositoryName, imageDigest) : undefined;
    images.push({
      ...(manifest === undefined ? { name: imageDigest } : { manifest }),
      ...(imageTags.length === 0 ? {} : { tags: imageTags }),
      ...(manifest === undefined && detail.imageSizeInBytes !== undefined
        ? { layers: [detail.imageSizeInBytes] }
        : {}),
      ...(imagePushedAt === undefined ? {} : { pushedAt: imagePushedAt.toISOString() }),
      ...(lastRecordedPullTime === undefined ? {} : { lastPulledAt: lastRecordedPullTime.toISOString() }),
    });
  }
  // A child of an index is usually pushed just before it; of the same second, indexes come last.
  return images.sort((a, b) => Number(isIndex(a)) - Number(isIndex(b)));
}

async function manifestOf(
  sdk: ReadingSdk,
  client: ECRClient,
  repositoryName: string,
  imageDigest: string,
): Promise<string | undefined> {
  const { images } = await client.send(
    new sdk.BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest }] }),
  );
  return images?.[0]?.imageManifest;
}

function isIndex({ manifest }: ImageSeed): boolean {
  return manifest !== undefined && 'manifests' in (JSON.parse(manifest) as object);
}

/** What a call answers, or nothing where there is none of it. */
async function orNothing<T>(call: Promise<T>, absence: string): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name === absence) return undefined;
    throw error;
  }
}

function documentOf(text: string): object {
  return JSON.parse(text) as object;
}
