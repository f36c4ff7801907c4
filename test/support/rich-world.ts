import {
  BatchGetImageCommand,
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCreationTemplateCommand,
  PutLifecyclePolicyCommand,
  PutRegistryScanningConfigurationCommand,
  PutSigningConfigurationCommand,
  RegisterPullTimeUpdateExclusionCommand,
  StartImageScanCommand,
  StartReplicationBackfillCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, artifact, image, imageIndex } from '../../src/index.js';
import { keep } from '../ecr/lifecycle/policies.js';
import { OTHER, SOURCE, grant, push, putPolicy, putRules, scene, to } from './scene.js';

/** A world with something of everything. */
export async function richWorld(options: Parameters<typeof scene>[0] = {}): Promise<FakeEcr> {
  const ecr = scene(options);
  const client = ecr.client(SOURCE, 'us-west-2');
  const dr = ecr.client(OTHER, 'eu-west-1');
  ecr
    .organization('o-a1b2c3d4e5', { accounts: [SOURCE] })
    .account(OTHER)
    .disableRegion('us-east-2');
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('zebra').createRepository('app');
  prod.push('app:before', image('before'));
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1'), to(OTHER, 'us-east-1')] }]);
  await putPolicy(dr, grant({ account: OTHER, region: 'eu-west-1' }));
  await client.send(new StartReplicationBackfillCommand({ destination: to(OTHER, 'eu-west-1') }));
  ecr.clock.advance(1000);
  await client.send(
    new PutSigningConfigurationCommand({
      signingConfiguration: {
        rules: [{ signingProfileArn: `arn:aws:signer:us-west-2:${SOURCE}:/signing-profiles/one` }],
      },
    }),
  );
  const subject = image('subject');
  prod
    .push('app:multi', imageIndex())
    .push('app:subject', subject)
    .push('app', artifact({ subject }))
    .setScanFindings('app:subject', [{ name: 'CVE-1', severity: 'LOW' }]);
  ecr.clock.advance(1000);
  await push(client, 'app', 'v1', 'subject');
  await push(client, 'app', 'archived', 'archived');
  const update = { repositoryName: 'app', imageId: { imageTag: 'archived' } };
  await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'ARCHIVE' }));
  await client.send(new StartImageScanCommand({ repositoryName: 'app', imageId: { imageTag: 'v1' } }));
  await client.send(new BatchGetImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }));
  await client.send(
    new PutLifecyclePolicyCommand({
      repositoryName: 'app',
      lifecyclePolicyText: JSON.stringify({ rules: [keep(1, 3)] }),
    }),
  );
  await client.send(new PutRegistryScanningConfigurationCommand({ scanType: 'ENHANCED' }));
  await client.send(
    new RegisterPullTimeUpdateExclusionCommand({ principalArn: `arn:aws:iam::${SOURCE}:role/scanner` }),
  );
  await client.send(
    new CreateRepositoryCreationTemplateCommand({
      prefix: 'ROOT',
      appliedFor: ['PULL_THROUGH_CACHE'],
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev*' }],
    }),
  );
  await client.send(
    new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }),
  );
  ecr.upstream('quay').push('tool:v1', imageIndex('tool'));
  await client.send(
    new BatchGetImageCommand({ repositoryName: 'quay/tool', imageIds: [{ imageTag: 'v1' }] }),
  );
  ecr.settle();
  return ecr;
}
