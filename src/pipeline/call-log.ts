/** One call to the service, as CloudTrail would record it. */
export interface CallRecord {
  /** 1 for the first call after a reset. */
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly time: number;
  /** The caller's account. */
  readonly accountId: string;
  readonly region: string;
  /** The caller's ARN; the service-linked role for calls that ECR makes itself. */
  readonly principal: string;
  readonly operation: string;
  readonly requestId: string;
  /** `success`, or the name of the exception. */
  readonly outcome: string;
  readonly errorMessage?: string;
  /** The input as the service read it, without blobs. */
  readonly input: Readonly<Record<string, unknown>>;
}

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
