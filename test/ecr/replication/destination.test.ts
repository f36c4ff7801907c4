/** What the destination decides for itself: templates, tags, deletes. */
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCreationTemplateCommand,
  DeleteRegistryPolicyCommand,
  DeleteRepositoryCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRepositoryPolicyCommand,
  ListImageReferrersCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import type { DeleteReplicatingRule } from '../../../src/operations/replication/configuration.js';
import { REPLICATION_FAILURE_CODES, imageIndex } from '../../../src/index.js';
import type { CreationTemplate } from '../../../src/world/configuration/creation-templates.js';
import { TagMutability, type TagMutabilityMode } from '../../../src/world/images/tag-mutability.js';
import { GV5 } from '../../support/golden.js';
import {
  OTHER,
  SOURCE,
  START,
  grant,
  prefix,
  push,
  putPolicy,
  putRules,
  removeTag,
  scene,
  statuses,
  tagsByDigest,
  to,
} from '../../support/scene.js';
import { keep } from '../lifecycle/policies.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const EAST = to(SOURCE, 'us-east-1');
const allowPull = { Effect: 'Allow', Action: 'ecr:BatchGetImage' };
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let replica: ECRClient;

beforeEach(async () => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
  replica = ecr.client(SOURCE, 'us-east-1');
  await putRules(client, [{ destinations: [EAST] }]);
});

const create = (...names: string[]) => {
  for (const name of names) ecr.registry(SOURCE, 'us-west-2').createRepository(name);
};

function template(prefix: string, overrides: Partial<CreationTemplate> = {}): void {
  ecr.registry(SOURCE, 'us-east-1')[INSIDE].registry.templates.put({
    prefix,
    appliedFor: ['REPLICATION'],
    tagMutability: new TagMutability('IMMUTABLE'),
    encryption: { type: 'AES256' },
    resourceTags: new Map(),
    createdAt: START,
    updatedAt: START,
    position: 1,
    ...overrides,
  });
}

/** The mode of the repository that a push of this name made at the destination. */
async function modeOf(repositoryName: string): Promise<TagMutabilityMode | undefined> {
  create(repositoryName);
  await push(client, repositoryName, 'v1');
  try {
    const input = { repositoryNames: [repositoryName] };
    const { repositories } = await replica.send(new DescribeRepositoriesCommand(input));
    return repositories?.[0]?.imageTagMutability;
  } catch {
    return undefined;
  }
}

describe('tags at a destination with exclusions', () => {
  async function move(mode: TagMutabilityMode, filter: string) {
    create('app');
    const settings = { imageTagMutability: mode, mutabilityExclusions: [filter] };
    ecr.registry(SOURCE, 'us-east-1').createRepository('app', settings);
    const first = await push(client, 'app', 'v1', 'first');
    const second = await push(client, 'app', 'v1', 'second');
    return { first, second, tags: await tagsByDigest(replica, 'app') };
  }

  test('R32 IMMUTABLE_WITH_EXCLUSION moves a tag that matches', async () => {
    const { first, second, tags } = await move('IMMUTABLE_WITH_EXCLUSION', 'v*');
    expect(tags).toEqual({ [first]: [], [second]: ['v1'] });
  });

  test('R32 IMMUTABLE_WITH_EXCLUSION withholds a tag that does not match', async () => {
    const { first, second, tags } = await move('IMMUTABLE_WITH_EXCLUSION', 'latest*');
    expect(tags).toEqual({ [first]: ['v1'], [second]: [] });
  });

  test('R33 MUTABLE_WITH_EXCLUSION withholds a tag that matches', async () => {
    const { first, second, tags } = await move('MUTABLE_WITH_EXCLUSION', 'v*');
    expect(tags).toEqual({ [first]: ['v1'], [second]: [] });
  });

  test('R33 MUTABLE_WITH_EXCLUSION moves a tag that does not match', async () => {
    const { first, second, tags } = await move('MUTABLE_WITH_EXCLUSION', 'release*');
    expect(tags).toEqual({ [first]: [], [second]: ['v1'] });
  });
});

