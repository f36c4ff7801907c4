import { createHash } from 'node:crypto';
import { artifact, image } from '../src/index.js';
import type { OperationName } from '../src/api/facts.js';
import { ACCOUNT, type Call, REGION, manifestNumber } from './scene.js';

/** How one operation is called over and over so that it succeeds every time. */
export interface OperationCall {
  /** The input of a run, by the number of the run. */
  readonly input: (run: number) => object;
  /** Makes the run possible. */
  readonly before?: (call: Call, run: number) => void;
  /** When replicas arrive, if it matters. */
  readonly replication?: 'manual';
  /** What else a call does that the bare stub's empty answer cannot be compared with. */
  readonly does?: string;
}

const repositoryName = 'app';
const at = { repositoryName };
const imageId = { imageTag: 'v1' };
const policyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'ecr:BatchGetImage' }],
});
const registryPolicyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '444455556666' },
      Action: 'ecr:ReplicateImage',
      Resource: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/*`,
    },
  ],
});
const lifecyclePolicyText = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 100 },
      action: { type: 'expire' },
    },
  ],
});
const destination = { region: 'eu-west-1', registryId: ACCOUNT };
const replicationConfiguration = { rules: [{ destinations: [destination] }] };
const signingConfiguration = {
  rules: [{ signingProfileArn: `arn:aws:signer:${REGION}:${ACCOUNT}:/signing-profiles/release` }],
};
const cache = { ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' };
const secret = {
  ecrRepositoryPrefix: 'hub',
  upstreamRegistryUrl: 'registry-1.docker.io',
  credentialArn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:ecr-pullthroughcache/hub-AbCdEf`,
};
const template = { prefix: 'made', appliedFor: ['REPLICATION'] };
const principalArn = `arn:aws:iam::${ACCOUNT}:role/scanner`;
const subject = image('subject');
const release = image('release');
const [layer = release.blobs[0]] = release.blobs.slice(1);
const part = new Uint8Array(1024).fill(7);
const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
/** A different layer for each number, because a layer that exists already is refused. */
const layerNumber = (number: number) => new Uint8Array(Buffer.from(`layer ${number}`.padEnd(part.length)));
const resourceArn = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/app`;
/** Kept from a preparation to its run. */
let kept: unknown;

const fixed = (input: object, before?: OperationCall['before']): OperationCall =>
  before === undefined ? { input: () => input } : { input: () => input, before };

const startUpload = (call: Call) => {
  kept = call('InitiateLayerUpload', at)['uploadId'];
};
const uploadPart = (uploadId: unknown, layerPartBlob = part) => ({
  ...at,
  uploadId,
  partFirstByte: 0,
  partLastByte: part.length - 1,
  layerPartBlob,
});
const startBackfill = (call: Call) => {
  const started = call('StartReplicationBackfill', { registryId: ACCOUNT, destination });
  // There is one already if none was stopped since.
  kept = started['replicationBackfillId'] ?? kept;
};

/** What is there before the first run. */
export function furnish(call: Call): void {
  call('CreateRepository', at);
  for (let number = 0; number < 10; number += 1) {
    call('PutImage', { ...at, imageTag: `v${number}`, imageManifest: manifestNumber(number) });
  }
  call('PutImage', { ...at, imageTag: 'release', imageManifest: release.manifest });
  call('PutImage', { ...at, imageTag: 'subject', imageManifest: subject.manifest });
  for (const name of ['sbom', 'signature']) {
    call('PutImage', { ...at, imageManifest: artifact({ name, subject }).manifest });
  }
  call('SetRepositoryPolicy', { ...at, policyText });
  call('PutRegistryPolicy', { policyText: registryPolicyText });
  call('PutLifecyclePolicy', { ...at, lifecyclePolicyText });
  call('PutReplicationConfiguration', { replicationConfiguration });
  call('PutSigningConfiguration', { signingConfiguration });
  call('CreatePullThroughCacheRule', secret);
  call('CreateRepositoryCreationTemplate', template);
  call('StartImageScan', { ...at, imageId });
  call('StartLifecyclePolicyPreview', at);
}

/** Every operation of the API; the compiler refuses a missing one. */
export const OPERATION_CALLS: Readonly<Record<OperationName, OperationCall>> = {
  BatchCheckLayerAvailability: fixed({ ...at, layerDigests: [layer?.digest] }),
  BatchDeleteImage: {
    before: (call, run) => {
      call('PutImage', { ...at, imageTag: `d${run}`, imageManifest: manifestNumber(1e7 + run) });
    },
    input: (run) => ({ ...at, imageIds: [{ imageTag: `d${run}` }] }),
  },
  BatchGetImage: fixed({ ...at, imageIds: [imageId] }),
  BatchGetRepositoryScanningConfiguration: fixed({ repositoryNames: [repositoryName] }),
  CompleteLayerUpload: {
    before: (call, run) => {
      startUpload(call);
      call('UploadLayerPart', uploadPart(kept, layerNumber(run)));
    },
    input: (run) => ({ ...at, uploadId: kept, layerDigests: [digestOf(layerNumber(run))] }),
  },
  CreatePullThroughCacheRule: fixed(cache, (call, run) => {
    if (run > 0) call('DeletePullThroughCacheRule', { ecrRepositoryPrefix: 'quay' });
  }),
  CreateRepository: { input: (run) => ({ repositoryName: `new/r${run}` }) },
  CreateRepositoryCreationTemplate: fixed({ prefix: 'new', appliedFor: ['REPLICATION'] }, (call, run) => {
    if (run > 0) call('DeleteRepositoryCreationTemplate', { prefix: 'new' });
  }),
  DeleteLifecyclePolicy: fixed(at, (call) => {
    call('PutLifecyclePolicy', { ...at, lifecyclePolicyText });
  }),
  DeletePullThroughCacheRule: fixed({ ecrRepositoryPrefix: 'gone' }, (call) => {
    call('CreatePullThroughCacheRule', { ...cache, ecrRepositoryPrefix: 'gone' });
  }),
  DeleteRegistryPolicy: fixed({}, (call) => {
    call('PutRegistryPolicy', { policyText: registryPolicyText });
  }),
  DeleteRepository: {
    before: (call, run) => {
      call('CreateRepository', { repositoryName: `gone/r${run}` });
    },
    input: (run) => ({ repositoryName: `gone/r${run}` }),
  },
  DeleteRepositoryCreationTemplate: fixed({ prefix: 'gone' }, (call) => {
    call('CreateRepositoryCreationTemplate', { prefix: 'gone', appliedFor: ['REPLICATION'] });
  }),
  DeleteRepositoryPolicy: fixed(at, (call) => {
    call('SetRepositoryPolicy', { ...at, policyText });
  }),
  DeleteSigningConfiguration: fixed({}, (call) => {
    call('PutSigningConfiguration', { signingConfiguration });
  }),
  DeregisterPullTimeUpdateExclusion: fixed({ principalArn }, (call) => {
    call('RegisterPullTimeUpdateExclusion', { principalArn });
  }),
  DescribeImageReplicationStatus: fixed({ ...at, imageId }),
  DescribeImageScanFindings: fixed({ ...at, imageId }),
  DescribeImageSigningStatus: fixed({ ...at, imageId }),
  DescribeImages: fixed({ ...at, imageIds: [imageId] }),
  DescribePullThroughCacheRules: fixed({}),
  DescribeRegistry: fixed({}),
  DescribeReplicationBackfillResults: {
    before: (call, run) => {
      if (run === 0) startBackfill(call);
    },
    input: () => ({ registryId: ACCOUNT, replicationBackfillId: kept }),
  },
  DescribeRepositories: fixed({ repositoryNames: [repositoryName] }),
  DescribeRepositoryCreationTemplates: fixed({ prefixes: ['made'] }),
  GetAccountSetting: fixed({ name: 'BASIC_SCAN_TYPE_VERSION' }),
  GetAuthorizationToken: fixed({}),
  GetDownloadUrlForLayer: fixed({ ...at, layerDigest: layer?.digest }),
  GetLifecyclePolicy: fixed(at, (call) => {
    call('PutLifecyclePolicy', { ...at, lifecyclePolicyText });
  }),
  GetLifecyclePolicyPreview: fixed(at),
  GetRegistryPolicy: fixed({}, (call) => {
    call('PutRegistryPolicy', { policyText: registryPolicyText });
  }),
  GetRegistryScanningConfiguration: fixed({}),
  GetRepositoryPolicy: fixed(at, (call) => {
    call('SetRepositoryPolicy', { ...at, policyText });
  }),
  GetSigningConfiguration: fixed({}, (call) => {
    call('PutSigningConfiguration', { signingConfiguration });
  }),
  InitiateLayerUpload: fixed(at),
  ListImageReferrers: fixed({ ...at, subjectId: { imageDigest: subject.digest } }),
  ListImages: fixed(at),
  ListPullTimeUpdateExclusions: fixed({}),
  ListReplicationBackfills: fixed({ registryId: ACCOUNT }),
  ListTagsForResource: fixed({ resourceArn }),
  PutAccountSetting: fixed({ name: 'BASIC_SCAN_TYPE_VERSION', value: 'AWS_NATIVE' }),
  PutImage: {
    // What a push sets off is measured elsewhere, by the number of destinations.
    before: (call, run) => {
      if (run > 0) return;
      call('PutReplicationConfiguration', { replicationConfiguration: { rules: [] } });
      call('DeleteSigningConfiguration');
    },
    input: (run) => ({ ...at, imageTag: `p${run}`, imageManifest: manifestNumber(2e7 + run) }),
  },
  PutImageScanningConfiguration: fixed({ ...at, imageScanningConfiguration: { scanOnPush: false } }),
  PutImageTagMutability: fixed({ ...at, imageTagMutability: 'MUTABLE' }),
  PutLifecyclePolicy: fixed({ ...at, lifecyclePolicyText }),
  PutRegistryPolicy: fixed({ policyText: registryPolicyText }),
  PutRegistryScanningConfiguration: fixed({ scanType: 'BASIC', rules: [] }),
  PutReplicationConfiguration: fixed({ replicationConfiguration }),
  PutSigningConfiguration: fixed({ signingConfiguration }),
  RegisterPullTimeUpdateExclusion: fixed({ principalArn: `${principalArn}-2` }, (call, run) => {
    if (run > 0) call('DeregisterPullTimeUpdateExclusion', { principalArn: `${principalArn}-2` });
  }),
  SetRepositoryPolicy: fixed({ ...at, policyText }),
  StartImageScan: {
    before: (call, run) => {
      call('PutImage', { ...at, imageTag: `s${run}`, imageManifest: manifestNumber(3e7 + run) });
    },
    input: (run) => ({ ...at, imageId: { imageTag: `s${run}` } }),
  },
  StartLifecyclePolicyPreview: fixed(at, (call) => {
    call('PutLifecyclePolicy', { ...at, lifecyclePolicyText });
  }),
  StartReplicationBackfill: {
    ...fixed({ registryId: ACCOUNT, destination }),
    does: 'copies of 14 images at once',
  },
  StopReplicationBackfill: {
    before: startBackfill,
    input: () => ({ registryId: ACCOUNT, replicationBackfillId: kept }),
    // Else it is over before it can be stopped.
    replication: 'manual',
  },
  TagResource: fixed({ resourceArn, tags: [{ Key: 'team', Value: 'payments' }] }),
  UntagResource: fixed({ resourceArn, tagKeys: ['team'] }),
  UpdateImageStorageClass: {
    before: (call, run) => {
      call('PutImage', { ...at, imageTag: `a${run}`, imageManifest: manifestNumber(4e7 + run) });
    },
    input: (run) => ({ ...at, imageId: { imageTag: `a${run}` }, targetStorageClass: 'ARCHIVE' }),
  },
  UpdatePullThroughCacheRule: fixed({ ecrRepositoryPrefix: 'hub', credentialArn: secret.credentialArn }),
  UpdateRepositoryCreationTemplate: fixed({ prefix: 'made', description: 'what is replicated' }),
  UploadLayerPart: { before: startUpload, input: () => uploadPart(kept) },
  ValidatePullThroughCacheRule: fixed({ ecrRepositoryPrefix: 'hub' }),
};
