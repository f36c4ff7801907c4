import type { CallRecord } from '../world/call-record.js';
import type { ReplicationEnded } from '../world/domain-event.js';
import type { RaisedEvent } from './events/envelope.js';

/** Something that happened in a world. Moments are epoch milliseconds. */
export type JournalEntry =
  | { readonly kind: 'call'; readonly at: number; readonly call: CallRecord }
  | { readonly kind: 'replication'; readonly at: number; readonly replication: ReplicationEnded }
  | {
      /** What a test asserted to be absent, and what was there at that moment. */
      readonly kind: 'assertion';
      readonly at: number;
      readonly where: string;
      readonly text: string;
    }
  | RaisedEvent;
