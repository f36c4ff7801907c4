import { replicationRoleArn } from '../../aws/arn.js';
import { partitionOf } from '../../aws/regions.js';
import type { CallRecord } from '../../world/call-record.js';
import type { ReplicationEnded } from '../../world/domain-event.js';

type InternalCall = Omit<CallRecord, 'sequence' | 'requestId'>;

/**
 * The calls that ECR makes itself at the destination of a replication, as CloudTrail shows them there
 * [docs]: CreateRepository if the repository was missing, then ReplicateImage. After a failure that prevents the
 * call, such as a Region that is not enabled, there is none [assumed].
 */
export function internalCallsOf(event: ReplicationEnded, time: number): readonly InternalCall[] {
  const { source, destination, repositoryName, refusedCall, manifest, tag, succeeded } = event;
  const call = (operation: string, input: InternalCall['input']): InternalCall => ({
    time,
    accountId: destination.registryId,
    region: destination.region,
    principal: replicationRoleArn(partitionOf(source.region).id, source.registryId),
    operation,
    outcome: refusedCall?.operation === operation ? refusedCall.exception : 'success',
    input,
  });
  const image = { imageDigest: manifest.digest, ...(tag === undefined ? {} : { imageTag: tag }) };
  const creates = event.createdRepository || refusedCall?.operation === 'CreateRepository';
  const replicates = succeeded || refusedCall?.operation === 'ReplicateImage';
  return [
    ...(creates ? [call('CreateRepository', { repositoryName })] : []),
    ...(replicates ? [call('ReplicateImage', { repositoryName, ...image })] : []),
  ];
}
