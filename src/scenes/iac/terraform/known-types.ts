/** What is known of a type of the provider. */
export interface KnownTerraformType {
  /** Attributes that a resource needs: one that a plan does not know is refused. */
  readonly needed: readonly string[];
  /** Attributes whose change needs a new resource [docs]. */
  readonly replacing: readonly string[];
}

const type = (needed: string, replacing = ''): KnownTerraformType => ({
  needed: needed.split(' '),
  replacing: replacing === '' ? [] : replacing.split(' '),
});

const KNOWN = new Map([
  ['aws_ecr_repository', type('name', 'name encryption_configuration')],
  ['aws_ecr_repository_policy', type('repository policy', 'repository')],
  ['aws_ecr_lifecycle_policy', type('repository policy', 'repository')],
  ['aws_ecr_replication_configuration', type('replication_configuration')],
  ['aws_ecr_registry_policy', type('policy')],
  ['aws_ecr_registry_scanning_configuration', type('scan_type')],
  ['aws_ecr_signing_configuration', type('rule')],
  [
    'aws_ecr_pull_through_cache_rule',
    type(
      'ecr_repository_prefix upstream_registry_url',
      'ecr_repository_prefix upstream_registry_url upstream_repository_prefix',
    ),
  ],
  ['aws_ecr_repository_creation_template', type('prefix applied_for', 'prefix')],
  ['aws_ecr_pull_time_update_exclusion', type('principal_arn', 'principal_arn')],
  ['aws_ecr_account_setting', type('name value', 'name')],
  ['aws_iam_role', type('name assume_role_policy', 'name path')],
  ['aws_iam_user', type('name')],
  ['aws_iam_policy', type('policy', 'name path')],
  ['aws_iam_role_policy', type('role policy', 'role')],
  ['aws_iam_user_policy', type('user policy', 'user')],
  ['aws_iam_role_policy_attachment', type('role policy_arn', 'role policy_arn')],
  ['aws_iam_user_policy_attachment', type('user policy_arn', 'user policy_arn')],
  ['aws_iam_policy_attachment', type('policy_arn', 'policy_arn')],
]);

/** What is known of a type; undefined if it is left alone. */
export function knownTerraformType(name: string): KnownTerraformType | undefined {
  return KNOWN.get(name);
}