test('R31 the same digest under the same tag is there already: nothing to do, even in an immutable repository', async () => {
  create('app');
  ecr.registry(SOURCE, 'us-east-1').createRepository('app', { imageTagMutability: 'IMMUTABLE' });
  const digest = await push(replica, 'app', 'v1');
  await push(client, 'app', 'v1');
  expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
  expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
});

test('R36 a repository deleted at the destination is made again by the next push, with that image alone', async () => {
  create('app');
  await push(client, 'app', 'v1', 'first');
  await replica.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
  const second = await push(client, 'app', 'v2', 'second');
  expect(await tagsByDigest(replica, 'app')).toEqual({ [second]: ['v2'] });
});

test('deleting the repository at the source leaves the one at the destination', async () => {
  create('app');
  const digest = await push(client, 'app', 'v1');
  await client.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
  expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
});

test('an index that finds no room for its images is refused whole', async () => {
  ecr = scene({ limits: { imagesPerRepository: 3 } });
  client = ecr.client(SOURCE, 'us-west-2');
  replica = ecr.client(SOURCE, 'us-east-1');
  create('app');
  ecr.registry(SOURCE, 'us-east-1').createRepository('app');
  const there = await push(replica, 'app', 'v0');
  ecr.registry(SOURCE, 'us-west-2').push('app:v1', imageIndex());
  await putRules(client, [{ destinations: [EAST] }]);
  await client.send(new PutImageCommand({ ...(await indexOf('app', 'v1')), imageTag: 'v2' }));
  expect(await statuses(client, 'app', 'v2')).toEqual([
    { ...EAST, status: 'FAILED', failureCode: REPLICATION_FAILURE_CODES.limitExceeded },
  ]);
  expect(await tagsByDigest(replica, 'app')).toEqual({ [there]: ['v0'] });
});

/** The manifest of an index, to be put again. */
async function indexOf(repositoryName: string, imageTag: string) {
  const { images: found } = await client.send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
  return { repositoryName, imageManifest: found?.[0]?.imageManifest ?? '' };
}

test('R35 a referrer arrives and is listed there', async () => {
  create('app');
  for (const { manifest: imageManifest } of [GV5.m, GV5.r]) {
    await client.send(new PutImageCommand({ repositoryName: 'app', imageManifest }));
  }
  const subjectId = { imageDigest: GV5.m.digest };
  const { referrers } = await replica.send(
    new ListImageReferrersCommand({ repositoryName: 'app', subjectId }),
  );
  expect(referrers?.map((one) => one.digest)).toEqual([GV5.r.digest]);
});

describe('creation templates', () => {
  test('R38 serve names below their prefix, with an assumed slash', async () => {
    template('prod');
    expect(await modeOf('prod/x')).toBe('IMMUTABLE');
    expect(await modeOf('production/x')).toBe('MUTABLE');
    expect(await modeOf('prod')).toBe('MUTABLE');
  });

  test('R39 the longest prefix wins', async () => {
    template('prod');
    template('prod/team', { tagMutability: new TagMutability('MUTABLE') });
    expect(await modeOf('prod/team/x')).toBe('MUTABLE');
    expect(await modeOf('prod/x')).toBe('IMMUTABLE');
  });

  test('R40 ROOT serves what has no better match', async () => {
    template('ROOT');
    expect(await modeOf('anything')).toBe('IMMUTABLE');
  });

  test('R41 one for another purpose does not count', async () => {
    template('prod', { appliedFor: ['PULL_THROUGH_CACHE', 'CREATE_ON_PUSH'] });
    expect(await modeOf('prod/x')).toBe('MUTABLE');
  });

  test('R42 an existing repository is left alone', async () => {
    ecr.registry(SOURCE, 'us-east-1').createRepository('prod/x');
    template('prod');
    expect(await modeOf('prod/x')).toBe('MUTABLE');
  });

  test.each([
    ['tags', { resourceTags: new Map([['team', 'a']]) }],
    [
      'KMS',
      {
        encryption: {
          type: 'KMS',
          kmsKey: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        },
      },
    ],
  ] as [string, Partial<CreationTemplate>][])('R43 with %s it needs a role', async (_setting, setting) => {
    template('prod', setting);
    expect(await modeOf('prod/x')).toBeUndefined();
    expect(await statuses(client, 'prod/x', 'v1')).toEqual([
      expect.objectContaining({ ...EAST, status: 'FAILED' }),
    ]);
    template('prod', { ...setting, customRoleArn: `arn:aws:iam::${SOURCE}:role/ecr` });
    expect(await modeOf('prod/y')).toBe('IMMUTABLE');
  });
});

