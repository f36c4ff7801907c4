/** One call to the service, as CloudTrail would record it. @public */
export interface CallRecord {
  /** 1 for the first call after a reset. */
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly time: number;
  /** The caller's account. */
  readonly accountId: string;
  /** The Region that was called, for example `us-west-2`. */
  readonly region: string;
  /** The caller's ARN; the service-linked role for calls that ECR makes itself. */
  readonly principal: string;
  /** For example `PutImage`; `ReplicateImage` for a call that ECR makes at a destination. */
  readonly operation: string;
  /** Set if the call came by the registry protocol (`docker push`), and not by the API. */
  readonly door?: 'registry';
  /** As in `$metadata` of the answer. */
  readonly requestId: string;
  /** `success`, or the name of the exception. */
  readonly outcome: string;
  /** The message of the exception; absent after a success. */
  readonly errorMessage?: string;
  /** What ECR does not say about a refusal: what was probably forgotten, or where the error in a policy is. */
  readonly hint?: string;
  /** The input as the service read it, without blobs. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Whether ECR made the call itself, where it replicates. */
export function isCallOfEcr({ principal }: Pick<CallRecord, 'principal'>): boolean {
  return principal.includes(':role/aws-service-role/');
}
