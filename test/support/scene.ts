import {
  BatchDeleteImageCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  type ECRClient,
  type ImageDetail,
  PutImageCommand,
  PutReplicationConfigurationCommand,
  PutRegistryPolicyCommand,
  type ReplicationRule,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, type FakeEcrOptions, fakeEcr, image } from '../../src/index.js';
import { START } from './start.js';

export const SOURCE = '111122223333';
export const OTHER = '444455556666';

export { START };

let current: FakeEcr | undefined;

afterEach(() => {
  current?.restore();
  current = undefined;
});

/** A fresh fake for one test, restored after it. Manifests may be put without their layers. */
export function scene(options: FakeEcrOptions = {}): FakeEcr {
  current?.restore();
  current = fakeEcr({ layers: 'assumed', now: START, ...options });
  return current;
}

/** What a destination's administrator writes to let a source account in. */
export function grant(
  destination: { account: string; region: string },
  overrides: Record<string, unknown> = {},
): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReplicationAccess',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${SOURCE}:root` },
        Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
        Resource: [`arn:aws:ecr:${destination.region}:${destination.account}:repository/*`],
        ...overrides,
      },
    ],
  };
}

export async function putPolicy(client: ECRClient, policy: object): Promise<void> {
  await client.send(new PutRegistryPolicyCommand({ policyText: JSON.stringify(policy) }));
}

/** Replaces the caller's replication document. */
export async function putRules(client: ECRClient, rules: ReplicationRule[]): Promise<void> {
  await client.send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules } }));
}

export const to = (registryId: string, region: string) => ({ registryId, region });
export const prefix = (filter: string) => ({ filter, filterType: 'PREFIX_MATCH' as const });

/** Pushes a small image that depends on nothing but `content`; answers its digest. */
export async function push(
  client: ECRClient,
  repositoryName: string,
  imageTag: string | undefined,
  content = 'content',
): Promise<string> {
  const { manifest: imageManifest } = image(content);
  const { image: pushed } = await client.send(
    new PutImageCommand({ repositoryName, imageManifest, ...(imageTag === undefined ? {} : { imageTag }) }),
  );
  return pushed?.imageId?.imageDigest as string;
}

/** The images of a repository, or undefined if the repository is missing. */
export async function images(client: ECRClient, repositoryName: string): Promise<ImageDetail[] | undefined> {
  try {
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName }));
    return imageDetails;
  } catch (error) {
    if ((error as Error).name === 'RepositoryNotFoundException') return undefined;
    throw error;
  }
}

/** Tags by digest: `{ 'sha256:…': ['v1'] }`, with an empty list for an untagged image. */
export async function tagsByDigest(
  client: ECRClient,
  repositoryName: string,
): Promise<Record<string, string[]> | undefined> {
  const details = await images(client, repositoryName);
  if (details === undefined) return undefined;
  const entries = details.map((one): [string, string[]] => [one.imageDigest as string, one.imageTags ?? []]);
  return Object.fromEntries(entries);
}

export async function statuses(client: ECRClient, repositoryName: string, imageTag: string) {
  const { replicationStatuses } = await client.send(
    new DescribeImageReplicationStatusCommand({ repositoryName, imageId: { imageTag } }),
  );
  return replicationStatuses;
}

export async function removeTag(client: ECRClient, repositoryName: string, imageTag: string): Promise<void> {
  await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
}
