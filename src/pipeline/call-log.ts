import type { CallRecord } from '../domain/call-record.js';

export type { CallRecord } from '../domain/call-record.js';

/** All calls since the last reset, in order. */
export class CallLog {
  private readonly records: CallRecord[] = [];

  add(record: Omit<CallRecord, 'sequence'>): void {
    this.records.push({ sequence: this.records.length + 1, ...record });
  }

  all(): readonly CallRecord[] {
    return this.records;
  }
}
