import {
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  type ECRClient,
  ImageNotFoundException,
} from '@aws-sdk/client-ecr';
import type { EventBridgeEvent } from 'aws-lambda';

export interface ReplicationDetail {
  readonly result: 'SUCCESS' | 'FAILED';
  readonly 'repository-name': string;
  readonly 'image-digest': string;
  readonly 'image-tag'?: string;
  readonly 'source-account': string;
  readonly 'source-region': string;
}

export type ReplicationEvent = EventBridgeEvent<'ECR Replication Action', ReplicationDetail>;

/** What the function needs of the world around it. */
export interface Surroundings {
  /** A client that may read in a registry. */
  readonly clientFor: (registryId: string, region: string) => ECRClient;
  /** Rolls an image out in the Region of its replica. */
  readonly deploy: (imageUri: string) => Promise<void>;
  /** Wakes somebody up. */
  readonly alert: (message: string) => Promise<void>;
}

/** Tags that are rolled out. */
const RELEASE = /^v\d+\.\d+\.\d+$/;

/**
 * Makes the function that is bound to events of type `ECR Replication Action`: a replica raises these, and
 * never an `ECR Image Action` with `PUSH`.
 */
export function onReplication({ clientFor, deploy, alert }: Surroundings) {
  return async ({ account, region, detail }: ReplicationEvent): Promise<void> => {
    const { 'repository-name': repositoryName, 'image-digest': imageDigest, 'image-tag': imageTag } = detail;
    // The images of an index come untagged, before the index.
    if (imageTag === undefined || !RELEASE.test(imageTag)) return;

    const image = `${repositoryName}:${imageTag}`;
    if (detail.result === 'FAILED') {
      const { 'source-account': sourceAccount, 'source-region': sourceRegion } = detail;
      const source = clientFor(sourceAccount, sourceRegion);
      const code = await failureCode(source, repositoryName, imageDigest, { account, region });
      await alert(`${image} did not reach ${account}/${region}: ${code}`);
      return;
    }

    // Events come late, twice and in any order: what the tag leads to now is what counts.
    const current = await digestOf(clientFor(account, region), repositoryName, imageTag);
    if (current !== imageDigest) {
      await alert(`${image} at ${account}/${region} is ${current ?? 'missing'}, and not ${imageDigest}`);
      return;
    }
    await deploy(`${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}@${imageDigest}`);
  };
}

/** The event says that it failed, and the source registry says why. */
async function failureCode(
  client: ECRClient,
  repositoryName: string,
  imageDigest: string,
  destination: { account: string; region: string },
): Promise<string> {
  const { replicationStatuses = [] } = await client.send(
    new DescribeImageReplicationStatusCommand({ repositoryName, imageId: { imageDigest } }),
  );
  const status = replicationStatuses.find(
    ({ registryId, region }) => registryId === destination.account && region === destination.region,
  );
  return status?.failureCode ?? 'unknown';
}

async function digestOf(client: ECRClient, repositoryName: string, imageTag: string) {
  try {
    const { imageDetails = [] } = await client.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }),
    );
    return imageDetails[0]?.imageDigest;
  } catch (error) {
    if (error instanceof ImageNotFoundException) return undefined;
    throw error;
  }
}
