/** A refused deployment leaves the world as it was, whatever it had changed already. */
import { InitiateLayerUploadCommand, UploadLayerPartCommand } from '@aws-sdk/client-ecr';
import { setupFakeEcr } from '../../src/index.js';
import { fakeEcrWorld } from '../../src/request-handler.js';
import { deploy } from '../../src/iac.js';
import { START } from '../support/scene.js';
import { identity } from './scene.js';

const FIRST = { account: '111122223333', region: 'us-west-2' };
const SECOND = { account: '444455556666', region: 'us-west-2' };
const SET = { targets: [FIRST, SECOND], stackName: 'Set' };
type Json = Record<string, unknown>;

const lifecycle = (countNumber: number) => ({
  LifecyclePolicyText: JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
        action: { type: 'expire' },
      },
    ],
  }),
});
const policy = (Action: string, more: Json = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action, ...more }],
});
const resource = (type: string, Properties: Json) => ({ Type: `AWS::ECR::${type}`, Properties });
const secret = {
  'Fn::Sub': 'arn:aws:secretsmanager:us-west-2:${AWS::AccountId}:secret:ecr-pullthroughcache/hub-AbCdEf',
};

/** One of each kind, and a repository that the next version has no more. */
const before: Json = {
  Kept: resource('Repository', {
    RepositoryName: 'kept',
    ImageTagMutability: 'MUTABLE',
    ImageScanningConfiguration: { ScanOnPush: false },
    Tags: [
      { Key: 'team', Value: 'a' },
      { Key: 'stage', Value: 'prod' },
    ],
    LifecyclePolicy: lifecycle(10),
    RepositoryPolicyText: policy('ecr:BatchGetImage'),
  }),
  Gone: resource('Repository', { RepositoryName: 'gone', EmptyOnDelete: true }),
  Replication: resource('ReplicationConfiguration', {
    ReplicationConfiguration: {
      Rules: [{ Destinations: [{ Region: 'eu-west-1', RegistryId: '111122223333' }] }],
    },
  }),
  Policy: resource('RegistryPolicy', { PolicyText: policy('ecr:ReplicateImage', { Resource: '*' }) }),
  Scanning: resource('RegistryScanningConfiguration', {
    ScanType: 'BASIC',
    Rules: [
      {
        ScanFrequency: 'SCAN_ON_PUSH',
        RepositoryFilters: [{ Filter: 'prod', FilterType: 'WILDCARD' }],
      },
    ],
  }),
  Signing: resource('SigningConfiguration', {
    Rules: [{ SigningProfileArn: 'arn:aws:signer:us-west-2:111122223333:/signing-profiles/one' }],
  }),
  Hub: resource('PullThroughCacheRule', {
    EcrRepositoryPrefix: 'hub',
    UpstreamRegistryUrl: 'registry-1.docker.io',
    CredentialArn: secret,
  }),
  Template: resource('RepositoryCreationTemplate', { Prefix: 'team', AppliedFor: ['REPLICATION'] }),
  Exclusion: resource('PullTimeUpdateExclusion', {
    PrincipalArn: 'arn:aws:iam::111122223333:role/scanner',
  }),
  Ci: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'ci',
      AssumeRolePolicyDocument: policy('sts:AssumeRole'),
      Policies: [{ PolicyName: 'p', PolicyDocument: identity() }],
    },
  },
};

/** Everything is another, and there is a repository more. */
const after: Json = {
  Kept: resource('Repository', {
    RepositoryName: 'kept',
    ImageTagMutability: 'IMMUTABLE',
    ImageScanningConfiguration: { ScanOnPush: true },
    Tags: [{ Key: 'team', Value: 'b' }],
    LifecyclePolicy: lifecycle(20),
  }),
  Replication: resource('ReplicationConfiguration', {
    ReplicationConfiguration: {
      Rules: [{ Destinations: [{ Region: 'eu-central-1', RegistryId: '111122223333' }] }],
    },
  }),
  Policy: resource('RegistryPolicy', { PolicyText: policy('ecr:*', { Resource: '*' }) }),
  Scanning: resource('RegistryScanningConfiguration', { ScanType: 'ENHANCED', Rules: [] }),
  Signing: resource('SigningConfiguration', {
    Rules: [{ SigningProfileArn: 'arn:aws:signer:us-west-2:111122223333:/signing-profiles/two' }],
  }),
  Quay: resource('PullThroughCacheRule', {
    EcrRepositoryPrefix: 'quay',
    UpstreamRegistryUrl: 'quay.io',
  }),
  Template: resource('RepositoryCreationTemplate', {
    Prefix: 'team',
    AppliedFor: ['REPLICATION', 'PULL_THROUGH_CACHE'],
  }),
  Elsewhere: resource('RepositoryCreationTemplate', { Prefix: 'other', AppliedFor: ['REPLICATION'] }),
  New: resource('Repository', { RepositoryName: 'new' }),
};

