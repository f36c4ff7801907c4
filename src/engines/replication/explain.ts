import type { Image } from '../../domain/image.js';
import { formatReference } from '../../domain/image-reference.js';
import type { Registry } from '../../domain/registry.js';
import type { ReplicationAttempt } from '../../domain/replication-record.js';
import type { World } from '../../domain/world.js';
import { fromAttempt } from './how-it-ended.js';
import type { ReplicationQuestion } from './question.js';
import { recordOf } from './record.js';
import { settingsLeftBehind } from './settings-left-behind.js';
import { type ReplicationOutcome, type ReplicationReason, ReplicationVerdict, reason } from './verdict.js';
import { missingAtSource, whyNotStarted } from './why-not-started.js';

/** Says whether an image of one registry is in another, and what decided that. */
export function explainReplication(world: World, question: ReplicationQuestion): ReplicationVerdict {
  const { source, destination, repositoryName, tag, digest } = question;
  const name = formatReference(repositoryName, tag, digest);
  const answer = (outcome: ReplicationOutcome, ...reasons: ReplicationReason[]) =>
    new ReplicationVerdict(outcome, `${name} from ${source.key} to ${destination.key}`, reasons);

  if (source === destination) {
    return answer(
      'never',
      reason('same-registry', `${source.key} is the registry the image is in; nothing replicates to itself.`),
    );
  }
  const image = imageAt(source, question);
  const there = imageAt(destination, question);
  if (image === undefined) {
    if (there !== undefined && isReplica(there)) {
      return answer(
        'replicated',
        reason(
          'arrived',
          `${name} is at ${destination.key}; the source has since deleted it, and deletions are not replicated.`,
        ),
      );
    }
    return answer('never', missingAtSource(source, question));
  }
  const attempt = attemptOf(image, destination, tag);
  if (there !== undefined && there.digest === image.digest) {
    if (attempt?.status === 'COMPLETE' || isReplica(there)) {
      return answer(
        'replicated',
        reason('arrived', `${name} is at ${destination.key}.`, [
          `digest ${there.digest}`,
          ...settingsLeftBehind(source, destination, repositoryName),
        ]),
      );
    }
  }
  if (attempt !== undefined) return answer(...fromAttempt(attempt, question, image));
  if (there !== undefined && there.digest === image.digest) {
    return answer(
      'replicated',
      reason(
        'already-there',
        `${name} is at ${destination.key}, though not by a replication from ${source.key}.`,
      ),
    );
  }
  return answer('never', whyNotStarted(world, question, image));
}

function imageAt(
  registry: Registry,
  { repositoryName, tag, digest }: ReplicationQuestion,
): Image | undefined {
  const repository = registry.repository(repositoryName);
  if (repository === undefined) return undefined;
  if (tag === undefined) return digest === undefined ? undefined : repository.image(digest);
  const image = repository.tag(tag)?.image;
  return digest === undefined || image?.digest === digest ? image : undefined;
}

function attemptOf(
  image: Image,
  destination: Registry,
  tag: string | undefined,
): ReplicationAttempt | undefined {
  const record = recordOf(image, { region: destination.region, registryId: destination.accountId });
  if (record === undefined) return undefined;
  // Asked by digest, the last task to have started speaks for the image.
  return tag === undefined ? record.attempts.at(-1) : record.attempts.find((attempt) => attempt.tag === tag);
}

function isReplica(image: Image): boolean {
  return image.origin === 'replication' || image.origin === 'backfill';
}
