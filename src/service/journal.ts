import { Retained, type Retention, withTextsCut } from '../lib/retained.js';
import type { CallRecord } from '../world/call-record.js';

export type { CallRecord } from '../world/call-record.js';
/** The calls since the last reset, in order: all, or the latest. */
export class Journal {
  private readonly records: Retained<CallRecord>;

  constructor(private readonly retention: Retention) {
    this.records = new Retained(retention);
  }

  /** The sequence number of the call that is recorded next. */
  get next(): number {
    return this.records.added + 1;
  }

  /** @returns what was kept of it */
  add(call: CallRecord): CallRecord {
    const kept = withTextsCut(call, this.retention.textLength);
    this.records.add(kept);
    return kept;
  }

  all(): readonly CallRecord[] {
    return this.records.all();
  }
}
