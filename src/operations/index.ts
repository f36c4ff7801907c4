import { updateImageStorageClass } from './archive/update-image-storage-class.js';
import { getAuthorizationToken } from './authorization/get-authorization-token.js';
import { deregisterPullTimeUpdateExclusion } from './exclusions/deregister-pull-time-update-exclusion.js';
import { listPullTimeUpdateExclusions } from './exclusions/list-pull-time-update-exclusions.js';
import { registerPullTimeUpdateExclusion } from './exclusions/register-pull-time-update-exclusion.js';
import { batchDeleteImage } from './images/batch-delete-image.js';
import { batchGetImage } from './images/batch-get-image.js';
import { describeImages } from './images/describe-images.js';
import { listImageReferrers } from './images/list-image-referrers.js';
import { listImages } from './images/list-images.js';
import { putImage } from './images/put-image.js';
import { batchCheckLayerAvailability } from './layers/batch-check-layer-availability.js';
import { completeLayerUpload } from './layers/complete-layer-upload.js';
import { getDownloadUrlForLayer } from './layers/get-download-url-for-layer.js';
import { initiateLayerUpload } from './layers/initiate-layer-upload.js';
import { uploadLayerPart } from './layers/upload-layer-part.js';
import { deleteLifecyclePolicy } from './lifecycle/delete-lifecycle-policy.js';
import { getLifecyclePolicyPreview } from './lifecycle/get-lifecycle-policy-preview.js';
import { getLifecyclePolicy } from './lifecycle/get-lifecycle-policy.js';
import { putLifecyclePolicy } from './lifecycle/put-lifecycle-policy.js';
import { startLifecyclePolicyPreview } from './lifecycle/start-lifecycle-policy-preview.js';
import { createPullThroughCacheRule } from './pull-through/create-pull-through-cache-rule.js';
import { deletePullThroughCacheRule } from './pull-through/delete-pull-through-cache-rule.js';
import { describePullThroughCacheRules } from './pull-through/describe-pull-through-cache-rules.js';
import { updatePullThroughCacheRule } from './pull-through/update-pull-through-cache-rule.js';
import { validatePullThroughCacheRule } from './pull-through/validate-pull-through-cache-rule.js';
import { deleteRegistryPolicy } from './registry/delete-registry-policy.js';
import { describeRegistry } from './registry/describe-registry.js';
import { getRegistryPolicy } from './registry/get-registry-policy.js';
import { putRegistryPolicy } from './registry/put-registry-policy.js';
import { describeImageReplicationStatus } from './replication/describe-image-replication-status.js';
import { describeReplicationBackfillResults } from './replication/describe-replication-backfill-results.js';
import { listReplicationBackfills } from './replication/list-replication-backfills.js';
import { putReplicationConfiguration } from './replication/put-replication-configuration.js';
import { startReplicationBackfill } from './replication/start-replication-backfill.js';
import { stopReplicationBackfill } from './replication/stop-replication-backfill.js';
import { createRepository } from './repositories/create-repository.js';
import { deleteRepositoryPolicy } from './repositories/delete-repository-policy.js';
import { deleteRepository } from './repositories/delete-repository.js';
import { describeRepositories } from './repositories/describe-repositories.js';
import { getRepositoryPolicy } from './repositories/get-repository-policy.js';
import { putImageScanningConfiguration } from './repositories/put-image-scanning-configuration.js';
import { putImageTagMutability } from './repositories/put-image-tag-mutability.js';
import { setRepositoryPolicy } from './repositories/set-repository-policy.js';
import { batchGetRepositoryScanningConfiguration } from './scanning/batch-get-repository-scanning-configuration.js';
import { describeImageScanFindings } from './scanning/describe-image-scan-findings.js';
import { getRegistryScanningConfiguration } from './scanning/get-registry-scanning-configuration.js';
import { putRegistryScanningConfiguration } from './scanning/put-registry-scanning-configuration.js';
import { startImageScan } from './scanning/start-image-scan.js';
import { getAccountSetting } from './settings/get-account-setting.js';
import { putAccountSetting } from './settings/put-account-setting.js';
import { deleteSigningConfiguration } from './signing/delete-signing-configuration.js';
import { describeImageSigningStatus } from './signing/describe-image-signing-status.js';
import { getSigningConfiguration } from './signing/get-signing-configuration.js';
import { putSigningConfiguration } from './signing/put-signing-configuration.js';
import { listTagsForResource } from './tagging/list-tags-for-resource.js';
import { tagResource } from './tagging/tag-resource.js';
import { untagResource } from './tagging/untag-resource.js';
import { createRepositoryCreationTemplate } from './templates/create-repository-creation-template.js';
import { deleteRepositoryCreationTemplate } from './templates/delete-repository-creation-template.js';
import { describeRepositoryCreationTemplates } from './templates/describe-repository-creation-templates.js';
import { updateRepositoryCreationTemplate } from './templates/update-repository-creation-template.js';
import type { Operation, OperationName } from './operation.js';

