/** The story that every door is told: each operation works at least once, and is refused at least once. */
import type { OperationName } from '../../src/api/facts.js';
import type { FakeWorld } from '../../src/request-handler.js';
import { image } from '../../src/index.js';
import { keep } from '../ecr/lifecycle/policies.js';
import { SOURCE } from '../support/scene.js';

/** Answers so far: the latest one of each operation that worked. */
export type Latest = (operation: OperationName) => Record<string, unknown>;

type MakeInput = (latest: Latest) => object;

/** A call, and what it comes to: `success`, or the name of the exception. */
export interface Call {
  readonly operation: OperationName;
  readonly input: MakeInput;
  readonly outcome: string;
}

/** What happens between calls. */
export type Happening = (ecr: FakeWorld) => void;

export type Step = Call | Happening;

const repositoryName = 'team/app';
const nowhere = { repositoryName: 'nope' };
const imageId = { imageTag: 'v1' };
const noImage = { repositoryName, imageId: { imageTag: 'nope' } };
const release = image({ name: 'release', layers: 2 });
const blobs = release.blobs.map(({ digest, size, bytes }) => ({
  digest,
  size,
  bytes: bytes ?? new Uint8Array(),
}));
const NO_LAYER = `sha256:${'0'.repeat(64)}`;
const NO_UUID = '00000000-0000-4000-8000-000000000000';
const resourceArn = `arn:aws:ecr:us-west-2:${SOURCE}:repository/${repositoryName}`;
const noArn = `${resourceArn}-nope`;
const west = { region: 'eu-west-1', registryId: SOURCE };
const policyText = (Resource?: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'pull',
        Effect: 'Allow',
        Principal: { AWS: '444455556666' },
        Action: 'ecr:BatchGetImage',
        ...(Resource === undefined ? {} : { Resource }),
      },
    ],
  });
const lifecyclePolicyText = JSON.stringify({ rules: [keep(1, 5)] });
const principalArn = `arn:aws:iam::${SOURCE}:role/scanner`;
const signingConfiguration = {
  rules: [{ signingProfileArn: `arn:aws:signer:us-west-2:${SOURCE}:/signing-profiles/release` }],
};
const hub = {
  ecrRepositoryPrefix: 'hub',
  upstreamRegistryUrl: 'registry-1.docker.io',
  credentialArn: `arn:aws:secretsmanager:us-west-2:${SOURCE}:secret:ecr-pullthroughcache/hub-a1b2c3`,
};
const noPrefix = { ecrRepositoryPrefix: 'nope' };
const template = { prefix: 'team', appliedFor: ['REPLICATION'], description: 'für alle' };

const call = (operation: OperationName, input: object | MakeInput, outcome = 'success'): Call => ({
  operation,
  input: typeof input === 'function' ? (input as MakeInput) : () => input,
  outcome,
});

/** A call that takes no input that could be wrong: the service fails. */
const failing = (operation: OperationName): readonly Step[] => [
  (ecr) => ecr.fail(operation).with('ServerException').once(),
  call(operation, {}, 'ServerException'),
];

const uploadId = (latest: Latest) => ({ uploadId: latest('InitiateLayerUpload')['uploadId'] });
const backfillId = (latest: Latest) => ({
  replicationBackfillId: latest('StartReplicationBackfill')['replicationBackfillId'],
});

/** So that moments have fractions, and differ. */
const later: Happening = (ecr) => ecr.clock.advance(61_237);

