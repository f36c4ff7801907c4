/** What an action of ECR is about: one repository, the settings of a registry, or either of them. */
export type ActionScope = 'repository' | 'registry' | 'repositories';

const OF_A_REPOSITORY = [
  // Permissions that no operation of the SDK needs, but a replication or an import does [docs].
  'BatchImportUpstreamImage ReplicateImage',
  'BatchCheckLayerAvailability BatchDeleteImage BatchGetImage BatchGetRepositoryScanningConfiguration',
  'CompleteLayerUpload CreateRepository DeleteLifecyclePolicy DeleteRepository DeleteRepositoryPolicy',
  'DescribeImageReplicationStatus DescribeImageScanFindings DescribeImageSigningStatus DescribeImages',
  'GetDownloadUrlForLayer GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy InitiateLayerUpload',
  'ListImages ListTagsForResource PutImage PutImageScanningConfiguration PutImageTagMutability',
  'PutLifecyclePolicy SetRepositoryPolicy StartImageScan StartLifecyclePolicyPreview TagResource UntagResource',
  'UpdateImageStorageClass UploadLayerPart',
];

/** Can be allowed on `*` only: they have no resource. */
const OF_A_REGISTRY = [
  'CreatePullThroughCacheRule CreateRepositoryCreationTemplate DeletePullThroughCacheRule DeleteRegistryPolicy',
  'DeleteRepositoryCreationTemplate DeleteSigningConfiguration DeregisterPullTimeUpdateExclusion',
  'DescribePullThroughCacheRules DescribeRegistry DescribeReplicationBackfillResults',
  'DescribeRepositoryCreationTemplates GetAccountSetting GetAuthorizationToken GetRegistryPolicy',
  'GetRegistryScanningConfiguration GetSigningConfiguration ListPullTimeUpdateExclusions',
  'ListReplicationBackfills PutAccountSetting PutRegistryPolicy PutRegistryScanningConfiguration',
  'PutReplicationConfiguration PutSigningConfiguration RegisterPullTimeUpdateExclusion StartReplicationBackfill',
  'StopReplicationBackfill UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate',
  'ValidatePullThroughCacheRule',
];

/** About one repository, or all repositories of a registry. */
const OF_REPOSITORIES = ['DescribeRepositories'];

/** An action of ECR that policies can name. */
export interface Action {
  /** For example `ecr:PutImage`. */
  readonly name: string;
  readonly scope: ActionScope;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    repository: OF_A_REPOSITORY,
    registry: OF_A_REGISTRY,
    repositories: OF_REPOSITORIES,
  }).flatMap(([scope, lines]) =>
    lines
      .join(' ')
      .split(' ')
      .map((operation) => {
        const action = { name: `ecr:${operation}`, scope: scope as ActionScope };
        return [action.name.toLowerCase(), action] as const;
      }),
  ),
);

/** An action by its name, in any case; undefined if ECR has none of that name. */
export function actionNamed(name: string): Action | undefined {
  return ACTIONS.get(name.toLowerCase());
}

/** Names that start like this one, for suggestions. */
export function actionsLike(name: string): readonly string[] {
  const beginning = name.toLowerCase().slice(0, Math.max('ecr:'.length + 4, name.length - 4));
  return [...ACTIONS].filter(([key]) => key.startsWith(beginning)).map(([, action]) => action.name);
}