test('R38 all that a template says travels to the repository it makes, and nothing else', async () => {
  const policy = { Version: '2012-10-17', Statement: [{ ...allowPull, Principal: '*' }] };
  await replica.send(
    new CreateRepositoryCreationTemplateCommand({
      prefix: 'prod',
      appliedFor: ['REPLICATION'],
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filter: 'latest*', filterType: 'WILDCARD' }],
      encryptionConfiguration: { encryptionType: 'AES256' },
      repositoryPolicy: JSON.stringify(policy),
      lifecyclePolicy: JSON.stringify({ rules: [keep(1, 5)] }),
      resourceTags: [{ Key: 'team', Value: 'a' }],
      customRoleArn: `arn:aws:iam::${SOURCE}:role/ecr`,
    }),
  );
  create('prod/x');
  await push(client, 'prod/x', 'v1');
  const repositoryName = 'prod/x';
  const { repositories: [made] = [] } = await replica.send(
    new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
  );
  expect(made).toMatchObject({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filter: 'latest*', filterType: 'WILDCARD' }],
    encryptionConfiguration: { encryptionType: 'AES256' },
    imageScanningConfiguration: { scanOnPush: false },
  });
  const answers = await Promise.all([
    replica.send(new GetRepositoryPolicyCommand({ repositoryName })),
    replica.send(new GetLifecyclePolicyCommand({ repositoryName })),
    replica.send(new ListTagsForResourceCommand({ resourceArn: made?.repositoryArn })),
  ]);
  expect(JSON.parse(answers[0].policyText ?? '')).toMatchObject(policy);
  expect(JSON.parse(answers[1].lifecyclePolicyText ?? '')).toEqual({ rules: [keep(1, 5)] });
  expect(answers[2].tags).toEqual([{ Key: 'team', Value: 'a' }]);
  expect(ecr.explain('prod/x:v1', ecr.registry(SOURCE, 'us-east-1')).reasons[0]?.decidedBy.template).toBe(
    'prod',
  );
});

