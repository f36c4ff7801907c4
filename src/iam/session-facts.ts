/** What a session passes on to sessions created from it. */
export interface SessionFacts {
  /** Tags that stay through role chaining. */
  readonly transitiveTags: Readonly<Record<string, string>>;
  readonly sourceIdentity?: string | undefined;
}
