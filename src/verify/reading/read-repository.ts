import type { Repository } from '@aws-sdk/client-ecr';
import { readImages } from './read-images.js';
import { documentOf, readOptional } from './read-optional.js';
import type { Reader } from './reader.js';
import type { RepositoryReading } from './reading.js';

/** Reads a repository: its policies, tags and images, as far as they are wanted. */
export async function readRepository(reader: Reader, repository: Repository): Promise<RepositoryReading> {
  const { sdk, client, wants, onGap } = reader;
  const { repositoryName = '', repositoryArn: resourceArn } = repository;
  const read = <T>(name: string, what: string, call: () => Promise<T>, absence?: string) => {
    const path = ['repositories', repositoryName, name];
    if (!wants(path)) return undefined;
    const part = { path, what: `the ${what} of ${repositoryName}` };
    return readOptional(call(), absence === undefined ? part : { ...part, absence }, onGap);
  };
  const policy = await read(
    'policy',
    'policy',
    () => client.send(new sdk.GetRepositoryPolicyCommand({ repositoryName })),
    'RepositoryPolicyNotFoundException',
  );
  const lifecycle = await read(
    'lifecyclePolicy',
    'lifecycle policy',
    () => client.send(new sdk.GetLifecyclePolicyCommand({ repositoryName })),
    'LifecyclePolicyNotFoundException',
  );
  const tagged = await read('tags', 'resource tags', () =>
    client.send(new sdk.ListTagsForResourceCommand({ resourceArn })),
  );
  const images = wants(['repositories', repositoryName, 'images'])
    ? await readImages(reader, repositoryName)
    : undefined;
  return {
    repository,
    ...(policy?.policyText === undefined ? {} : { policy: documentOf(policy.policyText) }),
    ...(lifecycle?.lifecyclePolicyText === undefined
      ? {}
      : { lifecyclePolicy: documentOf(lifecycle.lifecyclePolicyText) }),
    ...(tagged === undefined ? {} : { tags: tagged.tags ?? [] }),
    ...(images === undefined ? {} : { images }),
  };
}