test("R43 a template's tags take ecr:TagResource in the destination's registry policy", async () => {
  const eu = ecr.client(OTHER, 'eu-west-1');
  const place = { account: OTHER, region: 'eu-west-1' };
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
  await eu.send(
    new CreateRepositoryCreationTemplateCommand({
      prefix: 'ROOT',
      appliedFor: ['REPLICATION'],
      resourceTags: [{ Key: 'team', Value: 'a' }],
      customRoleArn: `arn:aws:iam::${OTHER}:role/ecr`,
    }),
  );
  await putPolicy(eu, grant(place));
  create('app');
  await push(client, 'app', 'v1');
  expect(await tagsByDigest(eu, 'app')).toBeUndefined();
  const [why] = ecr.explain('app:v1', ecr.registry(OTHER, 'eu-west-1')).reasons;
  expect(why).toMatchObject({
    code: 'create-denied',
    decidedBy: { rule: 1, template: 'ROOT', statement: 'ReplicationAccess' },
  });
  expect(why?.details[0]).toBe(
    "the creation template 'ROOT' sets resource tags, which needs that permission too",
  );
  await putPolicy(
    eu,
    grant(place, { Action: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'] }),
  );
  const digest = await push(client, 'app', 'v2', 'second');
  expect(await tagsByDigest(eu, 'app')).toEqual({ [digest]: ['v2'] });
});

describe('delete replication', () => {
  // No cast: a variable of this type is what the command takes.
  const rule: DeleteReplicatingRule = { destinations: [EAST], deleteReplication: { enabled: true } };

  beforeEach(async () => {
    create('app');
    await putRules(client, [rule]);
  });

  test('R45 D7 one of several tags goes at the destination too', async () => {
    const digest = await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v2'] });
  });

  test('D41 the replica stays while the source image is there, though its last tag goes', async () => {
    await putRules(client, []);
    await push(client, 'app', 'early');
    await putRules(client, [rule]);
    const digest = await push(client, 'app', 'late');
    await removeTag(client, 'app', 'late');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: [] });
    await removeTag(client, 'app', 'early');
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });

  test('D41 a tag that the destination gave the replica stays while the source image is there', async () => {
    const digest = await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await push(replica, 'app', 'own');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v2', 'own'] });
  });

  test('R46 the last tag takes digest and tags along', async () => {
    await push(client, 'app', 'v1');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });

  test('R46 so does a deletion by digest', async () => {
    const imageDigest = await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageDigest }] }));
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });

  test('D7 is echoed as it was put, and not if it was not', async () => {
    const rules: DeleteReplicatingRule[] = [
      rule,
      { destinations: [EAST], deleteReplication: { enabled: false } },
      { destinations: [EAST] },
    ];
    await putRules(client, rules);
    const { replicationConfiguration } = await client.send(new DescribeRegistryCommand({}));
    expect(replicationConfiguration).toEqual({ rules });
  });

  test('D7 a rule that says false, or has other repositories or destinations, deletes nothing', async () => {
    const rules: DeleteReplicatingRule[] = [
      { destinations: [EAST], deleteReplication: { enabled: false } },
      { ...rule, repositoryFilters: [prefix('other')] },
      { ...rule, destinations: [to(SOURCE, 'us-east-2')] },
    ];
    await putRules(client, rules);
    const digest = await push(client, 'app', 'v1');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
    expect(await tagsByDigest(ecr.client(SOURCE, 'us-east-2'), 'app')).toEqual({});
  });

  test('R46 an image that lifecycle expires at the source goes at the destination', async () => {
    await client.send(
      new PutLifecyclePolicyCommand({
        repositoryName: 'app',
        lifecyclePolicyText: JSON.stringify({ rules: [keep(1, 1)] }),
      }),
    );
    await push(client, 'app', 'v1', 'first');
    ecr.clock.advance(1000);
    const second = await push(client, 'app', 'v2', 'second');
    ecr.runLifecycle();
    expect(await tagsByDigest(client, 'app')).toEqual({ [second]: ['v2'] });
    expect(await tagsByDigest(replica, 'app')).toEqual({ [second]: ['v2'] });
  });

  test('D7 deleting the repository is not replicated', async () => {
    const digest = await push(client, 'app', 'v1');
    await client.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('D7 the child of an index at the destination stays, though without the tag', async () => {
    const index = imageIndex();
    const [child] = index.children;
    const manifest = { repositoryName: 'app', imageManifest: child?.manifest ?? '' };
    ecr.registry(SOURCE, 'us-east-1').createRepository('app').push('app:list', index);
    await client.send(new PutImageCommand({ ...manifest, imageTag: 'v1' }));
    await putRules(client, []);
    await client.send(new PutImageCommand({ ...manifest, imageTag: 'kept' }));
    await putRules(client, [rule]);
    await removeTag(client, 'app', 'v1');
    expect((await tagsByDigest(replica, 'app'))?.[child?.digest ?? '']).toEqual([]);
    await removeTag(client, 'app', 'kept');
    expect(Object.keys((await tagsByDigest(replica, 'app')) ?? {})).toHaveLength(3);
  });

  test('D7 it takes no permission of its own, and is not replicated further', async () => {
    const eu = ecr.client(OTHER, 'eu-west-1');
    await putPolicy(eu, grant({ account: OTHER, region: 'eu-west-1' }));
    const onwards: DeleteReplicatingRule = { ...rule, destinations: [to(SOURCE, 'us-west-2')] };
    const toEu: DeleteReplicatingRule = { ...rule, destinations: [to(OTHER, 'eu-west-1')] };
    await putRules(client, [toEu]);
    await putRules(eu, [onwards]);
    await push(client, 'app', 'v1', 'first');
    await eu.send(new DeleteRegistryPolicyCommand({}));
    const back = await push(client, 'app', 'v2', 'second');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(eu, 'app')).toEqual({});
    expect(await tagsByDigest(client, 'app')).toEqual({ [back]: ['v2'] });
  });

  test('D11 nothing is deleted in a Region that is not enabled', async () => {
    const digest = await push(client, 'app', 'v1');
    ecr.account(SOURCE).disableRegion('us-east-1');
    await removeTag(client, 'app', 'v1');
    ecr.account(SOURCE).enableRegion('us-east-1');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('a fixture can say it too', async () => {
    ecr.reset();
    const east = ecr.registry(SOURCE, 'us-east-1');
    const west = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    west.replicateTo(east, { deleteReplication: true }).push('app:v1');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });

  test('D7 a tag that moves is not a delete', async () => {
    const first = await push(client, 'app', 'v1', 'first');
    const second = await push(client, 'app', 'v1', 'second');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [first]: [], [second]: ['v1'] });
  });

  test('D7 a delete does not overtake the push before it', async () => {
    ecr = scene({ replication: { latency: 1000 } });
    client = ecr.client(SOURCE, 'us-west-2');
    replica = ecr.client(SOURCE, 'us-east-1');
    create('app');
    await putRules(client, [rule]);
    await push(client, 'app', 'v1');
    await removeTag(client, 'app', 'v1');
    ecr.clock.advance(1000);
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });
});

