/** What is known of a type of the provider. Attributes in blocks have the names of the blocks before them. */
export interface KnownTerraformType {
  /** Attributes that a resource needs: one that a plan does not know is refused. */
  readonly needed: readonly string[];
  /** Attributes that it may have: unknown ones are refused too, since they decide what is there. */
  readonly deciding: readonly string[];
  /** Attributes whose change needs a new resource [docs]. */
  readonly replacing: readonly string[];
}

const type = (needed: string, deciding = '', replacing = ''): KnownTerraformType => ({
  needed: namesIn(needed),
  deciding: namesIn(deciding),
  replacing: namesIn(replacing),
});

const namesIn = (text: string): readonly string[] => text.split(' ').filter((name) => name !== '');

const MUTABILITY =
  'image_tag_mutability image_tag_mutability_exclusion_filter.filter image_tag_mutability_exclusion_filter.filter_type encryption_configuration.encryption_type';
const FILTERS = 'rule.repository_filter.filter rule.repository_filter.filter_type';

const KNOWN = new Map([
  [
    'aws_ecr_repository',
    type(
      'name',
      `${MUTABILITY} image_scanning_configuration.scan_on_push force_delete`,
      'name encryption_configuration',
    ),
  ],
  ['aws_ecr_repository_policy', type('repository policy', '', 'repository')],
  ['aws_ecr_lifecycle_policy', type('repository policy', '', 'repository')],
  [
    'aws_ecr_replication_configuration',
    type(
      [
        'destination.region',
        'destination.registry_id',
        'repository_filter.filter',
        'repository_filter.filter_type',
      ]
        .map((name) => `replication_configuration.rule.${name}`)
        .join(' '),
    ),
  ],
  ['aws_ecr_registry_policy', type('policy')],
  ['aws_ecr_registry_scanning_configuration', type(`scan_type rule.scan_frequency ${FILTERS}`)],
  ['aws_ecr_signing_configuration', type(`rule.signing_profile_arn ${FILTERS}`)],
  [
    'aws_ecr_pull_through_cache_rule',
    type(
      'ecr_repository_prefix upstream_registry_url',
      '',
      'ecr_repository_prefix upstream_registry_url upstream_repository_prefix',
    ),
  ],
  [
    'aws_ecr_repository_creation_template',
    type('prefix applied_for', `${MUTABILITY} repository_policy lifecycle_policy`, 'prefix'),
  ],
  ['aws_ecr_pull_time_update_exclusion', type('principal_arn', '', 'principal_arn')],
  ['aws_ecr_account_setting', type('name value', '', 'name')],
  ['aws_iam_role', type('name assume_role_policy', 'inline_policy.policy', 'name path')],
  ['aws_iam_user', type('name')],
  ['aws_iam_policy', type('policy', '', 'name path')],
  ['aws_iam_role_policy', type('role policy', '', 'role')],
  ['aws_iam_user_policy', type('user policy', '', 'user')],
  ['aws_iam_role_policy_attachment', type('role policy_arn', '', 'role policy_arn')],
  ['aws_iam_user_policy_attachment', type('user policy_arn', '', 'user policy_arn')],
  ['aws_iam_policy_attachment', type('policy_arn', 'roles users groups', 'policy_arn')],
]);

/** What is known of a type; undefined if it is left alone. */
export function knownTerraformType(name: string): KnownTerraformType | undefined {
  return KNOWN.get(name);
}
