import { Failure, invalidParameter } from '../aws/failure.js';

/** The texts of all refusals that name something in a registry. */

function inRegistry(repositoryName: string, registryId: string): string {
  return `the repository with name '${repositoryName}' in the registry with id '${registryId}'`;
}

export function repositoryNotFound(name: string, registryId: string): Failure {
  return new Failure(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );
}

export function repositoryAlreadyExists(name: string, registryId: string): Failure {
  return new Failure(
    'RepositoryAlreadyExistsException',
    `The repository with name '${name}' already exists in the registry with id '${registryId}'`,
  );
}

export function repositoryNotEmpty(name: string, registryId: string): Failure {
  return new Failure(
    'RepositoryNotEmptyException',
    `The repository with name '${name}' in registry with id '${registryId}' cannot be deleted because it still contains images`,
  );
}

/** The missing half of the id is printed as `null`, inside its quotes [observed]. */
export function imageNotFound(
  imageId: { imageDigest?: string | undefined; imageTag?: string | undefined },
  repositoryName: string,
  registryId: string,
): Failure {
  return new Failure(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${imageId.imageDigest ?? 'null'}', imageTag:'${imageId.imageTag ?? 'null'}'} does not exist within ${inRegistry(repositoryName, registryId)}`,
  );
}

export function imageAlreadyExists(
  digest: string,
  tag: string | undefined,
  repositoryName: string,
  registryId: string,
): Failure {
  return new Failure(
    'ImageAlreadyExistsException',
    `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${repositoryName}' in registry with id '${registryId}'`,
  );
}

export function imageTagAlreadyExists(tag: string, repositoryName: string): Failure {
  return new Failure(
    'ImageTagAlreadyExistsException',
    `The image tag '${tag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the tag is immutable.`,
  );
}

export function imageDigestDoesNotMatch(given: string, repositoryName: string, registryId: string): Failure {
  return new Failure(
    'ImageDigestDoesNotMatchException',
    `The image with digest '${given}' in repository '${repositoryName}' and registry ID '${registryId}' does not match the image digest that Amazon ECR has calculated.`,
  );
}

export function layersNotFound(
  digests: readonly string[],
  repositoryName: string,
  registryId: string,
): Failure {
  return new Failure(
    'LayersNotFoundException',
    `Layers with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${repositoryName}' in the registry with id '${registryId}' do not exist`,
  );
}

export function referencedImagesNotFound(
  digests: readonly string[],
  repositoryName: string,
  registryId: string,
): Failure {
  return new Failure(
    'ReferencedImagesNotFoundException',
    `Images with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${repositoryName}' in the registry with id '${registryId}' do not exist`,
  );
}

export function tooManyTagsOnImage(
  tag: string,
  repositoryName: string,
  registryId: string,
  limit: number,
): Failure {
  return new Failure(
    'LimitExceededException',
    `Adding tag '${tag}' to an image in the repository with name '${repositoryName}' in registry with id '${registryId}' exceeds the maximum allowed number of tags per image which is '${limit}'`,
  );
}

/** The first half of the sentence is by analogy [assumed]. */
export function tooManyImages(repositoryName: string, registryId: string, limit: number): Failure {
  return new Failure(
    'LimitExceededException',
    `The repository with name '${repositoryName}' in registry with id '${registryId}' already has the maximum allowed number of images which is '${limit}'`,
  );
}

/** By analogy with the text for images [assumed]. */
export function tooManyRepositories(registryId: string, limit: number): Failure {
  return new Failure(
    'LimitExceededException',
    `The registry with id '${registryId}' already has the maximum allowed number of repositories which is '${limit}'`,
  );
}

export function invalidTags(): Failure {
  return new Failure('InvalidTagParameterException', 'Tag parameters are invalid');
}

/** The sentence of the documentation; the service's own is unknown [assumed]. */
export function tooManyResourceTags(limit: number): Failure {
  return new Failure(
    'TooManyTagsException',
    `The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is ${limit}.`,
  );
}

function upload(id: string, repositoryName: string, registryId: string): string {
  return `The upload with id '${id}' in the repository with name '${repositoryName}' in registry with id '${registryId}'`;
}

export function uploadNotFound(id: string, repositoryName: string, registryId: string): Failure {
  return new Failure('UploadNotFoundException', `${upload(id, repositoryName, registryId)} does not exist`);
}

export function emptyUpload(id: string, repositoryName: string, registryId: string): Failure {
  return new Failure(
    'EmptyUploadException',
    `${upload(id, repositoryName, registryId)} cannot be completed because it does not have any parts`,
  );
}

export function layerPartTooSmall(): Failure {
  return new Failure(
    'LayerPartTooSmallException',
    'All layer parts except the last part should be at least 5MB',
  );
}

export function invalidLayer(): Failure {
  return new Failure(
    'InvalidLayerException',
    'None of the provided layer digests match the calculated layer digest',
  );
}

