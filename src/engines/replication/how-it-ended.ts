import type { Image } from '../../domain/image.js';
import { formatReference } from '../../domain/image-reference.js';
import type { ReplicationAttempt } from '../../domain/replication-record.js';
import type { FailureCause } from './failure-codes.js';
import type { ReplicationQuestion } from './question.js';
import { type ReplicationOutcome, type ReplicationReason, reason, time } from './verdict.js';

/** A task was started: where it stands, or what it came to. */
export function fromAttempt(
  attempt: ReplicationAttempt,
  question: ReplicationQuestion,
  image: Image,
): [ReplicationOutcome, ReplicationReason] {
  const { destination, repositoryName, tag } = question;
  const name = formatReference(repositoryName, tag, image.digest);
  if (attempt.status === 'IN_PROGRESS') {
    const due =
      attempt.dueAt === Infinity
        ? 'It is delivered when the test calls ecr.settle().'
        : `It is due at ${time(attempt.dueAt)}; advance the clock or call ecr.settle().`;
    return [
      'pending',
      reason('in-progress', `The replication of ${name} is in progress. ${due}`, [
        `started ${time(attempt.startedAt)}`,
      ]),
    ];
  }
  if (attempt.status === 'FAILED') {
    const failure = causeReason(attempt.cause as FailureCause, question);
    return [
      'failed',
      {
        ...failure,
        details: [...failure.details, `status FAILED, failureCode ${attempt.failureCode ?? ''}`],
      },
    ];
  }
  if (attempt.withheldBy !== undefined) {
    const mode = destination.repository(repositoryName)?.tagMutability.mode ?? 'IMMUTABLE';
    return [
      'failed',
      reason(
        'tag-withheld',
        `The image was replicated without its tag: at ${destination.key} the tag '${tag ?? ''}' belongs to another image and can't be moved, since the repository is ${mode}.`,
        [`tag '${tag ?? ''}' stays on ${attempt.withheldBy}`, `the replica is ${image.digest}`],
      ),
    ];
  }
  const other = tag === undefined ? undefined : destination.repository(repositoryName)?.tag(tag)?.image;
  if (other !== undefined) {
    return [
      'failed',
      reason(
        'other-image-there',
        `${name} was replicated at ${time(attempt.endedAt ?? attempt.dueAt)}, but the tag points to another image there now.`,
        [`there: ${other.digest}`, `at the source: ${image.digest}`],
      ),
    ];
  }
  return [
    'failed',
    reason(
      'removed-there',
      `${name} was replicated at ${time(attempt.endedAt ?? attempt.dueAt)}, and has been removed at ${destination.key} since.`,
    ),
  ];
}

function causeReason(
  cause: FailureCause,
  { source, destination, repositoryName }: ReplicationQuestion,
): ReplicationReason {
  switch (cause.kind) {
    case 'region-disabled':
      return reason(
        'region-disabled',
        `Region ${cause.region} is not enabled for the ${cause.side} account ${cause.accountId}.`,
        [`enable it in the test: ecr.account('${cause.accountId}').enableRegion('${cause.region}')`],
      );
    case 'denied': {
      const permission = `${source.accountId} may not ${cause.action} on repository ${repositoryName} of ${destination.key}`;
      return reason(
        cause.action === 'ecr:ReplicateImage' ? 'access-denied' : 'create-denied',
        cause.action === 'ecr:ReplicateImage'
          ? `The destination's registry policy does not let it in: ${permission}.`
          : `The repository is missing at the destination and may not be made there: ${permission}.`,
        cause.reasons(),
      );
    }
    case 'creation-failed':
      return reason('creation-failed', `The repository could not be created at ${destination.key}.`, [
        cause.problem,
      ]);
    case 'limit-exceeded':
      return reason('limit-exceeded', `A quota of ${destination.key} was met: ${cause.problem}.`);
    case 'source-deleted':
      return reason(
        'source-deleted',
        `The image was deleted at ${source.key} while its replication was in progress.`,
      );
    case 'injected':
      return reason('failure-injected', `The test injected a failure with code ${cause.code}.`);
  }
}