const repositories = [
  call('CreateRepository', { repositoryName, tags: [{ Key: 'team', Value: 'ä 😀' }] }),
  call('CreateRepository', { repositoryName }, 'RepositoryAlreadyExistsException'),
  call('CreateRepository', { repositoryName: 'Bad' }, 'InvalidParameterException'),
  call('DescribeRepositories', {}),
  call('DescribeRepositories', { repositoryNames: ['nope'] }, 'RepositoryNotFoundException'),
  call('PutImageTagMutability', { repositoryName, imageTagMutability: 'MUTABLE' }),
  call('PutImageTagMutability', { repositoryName, imageTagMutability: 'SOLID' }, 'InvalidParameterException'),
  call('PutImageScanningConfiguration', {
    repositoryName,
    imageScanningConfiguration: { scanOnPush: false },
  }),
  call('PutImageScanningConfiguration', { repositoryName }, 'InvalidParameterException'),
  call('GetRepositoryPolicy', { repositoryName }, 'RepositoryPolicyNotFoundException'),
  call('SetRepositoryPolicy', { repositoryName, policyText: '{}' }, 'InvalidParameterException'),
  call('SetRepositoryPolicy', { repositoryName, policyText: policyText() }),
  call('GetRepositoryPolicy', { repositoryName }),
  call('DeleteRepositoryPolicy', { repositoryName }),
  call('DeleteRepositoryPolicy', { repositoryName }, 'RepositoryPolicyNotFoundException'),
  call('TagResource', { resourceArn, tags: [{ Key: 'stage', Value: 'prod' }] }),
  call('TagResource', { resourceArn: noArn, tags: [] }, 'RepositoryNotFoundException'),
  call('ListTagsForResource', { resourceArn }),
  call('ListTagsForResource', { resourceArn: 'nonsense' }, 'InvalidParameterException'),
  call('UntagResource', { resourceArn, tagKeys: ['stage'] }),
  call('UntagResource', { resourceArn: noArn, tagKeys: ['stage'] }, 'RepositoryNotFoundException'),
];

const layers = [
  call('BatchCheckLayerAvailability', { repositoryName, layerDigests: [blobs[0]?.digest, 'x', ''] }),
  call(
    'BatchCheckLayerAvailability',
    { ...nowhere, layerDigests: [NO_LAYER] },
    'RepositoryNotFoundException',
  ),
  call('InitiateLayerUpload', nowhere, 'RepositoryNotFoundException'),
  ...blobs.flatMap(({ digest, size, bytes }) => {
    const part = { repositoryName, partFirstByte: 0, partLastByte: size - 1, layerPartBlob: bytes };
    const gap = { ...part, partFirstByte: size, partLastByte: 2 * size - 1 };
    return [
      call('InitiateLayerUpload', { repositoryName }),
      call('UploadLayerPart', { ...part, uploadId: NO_UUID }, 'UploadNotFoundException'),
      call('UploadLayerPart', (latest) => ({ ...gap, ...uploadId(latest) }), 'InvalidLayerPartException'),
      call('UploadLayerPart', (latest) => ({ ...part, ...uploadId(latest) })),
      call(
        'CompleteLayerUpload',
        (latest) => ({ repositoryName, ...uploadId(latest), layerDigests: [NO_LAYER] }),
        'InvalidLayerException',
      ),
      call('CompleteLayerUpload', (latest) => ({
        repositoryName,
        ...uploadId(latest),
        layerDigests: [digest],
      })),
    ];
  }),
  call(
    'GetDownloadUrlForLayer',
    { repositoryName, layerDigest: blobs[0]?.digest },
    'LayerInaccessibleException',
  ),
  call('GetDownloadUrlForLayer', { repositoryName, layerDigest: NO_LAYER }, 'LayersNotFoundException'),
];

const replication = [
  call('PutReplicationConfiguration', { replicationConfiguration: { rules: [{ destinations: [west] }] } }),
  call(
    'PutReplicationConfiguration',
    {
      replicationConfiguration: {
        rules: [{ destinations: [{ region: 'us-west-2', registryId: SOURCE }] }],
      },
    },
    'InvalidParameterException',
  ),
  call('DescribeRegistry', {}),
  ...failing('DescribeRegistry'),
  call('GetRegistryPolicy', {}, 'RegistryPolicyNotFoundException'),
  call('PutRegistryPolicy', { policyText: policyText() }, 'InvalidParameterException'),
  call('PutRegistryPolicy', { policyText: policyText('*') }),
  call('GetRegistryPolicy', {}),
  call('DeleteRegistryPolicy', {}),
  call('DeleteRegistryPolicy', {}, 'RegistryPolicyNotFoundException'),
];

