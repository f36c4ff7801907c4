import {
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  type ECRClient,
  ImageNotFoundException,
  type ImageReplicationStatus,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';

/** A registry that must have a copy. */
export interface Replica {
  readonly registryId: string;
  readonly region: string;
}

export interface Verification {
  /** Of the registry that was pushed to. */
  readonly source: ECRClient;
  readonly repositoryName: string;
  readonly imageTag: string;
  readonly replicas: readonly Replica[];
  /** A client that may read there. */
  readonly clientFor: (replica: Replica) => ECRClient;
  /** Milliseconds between two questions; 5 seconds by default. */
  readonly pollEvery?: number;
  /** Milliseconds after which a replication is taken for lost; 15 minutes by default. */
  readonly giveUpAfter?: number;
}

/** One line for each replica that a failover could not count on. */
export class NotRecoverableError extends Error {
  override readonly name = 'NotRecoverableError';

  constructor(
    image: string,
    readonly problems: readonly string[],
  ) {
    super(`${image} can't be recovered everywhere:\n${problems.map((line) => `- ${line}`).join('\n')}`);
  }
}

/**
 * Waits until an image has been replicated, then looks whether the tag leads to it at every replica: a
 * replication may be complete and the tag yet belong to another image.
 *
 * @throws NotRecoverableError
 */
export async function verifyReplicas(verification: Verification): Promise<string> {
  const { source, repositoryName, imageTag, replicas, clientFor } = verification;
  const digest = await digestOf(source, repositoryName, imageTag);
  if (digest === undefined) {
    throw new NotRecoverableError(`${repositoryName}:${imageTag}`, ['it is missing at the source']);
  }
  const statuses = await settledStatuses(verification, digest);
  const problems = await Promise.all(
    replicas.map(async (replica) => {
      const problem = problemOf(statuses.get(keyOf(replica)));
      if (problem !== undefined) return `${keyOf(replica)}: ${problem}`;
      const found = await digestOf(clientFor(replica), repositoryName, imageTag, replica.registryId);
      return found === digest ? [] : `${keyOf(replica)}: the tag leads to ${found ?? 'nothing'}`;
    }),
  );
  if (problems.flat().length > 0) {
    throw new NotRecoverableError(`${repositoryName}:${imageTag} (${digest})`, problems.flat());
  }
  return digest;
}

/** Asks until nothing is in progress any more, or time is up. */
async function settledStatuses(
  verification: Verification,
  imageDigest: string,
): Promise<Map<string, ImageReplicationStatus>> {
  const { source, repositoryName, pollEvery = 5_000, giveUpAfter = 15 * 60_000 } = verification;
  const deadline = Date.now() + giveUpAfter;
  for (;;) {
    const { replicationStatuses = [] } = await source.send(
      new DescribeImageReplicationStatusCommand({ repositoryName, imageId: { imageDigest } }),
    );
    const isUnderWay = replicationStatuses.some(({ status }) => status === 'IN_PROGRESS');
    if (!isUnderWay || Date.now() >= deadline) {
      return new Map(replicationStatuses.map((one) => [keyOf(one), one]));
    }
    await new Promise((resolve) => setTimeout(resolve, pollEvery));
  }
}

function problemOf(status: ImageReplicationStatus | undefined): string | undefined {
  switch (status?.status) {
    case 'COMPLETE':
      return undefined;
    case 'FAILED':
      return `the replication failed with ${status.failureCode}`;
    case 'IN_PROGRESS':
      return 'the replication did not end in time';
    default:
      return 'no replication was ever started';
  }
}

async function digestOf(client: ECRClient, repositoryName: string, imageTag: string, registryId?: string) {
  try {
    const { imageDetails = [] } = await client.send(
      new DescribeImagesCommand({ registryId, repositoryName, imageIds: [{ imageTag }] }),
    );
    return imageDetails[0]?.imageDigest;
  } catch (error) {
    const isMissing = error instanceof ImageNotFoundException || error instanceof RepositoryNotFoundException;
    if (isMissing) return undefined;
    throw error;
  }
}

function keyOf({ registryId, region }: Partial<Replica>): string {
  return `${registryId}/${region}`;
}
