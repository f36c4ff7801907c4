// Generated from tools/facts/ecr-api-model.json by `npm run generate:api-facts`. Do not edit.
// Facts of the Amazon ECR API 2015-09-21: names, structure and constraints.

/** The name of an operation of the ECR API. @public */
export type OperationName =
  | 'BatchCheckLayerAvailability'
  | 'BatchDeleteImage'
  | 'BatchGetImage'
  | 'BatchGetRepositoryScanningConfiguration'
  | 'CompleteLayerUpload'
  | 'CreatePullThroughCacheRule'
  | 'CreateRepository'
  | 'CreateRepositoryCreationTemplate'
  | 'DeleteLifecyclePolicy'
  | 'DeletePullThroughCacheRule'
  | 'DeleteRegistryPolicy'
  | 'DeleteRepository'
  | 'DeleteRepositoryCreationTemplate'
  | 'DeleteRepositoryPolicy'
  | 'DeleteSigningConfiguration'
  | 'DeregisterPullTimeUpdateExclusion'
  | 'DescribeImageReplicationStatus'
  | 'DescribeImageScanFindings'
  | 'DescribeImageSigningStatus'
  | 'DescribeImages'
  | 'DescribePullThroughCacheRules'
  | 'DescribeRegistry'
  | 'DescribeReplicationBackfillResults'
  | 'DescribeRepositories'
  | 'DescribeRepositoryCreationTemplates'
  | 'GetAccountSetting'
  | 'GetAuthorizationToken'
  | 'GetDownloadUrlForLayer'
  | 'GetLifecyclePolicy'
  | 'GetLifecyclePolicyPreview'
  | 'GetRegistryPolicy'
  | 'GetRegistryScanningConfiguration'
  | 'GetRepositoryPolicy'
  | 'GetSigningConfiguration'
  | 'InitiateLayerUpload'
  | 'ListImageReferrers'
  | 'ListImages'
  | 'ListPullTimeUpdateExclusions'
  | 'ListReplicationBackfills'
  | 'ListTagsForResource'
  | 'PutAccountSetting'
  | 'PutImage'
  | 'PutImageScanningConfiguration'
  | 'PutImageTagMutability'
  | 'PutLifecyclePolicy'
  | 'PutRegistryPolicy'
  | 'PutRegistryScanningConfiguration'
  | 'PutReplicationConfiguration'
  | 'PutSigningConfiguration'
  | 'RegisterPullTimeUpdateExclusion'
  | 'SetRepositoryPolicy'
  | 'StartImageScan'
  | 'StartLifecyclePolicyPreview'
  | 'StartReplicationBackfill'
  | 'StopReplicationBackfill'
  | 'TagResource'
  | 'UntagResource'
  | 'UpdateImageStorageClass'
  | 'UpdatePullThroughCacheRule'
  | 'UpdateRepositoryCreationTemplate'
  | 'UploadLayerPart'
  | 'ValidatePullThroughCacheRule';