const ecr = setupFakeEcr({ layers: 'assumed', now: START });

const world = () => ({ ...ecr.snapshot(), now: 0 });
const at = ({ account, region }: typeof FIRST) => ecr.registry(account, region);

test('IaC T27: what the first of two targets had changed, made and deleted is put back if the second refuses', () => {
  // Given a stack of every kind of resource at two targets, with images in the repository that will go
  deploy(ecr, { Resources: before }, SET);
  at(FIRST).push('gone:v1').push('gone:v2').push('kept:v1');
  at(SECOND).createRepository('new');
  const events = ecr.events.length;
  const known = world();
  // When the next version is refused at the second target only
  expect(() => deploy(ecr, { Resources: after }, SET)).toThrow(
    /Set › New › .*RepositoryAlreadyExistsException/,
  );
  // Then nothing of it has stayed, and nobody has heard of it
  expect(world()).toEqual(known);
  expect(ecr.events).toHaveLength(events);
  expect(at(FIRST).repository('gone').tags).toEqual(['v1', 'v2']);
});

test('IaC T27: after a refusal the world goes on as if there had been none', () => {
  const other = fakeEcrWorld({ layers: 'assumed', now: START });
  for (const one of [ecr, other]) deploy(one, { Resources: before }, SET);
  const refuse = { ...after, Bad: resource('Repository', { RepositoryName: 'kept' }) };
  expect(() => deploy(ecr, { Resources: refuse }, SET)).toThrow('already exists');
  for (const one of [ecr, other]) {
    one.registry(FIRST.account, FIRST.region).push('gone:v1');
    deploy(one, { Resources: after }, SET);
  }
  expect(world()).toEqual({ ...other.snapshot(), now: 0 });
});

test('IaC T27: a deletion that is refused leaves what it had deleted before', () => {
  // Dependants go first: the policy and the rules are gone when the repository with images refuses.
  const stack = deploy(
    ecr,
    { Resources: { Full: resource('Repository', { RepositoryName: 'full' }), ...before } },
    { ...FIRST, stackName: 'One' },
  );
  at(FIRST).push('full:v1').push('gone:v1');
  const known = world();
  expect(() => stack.delete()).toThrow(/One › Full.*RepositoryNotEmptyException/);
  expect(world()).toEqual(known);
});

test('IaC T27: a refused deployment forgets the accounts that only it has named', () => {
  const known = world();
  expect(() =>
    deploy(
      ecr,
      {
        Resources: {
          A: resource('Repository', { RepositoryName: 'twice' }),
          B: resource('Repository', { RepositoryName: 'twice' }),
        },
      },
      { account: '777788889999', region: 'ap-east-1', stackName: 'S' },
    ),
  ).toThrow('already exists');
  expect(world()).toEqual(known);
});

test('IaC T27: an upload to a repository whose deletion was taken back goes on', async () => {
  deploy(ecr, { Resources: before }, SET);
  at(SECOND).createRepository('new');
  const client = ecr.client(FIRST.account, FIRST.region);
  const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName: 'gone' }));
  expect(() => deploy(ecr, { Resources: after }, SET)).toThrow('already exists');
  const part = { partFirstByte: 0, partLastByte: 2, layerPartBlob: Buffer.from('abc') };
  await expect(
    client.send(new UploadLayerPartCommand({ repositoryName: 'gone', uploadId, ...part })),
  ).resolves.toMatchObject({ lastByteReceived: 2 });
});