/** Every operation of the API. The compiler refuses a missing one, a foreign one and one in the wrong place. */
export const operations: { readonly [N in OperationName]: Operation<N> } = {
  BatchCheckLayerAvailability: batchCheckLayerAvailability,
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  BatchGetRepositoryScanningConfiguration: batchGetRepositoryScanningConfiguration,
  CompleteLayerUpload: completeLayerUpload,
  CreatePullThroughCacheRule: createPullThroughCacheRule,
  CreateRepository: createRepository,
  CreateRepositoryCreationTemplate: createRepositoryCreationTemplate,
  DeleteLifecyclePolicy: deleteLifecyclePolicy,
  DeletePullThroughCacheRule: deletePullThroughCacheRule,
  DeleteRegistryPolicy: deleteRegistryPolicy,
  DeleteRepository: deleteRepository,
  DeleteRepositoryCreationTemplate: deleteRepositoryCreationTemplate,
  DeleteRepositoryPolicy: deleteRepositoryPolicy,
  DeleteSigningConfiguration: deleteSigningConfiguration,
  DeregisterPullTimeUpdateExclusion: deregisterPullTimeUpdateExclusion,
  DescribeImageReplicationStatus: describeImageReplicationStatus,
  DescribeImageScanFindings: describeImageScanFindings,
  DescribeImageSigningStatus: describeImageSigningStatus,
  DescribeImages: describeImages,
  DescribePullThroughCacheRules: describePullThroughCacheRules,
  DescribeRegistry: describeRegistry,
  DescribeReplicationBackfillResults: describeReplicationBackfillResults,
  DescribeRepositories: describeRepositories,
  DescribeRepositoryCreationTemplates: describeRepositoryCreationTemplates,
  GetAccountSetting: getAccountSetting,
  GetAuthorizationToken: getAuthorizationToken,
  GetDownloadUrlForLayer: getDownloadUrlForLayer,
  GetLifecyclePolicy: getLifecyclePolicy,
  GetLifecyclePolicyPreview: getLifecyclePolicyPreview,
  GetRegistryPolicy: getRegistryPolicy,
  GetRegistryScanningConfiguration: getRegistryScanningConfiguration,
  GetRepositoryPolicy: getRepositoryPolicy,
  GetSigningConfiguration: getSigningConfiguration,
  InitiateLayerUpload: initiateLayerUpload,
  ListImageReferrers: listImageReferrers,
  ListImages: listImages,
  ListPullTimeUpdateExclusions: listPullTimeUpdateExclusions,
  ListReplicationBackfills: listReplicationBackfills,
  ListTagsForResource: listTagsForResource,
  PutAccountSetting: putAccountSetting,
  PutImage: putImage,
  PutImageScanningConfiguration: putImageScanningConfiguration,
  PutImageTagMutability: putImageTagMutability,
  PutLifecyclePolicy: putLifecyclePolicy,
  PutRegistryPolicy: putRegistryPolicy,
  PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
  PutReplicationConfiguration: putReplicationConfiguration,
  PutSigningConfiguration: putSigningConfiguration,
  RegisterPullTimeUpdateExclusion: registerPullTimeUpdateExclusion,
  SetRepositoryPolicy: setRepositoryPolicy,
  StartImageScan: startImageScan,
  StartLifecyclePolicyPreview: startLifecyclePolicyPreview,
  StartReplicationBackfill: startReplicationBackfill,
  StopReplicationBackfill: stopReplicationBackfill,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateImageStorageClass: updateImageStorageClass,
  UpdatePullThroughCacheRule: updatePullThroughCacheRule,
  UpdateRepositoryCreationTemplate: updateRepositoryCreationTemplate,
  UploadLayerPart: uploadLayerPart,
  ValidatePullThroughCacheRule: validatePullThroughCacheRule,
};