/** The errors of each operation, without their suffix `Exception`. */
export const operationFacts: Readonly<Record<OperationName, string>> = {
  BatchCheckLayerAvailability: 'RepositoryNotFound InvalidParameter Server',
  BatchDeleteImage: 'Server InvalidParameter RepositoryNotFound',
  BatchGetImage: 'Server InvalidParameter RepositoryNotFound LimitExceeded UnableToGetUpstreamImage',
  BatchGetRepositoryScanningConfiguration: 'Server InvalidParameter RepositoryNotFound Validation',
  CompleteLayerUpload: 'Server InvalidParameter RepositoryNotFound UploadNotFound InvalidLayer LayerPartTooSmall LayerAlreadyExists EmptyUpload Kms',
  CreatePullThroughCacheRule: 'Server InvalidParameter Validation PullThroughCacheRuleAlreadyExists UnsupportedUpstreamRegistry LimitExceeded UnableToAccessSecret SecretNotFound UnableToDecryptSecretValue',
  CreateRepository: 'Server InvalidParameter InvalidTagParameter TooManyTags RepositoryAlreadyExists LimitExceeded Kms',
  CreateRepositoryCreationTemplate: 'Server Validation InvalidParameter LimitExceeded TemplateAlreadyExists',
  DeleteLifecyclePolicy: 'Server InvalidParameter RepositoryNotFound LifecyclePolicyNotFound Validation',
  DeletePullThroughCacheRule: 'Server InvalidParameter Validation PullThroughCacheRuleNotFound',
  DeleteRegistryPolicy: 'Server InvalidParameter RegistryPolicyNotFound Validation',
  DeleteRepository: 'Server InvalidParameter RepositoryNotFound RepositoryNotEmpty Kms',
  DeleteRepositoryCreationTemplate: 'Server Validation InvalidParameter TemplateNotFound',
  DeleteRepositoryPolicy: 'Server InvalidParameter RepositoryNotFound RepositoryPolicyNotFound',
  DeleteSigningConfiguration: 'Server Validation SigningConfigurationNotFound',
  DeregisterPullTimeUpdateExclusion: 'InvalidParameter ExclusionNotFound LimitExceeded Validation Server',
  DescribeImageReplicationStatus: 'Server InvalidParameter ImageNotFound RepositoryNotFound Validation',
  DescribeImageScanFindings: 'Server InvalidParameter RepositoryNotFound ImageNotFound ScanNotFound Validation',
  DescribeImageSigningStatus: 'Server InvalidParameter Validation ImageNotFound RepositoryNotFound',
  DescribeImages: 'Server InvalidParameter RepositoryNotFound ImageNotFound',
  DescribePullThroughCacheRules: 'Server InvalidParameter Validation PullThroughCacheRuleNotFound',
  DescribeRegistry: 'Server InvalidParameter Validation',
  DescribeReplicationBackfillResults: 'InvalidParameter ReplicationBackfillNotFound Server Validation',
  DescribeRepositories: 'Server InvalidParameter RepositoryNotFound',
  DescribeRepositoryCreationTemplates: 'Server Validation InvalidParameter',
  GetAccountSetting: 'Server Validation InvalidParameter',
  GetAuthorizationToken: 'Server InvalidParameter',
  GetDownloadUrlForLayer: 'Server InvalidParameter LayersNotFound LayerInaccessible RepositoryNotFound UnableToGetUpstreamLayer',
  GetLifecyclePolicy: 'Server InvalidParameter RepositoryNotFound LifecyclePolicyNotFound Validation',
  GetLifecyclePolicyPreview: 'Server InvalidParameter RepositoryNotFound LifecyclePolicyPreviewNotFound Validation',
  GetRegistryPolicy: 'Server InvalidParameter RegistryPolicyNotFound Validation',
  GetRegistryScanningConfiguration: 'Server InvalidParameter Validation',
  GetRepositoryPolicy: 'Server InvalidParameter RepositoryNotFound RepositoryPolicyNotFound',
  GetSigningConfiguration: 'Server InvalidParameter Validation SigningConfigurationNotFound',
  InitiateLayerUpload: 'Server InvalidParameter RepositoryNotFound Kms',
  ListImageReferrers: 'Server InvalidParameter RepositoryNotFound Validation UnableToListUpstreamImageReferrers',
  ListImages: 'Server InvalidParameter RepositoryNotFound',
  ListPullTimeUpdateExclusions: 'InvalidParameter Validation LimitExceeded Server',
  ListReplicationBackfills: 'InvalidParameter Server Validation',
  ListTagsForResource: 'InvalidParameter RepositoryNotFound Server',
  PutAccountSetting: 'Server Validation InvalidParameter LimitExceeded',
  PutImage: 'Server InvalidParameter RepositoryNotFound ImageAlreadyExists LayersNotFound ReferencedImagesNotFound LimitExceeded ImageTagAlreadyExists ImageDigestDoesNotMatch Kms',
  PutImageScanningConfiguration: 'Server InvalidParameter RepositoryNotFound Validation',
  PutImageTagMutability: 'Server InvalidParameter RepositoryNotFound',
  PutLifecyclePolicy: 'Server InvalidParameter RepositoryNotFound Validation',
  PutRegistryPolicy: 'Server InvalidParameter Validation',
  PutRegistryScanningConfiguration: 'Server InvalidParameter Validation BlockedByOrganizationPolicy',
  PutReplicationConfiguration: 'Server InvalidParameter Validation',
  PutSigningConfiguration: 'Server InvalidParameter Validation',
  RegisterPullTimeUpdateExclusion: 'InvalidParameter ExclusionAlreadyExists LimitExceeded Validation Server',
  SetRepositoryPolicy: 'Server InvalidParameter RepositoryNotFound',
  StartImageScan: 'Server InvalidParameter UnsupportedImageType LimitExceeded RepositoryNotFound ImageNotFound Validation ImageArchived',
  StartLifecyclePolicyPreview: 'Server InvalidParameter RepositoryNotFound LifecyclePolicyNotFound LifecyclePolicyPreviewInProgress Validation',
  StartReplicationBackfill: 'InvalidParameter LimitExceeded ReplicationBackfillInProgress Server Validation',
  StopReplicationBackfill: 'InvalidParameter ReplicationBackfillInvalidStatus ReplicationBackfillNotFound Server Validation',
  TagResource: 'InvalidParameter InvalidTagParameter TooManyTags RepositoryNotFound Server',
  UntagResource: 'InvalidParameter InvalidTagParameter TooManyTags RepositoryNotFound Server',
  UpdateImageStorageClass: 'InvalidParameter ImageNotFound ImageStorageClassUpdateNotSupported RepositoryNotFound Server Validation',
  UpdatePullThroughCacheRule: 'Server InvalidParameter Validation UnableToAccessSecret PullThroughCacheRuleNotFound SecretNotFound UnableToDecryptSecretValue',
  UpdateRepositoryCreationTemplate: 'Server Validation InvalidParameter TemplateNotFound',
  UploadLayerPart: 'Server InvalidParameter InvalidLayerPart RepositoryNotFound UploadNotFound LimitExceeded Kms',
  ValidatePullThroughCacheRule: 'Server InvalidParameter Validation PullThroughCacheRuleNotFound',
};

