import { destinationKey } from '../domain/destination.js';
import type { ReplicationEnded } from '../domain/domain-event.js';
import type { ReplicationTask } from '../engines/replication/task.js';
import { shortDigest } from './wording.js';

/** A replication that ended, in words: `payments:v1 -> 444455556666/eu-west-1 COMPLETE after 5000 ms`. */
export function describeReplication(replication: ReplicationEnded, at: number): string {
  const { repositoryName, tag, manifest, destination, startedAt } = replication;
  const what = imageName(repositoryName, tag, manifest.digest);
  const duration = at === startedAt ? '' : ` after ${at - startedAt} ms`;
  return `${what} -> ${destinationKey(destination)} ${outcomeOf(replication)}${duration}`;
}

/** A replication that has not arrived, in words. */
export function describeTask({ plan, destination }: ReplicationTask): string {
  const what = imageName(plan.repositoryName, plan.tag, plan.image.digest);
  return `${what} -> ${destinationKey(destination)} started, under way`;
}

function imageName(repositoryName: string, tag: string | undefined, digest: string): string {
  return `${repositoryName}${tag === undefined ? `@${shortDigest(digest)}` : `:${tag}`}`;
}

function outcomeOf({ succeeded, failureCode, withheldBy }: ReplicationEnded): string {
  if (!succeeded) return `FAILED (${String(failureCode)})`;
  return withheldBy === undefined
    ? 'COMPLETE'
    : `COMPLETE, tag withheld: it is at ${shortDigest(withheldBy)}`;
}
