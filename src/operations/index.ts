import { updateImageStorageClass } from './archive/update-image-storage-class.js';
import { getAuthorizationToken } from './authorization/get-authorization-token.js';
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
import { notYet } from './not-yet.js';
import { deleteRegistryPolicy } from './registry/delete-registry-policy.js';
import { describeRegistry } from './registry/describe-registry.js';
import { getRegistryPolicy } from './registry/get-registry-policy.js';
import { putRegistryPolicy } from './registry/put-registry-policy.js';
import { describeImageReplicationStatus } from './replication/describe-image-replication-status.js';
import { putReplicationConfiguration } from './replication/put-replication-configuration.js';
import { createRepository } from './repositories/create-repository.js';
import { deleteRepositoryPolicy } from './repositories/delete-repository-policy.js';
import { deleteRepository } from './repositories/delete-repository.js';
import { describeRepositories } from './repositories/describe-repositories.js';
import { getRepositoryPolicy } from './repositories/get-repository-policy.js';
import { putImageScanningConfiguration } from './repositories/put-image-scanning-configuration.js';
import { putImageTagMutability } from './repositories/put-image-tag-mutability.js';
import { setRepositoryPolicy } from './repositories/set-repository-policy.js';
import { listTagsForResource } from './tagging/list-tags-for-resource.js';
import { tagResource } from './tagging/tag-resource.js';
import { untagResource } from './tagging/untag-resource.js';
import type { Operation, OperationName } from './operation.js';

/** Every operation of the API. The compiler refuses a missing one, a foreign one and one in the wrong place. */
export const operations: { readonly [N in OperationName]: Operation<N> } = {
  BatchCheckLayerAvailability: batchCheckLayerAvailability,
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  BatchGetRepositoryScanningConfiguration: notYet('BatchGetRepositoryScanningConfiguration'),
  CompleteLayerUpload: completeLayerUpload,
  CreatePullThroughCacheRule: notYet('CreatePullThroughCacheRule'),
  CreateRepository: createRepository,
  CreateRepositoryCreationTemplate: notYet('CreateRepositoryCreationTemplate'),
  DeleteLifecyclePolicy: notYet('DeleteLifecyclePolicy'),
  DeletePullThroughCacheRule: notYet('DeletePullThroughCacheRule'),
  DeleteRegistryPolicy: deleteRegistryPolicy,
  DeleteRepository: deleteRepository,
  DeleteRepositoryCreationTemplate: notYet('DeleteRepositoryCreationTemplate'),
  DeleteRepositoryPolicy: deleteRepositoryPolicy,
  DeleteSigningConfiguration: notYet('DeleteSigningConfiguration'),
  DeregisterPullTimeUpdateExclusion: notYet('DeregisterPullTimeUpdateExclusion'),
  DescribeImageReplicationStatus: describeImageReplicationStatus,
  DescribeImageScanFindings: notYet('DescribeImageScanFindings'),
  DescribeImageSigningStatus: notYet('DescribeImageSigningStatus'),
  DescribeImages: describeImages,
  DescribePullThroughCacheRules: notYet('DescribePullThroughCacheRules'),
  DescribeRegistry: describeRegistry,
  DescribeReplicationBackfillResults: notYet('DescribeReplicationBackfillResults'),
  DescribeRepositories: describeRepositories,
  DescribeRepositoryCreationTemplates: notYet('DescribeRepositoryCreationTemplates'),
  GetAccountSetting: notYet('GetAccountSetting'),
  GetAuthorizationToken: getAuthorizationToken,
  GetDownloadUrlForLayer: getDownloadUrlForLayer,
  GetLifecyclePolicy: notYet('GetLifecyclePolicy'),
  GetLifecyclePolicyPreview: notYet('GetLifecyclePolicyPreview'),
  GetRegistryPolicy: getRegistryPolicy,
  GetRegistryScanningConfiguration: notYet('GetRegistryScanningConfiguration'),
  GetRepositoryPolicy: getRepositoryPolicy,
  GetSigningConfiguration: notYet('GetSigningConfiguration'),
  InitiateLayerUpload: initiateLayerUpload,
  ListImageReferrers: listImageReferrers,
  ListImages: listImages,
  ListPullTimeUpdateExclusions: notYet('ListPullTimeUpdateExclusions'),
  ListReplicationBackfills: notYet('ListReplicationBackfills'),
  ListTagsForResource: listTagsForResource,
  PutAccountSetting: notYet('PutAccountSetting'),
  PutImage: putImage,
  PutImageScanningConfiguration: putImageScanningConfiguration,
  PutImageTagMutability: putImageTagMutability,
  PutLifecyclePolicy: notYet('PutLifecyclePolicy'),
  PutRegistryPolicy: putRegistryPolicy,
  PutRegistryScanningConfiguration: notYet('PutRegistryScanningConfiguration'),
  PutReplicationConfiguration: putReplicationConfiguration,
  PutSigningConfiguration: notYet('PutSigningConfiguration'),
  RegisterPullTimeUpdateExclusion: notYet('RegisterPullTimeUpdateExclusion'),
  SetRepositoryPolicy: setRepositoryPolicy,
  StartImageScan: notYet('StartImageScan'),
  StartLifecyclePolicyPreview: notYet('StartLifecyclePolicyPreview'),
  StartReplicationBackfill: notYet('StartReplicationBackfill'),
  StopReplicationBackfill: notYet('StopReplicationBackfill'),
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateImageStorageClass: updateImageStorageClass,
  UpdatePullThroughCacheRule: notYet('UpdatePullThroughCacheRule'),
  UpdateRepositoryCreationTemplate: notYet('UpdateRepositoryCreationTemplate'),
  UploadLayerPart: uploadLayerPart,
  ValidatePullThroughCacheRule: notYet('ValidatePullThroughCacheRule'),
};
