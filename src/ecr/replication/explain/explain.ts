import { sameDestination } from '../../../aws/registry-id.js';
import { ruleMatches } from '../../../world/configuration/replication-configuration.js';
import { formatReference } from '../../../world/images/image-reference.js';
import type { Image } from '../../../world/images/image.js';
import type { ReplicationAttempt } from '../../../world/records/replication.js';
import type { Registry } from '../../../world/registry.js';
import type { Repository } from '../../../world/repository.js';
import type { World } from '../../../world/world.js';
import { recordOf } from '../replication-task.js';
import { decisionOf, fromAttempt, howItCame } from './how-it-ended.js';
import {
  type ReplicationOutcome,
  type ReplicationQuestion,
  type ReplicationReason,
  ReplicationVerdict,
  reason,
} from './verdict.js';
import { missingAtSource, whyNotStarted } from './why-not-started.js';

/** Explains whether an image of one registry is in another, and what decided that. */
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
    const underWay = inFlight(question);
    if (underWay !== undefined) return answer(...fromAttempt(underWay, question));
    if (there !== undefined && isReplica(there) && sentOnce(question)) {
      return answer('replicated', deletedAtSource(question, name));
    }
    return answer('never', missingAtSource(source, question));
  }
  const attempt = attemptOf(image, destination, tag);
  if (there !== undefined && there.digest === image.digest) {
    // Of an image that was deleted and pushed again nothing is known any more.
    if (attempt?.status === 'COMPLETE' || (isReplica(there) && sentOnce(question))) {
      return answer(
        'replicated',
        reason(
          'arrived',
          `${name} is at ${destination.key}.`,
          [
            `digest ${there.digest}`,
            ...(attempt === undefined ? [] : howItCame(attempt, question)),
            ...settingsLeftBehind(source, destination, repositoryName),
          ],
          attempt === undefined ? {} : decisionOf(attempt, question),
        ),
      );
    }
  }
  if (attempt !== undefined) return answer(...fromAttempt(attempt, question, image.digest));
  if (there !== undefined && there.digest === image.digest) {
    return answer(
      'never',
      reason(
        'already-there',
        `${name} is at ${destination.key}, but not by a replication from ${source.key}.`,
      ),
      whyNotStarted(world, question, image),
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

/** Whether the source ever had a rule for it: the replica may come from another registry. */
function sentOnce({ source, destination, repositoryName }: ReplicationQuestion): boolean {
  const to = { region: destination.region, registryId: destination.accountId };
  return source.replication.everRouted(repositoryName, to);
}

/** The source deleted its image, but the replica is still there. */
function deletedAtSource(
  { source, destination, repositoryName }: ReplicationQuestion,
  name: string,
): ReplicationReason {
  const to = { region: destination.region, registryId: destination.accountId };
  const deletes = source.replication.rules.some(
    (rule) =>
      rule.deleteReplication === true &&
      ruleMatches(rule, repositoryName) &&
      rule.destinations.some((one) => sameDestination(one, to)),
  );
  return deletes
    ? reason(
        'arrived',
        `${name} is at ${destination.key}; the source has since deleted it, but the deletion has not been replicated.`,
        ['the deletion is pending (see ecr.pending()), or happened before the rule had deleteReplication'],
      )
    : reason(
        'arrived',
        `${name} is at ${destination.key}; the source has since deleted it, but deletions are not replicated.`,
        ['a rule with deleteReplication: { enabled: true } replicates them'],
      );
}

/** A replication under way whose image was removed from the source. */
function inFlight({
  source,
  destination,
  repositoryName,
  tag,
  digest,
}: ReplicationQuestion): ReplicationAttempt | undefined {
  const to = { region: destination.region, registryId: destination.accountId };
  for (const one of source.inFlight) {
    const isMeant =
      one.repositoryName === repositoryName &&
      sameDestination(one.destination, to) &&
      (tag === undefined ? one.digest === digest : one.tag === tag);
    if (isMeant) return one.outcome;
  }
  return undefined;
}

function attemptOf(
  image: Image,
  destination: Registry,
  tag: string | undefined,
): ReplicationAttempt | undefined {
  const record = recordOf(image, { region: destination.region, registryId: destination.accountId });
  if (record === undefined) return undefined;
  // For a digest, the task that started last decides.
  return tag === undefined ? record.attempts.at(-1) : record.attempts.find((attempt) => attempt.tag === tag);
}

function isReplica(image: Image): boolean {
  return image.origin === 'replication' || image.origin === 'backfill';
}

/** Settings of a repository, which are not replicated [docs]. */
const SETTINGS: Readonly<Record<string, (repository: Repository) => string>> = {
  'tag mutability': ({ tagMutability }) => tagMutability.mode,
  encryption: ({ encryption }) => encryption.type,
  'scan on push': ({ scanOnPush }) => String(scanOnPush),
  'repository policy': ({ policyText }) => presence(policyText),
  'lifecycle policy': ({ lifecycle }) => presence(lifecycle),
  'resource tags': ({ resourceTags }) => String(resourceTags.size),
};

/** The settings that differ between the two repositories, one line each. */
function settingsLeftBehind(
  source: Registry,
  destination: Registry,
  repositoryName: string,
): readonly string[] {
  const here = source.repository(repositoryName);
  const there = destination.repository(repositoryName);
  if (here === undefined || there === undefined) return [];
  const differing = Object.entries(SETTINGS).filter(([, read]) => read(here) !== read(there));
  if (differing.length === 0) return [];
  const list = differing.map(([name, read]) => `${name} ${read(here)} here, ${read(there)} there`);
  return [`settings are not replicated: ${list.join('; ')}`];
}

function presence(value: unknown): string {
  return value === undefined ? 'none' : 'present';
}