/** By analogy; the service's own text is unknown [assumed]. */
export function layerAlreadyExists(digest: string, repositoryName: string, registryId: string): Failure {
  return new Failure(
    'LayerAlreadyExistsException',
    `The layer with digest '${digest}' already exists in the repository with name '${repositoryName}' in registry with id '${registryId}'`,
  );
}

export function layerNotFound(digest: string, repositoryName: string, registryId: string): Failure {
  return new Failure(
    'LayersNotFoundException',
    `The layer with digest '${digest}' does not exist within ${inRegistry(repositoryName, registryId)}`,
  );
}

/** The service's own text is unknown [assumed]. */
export function layerInaccessible(digest: string, repositoryName: string, registryId: string): Failure {
  return new Failure(
    'LayerInaccessibleException',
    `The layer with digest '${digest}' in the repository with name '${repositoryName}' in registry with id '${registryId}' is not accessible`,
  );
}

export function repositoryPolicyNotFound(repositoryName: string, registryId: string): Failure {
  return new Failure(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for ${inRegistry(repositoryName, registryId)}`,
  );
}

export function registryPolicyNotFound(registryId: string): Failure {
  return new Failure(
    'RegistryPolicyNotFoundException',
    `Registry policy does not exist in the registry with id '${registryId}'`,
  );
}

/** A Region that the caller's account has not enabled, or has disabled. */
export function unrecognizedClient(): Failure {
  return new Failure('UnrecognizedClientException', 'The security token included in the request is invalid.');
}

/** The service's own texts about templates are unknown [assumed]. */
export function templateAlreadyExists(prefix: string, registryId: string): Failure {
  return new Failure(
    'TemplateAlreadyExistsException',
    `The repository creation template with prefix '${prefix}' already exists in the registry with id '${registryId}'`,
  );
}

export function templateNotFound(prefix: string, registryId: string): Failure {
  return new Failure(
    'TemplateNotFoundException',
    `The repository creation template with prefix '${prefix}' does not exist in the registry with id '${registryId}'`,
  );
}

export function tooManyTemplates(registryId: string, limit: number): Failure {
  return new Failure(
    'LimitExceededException',
    `The registry with id '${registryId}' already has the maximum allowed number of repository creation templates which is '${limit}'`,
  );
}

export function lifecyclePolicyNotFound(repositoryName: string, registryId: string): Failure {
  return new Failure(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for ${inRegistry(repositoryName, registryId)}`,
  );
}

/** By analogy [assumed]. */
export function lifecyclePreviewNotFound(repositoryName: string, registryId: string): Failure {
  return new Failure(
    'LifecyclePolicyPreviewNotFoundException',
    `Lifecycle policy preview does not exist for ${inRegistry(repositoryName, registryId)}`,
  );
}

/** By analogy [assumed]. */
export function lifecyclePreviewInProgress(repositoryName: string, registryId: string): Failure {
  return new Failure(
    'LifecyclePolicyPreviewInProgressException',
    `A lifecycle policy preview is already in progress for ${inRegistry(repositoryName, registryId)}`,
  );
}

/** A feature that is not available in this Region or configuration [observed]. */
export function featureDisabled(): Failure {
  return new Failure('ValidationException', 'This feature is disabled');
}

export function scanNotFound(
  imageId: { imageDigest?: string | undefined; imageTag?: string | undefined },
  repositoryName: string,
  registryId: string,
): Failure {
  return new Failure(
    'ScanNotFoundException',
    `Image scan does not exist for the image with '{imageDigest:'${imageId.imageDigest ?? 'null'}', imageTag:'${imageId.imageTag ?? 'null'}'}' in ${inRegistry(repositoryName, registryId)}`,
  );
}

export function scanQuotaExceeded(): Failure {
  return new Failure(
    'LimitExceededException',
    'The scan quota per image has been exceeded. Wait and try again.',
  );
}

/** The service's own text is unknown [assumed]. */
export function imageArchived(digest: string, repositoryName: string, registryId: string): Failure {
  return new Failure(
    'ImageArchivedException',
    `The image with digest '${digest}' in ${inRegistry(repositoryName, registryId)} is archived and cannot be scanned`,
  );
}

/** That it is refused is documented; the service's own text is unknown [assumed]. */
export function policyLocksOut(): Failure {
  return invalidParameter(
    'PolicyText',
    'The policy would prevent you from setting another policy in the future. Use force to set it anyway',
  );
}

/** [observed] for an index. */
export function unsupportedImageType(mediaType: string): Failure {
  return new Failure(
    'UnsupportedImageTypeException',
    `An artifact with media type '${mediaType}' cannot be scanned. For more information, see the Amazon ECR documentation.`,
  );
}

/** Credentials of a session that is over [observed]. */
export function expiredToken(): Failure {
  return new Failure('ExpiredTokenException', 'The security token included in the request is expired');
}

/** The failure of calls to a Region that is down [assumed]. */
export function serviceUnavailable(): Failure {
  return new Failure('ServiceUnavailableException', 'Service is unable to handle request.');
}
