/** Every refusal that names a thing of a registry, as a user reads it. */
import type { Failure } from '../../src/aws/failure.js';
import * as failures from '../../src/world/failures.js';

const ACCOUNT = '111122223333';
const IN = `the repository with name 'app' in the registry with id '${ACCOUNT}'`;
const OLD_IN = `the repository with name 'app' in registry with id '${ACCOUNT}'`;

type Name = keyof typeof failures;

const texts: { readonly [K in Name]: readonly [Parameters<(typeof failures)[K]>, string, string][] } = {
  repositoryNotFound: [
    [
      ['app', ACCOUNT],
      'RepositoryNotFoundException',
      `The repository with name 'app' does not exist in the registry with id '${ACCOUNT}'`,
    ],
  ],
  repositoryAlreadyExists: [
    [
      ['app', ACCOUNT],
      'RepositoryAlreadyExistsException',
      `The repository with name 'app' already exists in the registry with id '${ACCOUNT}'`,
    ],
  ],
  repositoryNotEmpty: [
    [
      ['app', ACCOUNT],
      'RepositoryNotEmptyException',
      `The repository with name 'app' in registry with id '${ACCOUNT}' cannot be deleted because it still contains images`,
    ],
  ],
  imageNotFound: [
    [
      [{ imageTag: 'v1' }, 'app', ACCOUNT],
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'null', imageTag:'v1'} does not exist within ${IN}`,
    ],
    [
      [{ imageDigest: 'sha256:0a' }, 'app', ACCOUNT],
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'sha256:0a', imageTag:'null'} does not exist within ${IN}`,
    ],
  ],
  imageAlreadyExists: [
    [
      ['sha256:0a', 'v1', 'app', ACCOUNT],
      'ImageAlreadyExistsException',
      `Image with digest 'sha256:0a' and tag 'v1' already exists in ${OLD_IN}`,
    ],
    [
      ['sha256:0a', undefined, 'app', ACCOUNT],
      'ImageAlreadyExistsException',
      `Image with digest 'sha256:0a' and tag 'null' already exists in ${OLD_IN}`,
    ],
  ],
  imageTagAlreadyExists: [
    [
      ['v1', 'app'],
      'ImageTagAlreadyExistsException',
      "The image tag 'v1' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
    ],
  ],
  imageDigestDoesNotMatch: [
    [
      ['sha256:0a', 'app', ACCOUNT],
      'ImageDigestDoesNotMatchException',
      `The image with digest 'sha256:0a' in repository 'app' and registry ID '${ACCOUNT}' does not match the image digest that Amazon ECR has calculated.`,
    ],
  ],
  layersNotFound: [
    [
      [['sha256:0a', 'sha256:0b'], 'app', ACCOUNT],
      'LayersNotFoundException',
      `Layers with digests '[sha256:0a, sha256:0b]' required for pushing image into repository with name 'app' in the registry with id '${ACCOUNT}' do not exist`,
    ],
  ],
  referencedImagesNotFound: [
    [
      [['sha256:0a', 'sha256:0b'], 'app', ACCOUNT],
      'ReferencedImagesNotFoundException',
      `Images with digests '[sha256:0a, sha256:0b]' required for pushing image into repository with name 'app' in the registry with id '${ACCOUNT}' do not exist`,
    ],
  ],
  tooManyTagsOnImage: [
    [
      ['v1', 'app', ACCOUNT, 1000],
      'LimitExceededException',
      `Adding tag 'v1' to an image in ${OLD_IN} exceeds the maximum allowed number of tags per image which is '1000'`,
    ],
  ],
  tooManyImages: [
    [
      ['app', ACCOUNT, 5],
      'LimitExceededException',
      `The repository with name 'app' in registry with id '${ACCOUNT}' already has the maximum allowed number of images which is '5'`,
    ],
  ],
  tooManyRepositories: [
    [
      [ACCOUNT, 5],
      'LimitExceededException',
      `The registry with id '${ACCOUNT}' already has the maximum allowed number of repositories which is '5'`,
    ],
  ],
  invalidTags: [[[], 'InvalidTagParameterException', 'Tag parameters are invalid']],
  tooManyResourceTags: [
    [
      [50],
      'TooManyTagsException',
      'The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.',
    ],
  ],
  uploadNotFound: [
    [
      ['u-1', 'app', ACCOUNT],
      'UploadNotFoundException',
      `The upload with id 'u-1' in ${OLD_IN} does not exist`,
    ],
  ],
  emptyUpload: [
    [
      ['u-1', 'app', ACCOUNT],
      'EmptyUploadException',
      `The upload with id 'u-1' in ${OLD_IN} cannot be completed because it does not have any parts`,
    ],
  ],
  layerPartTooSmall: [
    [[], 'LayerPartTooSmallException', 'All layer parts except the last part should be at least 5MB'],
  ],
  invalidLayer: [
    [[], 'InvalidLayerException', 'None of the provided layer digests match the calculated layer digest'],
  ],
  layerAlreadyExists: [
    [
      ['sha256:0a', 'app', ACCOUNT],
      'LayerAlreadyExistsException',
      `The layer with digest 'sha256:0a' already exists in ${OLD_IN}`,
    ],
  ],
  layerNotFound: [
    [
      ['sha256:0a', 'app', ACCOUNT],
      'LayersNotFoundException',
      `The layer with digest 'sha256:0a' does not exist within ${IN}`,
    ],
  ],
  layerInaccessible: [
    [
      ['sha256:0a', 'app', ACCOUNT],
      'LayerInaccessibleException',
      `The layer with digest 'sha256:0a' in ${OLD_IN} is not accessible`,
    ],
  ],
  repositoryPolicyNotFound: [
    [['app', ACCOUNT], 'RepositoryPolicyNotFoundException', `Repository policy does not exist for ${IN}`],
  ],
  registryPolicyNotFound: [
    [
      [ACCOUNT],
      'RegistryPolicyNotFoundException',
      `Registry policy does not exist in the registry with id '${ACCOUNT}'`,
    ],
  ],
  unrecognizedClient: [
    [[], 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
  ],
  templateAlreadyExists: [
    [
      ['prod', ACCOUNT],
      'TemplateAlreadyExistsException',
      `The repository creation template with prefix 'prod' already exists in the registry with id '${ACCOUNT}'`,
    ],
  ],
  templateNotFound: [
    [
      ['prod', ACCOUNT],
      'TemplateNotFoundException',
      `The repository creation template with prefix 'prod' does not exist in the registry with id '${ACCOUNT}'`,
    ],
  ],
  tooManyTemplates: [
    [
      [ACCOUNT, 5],
      'LimitExceededException',
      `The registry with id '${ACCOUNT}' already has the maximum allowed number of repository creation templates which is '5'`,
    ],
  ],
  lifecyclePolicyNotFound: [
    [['app', ACCOUNT], 'LifecyclePolicyNotFoundException', `Lifecycle policy does not exist for ${IN}`],
  ],
  lifecyclePreviewNotFound: [
    [
      ['app', ACCOUNT],
      'LifecyclePolicyPreviewNotFoundException',
      `Lifecycle policy preview does not exist for ${IN}`,
    ],
  ],
  lifecyclePreviewInProgress: [
    [
      ['app', ACCOUNT],
      'LifecyclePolicyPreviewInProgressException',
      `A lifecycle policy preview is already in progress for ${IN}`,
    ],
  ],
  featureDisabled: [[[], 'ValidationException', 'This feature is disabled']],
  scanNotFound: [
    [
      [{ imageTag: 'v1' }, 'app', ACCOUNT],
      'ScanNotFoundException',
      `Image scan does not exist for the image with '{imageDigest:'null', imageTag:'v1'}' in ${IN}`,
    ],
    [
      [{ imageDigest: 'sha256:0a' }, 'app', ACCOUNT],
      'ScanNotFoundException',
      `Image scan does not exist for the image with '{imageDigest:'sha256:0a', imageTag:'null'}' in ${IN}`,
    ],
  ],
  scanQuotaExceeded: [
    [[], 'LimitExceededException', 'The scan quota per image has been exceeded. Wait and try again.'],
  ],
  imageArchived: [
    [
      ['sha256:0a', 'app', ACCOUNT],
      'ImageArchivedException',
      `The image with digest 'sha256:0a' in ${IN} is archived and cannot be scanned`,
    ],
  ],
  policyLocksOut: [
    [
      [],
      'InvalidParameterException',
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'The policy would prevent you from setting another policy in the future. Use force to set it anyway'",
    ],
  ],
  unsupportedImageType: [
    [
      ['an/index'],
      'UnsupportedImageTypeException',
      "An artifact with media type 'an/index' cannot be scanned. For more information, see the Amazon ECR documentation.",
    ],
  ],
  serviceUnavailable: [[[], 'ServiceUnavailableException', 'Service is unable to handle request.']],
  expiredToken: [[[], 'ExpiredTokenException', 'The security token included in the request is expired']],
};

const rows = (Object.keys(texts) as Name[]).flatMap((name) =>
  texts[name].map(([given, code, message]) => ({ name, given, code, message })),
);

test.each(rows)('$name is $code', ({ name, given, code, message }) => {
  const make = failures[name] as (...args: readonly unknown[]) => Failure;
  expect({ ...make(...given) }).toMatchObject({ code, message });
});