describe('the registry policy', () => {
  test('R60 there is none until one is put', async () => {
    const missing = {
      name: 'RegistryPolicyNotFoundException',
      message: `Registry policy does not exist in the registry with id '${SOURCE}'`,
    };
    await expect(client.send(new GetRegistryPolicyCommand({}))).rejects.toMatchObject(missing);
    await expect(client.send(new DeleteRegistryPolicyCommand({}))).rejects.toMatchObject(missing);
    await putPolicy(client, grant({ account: SOURCE, region: 'us-west-2' }));
    const { policyText } = await client.send(new GetRegistryPolicyCommand({}));
    expect((await client.send(new DeleteRegistryPolicyCommand({}))).policyText).toBe(policyText);
  });
});

test.each([
  ['aws-us-gov', 'us-gov-west-1', 'us-gov-east-1', 'amazonaws.com'],
  ['aws-iso', 'us-iso-east-1', 'us-iso-west-1', 'c2s.ic.gov'],
  ['aws-iso-b', 'us-isob-east-1', 'us-isob-west-1', 'sc2s.sgov.gov'],
  ['aws-iso-f', 'us-isof-east-1', 'us-isof-south-1', 'csp.hci.ic.gov'],
])('R79 in %s addresses, ARNs and roles are of that partition', async (partition, home, away, suffix) => {
  const source = ecr.registry(SOURCE, home).createRepository('app');
  const eu = ecr.registry(OTHER, away).allowReplicationFrom(source);
  source.replicateTo(eu).push('app:v1');
  const { repositories } = await ecr.client(OTHER, away).send(new DescribeRepositoriesCommand({}));
  expect(repositories?.[0]).toMatchObject({
    repositoryUri: `${OTHER}.dkr.ecr.${away}.${suffix}/app`,
    repositoryArn: `arn:${partition}:ecr:${away}:${OTHER}:repository/app`,
  });
  expect(ecr.calls.find((call) => call.operation === 'ReplicateImage')?.principal).toContain(
    `arn:${partition}:iam::${SOURCE}:role/aws-service-role/`,
  );
});

test('R79 in China addresses and ARNs are of that partition', async () => {
  const source = ecr.client(OTHER, 'cn-north-1');
  ecr.registry(OTHER, 'cn-north-1').createRepository('app');
  await putRules(source, [{ destinations: [to(OTHER, 'cn-northwest-1')] }]);
  await push(source, 'app', 'v1');
  const { repositories } = await ecr
    .client(OTHER, 'cn-northwest-1')
    .send(new DescribeRepositoriesCommand({}));
  expect(repositories?.[0]).toMatchObject({
    repositoryUri: `${OTHER}.dkr.ecr.cn-northwest-1.amazonaws.com.cn/app`,
    repositoryArn: `arn:aws-cn:ecr:cn-northwest-1:${OTHER}:repository/app`,
  });
});
