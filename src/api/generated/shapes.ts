// Generated from tools/facts/ecr-api-model.json by `npm run generate:model`. Do not edit.
// Facts of the Amazon ECR API 2015-09-21: names, structure and constraints.

export const shapes: Readonly<Record<string, string>> = {
  AccountSettingName: 'string 1..64',
  AccountSettingValue: 'string',
  Annotations: '<String String>',
  Arch: 'string',
  Arn: 'string',
  ArtifactStatus: 'string =ACTIVE|ARCHIVED|ACTIVATING',
  ArtifactStatusFilter: 'string =ACTIVE|ARCHIVED|ACTIVATING|ANY',
  ArtifactType: 'string 1..255',
  ArtifactTypeList: '[ArtifactType] 0..5',
  Attribute: '{key!:AttributeKey value:AttributeValue}',
  AttributeKey: 'string 1..128',
  AttributeList: '[Attribute] 0..50',
  AttributeValue: 'string 1..256',
  Author: 'string',
  AuthorizationData: '{authorizationToken:Base64 expiresAt:ExpirationTimestamp proxyEndpoint:ProxyEndpoint}',
  AuthorizationDataList: '[AuthorizationData]',
  AwsEcrContainerImageDetails:
    '{architecture:Arch author:Author imageHash:ImageDigest imageTags:ImageTagsList platform:Platform pushedAt:Date lastInUseAt:Date inUseCount:InUseCount registry:RegistryId repositoryName:RepositoryName}',
  Base64: 'string ~^\\S+$',
  BaseScore: 'double',
  BatchCheckLayerAvailabilityRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName layerDigests!:BatchedOperationLayerDigestList}',
  BatchCheckLayerAvailabilityResponse: '{layers:LayerList failures:LayerFailureList}',
  BatchDeleteImageRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageIds!:ImageIdentifierList}',
  BatchDeleteImageResponse: '{imageIds:ImageIdentifierList failures:ImageFailureList}',
  BatchGetImageRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageIds!:ImageIdentifierList acceptedMediaTypes:MediaTypeList}',
  BatchGetImageResponse: '{images:ImageList failures:ImageFailureList}',
  BatchGetRepositoryScanningConfigurationRequest:
    '{repositoryNames!:ScanningConfigurationRepositoryNameList}',
  BatchGetRepositoryScanningConfigurationResponse:
    '{scanningConfigurations:RepositoryScanningConfigurationList failures:RepositoryScanningConfigurationFailureList}',
  BatchedOperationLayerDigest: 'string 0..1000',
  BatchedOperationLayerDigestList: '[BatchedOperationLayerDigest] 1..100',
  CompleteLayerUploadRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName uploadId!:UploadId layerDigests!:LayerDigestList}',
  CompleteLayerUploadResponse:
    '{registryId:RegistryId repositoryName:RepositoryName uploadId:UploadId layerDigest:LayerDigest}',
  CreatePullThroughCacheRuleRequest:
    '{ecrRepositoryPrefix!:PullThroughCacheRuleRepositoryPrefix upstreamRegistryUrl!:Url registryId:RegistryId upstreamRegistry:UpstreamRegistry credentialArn:CredentialArn customRoleArn:CustomRoleArn upstreamRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix}',
  CreatePullThroughCacheRuleResponse:
    '{ecrRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix upstreamRegistryUrl:Url createdAt:CreationTimestamp registryId:RegistryId upstreamRegistry:UpstreamRegistry credentialArn:CredentialArn customRoleArn:CustomRoleArn upstreamRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix}',
  CreateRepositoryCreationTemplateRequest:
    '{prefix!:Prefix description:RepositoryTemplateDescription encryptionConfiguration:EncryptionConfigurationForRepositoryCreationTemplate resourceTags:TagList imageTagMutability:ImageTagMutability imageTagMutabilityExclusionFilters:ImageTagMutabilityExclusionFilters repositoryPolicy:RepositoryPolicyText lifecyclePolicy:LifecyclePolicyTextForRepositoryCreationTemplate appliedFor!:RCTAppliedForList customRoleArn:CustomRoleArn}',
  CreateRepositoryCreationTemplateResponse:
    '{registryId:RegistryId repositoryCreationTemplate:RepositoryCreationTemplate}',
  CreateRepositoryRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName tags:TagList imageTagMutability:ImageTagMutability imageTagMutabilityExclusionFilters:ImageTagMutabilityExclusionFilters imageScanningConfiguration:ImageScanningConfiguration encryptionConfiguration:EncryptionConfiguration}',
  CreateRepositoryResponse: '{repository:Repository}',
  CreationTimestamp: 'timestamp',
  CredentialArn:
    'string 50..612 ~^arn:aws(-\\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\\-pullthroughcache\\/[a-zA-Z0-9\\/_+=.@-]+$',
  CustomRoleArn: 'string ..2048',
  CvssScore: '{baseScore:BaseScore scoringVector:ScoringVector source:Source version:Version}',
  CvssScoreAdjustment: '{metric:Metric reason:Reason}',
  CvssScoreAdjustmentList: '[CvssScoreAdjustment]',
  CvssScoreDetails:
    '{adjustments:CvssScoreAdjustmentList score:Score scoreSource:Source scoringVector:ScoringVector version:Version}',
  CvssScoreList: '[CvssScore]',
  Date: 'timestamp',
  DeleteLifecyclePolicyRequest: '{registryId:RegistryId repositoryName!:RepositoryName}',
  DeleteLifecyclePolicyResponse:
    '{registryId:RegistryId repositoryName:RepositoryName lifecyclePolicyText:LifecyclePolicyText lastEvaluatedAt:EvaluationTimestamp}',
  DeletePullThroughCacheRuleRequest:
    '{ecrRepositoryPrefix!:PullThroughCacheRuleRepositoryPrefix registryId:RegistryId}',
  DeletePullThroughCacheRuleResponse:
    '{ecrRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix upstreamRegistryUrl:Url createdAt:CreationTimestamp registryId:RegistryId credentialArn:CredentialArn customRoleArn:CustomRoleArn upstreamRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix}',
  DeleteRegistryPolicyRequest: '{}',
  DeleteRegistryPolicyResponse: '{registryId:RegistryId policyText:RegistryPolicyText}',
  DeleteRepositoryCreationTemplateRequest: '{prefix!:Prefix}',
  DeleteRepositoryCreationTemplateResponse:
    '{registryId:RegistryId repositoryCreationTemplate:RepositoryCreationTemplate}',
  DeleteRepositoryPolicyRequest: '{registryId:RegistryId repositoryName!:RepositoryName}',
  DeleteRepositoryPolicyResponse:
    '{registryId:RegistryId repositoryName:RepositoryName policyText:RepositoryPolicyText}',
  DeleteRepositoryRequest: '{registryId:RegistryId repositoryName!:RepositoryName force:ForceFlag}',
  DeleteRepositoryResponse: '{repository:Repository}',
  DeleteSigningConfigurationRequest: '{}',
  DeleteSigningConfigurationResponse: '{registryId:RegistryId signingConfiguration:SigningConfiguration}',
  DeregisterPullTimeUpdateExclusionRequest: '{principalArn!:PrincipalArn}',
  DeregisterPullTimeUpdateExclusionResponse: '{principalArn:PrincipalArn}',
  DescribeImageReplicationStatusRequest:
    '{repositoryName!:RepositoryName imageId!:ImageIdentifier registryId:RegistryId}',
  DescribeImageReplicationStatusResponse:
    '{repositoryName:RepositoryName imageId:ImageIdentifier replicationStatuses:ImageReplicationStatusList}',
  DescribeImageScanFindingsRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageId!:ImageIdentifier nextToken:NextToken maxResults:MaxResults}',
  DescribeImageScanFindingsResponse:
    '{registryId:RegistryId repositoryName:RepositoryName imageId:ImageIdentifier imageScanStatus:ImageScanStatus imageScanFindings:ImageScanFindings nextToken:NextToken}',
  DescribeImageSigningStatusRequest:
    '{repositoryName!:RepositoryName imageId!:ImageIdentifier registryId:RegistryId}',
  DescribeImageSigningStatusResponse:
    '{repositoryName:RepositoryName imageId:ImageIdentifier registryId:RegistryId signingStatuses:ImageSigningStatusList}',
  DescribeImagesFilter: '{tagStatus:TagStatus imageStatus:ImageStatusFilter}',
  DescribeImagesRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageIds:ImageIdentifierList nextToken:NextToken maxResults:MaxResults filter:DescribeImagesFilter}',
  DescribeImagesResponse: '{imageDetails:ImageDetailList nextToken:NextToken}',
  DescribePullThroughCacheRulesRequest:
    '{registryId:RegistryId ecrRepositoryPrefixes:PullThroughCacheRuleRepositoryPrefixList nextToken:NextToken maxResults:MaxResults}',
  DescribePullThroughCacheRulesResponse:
    '{pullThroughCacheRules:PullThroughCacheRuleList nextToken:NextToken}',
  DescribeRegistryRequest: '{}',
  DescribeRegistryResponse: '{registryId:RegistryId replicationConfiguration:ReplicationConfiguration}',
  DescribeReplicationBackfillResultsRequest:
    '{registryId:RegistryId replicationBackfillId!:ReplicationBackfillId resultStatusFilter:ReplicationBackfillResultStatus maxResults:ReplicationBackfillMaxResults nextToken:NextToken}',
  DescribeReplicationBackfillResultsResponse:
    '{registryId:RegistryId replicationBackfillId:ReplicationBackfillId destination:ReplicationDestination status:ReplicationBackfillStatus failureCode:ReplicationError progress:ReplicationBackfillProgress results:ReplicationBackfillResultList startedAt:ReplicationBackfillTimestamp endedAt:ReplicationBackfillTimestamp nextToken:NextToken}',
  DescribeRepositoriesRequest:
    '{registryId:RegistryId repositoryNames:RepositoryNameList nextToken:NextToken maxResults:MaxResults}',
  DescribeRepositoriesResponse: '{repositories:RepositoryList nextToken:NextToken}',
  DescribeRepositoryCreationTemplatesRequest:
    '{prefixes:PrefixList nextToken:NextToken maxResults:MaxResults}',
  DescribeRepositoryCreationTemplatesResponse:
    '{registryId:RegistryId repositoryCreationTemplates:RepositoryCreationTemplateList nextToken:NextToken}',
  EncryptionConfiguration: '{encryptionType!:EncryptionType kmsKey:KmsKey}',
  EncryptionConfigurationForRepositoryCreationTemplate:
    '{encryptionType!:EncryptionType kmsKey:KmsKeyForRepositoryCreationTemplate}',
  EncryptionType: 'string =AES256|KMS|KMS_DSSE',
  EnhancedImageScanFinding:
    '{awsAccountId:RegistryId description:FindingDescription findingArn:FindingArn firstObservedAt:Date lastObservedAt:Date packageVulnerabilityDetails:PackageVulnerabilityDetails remediation:Remediation resources:ResourceList score:Score scoreDetails:ScoreDetails severity:Severity status:Status title:Title type:Type updatedAt:Date fixAvailable:FixAvailable exploitAvailable:ExploitAvailable}',
  EnhancedImageScanFindingList: '[EnhancedImageScanFinding]',
  Epoch: 'integer',
  EvaluationTimestamp: 'timestamp',
  ExpirationTimestamp: 'timestamp',
  ExploitAvailable: 'string',
  FiftyMaxResults: 'integer 1..50',
  FilePath: 'string',
  FindingArn: 'string',
  FindingDescription: 'string',
  FindingName: 'string',
  FindingSeverity: 'string =INFORMATIONAL|LOW|MEDIUM|HIGH|CRITICAL|UNDEFINED',
  FindingSeverityCounts: '<FindingSeverity SeverityCount>',
  FixAvailable: 'string',
  FixedInVersion: 'string',
  ForceFlag: 'boolean',
  GetAccountSettingRequest: '{name!:AccountSettingName}',
  GetAccountSettingResponse: '{name:AccountSettingName value:AccountSettingName}',
  GetAuthorizationTokenRegistryIdList: '[RegistryId] 1..10',
  GetAuthorizationTokenRequest: '{registryIds:GetAuthorizationTokenRegistryIdList}',
  GetAuthorizationTokenResponse: '{authorizationData:AuthorizationDataList}',
  GetDownloadUrlForLayerRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName layerDigest!:LayerDigest}',
  GetDownloadUrlForLayerResponse: '{downloadUrl:Url layerDigest:LayerDigest}',
  GetLifecyclePolicyPreviewRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageIds:ImageIdentifierList nextToken:NextToken maxResults:LifecyclePreviewMaxResults filter:LifecyclePolicyPreviewFilter}',
  GetLifecyclePolicyPreviewResponse:
    '{registryId:RegistryId repositoryName:RepositoryName lifecyclePolicyText:LifecyclePolicyText status:LifecyclePolicyPreviewStatus nextToken:NextToken previewResults:LifecyclePolicyPreviewResultList summary:LifecyclePolicyPreviewSummary}',
  GetLifecyclePolicyRequest: '{registryId:RegistryId repositoryName!:RepositoryName}',
  GetLifecyclePolicyResponse:
    '{registryId:RegistryId repositoryName:RepositoryName lifecyclePolicyText:LifecyclePolicyText lastEvaluatedAt:EvaluationTimestamp}',
  GetRegistryPolicyRequest: '{}',
  GetRegistryPolicyResponse: '{registryId:RegistryId policyText:RegistryPolicyText}',
  GetRegistryScanningConfigurationRequest: '{}',
  GetRegistryScanningConfigurationResponse:
    '{registryId:RegistryId scanningConfiguration:RegistryScanningConfiguration}',
  GetRepositoryPolicyRequest: '{registryId:RegistryId repositoryName!:RepositoryName}',
  GetRepositoryPolicyResponse:
    '{registryId:RegistryId repositoryName:RepositoryName policyText:RepositoryPolicyText}',
  GetSigningConfigurationRequest: '{}',
  GetSigningConfigurationResponse: '{registryId:RegistryId signingConfiguration:SigningConfiguration}',
  Image:
    '{registryId:RegistryId repositoryName:RepositoryName imageId:ImageIdentifier imageManifest:ImageManifest imageManifestMediaType:MediaType}',
  ImageActionType: 'string =EXPIRE|TRANSITION',
  ImageCount: 'integer 0..',
  ImageDetail:
    '{registryId:RegistryId repositoryName:RepositoryName imageDigest:ImageDigest imageTags:ImageTagList imageSizeInBytes:ImageSizeInBytes imagePushedAt:PushTimestamp imageScanStatus:ImageScanStatus imageScanFindingsSummary:ImageScanFindingsSummary imageManifestMediaType:MediaType artifactMediaType:MediaType lastRecordedPullTime:RecordedPullTimestamp subjectManifestDigest:ImageDigest imageStatus:ImageStatus lastArchivedAt:LastArchivedAtTimestamp lastActivatedAt:LastActivatedAtTimestamp}',
  ImageDetailList: '[ImageDetail]',
  ImageDigest: 'string',
  ImageFailure: '{imageId:ImageIdentifier failureCode:ImageFailureCode failureReason:ImageFailureReason}',
  ImageFailureCode:
    'string =InvalidImageDigest|InvalidImageTag|ImageTagDoesNotMatchDigest|ImageNotFound|MissingDigestAndTag|ImageReferencedByManifestList|KmsError|UpstreamAccessDenied|UpstreamTooManyRequests|UpstreamUnavailable|ImageInaccessible',
  ImageFailureList: '[ImageFailure]',
  ImageFailureReason: 'string',
  ImageIdentifier: '{imageDigest:ImageDigest imageTag:ImageTag}',
  ImageIdentifierList: '[ImageIdentifier] 1..100',
  ImageList: '[Image]',
  ImageManifest: 'string 1..4194304',
  ImageReferrer:
    '{digest!:ImageDigest mediaType!:MediaType artifactType:ArtifactType size!:ImageSizeInBytes annotations:Annotations artifactStatus:ArtifactStatus}',
  ImageReferrerList: '[ImageReferrer]',
  ImageReplicationStatus:
    '{region:Region registryId:RegistryId status:ReplicationStatus failureCode:ReplicationError}',
  ImageReplicationStatusList: '[ImageReplicationStatus]',
  ImageScanFinding:
    '{name:FindingName description:FindingDescription uri:Url severity:FindingSeverity attributes:AttributeList}',
  ImageScanFindingList: '[ImageScanFinding]',
  ImageScanFindings:
    '{imageScanCompletedAt:ScanTimestamp vulnerabilitySourceUpdatedAt:VulnerabilitySourceUpdateTimestamp findingSeverityCounts:FindingSeverityCounts findings:ImageScanFindingList enhancedFindings:EnhancedImageScanFindingList}',
  ImageScanFindingsSummary:
    '{imageScanCompletedAt:ScanTimestamp vulnerabilitySourceUpdatedAt:VulnerabilitySourceUpdateTimestamp findingSeverityCounts:FindingSeverityCounts}',
  ImageScanStatus: '{status:ScanStatus description:ScanStatusDescription}',
  ImageScanningConfiguration: '{scanOnPush:ScanOnPushFlag}',
  ImageSigningStatus:
    '{signingProfileArn:SigningProfileArn failureCode:SigningStatusFailureCode failureReason:SigningStatusFailureReason status:SigningStatus}',
  ImageSigningStatusList: '[ImageSigningStatus]',
  ImageSizeInBytes: 'long',
  ImageStatus: 'string =ACTIVE|ARCHIVED|ACTIVATING',
  ImageStatusFilter: 'string =ACTIVE|ARCHIVED|ACTIVATING|ANY',
  ImageTag: 'string 1..300',
  ImageTagList: '[ImageTag]',
  ImageTagMutability: 'string =MUTABLE|IMMUTABLE|IMMUTABLE_WITH_EXCLUSION|MUTABLE_WITH_EXCLUSION',
  ImageTagMutabilityExclusionFilter:
    '{filterType!:ImageTagMutabilityExclusionFilterType filter!:ImageTagMutabilityExclusionFilterValue}',
  ImageTagMutabilityExclusionFilterType: 'string =WILDCARD',
  ImageTagMutabilityExclusionFilterValue: 'string 1..128 ~^[0-9a-zA-Z._*-]{1,128}$',
  ImageTagMutabilityExclusionFilters: '[ImageTagMutabilityExclusionFilter] 1..5',
  ImageTagsList: '[ImageTag]',
  InUseCount: 'long 0..',
  InitiateLayerUploadRequest: '{registryId:RegistryId repositoryName!:RepositoryName}',
  InitiateLayerUploadResponse: '{uploadId:UploadId partSize:PartSize}',
  IsPTCRuleValid: 'boolean',
  KmsKey: 'string 1..2048',
  KmsKeyForRepositoryCreationTemplate:
    'string 0..2048 ~^$|arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\\/[a-z0-9-]+',
  LastActivatedAtTimestamp: 'timestamp',
  LastArchivedAtTimestamp: 'timestamp',
  Layer:
    '{layerDigest:LayerDigest layerAvailability:LayerAvailability layerSize:LayerSizeInBytes mediaType:MediaType}',
  LayerAvailability: 'string =AVAILABLE|UNAVAILABLE|ARCHIVED',
  LayerDigest: 'string ~[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+',
  LayerDigestList: '[LayerDigest] 1..100',
  LayerFailure:
    '{layerDigest:BatchedOperationLayerDigest failureCode:LayerFailureCode failureReason:LayerFailureReason}',
  LayerFailureCode: 'string =InvalidLayerDigest|MissingLayerDigest',
  LayerFailureList: '[LayerFailure]',
  LayerFailureReason: 'string',
  LayerList: '[Layer]',
  LayerPartBlob: 'blob 0..20971520',
  LayerSizeInBytes: 'long',
  LifecyclePolicyPreviewFilter: '{tagStatus:TagStatus}',
  LifecyclePolicyPreviewResult:
    '{imageTags:ImageTagList imageDigest:ImageDigest imagePushedAt:PushTimestamp action:LifecyclePolicyRuleAction appliedRulePriority:LifecyclePolicyRulePriority storageClass:LifecyclePolicyStorageClass}',
  LifecyclePolicyPreviewResultList: '[LifecyclePolicyPreviewResult]',
  LifecyclePolicyPreviewStatus: 'string =IN_PROGRESS|COMPLETE|EXPIRED|FAILED',
  LifecyclePolicyPreviewSummary:
    '{expiringImageTotalCount:ImageCount transitioningImageTotalCounts:TransitioningImageTotalCounts}',
  LifecyclePolicyRuleAction: '{type:ImageActionType targetStorageClass:LifecyclePolicyTargetStorageClass}',
  LifecyclePolicyRulePriority: 'integer 1..',
  LifecyclePolicyStorageClass: 'string =ARCHIVE|STANDARD',
  LifecyclePolicyTargetStorageClass: 'string =ARCHIVE',
  LifecyclePolicyText: 'string 100..30720',
  LifecyclePolicyTextForRepositoryCreationTemplate: 'string 0..30720',
  LifecyclePreviewMaxResults: 'integer 1..100',
  ListImageReferrersFilter: '{artifactTypes:ArtifactTypeList artifactStatus:ArtifactStatusFilter}',
  ListImageReferrersRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName subjectId!:SubjectIdentifier filter:ListImageReferrersFilter nextToken:NextToken maxResults:FiftyMaxResults}',
  ListImageReferrersResponse: '{referrers:ImageReferrerList nextToken:NextToken}',
  ListImagesFilter: '{tagStatus:TagStatus imageStatus:ImageStatusFilter}',
  ListImagesRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName nextToken:NextToken maxResults:MaxResults filter:ListImagesFilter}',
  ListImagesResponse: '{imageIds:ImageIdentifierList nextToken:NextToken}',
  ListPullTimeUpdateExclusionsRequest: '{maxResults:MaxResults nextToken:NextToken}',
  ListPullTimeUpdateExclusionsResponse:
    '{pullTimeUpdateExclusions:PullTimeUpdateExclusionList nextToken:NextToken}',
  ListReplicationBackfillsRequest:
    '{registryId:RegistryId maxResults:ReplicationBackfillListMaxResults nextToken:NextToken}',
  ListReplicationBackfillsResponse:
    '{registryId:RegistryId backfills:ReplicationBackfillSummaryList nextToken:NextToken}',
  ListTagsForResourceRequest: '{resourceArn!:Arn}',
  ListTagsForResourceResponse: '{tags:TagList}',
  MaxResults: 'integer 1..1000',
  MediaType: 'string',
  MediaTypeList: '[MediaType] 1..100',
  Metric: 'string',
  NextToken: 'string',
  PTCValidateFailure: 'string',
  PackageManager: 'string',
  PackageVulnerabilityDetails:
    '{cvss:CvssScoreList referenceUrls:ReferenceUrlsList relatedVulnerabilities:RelatedVulnerabilitiesList source:Source sourceUrl:Url vendorCreatedAt:Date vendorSeverity:Severity vendorUpdatedAt:Date vulnerabilityId:VulnerabilityId vulnerablePackages:VulnerablePackagesList}',
  PartSize: 'long 0..',
  Platform: 'string',
  Prefix:
    'string 1..256 ~^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$',
  PrefixList: '[Prefix]',
  PrincipalArn: 'string ..200 ~^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[\\w+=,.@-]+(/[\\w+=,.@-]+)*$',
  ProxyEndpoint: 'string',
  PullThroughCacheRule:
    '{ecrRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix upstreamRegistryUrl:Url createdAt:CreationTimestamp registryId:RegistryId credentialArn:CredentialArn customRoleArn:CustomRoleArn upstreamRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix upstreamRegistry:UpstreamRegistry updatedAt:UpdatedTimestamp}',
  PullThroughCacheRuleList: '[PullThroughCacheRule]',
  PullThroughCacheRuleRepositoryPrefix:
    'string 2..30 ~^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$',
  PullThroughCacheRuleRepositoryPrefixList: '[PullThroughCacheRuleRepositoryPrefix] 1..100',
  PullTimeUpdateExclusionList: '[PrincipalArn] 0..100',
  PushTimestamp: 'timestamp',
  PutAccountSettingRequest: '{name!:AccountSettingName value!:AccountSettingValue}',
  PutAccountSettingResponse: '{name:AccountSettingName value:AccountSettingValue}',
  PutImageRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageManifest!:ImageManifest imageManifestMediaType:MediaType imageTag:ImageTag imageDigest:ImageDigest}',
  PutImageResponse: '{image:Image}',
  PutImageScanningConfigurationRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageScanningConfiguration!:ImageScanningConfiguration}',
  PutImageScanningConfigurationResponse:
    '{registryId:RegistryId repositoryName:RepositoryName imageScanningConfiguration:ImageScanningConfiguration}',
  PutImageTagMutabilityRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageTagMutability!:ImageTagMutability imageTagMutabilityExclusionFilters:ImageTagMutabilityExclusionFilters}',
  PutImageTagMutabilityResponse:
    '{registryId:RegistryId repositoryName:RepositoryName imageTagMutability:ImageTagMutability imageTagMutabilityExclusionFilters:ImageTagMutabilityExclusionFilters}',
  PutLifecyclePolicyRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName lifecyclePolicyText!:LifecyclePolicyText}',
  PutLifecyclePolicyResponse:
    '{registryId:RegistryId repositoryName:RepositoryName lifecyclePolicyText:LifecyclePolicyText}',
  PutRegistryPolicyRequest: '{policyText!:RegistryPolicyText}',
  PutRegistryPolicyResponse: '{registryId:RegistryId policyText:RegistryPolicyText}',
  PutRegistryScanningConfigurationRequest: '{scanType:ScanType rules:RegistryScanningRuleList}',
  PutRegistryScanningConfigurationResponse: '{registryScanningConfiguration:RegistryScanningConfiguration}',
  PutReplicationConfigurationRequest: '{replicationConfiguration!:ReplicationConfiguration}',
  PutReplicationConfigurationResponse: '{replicationConfiguration:ReplicationConfiguration}',
  PutSigningConfigurationRequest: '{signingConfiguration!:SigningConfiguration}',
  PutSigningConfigurationResponse: '{signingConfiguration:SigningConfiguration}',
  RCTAppliedFor: 'string =REPLICATION|PULL_THROUGH_CACHE|CREATE_ON_PUSH',
  RCTAppliedForList: '[RCTAppliedFor]',
  Reason: 'string',
  Recommendation: '{url:Url text:RecommendationText}',
  RecommendationText: 'string',
  RecordedPullTimestamp: 'timestamp',
  ReferenceUrlsList: '[Url]',
  Region: 'string 2..25 ~[0-9a-z-]{2,25}',
  RegisterPullTimeUpdateExclusionRequest: '{principalArn!:PrincipalArn}',
  RegisterPullTimeUpdateExclusionResponse: '{principalArn:PrincipalArn createdAt:CreationTimestamp}',
  RegistryId: 'string ~[0-9]{12}',
  RegistryPolicyText: 'string 0..10240',
  RegistryScanningConfiguration: '{scanType:ScanType rules:RegistryScanningRuleList}',
  RegistryScanningRule: '{scanFrequency!:ScanFrequency repositoryFilters!:ScanningRepositoryFilterList}',
  RegistryScanningRuleList: '[RegistryScanningRule] 0..2',
  RelatedVulnerabilitiesList: '[RelatedVulnerability]',
  RelatedVulnerability: 'string',
  Release: 'string',
  Remediation: '{recommendation:Recommendation}',
  ReplicationBackfillCount: 'integer 0..',
  ReplicationBackfillId:
    'string ~[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  ReplicationBackfillListMaxResults: 'integer 1..50',
  ReplicationBackfillMaxResults: 'integer 1..1000',
  ReplicationBackfillProgress:
    '{totalReplicationCount!:ReplicationBackfillCount completedReplicationCount!:ReplicationBackfillCount failedReplicationCount!:ReplicationBackfillCount failureCodes!:ReplicationErrorList}',
  ReplicationBackfillResult:
    '{repositoryName!:RepositoryName imageId!:ImageIdentifier status!:ReplicationBackfillResultStatus failureCode:ReplicationError subImageFailureCodes:ReplicationErrorList}',
  ReplicationBackfillResultList: '[ReplicationBackfillResult]',
  ReplicationBackfillResultStatus: 'string =COMPLETE|FAILED',
  ReplicationBackfillStatus: 'string =PREPARING|IN_PROGRESS|COMPLETE|FAILED|STOPPING|STOPPED',
  ReplicationBackfillSummary:
    '{replicationBackfillId!:ReplicationBackfillId destination!:ReplicationDestination status!:ReplicationBackfillStatus startedAt!:ReplicationBackfillTimestamp failureCode:ReplicationError progress:ReplicationBackfillProgress endedAt:ReplicationBackfillTimestamp}',
  ReplicationBackfillSummaryList: '[ReplicationBackfillSummary]',
  ReplicationBackfillTimestamp: 'timestamp',
  ReplicationConfiguration: '{rules!:ReplicationRuleList}',
  ReplicationDestination: '{region!:Region registryId!:RegistryId}',
  ReplicationDestinationList: '[ReplicationDestination] 0..100',
  ReplicationError: 'string',
  ReplicationErrorList: '[ReplicationError]',
  ReplicationRule: '{destinations!:ReplicationDestinationList repositoryFilters:RepositoryFilterList}',
  ReplicationRuleList: '[ReplicationRule] 0..25',
  ReplicationStatus: 'string =IN_PROGRESS|COMPLETE|FAILED',
  Repository:
    '{repositoryArn:Arn registryId:RegistryId repositoryName:RepositoryName repositoryUri:Url createdAt:CreationTimestamp imageTagMutability:ImageTagMutability imageTagMutabilityExclusionFilters:ImageTagMutabilityExclusionFilters imageScanningConfiguration:ImageScanningConfiguration encryptionConfiguration:EncryptionConfiguration}',
  RepositoryCreationTemplate:
    '{prefix:Prefix description:RepositoryTemplateDescription encryptionConfiguration:EncryptionConfigurationForRepositoryCreationTemplate resourceTags:TagList imageTagMutability:ImageTagMutability imageTagMutabilityExclusionFilters:ImageTagMutabilityExclusionFilters repositoryPolicy:RepositoryPolicyText lifecyclePolicy:LifecyclePolicyTextForRepositoryCreationTemplate appliedFor:RCTAppliedForList customRoleArn:CustomRoleArn createdAt:Date updatedAt:Date}',
  RepositoryCreationTemplateList: '[RepositoryCreationTemplate]',
  RepositoryFilter: '{filter!:RepositoryFilterValue filterType!:RepositoryFilterType}',
  RepositoryFilterList: '[RepositoryFilter] 1..100',
  RepositoryFilterType: 'string =PREFIX_MATCH',
  RepositoryFilterValue: 'string 2..256 ~^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$',
  RepositoryList: '[Repository]',
  RepositoryName: 'string 2..256 ~[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*',
  RepositoryNameList: '[RepositoryName] 1..100',
  RepositoryPolicyText: 'string 0..10240',
  RepositoryScanningConfiguration:
    '{repositoryArn:Arn repositoryName:RepositoryName scanOnPush:ScanOnPushFlag scanFrequency:ScanFrequency appliedScanFilters:ScanningRepositoryFilterList}',
  RepositoryScanningConfigurationFailure:
    '{repositoryName:RepositoryName failureCode:ScanningConfigurationFailureCode failureReason:ScanningConfigurationFailureReason}',
  RepositoryScanningConfigurationFailureList: '[RepositoryScanningConfigurationFailure]',
  RepositoryScanningConfigurationList: '[RepositoryScanningConfiguration]',
  RepositoryTemplateDescription: 'string ..256',
  Resource: '{details:ResourceDetails id:ResourceId tags:Tags type:Type}',
  ResourceDetails: '{awsEcrContainerImage:AwsEcrContainerImageDetails}',
  ResourceId: 'string',
  ResourceList: '[Resource]',
  ScanFrequency: 'string =SCAN_ON_PUSH|CONTINUOUS_SCAN|MANUAL',
  ScanOnPushFlag: 'boolean',
  ScanStatus:
    'string =IN_PROGRESS|COMPLETE|FAILED|UNSUPPORTED_IMAGE|ACTIVE|PENDING|SCAN_ELIGIBILITY_EXPIRED|FINDINGS_UNAVAILABLE|LIMIT_EXCEEDED|IMAGE_ARCHIVED',
  ScanStatusDescription: 'string',
  ScanTimestamp: 'timestamp',
  ScanType: 'string =BASIC|ENHANCED',
  ScanningConfigurationFailureCode: 'string =REPOSITORY_NOT_FOUND',
  ScanningConfigurationFailureReason: 'string',
  ScanningConfigurationRepositoryNameList: '[RepositoryName] 1..25',
  ScanningRepositoryFilter:
    '{filter!:ScanningRepositoryFilterValue filterType!:ScanningRepositoryFilterType}',
  ScanningRepositoryFilterList: '[ScanningRepositoryFilter] 0..100',
  ScanningRepositoryFilterType: 'string =WILDCARD',
  ScanningRepositoryFilterValue: 'string 1..255 ~^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$',
  Score: 'double',
  ScoreDetails: '{cvss:CvssScoreDetails}',
  ScoringVector: 'string',
  SetRepositoryPolicyRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName policyText!:RepositoryPolicyText force:ForceFlag}',
  SetRepositoryPolicyResponse:
    '{registryId:RegistryId repositoryName:RepositoryName policyText:RepositoryPolicyText}',
  Severity: 'string',
  SeverityCount: 'integer 0..',
  SigningConfiguration: '{rules!:SigningRuleList}',
  SigningProfileArn:
    'string ..200 ~^arn:aws(-[a-z]+)*:signer:[a-z0-9-]+:[0-9]{12}:\\/signing-profiles\\/[a-zA-Z0-9_]{2,}$',
  SigningRepositoryFilter: '{filter!:SigningRepositoryFilterValue filterType!:SigningRepositoryFilterType}',
  SigningRepositoryFilterList: '[SigningRepositoryFilter] 1..100',
  SigningRepositoryFilterType: 'string =WILDCARD_MATCH',
  SigningRepositoryFilterValue:
    'string 1..256 ~^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$',
  SigningRule: '{signingProfileArn!:SigningProfileArn repositoryFilters:SigningRepositoryFilterList}',
  SigningRuleList: '[SigningRule] 0..10',
  SigningStatus: 'string =IN_PROGRESS|COMPLETE|FAILED',
  SigningStatusFailureCode: 'string',
  SigningStatusFailureReason: 'string',
  Source: 'string',
  SourceLayerHash: 'string',
  StartImageScanRequest: '{registryId:RegistryId repositoryName!:RepositoryName imageId!:ImageIdentifier}',
  StartImageScanResponse:
    '{registryId:RegistryId repositoryName:RepositoryName imageId:ImageIdentifier imageScanStatus:ImageScanStatus}',
  StartLifecyclePolicyPreviewRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName lifecyclePolicyText:LifecyclePolicyText}',
  StartLifecyclePolicyPreviewResponse:
    '{registryId:RegistryId repositoryName:RepositoryName lifecyclePolicyText:LifecyclePolicyText status:LifecyclePolicyPreviewStatus}',
  StartReplicationBackfillRequest: '{registryId:RegistryId destination!:ReplicationDestination}',
  StartReplicationBackfillResponse:
    '{registryId:RegistryId replicationBackfillId:ReplicationBackfillId destination:ReplicationDestination status:ReplicationBackfillStatus startedAt:ReplicationBackfillTimestamp}',
  Status: 'string',
  StopReplicationBackfillRequest: '{registryId:RegistryId replicationBackfillId!:ReplicationBackfillId}',
  StopReplicationBackfillResponse:
    '{registryId:RegistryId replicationBackfillId:ReplicationBackfillId destination:ReplicationDestination status:ReplicationBackfillStatus startedAt:ReplicationBackfillTimestamp}',
  String: 'string',
  SubjectIdentifier: '{imageDigest!:ImageDigest}',
  Tag: '{Key!:TagKey Value!:TagValue}',
  TagKey: 'string',
  TagKeyList: '[TagKey]',
  TagList: '[Tag]',
  TagResourceRequest: '{resourceArn!:Arn tags!:TagList}',
  TagResourceResponse: '{}',
  TagStatus: 'string =TAGGED|UNTAGGED|ANY',
  TagValue: 'string',
  Tags: '<TagKey TagValue>',
  TargetStorageClass: 'string =STANDARD|ARCHIVE',
  Title: 'string',
  TransitioningImageTotalCount:
    '{targetStorageClass:LifecyclePolicyTargetStorageClass imageTotalCount:ImageCount}',
  TransitioningImageTotalCounts: '[TransitioningImageTotalCount]',
  Type: 'string',
  UntagResourceRequest: '{resourceArn!:Arn tagKeys!:TagKeyList}',
  UntagResourceResponse: '{}',
  UpdateImageStorageClassRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName imageId!:ImageIdentifier targetStorageClass!:TargetStorageClass}',
  UpdateImageStorageClassResponse:
    '{registryId:RegistryId repositoryName:RepositoryName imageId:ImageIdentifier imageStatus:ImageStatus}',
  UpdatePullThroughCacheRuleRequest:
    '{registryId:RegistryId ecrRepositoryPrefix!:PullThroughCacheRuleRepositoryPrefix credentialArn:CredentialArn customRoleArn:CustomRoleArn}',
  UpdatePullThroughCacheRuleResponse:
    '{ecrRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix registryId:RegistryId updatedAt:UpdatedTimestamp credentialArn:CredentialArn customRoleArn:CustomRoleArn upstreamRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix}',
  UpdateRepositoryCreationTemplateRequest:
    '{prefix!:Prefix description:RepositoryTemplateDescription encryptionConfiguration:EncryptionConfigurationForRepositoryCreationTemplate resourceTags:TagList imageTagMutability:ImageTagMutability imageTagMutabilityExclusionFilters:ImageTagMutabilityExclusionFilters repositoryPolicy:RepositoryPolicyText lifecyclePolicy:LifecyclePolicyTextForRepositoryCreationTemplate appliedFor:RCTAppliedForList customRoleArn:CustomRoleArn}',
  UpdateRepositoryCreationTemplateResponse:
    '{registryId:RegistryId repositoryCreationTemplate:RepositoryCreationTemplate}',
  UpdatedTimestamp: 'timestamp',
  UploadId: 'string ~[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  UploadLayerPartRequest:
    '{registryId:RegistryId repositoryName!:RepositoryName uploadId!:UploadId partFirstByte!:PartSize partLastByte!:PartSize layerPartBlob!:LayerPartBlob}',
  UploadLayerPartResponse:
    '{registryId:RegistryId repositoryName:RepositoryName uploadId:UploadId lastByteReceived:PartSize}',
  UpstreamRegistry:
    'string =ecr|ecr-public|quay|k8s|docker-hub|github-container-registry|azure-container-registry|gitlab-container-registry|chainguard',
  Url: 'string',
  ValidatePullThroughCacheRuleRequest:
    '{ecrRepositoryPrefix!:PullThroughCacheRuleRepositoryPrefix registryId:RegistryId}',
  ValidatePullThroughCacheRuleResponse:
    '{ecrRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix registryId:RegistryId upstreamRegistryUrl:Url credentialArn:CredentialArn customRoleArn:CustomRoleArn upstreamRepositoryPrefix:PullThroughCacheRuleRepositoryPrefix isValid:IsPTCRuleValid failure:PTCValidateFailure}',
  Version: 'string',
  VulnerabilityId: 'string',
  VulnerabilitySourceUpdateTimestamp: 'timestamp',
  VulnerablePackage:
    '{arch:Arch epoch:Epoch filePath:FilePath name:VulnerablePackageName packageManager:PackageManager release:Release sourceLayerHash:SourceLayerHash version:Version fixedInVersion:FixedInVersion}',
  VulnerablePackageName: 'string',
  VulnerablePackagesList: '[VulnerablePackage]',
};
