import { updateImageStorageClass } from './archive/update-image-storage-class.js';
import { getAuthorizationToken } from './settings/get-authorization-token.js';
import { deregisterPullTimeUpdateExclusion } from './settings/pull-time-exclusions.js';
import { listPullTimeUpdateExclusions } from './settings/pull-time-exclusions.js';
import { registerPullTimeUpdateExclusion } from './settings/pull-time-exclusions.js';
import { batchDeleteImage } from './images/batch-delete-image.js';
import { batchGetImage } from './images/batch-get-image.js';
import { describeImages } from './images/describe-images.js';
import { listImageReferrers } from './images/list-image-referrers.js';
import { listImages } from './images/list-images.js';
import { putImage } from './images/put-image.js';
import { batchCheckLayerAvailability } from './layers/layers.js';
import { completeLayerUpload } from './layers/layer-upload.js';
import { getDownloadUrlForLayer } from './layers/layers.js';
import { initiateLayerUpload } from './layers/layer-upload.js';
import { uploadLayerPart } from './layers/layer-upload.js';
import { deleteLifecyclePolicy } from './lifecycle/lifecycle-policy.js';
import { getLifecyclePolicyPreview } from './lifecycle/lifecycle-policy-preview.js';
import { getLifecyclePolicy } from './lifecycle/lifecycle-policy.js';
import { putLifecyclePolicy } from './lifecycle/lifecycle-policy.js';
import { startLifecyclePolicyPreview } from './lifecycle/lifecycle-policy-preview.js';
import { createPullThroughCacheRule } from './pull-through/cache-rules.js';
import { deletePullThroughCacheRule } from './pull-through/cache-rules.js';
import { describePullThroughCacheRules } from './pull-through/cache-rules.js';
import { updatePullThroughCacheRule } from './pull-through/cache-rules.js';
import { validatePullThroughCacheRule } from './pull-through/cache-rules.js';
import { deleteRegistryPolicy } from './settings/registry-policy.js';
import { describeRegistry } from './replication/configuration.js';
import { getRegistryPolicy } from './settings/registry-policy.js';
import { putRegistryPolicy } from './settings/registry-policy.js';
import { describeImageReplicationStatus } from './replication/describe-image-replication-status.js';
import { describeReplicationBackfillResults } from './replication/backfills.js';
import { listReplicationBackfills } from './replication/backfills.js';
import { putReplicationConfiguration } from './replication/configuration.js';
import { startReplicationBackfill } from './replication/backfills.js';
import { stopReplicationBackfill } from './replication/backfills.js';
import { createRepository } from './repositories/repositories.js';
import { deleteRepositoryPolicy } from './repositories/repository-policy.js';
import { deleteRepository } from './repositories/repositories.js';
import { describeRepositories } from './repositories/repositories.js';
import { getRepositoryPolicy } from './repositories/repository-policy.js';
import { putImageScanningConfiguration } from './scanning/repository-configuration.js';
import { putImageTagMutability } from './repositories/tag-mutability.js';
import { setRepositoryPolicy } from './repositories/repository-policy.js';
import { batchGetRepositoryScanningConfiguration } from './scanning/repository-configuration.js';
import { describeImageScanFindings } from './scanning/image-scans.js';
import { getRegistryScanningConfiguration } from './scanning/registry-configuration.js';
import { putRegistryScanningConfiguration } from './scanning/registry-configuration.js';
import { startImageScan } from './scanning/image-scans.js';
import { getAccountSetting } from './settings/account-settings.js';
import { putAccountSetting } from './settings/account-settings.js';
import { deleteSigningConfiguration } from './signing/signing-configuration.js';
import { describeImageSigningStatus } from './signing/describe-image-signing-status.js';
import { getSigningConfiguration } from './signing/signing-configuration.js';
import { putSigningConfiguration } from './signing/signing-configuration.js';
import { listTagsForResource } from './repositories/resource-tags.js';
import { tagResource } from './repositories/resource-tags.js';
import { untagResource } from './repositories/resource-tags.js';
import { createRepositoryCreationTemplate } from './templates/creation-templates.js';
import { deleteRepositoryCreationTemplate } from './templates/creation-templates.js';
import { describeRepositoryCreationTemplates } from './templates/creation-templates.js';
import { updateRepositoryCreationTemplate } from './templates/creation-templates.js';
import type { OperationName } from '../api/facts.js';
import type { Operation } from './operation.js';

/** Every operation of the API. The compiler reports one that is missing, unknown or in the wrong place. */
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
