/** Codes of failed replications. ECR does not publish a list; only the first is known [observed]. @public */
export const REPLICATION_FAILURE_CODES = {
  /** Permission denied, or a Region that is not enabled [observed]. */
  accessDenied: 'DESTINATION_REGISTRY_ACCESS_DENIED',
  /** The creation template needs a role but does not have one [assumed]. */
  repositoryCreationFailed: 'DESTINATION_REPOSITORY_CREATION_FAILED',
  /** A quota of the destination was reached [assumed]. */
  limitExceeded: 'DESTINATION_LIMIT_EXCEEDED',
  /** ECR can't use the KMS key of the repository [assumed]. */
  keyUnusable: 'DESTINATION_KMS_KEY_UNUSABLE',
  /** The source was removed while the task was under way, if the option says so [assumed]. */
  sourceDeleted: 'SOURCE_IMAGE_DELETED',
  /** For a backfill: half of the processed replications failed [assumed]. */
  tooManyFailed: 'FAILURE_THRESHOLD_EXCEEDED',
  /** The test injected a failure without a code. */
  injected: 'REPLICATION_FAILURE_INJECTED',
} as const;
