import type { CallRecord } from '../domain/call-record.js';
import type { ReplicationEnded } from '../domain/domain-event.js';
import type { EcrEvent } from './notifications/envelope.js';

/** Something that happened in a world. Moments are epoch milliseconds; an event's own time has whole seconds. */
export type Happening =
  | { readonly kind: 'call'; readonly at: number; readonly call: CallRecord }
  | { readonly kind: 'replication'; readonly at: number; readonly replication: ReplicationEnded }
  | { readonly kind: 'event'; readonly at: number; readonly event: EcrEvent };
