import { destinationKey } from '../domain/destination.js';
import type { Image } from '../domain/image.js';
import type { ReplicationAttempt } from '../domain/replication-record.js';
import type { Repository } from '../domain/repository.js';
import type { World } from '../domain/world.js';
import { byKey } from './routes.js';
import { repositoriesByName } from './contents.js';
import type { TimelineEntry } from './timeline-entry.js';
import { shortDigest } from './wording.js';

/** A replication in the timeline, with what an event about it is found by. */
export interface ReplicationEntry extends TimelineEntry {
  readonly repositoryName: string;
  readonly tag: string | undefined;
  /** `<account>/<region>`. */
  readonly destination: string;
  readonly ended: boolean;
}

/**
 * Replication attempts in words, in no order: one entry for an attempt that ended as it began or has not
 * ended, two for any other.
 */
export function replicationEntries(world: World): readonly ReplicationEntry[] {
  const entries: ReplicationEntry[] = [];
  for (const registry of [...world.registries()].sort(byKey)) {
    for (const repository of repositoriesByName(registry)) {
      for (const image of repository.allImages()) {
        for (const { destination, attempts } of image.replications ?? []) {
          for (const attempt of attempts) {
            entries.push(...entriesOf(repository, image, destinationKey(destination), attempt));
          }
        }
      }
    }
  }
  return entries;
}

function entriesOf(
  repository: Repository,
  image: Image,
  destination: string,
  attempt: ReplicationAttempt,
): readonly ReplicationEntry[] {
  const { tag, startedAt, endedAt } = attempt;
  const name = tag === undefined ? `@${shortDigest(image.digest)}` : `:${tag}`;
  const entry = (at: number, what: string, ended: boolean): ReplicationEntry => ({
    at,
    kind: 'replication',
    where: repository.registry.key,
    text: `${repository.name}${name} -> ${destination} ${what}`,
    failed: ended && attempt.status === 'FAILED',
    repositoryName: repository.name,
    tag,
    destination,
    ended,
  });
  if (endedAt === startedAt) return [entry(startedAt, outcomeOf(attempt), true)];
  const started = entry(startedAt, endedAt === undefined ? 'started, under way' : 'started', false);
  return endedAt === undefined ? [started] : [started, entry(endedAt, outcomeOf(attempt), true)];
}

function outcomeOf({ status, failureCode, withheldBy }: ReplicationAttempt): string {
  if (withheldBy !== undefined) return `${status}, tag withheld: it is at ${shortDigest(withheldBy)}`;
  return failureCode === undefined ? status : `${status} (${failureCode})`;
}
