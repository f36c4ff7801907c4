/** The definition of a role, without its ARN. @public */
export interface StsRoleOptions {
  /** Who may assume it, as an object or a JSON text. */
  readonly trustPolicy: object | string;
  /** What its sessions may do, as objects or JSON texts; when absent they are administrators of the account. */
  readonly policies?: readonly (object | string)[];
  /** Seconds, from 3600 to 43200; 3600 when absent [docs]. */
  readonly maxSessionDuration?: number;
  /** The role's tags: its sessions have them as `aws:PrincipalTag/…`. */
  readonly tags?: Readonly<Record<string, string>>;
}
