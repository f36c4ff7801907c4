import type { Repository } from '@aws-sdk/client-ecr';
import type { RepositorySeed } from '../scenes/seed/seed.js';
import { documentOf, readOptional } from './read-optional.js';
import { recordImages } from './record-images.js';
import type { Recording } from './recording.js';

/** Reads a repository, its policies, tags and images. */
export async function recordRepository(
  recording: Recording,
  repository: Repository,
): Promise<RepositorySeed> {
  const { sdk, client, onGap } = recording;
  const { repositoryName = '', repositoryArn: resourceArn } = repository;
  const of = (what: string) => `the ${what} of ${repositoryName}`;
  const policy = await readOptional(
    client.send(new sdk.GetRepositoryPolicyCommand({ repositoryName })),
    of('policy'),
    onGap,
    'RepositoryPolicyNotFoundException',
  );
  const lifecycle = await readOptional(
    client.send(new sdk.GetLifecyclePolicyCommand({ repositoryName })),
    of('lifecycle policy'),
    onGap,
    'LifecyclePolicyNotFoundException',
  );
  const tagged = await readOptional(
    client.send(new sdk.ListTagsForResourceCommand({ resourceArn })),
    of('resource tags'),
    onGap,
  );
  const tags = tagged?.tags ?? [];
  return {
    ...settingsOf(repository),
    ...(tags.length === 0
      ? {}
      : { resourceTags: Object.fromEntries(tags.map((tag) => [tag.Key ?? '', tag.Value ?? ''])) }),
    ...(policy?.policyText === undefined ? {} : { policy: documentOf(policy.policyText) }),
    ...(lifecycle?.lifecyclePolicyText === undefined
      ? {}
      : { lifecyclePolicy: documentOf(lifecycle.lifecyclePolicyText) }),
    images: await recordImages(recording, repositoryName),
  };
}

/** What differs from a repository that was created without further ado. */
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
