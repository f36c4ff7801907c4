import type { CallRecord } from '../domain/call-record.js';

export type { CallRecord } from '../domain/call-record.js';

/** All calls since the last reset, in order. */
export class CallLog {
  private readonly records: CallRecord[] = [];

  add(record: Omit<CallRecord, 'sequence'>): CallRecord {
    const call = { sequence: this.records.length + 1, ...record };
    this.records.push(call);
    return call;
  }

  all(): readonly CallRecord[] {
    return this.records;
  }
}
