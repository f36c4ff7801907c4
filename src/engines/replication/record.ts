import { type Destination, sameDestination } from '../../domain/destination.js';
import type { Image } from '../../domain/image.js';
import type { ReplicationAttempt, ReplicationRecord } from '../../domain/replication-record.js';
import { type FailureCause, failureCodeOf } from './failure-codes.js';

/** The entry of an image for a destination, if a task ever started. */
export function recordOf(image: Image, destination: Destination): ReplicationRecord | undefined {
  return image.replications?.find((record) => sameDestination(record.destination, destination));
}

/** Notes that a task starts: it decides the image's status at that destination from now on [assumed]. */
export function openAttempt(image: Image, destination: Destination, attempt: ReplicationAttempt): void {
  image.replications ??= [];
  let record = recordOf(image, destination);
  if (record === undefined) {
    record = { destination, status: 'IN_PROGRESS', attempts: [] };
    image.replications.push(record);
  }
  record.status = 'IN_PROGRESS';
  record.failureCode = undefined;
  const earlier = record.attempts.findIndex((one) => one.tag === attempt.tag);
  if (earlier !== -1) record.attempts.splice(earlier, 1);
  record.attempts.push(attempt);
}

/** Notes how a task ended. */
export function endAttempt(attempt: ReplicationAttempt, at: number, cause: FailureCause | undefined): void {
  attempt.endedAt = at;
  attempt.status = cause === undefined ? 'COMPLETE' : 'FAILED';
  if (cause !== undefined) {
    attempt.cause = cause;
    attempt.failureCode = failureCodeOf(cause);
  }
}

/** The status of an image after an attempt. A task that is not the last to have started leaves it alone. */
export function closeAttempt(image: Image, destination: Destination, attempt: ReplicationAttempt): void {
  const record = recordOf(image, destination);
  if (record?.attempts.at(-1) !== attempt) return;
  record.status = attempt.status;
  record.failureCode = attempt.failureCode;
}
