import { type FakeWorld, fakeEcrWorld } from '../../src/fake/fake-world.js';
import { image, imageIndex } from '../../src/index.js';
import { loadExpected } from '../../src/cli/load-expected.js';
import type { SeedOptions } from '../../src/cli/seeds/seed-options.js';
import type { RegistryPlace } from '../../src/verify/drift/expected.js';
import { START } from '../support/start.js';

/** Reads a file as `verify` does. */
export const loaded =
  (path: string, given: Partial<SeedOptions> = {}) =>
  (place: RegistryPlace) =>
    loadExpected(
      path,
      place,
      { places: {}, parameters: {}, imports: {}, values: {}, providers: {}, unknown: {}, ...given },
      { note: () => undefined },
    );

export const OWN = '111122223333';
export const OTHER = '444455556666';
export const REGION = 'us-west-2';
export const KEY = `arn:aws:kms:${REGION}:${OWN}:key/12345678-1234-1234-1234-123456789012`;

export const pullPolicy = (statement: object = {}, ...more: object[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Pull',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5'] } },
      ...statement,
    },
    ...more,
  ],
});

export const registryPolicy = (statement: object = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Replicate',
      Effect: 'Allow',
      Principal: { AWS: OTHER },
      Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
      Resource: `arn:aws:ecr:${REGION}:${OWN}:repository/*`,
      ...statement,
    },
  ],
});

export const expire = (rulePriority: number, countNumber: number, description = '') => ({
  rulePriority,
  ...(description === '' ? {} : { description }),
  selection: {
    tagStatus: rulePriority === 1 ? 'untagged' : 'any',
    countType: 'imageCountMoreThan',
    countNumber,
  },
  action: { type: 'expire' },
});

/** A registry that uses every setting which a comparison knows. */
export function richRegistry(): FakeWorld {
  const ecr = fakeEcrWorld({ now: START, layers: 'assumed' });
  ecr.seed({
    registries: {
      [`${OWN}/${REGION}`]: {
        policy: registryPolicy(),
        settings: { BLOB_MOUNTING: 'ENABLED' },
        scanning: {
          scanType: 'BASIC',
          rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: ['prod-*', 'app'] }],
        },
        pullThroughCacheRules: [
          { ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' },
          {
            ecrRepositoryPrefix: 'hub',
            upstreamRegistryUrl: 'registry-1.docker.io',
            credentialArn: `arn:aws:secretsmanager:${REGION}:${OWN}:secret:ecr-pullthroughcache/hub-a1b2c3`,
          },
        ],
        creationTemplates: [
          {
            prefix: 'hub',
            appliedFor: ['PULL_THROUGH_CACHE', 'REPLICATION'],
            description: 'caches',
            imageTagMutability: 'IMMUTABLE',
            resourceTags: [{ Key: 'team', Value: 'platform' }],
            repositoryPolicy: pullPolicy(),
            lifecyclePolicy: { rules: [expire(1, 10)] },
            customRoleArn: `arn:aws:iam::${OWN}:role/templates`,
          },
          { prefix: 'ROOT', appliedFor: ['CREATE_ON_PUSH'] },
        ],
        replication: [
          { to: [`${OTHER}/eu-west-1`, `${OWN}/eu-west-1`], prefix: ['pay', 'app'] },
          { to: [`${OWN}/us-east-1`] },
        ],
        repositories: {
          app: {
            imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
            mutabilityExclusions: ['dev*', 'latest'],
            scanOnPush: true,
            encryption: { type: 'KMS', kmsKey: KEY },
            resourceTags: { team: 'a', cost: '42' },
            policy: pullPolicy(),
            lifecyclePolicy: { rules: [expire(1, 50, 'keep fifty'), expire(2, 100)] },
          },
          'team/web': {},
          empty: { encryption: { type: 'KMS' } },
        },
      },
    },
  });
  ecr
    .registry(OWN, REGION)
    .push('team/web:v1', image('one'))
    .push('team/web:v2', image('two'))
    .push('team/web:multi', imageIndex());
  ecr.settle();
  return ecr;
}
