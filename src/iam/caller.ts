/**
 * Who makes a call. If `identityPolicies` is absent the caller is an administrator of its account: the identity side
 * allows everything, and only resource policies can refuse.
 */
export interface Caller {
  /** Twelve digits; the empty text for a service, which belongs to no account. */
  readonly accountId: string;
  /** The principal, for example `arn:aws:iam::111122223333:role/ci` or an assumed-role session. */
  readonly arn: string;
  /**
   * For a service that calls by itself: its name, for example `lambda.amazonaws.com`, which is then also the `arn`.
   */
  readonly service?: string;
  /** For a session: the ARN of its role. */
  readonly roleArn?: string;
  /** Policy documents (JSON text) enforced on the identity side; absent for an administrator. */
  readonly identityPolicies?: readonly string[];
  /** Session policies (JSON text), which can only restrict. */
  readonly sessionPolicies?: readonly string[];
  /** Condition keys the test sets for this caller, for example `aws:SourceIp`. */
  readonly conditionKeys?: Readonly<Record<string, string | readonly string[]>>;
  /** The moment (epoch milliseconds) after which these credentials are refused. */
  readonly expiresAt?: number;
}
