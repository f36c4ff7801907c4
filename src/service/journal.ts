import type { RaisedEvent } from '../ecr/events/envelope.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import { internalCallsOf } from '../ecr/replication/internal-calls.js';
import { Retained, type Retention, withTextsCut } from '../lib/retained.js';
import type { CallRecord } from '../world/call-record.js';
import type { DomainEvent, UnitOfWork } from '../world/domain-event.js';

/**
 * What happened since the last reset, in order: calls, replications, events, and what a test asserted. It subscribes
 * to domain events as the engines do.
 */
export class Journal {
  private readonly records: Retained<CallRecord>;
  private readonly happened: Retained<JournalEntry>;

  /** @param newRequestId provides ids for calls that ECR makes itself */
  constructor(
    private readonly retention: Retention,
    private readonly newRequestId: () => string,
    private readonly told: (entry: JournalEntry) => void = () => undefined,
  ) {
    this.records = new Retained(retention);
    this.happened = new Retained(retention);
  }

  /** The calls, in order: all, or the latest. */
  get calls(): readonly CallRecord[] {
    return this.records.all();
  }

  get entries(): readonly JournalEntry[] {
    return this.happened.all();
  }

  /** How many of the oldest entries are no longer kept. */
  get forgotten(): number {
    return this.happened.forgotten;
  }

  /** How many entries there have been. */
  get position(): number {
    return this.happened.added;
  }

  /** The sequence number of the call that is answered next. */
  get next(): number {
    return this.records.added + 1;
  }

  /** A call was answered. */
  answered(call: CallRecord): void {
    const kept = withTextsCut(call, this.retention.textLength);
    this.records.add(kept);
    this.add({ kind: 'call', at: kept.time, call: kept });
  }

  react(event: DomainEvent, { now }: UnitOfWork): void {
    if (event.type !== 'replication-ended') return;
    for (const call of internalCallsOf(event, now)) {
      this.answered({ sequence: this.next, ...call, requestId: this.newRequestId() });
    }
    this.add({ kind: 'replication', at: now, replication: event });
  }

  /** ECR raised an event on EventBridge. */
  raised(event: RaisedEvent): void {
    this.add(event);
  }

  /** A test asserted something. */
  asserted(look: JournalEntry & { readonly kind: 'assertion' }): void {
    this.add(look);
  }

  private add(entry: JournalEntry): void {
    this.happened.add(entry);
    this.told(entry);
  }
}
