import type { CallRecord } from '../domain/call-record.js';

export type { CallRecord } from '../domain/call-record.js';

/** All calls since the last reset, in order. */
export class CallLog {
  private readonly records: CallRecord[] = [];

  /** The sequence number of the call that is recorded next. */
  get next(): number {
    return this.records.length + 1;
  }

  add(call: CallRecord): void {
    this.records.push(call);
  }

  all(): readonly CallRecord[] {
    return this.records;
  }
}