export const errorNames = [
  'BlockedByOrganizationPolicyException',
  'EmptyUploadException',
  'ExclusionAlreadyExistsException',
  'ExclusionNotFoundException',
  'ImageAlreadyExistsException',
  'ImageArchivedException',
  'ImageDigestDoesNotMatchException',
  'ImageNotFoundException',
  'ImageStorageClassUpdateNotSupportedException',
  'ImageTagAlreadyExistsException',
  'InvalidLayerException',
  'InvalidLayerPartException',
  'InvalidParameterException',
  'InvalidTagParameterException',
  'KmsException',
  'LayerAlreadyExistsException',
  'LayerInaccessibleException',
  'LayerPartTooSmallException',
  'LayersNotFoundException',
  'LifecyclePolicyNotFoundException',
  'LifecyclePolicyPreviewInProgressException',
  'LifecyclePolicyPreviewNotFoundException',
  'LimitExceededException',
  'PullThroughCacheRuleAlreadyExistsException',
  'PullThroughCacheRuleNotFoundException',
  'ReferencedImagesNotFoundException',
  'RegistryPolicyNotFoundException',
  'ReplicationBackfillInProgressException',
  'ReplicationBackfillInvalidStatusException',
  'ReplicationBackfillNotFoundException',
  'RepositoryAlreadyExistsException',
  'RepositoryNotEmptyException',
  'RepositoryNotFoundException',
  'RepositoryPolicyNotFoundException',
  'ScanNotFoundException',
  'SecretNotFoundException',
  'ServerException',
  'SigningConfigurationNotFoundException',
  'TemplateAlreadyExistsException',
  'TemplateNotFoundException',
  'TooManyTagsException',
  'UnableToAccessSecretException',
  'UnableToDecryptSecretValueException',
  'UnableToGetUpstreamImageException',
  'UnableToGetUpstreamLayerException',
  'UnableToListUpstreamImageReferrersException',
  'UnsupportedImageTypeException',
  'UnsupportedUpstreamRegistryException',
  'UploadNotFoundException',
  'ValidationException',
] as const;
