import { partitionOf } from './regions.js';

export function repositoryArn(region: string, accountId: string, name: string): string {
  return `arn:${partitionOf(region).id}:ecr:${region}:${accountId}:repository/${name}`;
}

export function registryHost(region: string, accountId: string): string {
  return `${accountId}.dkr.ecr.${region}.${partitionOf(region).dnsSuffix}`;
}

/** The parts of a repository's ARN, or undefined if the text is not one. */
export function parseRepositoryArn(
  arn: string,
): { partition: string; region: string; accountId: string; repositoryName: string } | undefined {
  const match = /^arn:(aws[a-z-]*):ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/.exec(arn);
  if (match === null) return undefined;
  const [, partition = '', region = '', accountId = '', repositoryName = ''] = match;
  return { partition, region, accountId, repositoryName };
}

/** The role ECR replicates with, created in the source account by its first configuration [docs]. */
export function replicationRoleArn(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`;
}