const put = { repositoryName, imageManifest: release.manifest };
const images = [
  call('PutImage', { ...put, imageTag: 'v1' }),
  call('PutImage', { ...put, imageTag: 'v1' }, 'ImageAlreadyExistsException'),
  call('PutImage', { ...put, imageTag: 'v2' }),
  call('PutImage', { repositoryName, imageManifest: image('other').manifest }, 'LayersNotFoundException'),
  call('GetDownloadUrlForLayer', { repositoryName, layerDigest: blobs[0]?.digest }),
  call('ListImages', { repositoryName, maxResults: 1 }),
  call('ListImages', (latest) => ({ repositoryName, nextToken: latest('ListImages')['nextToken'] })),
  call('ListImages', { repositoryName, nextToken: 'nonsense' }, 'InvalidParameterException'),
  call('DescribeImages', { repositoryName }),
  call('DescribeImages', { repositoryName, imageIds: [{ imageTag: 'nope' }] }, 'ImageNotFoundException'),
  call('BatchGetImage', { repositoryName, imageIds: [imageId, { imageTag: 'nope' }] }),
  call('BatchGetImage', { repositoryName, imageIds: [] }, 'InvalidParameterException'),
  call('ListImageReferrers', { repositoryName, subjectId: { imageDigest: release.digest } }),
  call(
    'ListImageReferrers',
    { ...nowhere, subjectId: { imageDigest: release.digest } },
    'RepositoryNotFoundException',
  ),
  call('DescribeImageReplicationStatus', { repositoryName, imageId }),
  call('DescribeImageReplicationStatus', noImage, 'ImageNotFoundException'),
  (ecr: FakeWorld) => ecr.settle(),
  call('DescribeImageReplicationStatus', { repositoryName, imageId }),
];

const backfills = [
  call('StartReplicationBackfill', { destination: west }),
  call('StartReplicationBackfill', { destination: west }, 'ReplicationBackfillInProgressException'),
  call('ListReplicationBackfills', {}),
  call('ListReplicationBackfills', { maxResults: 0 }, 'InvalidParameterException'),
  call('StopReplicationBackfill', backfillId),
  call('StopReplicationBackfill', { replicationBackfillId: NO_UUID }, 'ReplicationBackfillNotFoundException'),
  call('DescribeReplicationBackfillResults', backfillId),
  call(
    'DescribeReplicationBackfillResults',
    { replicationBackfillId: NO_UUID },
    'ReplicationBackfillNotFoundException',
  ),
];

const lifecycle = [
  call('GetLifecyclePolicy', { repositoryName }, 'LifecyclePolicyNotFoundException'),
  call('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: '{}' }, 'InvalidParameterException'),
  call('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText }),
  call('GetLifecyclePolicy', { repositoryName }),
  call('GetLifecyclePolicyPreview', { repositoryName }, 'LifecyclePolicyPreviewNotFoundException'),
  call('StartLifecyclePolicyPreview', nowhere, 'RepositoryNotFoundException'),
  call('StartLifecyclePolicyPreview', { repositoryName }),
  call('GetLifecyclePolicyPreview', { repositoryName }),
  call('DeleteLifecyclePolicy', { repositoryName }),
  call('DeleteLifecyclePolicy', { repositoryName }, 'LifecyclePolicyNotFoundException'),
];

const scanning = [
  call('DescribeImageScanFindings', { repositoryName, imageId }, 'ScanNotFoundException'),
  call('StartImageScan', { repositoryName, imageId }),
  call('StartImageScan', noImage, 'ImageNotFoundException'),
  call('DescribeImageScanFindings', { repositoryName, imageId }),
  call('PutRegistryScanningConfiguration', { scanType: 'DEEP' }, 'InvalidParameterException'),
  call('PutRegistryScanningConfiguration', {
    scanType: 'BASIC',
    rules: [
      { scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: 'team*', filterType: 'WILDCARD' }] },
    ],
  }),
  call('GetRegistryScanningConfiguration', {}),
  ...failing('GetRegistryScanningConfiguration'),
  call('BatchGetRepositoryScanningConfiguration', { repositoryNames: [repositoryName, 'nope'] }),
  call('BatchGetRepositoryScanningConfiguration', { repositoryNames: [] }, 'InvalidParameterException'),
];

const registry = [
  call('GetAuthorizationToken', {}),
  call('GetAuthorizationToken', { registryIds: ['x'] }, 'InvalidParameterException'),
  call('GetAccountSetting', { name: 'BLOB_MOUNTING' }),
  call('GetAccountSetting', { name: 'NOPE' }, 'InvalidParameterException'),
  call('PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'ENABLED' }),
  call('PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'MAYBE' }, 'InvalidParameterException'),
  call('RegisterPullTimeUpdateExclusion', { principalArn }),
  call('RegisterPullTimeUpdateExclusion', { principalArn }, 'ExclusionAlreadyExistsException'),
  call('ListPullTimeUpdateExclusions', {}),
  call('ListPullTimeUpdateExclusions', { maxResults: 0 }, 'InvalidParameterException'),
  call('DeregisterPullTimeUpdateExclusion', { principalArn }),
  call('DeregisterPullTimeUpdateExclusion', { principalArn }, 'ExclusionNotFoundException'),
  call('GetSigningConfiguration', {}, 'SigningConfigurationNotFoundException'),
  call('PutSigningConfiguration', { signingConfiguration }),
  call('PutSigningConfiguration', {}, 'InvalidParameterException'),
  call('GetSigningConfiguration', {}),
  call('DescribeImageSigningStatus', { repositoryName, imageId }),
  call('DescribeImageSigningStatus', noImage, 'ImageNotFoundException'),
  call('DeleteSigningConfiguration', {}),
  call('DeleteSigningConfiguration', {}, 'SigningConfigurationNotFoundException'),
];

const caches = [
  call('CreatePullThroughCacheRule', hub),
  call('CreatePullThroughCacheRule', hub, 'PullThroughCacheRuleAlreadyExistsException'),
  call('DescribePullThroughCacheRules', {}),
  call(
    'DescribePullThroughCacheRules',
    { ecrRepositoryPrefixes: ['nope'] },
    'PullThroughCacheRuleNotFoundException',
  ),
  call('UpdatePullThroughCacheRule', {
    ecrRepositoryPrefix: 'hub',
    credentialArn: hub.credentialArn.replace('/hub', '/other'),
  }),
  call(
    'UpdatePullThroughCacheRule',
    { ...noPrefix, credentialArn: hub.credentialArn },
    'PullThroughCacheRuleNotFoundException',
  ),
  call('ValidatePullThroughCacheRule', { ecrRepositoryPrefix: 'hub' }),
  call('ValidatePullThroughCacheRule', noPrefix, 'PullThroughCacheRuleNotFoundException'),
  call('DeletePullThroughCacheRule', { ecrRepositoryPrefix: 'hub' }),
  call('DeletePullThroughCacheRule', noPrefix, 'PullThroughCacheRuleNotFoundException'),
  call('CreateRepositoryCreationTemplate', template),
  call('CreateRepositoryCreationTemplate', template, 'TemplateAlreadyExistsException'),
  call('DescribeRepositoryCreationTemplates', {}),
  call('DescribeRepositoryCreationTemplates', { maxResults: 0 }, 'InvalidParameterException'),
  call('UpdateRepositoryCreationTemplate', { prefix: 'team', description: 'for all' }),
  call('UpdateRepositoryCreationTemplate', { prefix: 'nope' }, 'TemplateNotFoundException'),
  call('DeleteRepositoryCreationTemplate', { prefix: 'team' }),
  call('DeleteRepositoryCreationTemplate', { prefix: 'team' }, 'TemplateNotFoundException'),
];

const goodbye = [
  call('UpdateImageStorageClass', { repositoryName, imageId, targetStorageClass: 'ARCHIVE' }),
  call('UpdateImageStorageClass', { ...noImage, targetStorageClass: 'ARCHIVE' }, 'ImageNotFoundException'),
  call('DescribeImages', { repositoryName, filter: { imageStatus: 'ANY' } }),
  call('BatchDeleteImage', { repositoryName, imageIds: [{ imageTag: 'v2' }, {}] }),
  call('BatchDeleteImage', { ...nowhere, imageIds: [imageId] }, 'RepositoryNotFoundException'),
  call('DeleteRepository', { repositoryName }, 'RepositoryNotEmptyException'),
  call('DeleteRepository', { repositoryName, force: true }),
  call('DeleteRepository', { repositoryName }, 'RepositoryNotFoundException'),
];

export const STEPS: readonly Step[] = [
  later,
  ...repositories,
  later,
  ...layers,
  later,
  ...replication,
  later,
  ...images,
  later,
  ...backfills,
  later,
  ...lifecycle,
  later,
  ...scanning,
  later,
  ...registry,
  later,
  ...caches,
  later,
  ...goodbye,
];

export const CALLS: readonly Call[] = STEPS.filter((step): step is Call => typeof step !== 'function');
