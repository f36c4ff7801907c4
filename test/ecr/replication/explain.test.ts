/** A failing expectReplicated says why. The whole message is what a user reads. */
import { CreateRepositoryCreationTemplateCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { expectReplicated, image } from '../../../src/index.js';
import { parseImageReference } from '../../../src/world/images/image-reference.js';
import {
  OTHER,
  SOURCE,
  grant,
  push,
  putPolicy,
  putRules,
  removeTag,
  scene,
  to,
} from '../../support/scene.js';

let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let prod: ReturnType<typeof ecr.registry>;
let dr: ReturnType<typeof ecr.registry>;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  dr = ecr.registry(OTHER, 'eu-west-1');
  client = ecr.client(SOURCE, 'us-west-2');
}

beforeEach(() => start());

async function message(image = 'payments:v1'): Promise<string> {
  try {
    await expectReplicated(image, 'eu-west-1', OTHER);
  } catch (error) {
    expect((error as Error).name).toBe('EcrAssertionError');
    // What happened to the image comes last, and is tested by itself.
    const [text = ''] = (error as Error).message.split('\n\nWhat happened to ');
    return text.split('\n').slice(2).join('\n');
  }
  throw new Error('it passed');
}

const code = (image = 'payments:v1') => ecr.explain(image, dr).reasons[0]?.code;

test('it passes when the image is there', async () => {
  prod.replicateTo(dr);
  dr.allowReplicationFrom(prod);
  await push(client, 'payments', 'v1');
  await expect(expectReplicated('payments:v1', 'eu-west-1', OTHER)).resolves.toBeUndefined();
  await expect(
    expectReplicated(`${SOURCE}.dkr.ecr.us-west-2.amazonaws.com/payments:v1`, 'eu-west-1', OTHER),
  ).resolves.toBeUndefined();
});

test('no such image at the source', async () => {
  prod.replicateTo(dr);
  await push(client, 'payments', 'v2');
  expect(code()).toBe('no-such-image');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: never: no replication of it was started

   Why:
     There is no image payments:v1 at the source 111122223333/us-west-2.
       tags there: v2"
  `);
});

test('no such repository', async () => {
  prod.replicateTo(dr);
  expect(code('orders:v1')).toBe('no-such-repository');
  expect(await message('orders:v1')).toContain("There is no repository 'orders'");
});

test('no rule at the source registry', async () => {
  await push(client, 'payments', 'v1');
  expect(code()).toBe('no-rule');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: never: no replication of it was started

   Why:
     111122223333/us-west-2 has no replication rule.
       put one there that has 444455556666/eu-west-1 as a destination; in a test: source.replicateTo(destination)"
  `);
});

test('rules to other destinations', async () => {
  prod.replicateTo(ecr.registry(SOURCE, 'us-east-1'));
  await push(client, 'payments', 'v1');
  expect(code()).toBe('no-such-destination');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: never: no replication of it was started

   Why:
     No replication rule of 111122223333/us-west-2 has 444455556666/eu-west-1 as a destination.
       destinations: 111122223333/us-east-1"
  `);
});

test('which filter did not match which name', async () => {
  prod.replicateTo(dr, { prefix: ['prod/', 'payments/'] });
  await push(client, 'payments', 'v1');
  expect(code()).toBe('filter-mismatch');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: never: no replication of it was started

   Why:
     No filter of the rules to 444455556666/eu-west-1 matches the repository name 'payments'.
       rule #1: 'payments' does not start with 'prod/', 'payments/'
         'payments/' ends in a slash, so it does not match 'payments' itself: a filter is the start of a name"
  `);
});

test('pushed before the rule, with both times', async () => {
  await push(client, 'payments', 'v1');
  ecr.clock.advance(60_000);
  prod.replicateTo(dr);
  expect(code()).toBe('pushed-before-rule');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: never: no replication of it was started

   Why:
     payments:v1 was pushed before the rule that sends it to 444455556666/eu-west-1; only later pushes are replicated.
       pushed 2026-11-24T09:00:00.000Z
       rule in force since 2026-11-24T09:01:00.000Z
       push a new tag, or start a replication backfill"
  `);
});

test('a Region that is not enabled', async () => {
  prod.replicateTo(dr);
  ecr.account(OTHER).disableRegion('eu-west-1');
  await push(client, 'payments', 'v1');
  expect(code()).toBe('region-disabled');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: failed

   Why:
     Region eu-west-1 is not enabled for the destination account 444455556666.
       enable it in the test: ecr.account('444455556666').enableRegion('eu-west-1')
       status FAILED, failureCode DESTINATION_REGISTRY_ACCESS_DENIED
       sent by rule #1, which has no filter"
  `);
});

describe('denied by the policy of the destination', () => {
  const put = async (overrides: object) => {
    prod.replicateTo(dr);
    await putPolicy(
      ecr.client(OTHER, 'eu-west-1'),
      grant({ account: OTHER, region: 'eu-west-1' }, { ...overrides }),
    );
    await push(client, 'payments', 'v1');
  };

  test('which does not exist', async () => {
    prod.replicateTo(dr);
    await push(client, 'payments', 'v1');
    expect(code()).toBe('access-denied');
    expect(await message()).toMatchInlineSnapshot(`
     "Expected: payments:v1 replicated to 444455556666/eu-west-1
     Received: failed

     Why:
       The destination's registry policy does not allow it: 111122223333 may not ecr:ReplicateImage on repository payments of 444455556666/eu-west-1.
         444455556666/eu-west-1 has no registry policy. It needs this statement:
         {
           "Effect": "Allow",
           "Principal": {
             "AWS": "arn:aws:iam::111122223333:root"
           },
           "Action": [
             "ecr:CreateRepository",
             "ecr:ReplicateImage"
           ],
           "Resource": "arn:aws:ecr:eu-west-1:444455556666:repository/payments"
         }
         status FAILED, failureCode DESTINATION_REGISTRY_ACCESS_DENIED
         sent by rule #1, which has no filter"
    `);
  });

  test.each([
    ['another account', { Principal: { AWS: '777788889999' } }, 'Principal is 777788889999, the call has'],
    ['a role', { Principal: { AWS: `arn:aws:iam::${SOURCE}:role/ci` } }, 'name the account instead'],
    [
      'the service',
      { Principal: { Service: 'replication.ecr.amazonaws.com' } },
      'a service principal never matches',
    ],
    ['another action', { Action: 'ecr:PutImage' }, 'Action is ecr:PutImage, the call has ecr:ReplicateImage'],
    ['another repository', { Resource: `arn:aws:ecr:eu-west-1:${OTHER}:repository/prod-*` }, 'Resource is'],
    [
      'another Region',
      { Resource: `arn:aws:ecr:us-west-2:${OTHER}:repository/*` },
      "the ARN names Region 'us-west-2'",
    ],
    [
      'no service part',
      { Resource: `arn:aws:eu-west-1:${OTHER}:repository/*` },
      'the ARN lacks its service part',
    ],
    [
      'a key that is absent',
      { Condition: { StringEquals: { 'aws:SourceAccount': SOURCE } } },
      'ECR does not send this key when it replicates',
    ],
    [
      'a Region for any, and another repository',
      { Resource: `arn:aws:ecr:*:${OTHER}:repository/prod-*` },
      "'repository/prod-*' does not cover 'repository/payments'",
    ],
    [
      'several resources, of which the nearest counts',
      {
        Resource: [
          `arn:aws:ecr:us-west-2:${OTHER}:repository/*`,
          `arn:aws:ecr:eu-west-1:${SOURCE}:repository/*`,
        ],
      },
      `the ARN names account '${SOURCE}', the registry belongs to '${OTHER}'`,
    ],
    [
      'another partition',
      { Resource: `arn:aws-cn:ecr:eu-west-1:${OTHER}:repository/*` },
      "the ARN is of partition 'aws-cn', the registry of 'aws'",
    ],
    [
      'a name without its type',
      { Resource: `arn:aws:ecr:eu-west-1:${OTHER}:payments` },
      "it must start with 'repository/'",
    ],
    ['its own account', { Principal: { AWS: OTHER } }, `name the account that replicates: ${SOURCE}`],
    ['an explicit Deny', { Effect: 'Deny' }, 'denies it explicitly'],
  ])('whose statement has %s', async (_mistake, overrides, telling) => {
    await put(overrides);
    const text = await message();
    expect(text).toContain('Statement "ReplicationAccess"');
    expect(text).toContain(telling);
  });

  test('whose statement lacks CreateRepository', async () => {
    await put({ Action: 'ecr:ReplicateImage' });
    expect(code()).toBe('create-denied');
    expect(await message()).toMatchInlineSnapshot(`
     "Expected: payments:v1 replicated to 444455556666/eu-west-1
     Received: failed

     Why:
       The repository is missing at the destination and may not be created there: 111122223333 may not ecr:CreateRepository on repository payments of 444455556666/eu-west-1.
         Statement "ReplicationAccess" does not match: Action is ecr:ReplicateImage, the call has ecr:CreateRepository.
         No statement of the registry policy of 444455556666/eu-west-1 allows it. This one would:
         {
           "Effect": "Allow",
           "Principal": {
             "AWS": "arn:aws:iam::111122223333:root"
           },
           "Action": [
             "ecr:CreateRepository"
           ],
           "Resource": "arn:aws:ecr:eu-west-1:444455556666:repository/payments"
         }
         status FAILED, failureCode DESTINATION_REGISTRY_ACCESS_DENIED
         sent by rule #1, which has no filter"
    `);
  });
});

test('a tag withheld by immutability, with the digest that holds it', async () => {
  dr.createRepository('payments', { imageTagMutability: 'IMMUTABLE' }).allowReplicationFrom(prod);
  prod.replicateTo(dr);
  await push(ecr.client(OTHER, 'eu-west-1'), 'payments', 'v1', 'old');
  await push(client, 'payments', 'v1', 'new');
  expect(code()).toBe('tag-withheld');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: failed

   Why:
     The image was replicated without its tag: at 444455556666/eu-west-1 the tag 'v1' belongs to another image and can't be moved, because the repository is IMMUTABLE.
       tag 'v1' stays on sha256:6c70f6761441a96bd8a02e235a894d53209909a21caf08e760c6164edb146020
       the replica is sha256:42241193fb054dd45e9cf082823accb7c558a10f1b9e6d77b5f853c97d75beed
       the status is COMPLETE all the same: push with a unique tag, or make the repository there mutable"
  `);
});

test('still in progress, and when it is due', async () => {
  start({ replication: { latency: 60_000 } });
  prod.replicateTo(dr);
  dr.allowReplicationFrom(prod);
  await push(client, 'payments', 'v1');
  expect(code()).toBe('in-progress');
  expect(await message()).toMatchInlineSnapshot(`
   "Expected: payments:v1 replicated to 444455556666/eu-west-1
   Received: pending

   Why:
     The replication of payments:v1 is in progress. It is due at 2026-11-24T09:01:00.000Z, and now it is 2026-11-24T09:00:00.000Z: advance the clock by 60000 ms, or call ecr.settle().
       started 2026-11-24T09:00:00.000Z
       sent by rule #1, which has no filter"
  `);
});

test('a second hop', async () => {
  const middle = ecr.registry(SOURCE, 'us-east-1').replicateTo(dr);
  prod.replicateTo(middle);
  await push(client, 'payments', 'v1');
  expect(ecr.explain('payments:v1', dr, middle).reasons[0]?.code).toBe('second-hop');
  expect(ecr.explain('payments:v1', dr, middle).text).toMatchInlineSnapshot(`
   "payments:v1 from 111122223333/us-east-1 to 444455556666/eu-west-1: never
   - 111122223333/us-east-1 itself received the image by replication, and replicas are not replicated further.
       add 444455556666/eu-west-1 as a destination where the image is pushed
       it was pushed to 111122223333/us-west-2"
  `);
});

test('a second hop, explained from where the image was pushed', async () => {
  prod.replicateTo(ecr.registry(SOURCE, 'us-east-1').replicateTo(dr));
  await push(client, 'payments', 'v1');
  expect(code()).toBe('second-hop');
  expect(await message()).toContain(
    `${SOURCE}/us-west-2 replicates to ${SOURCE}/us-east-1, and only that registry has a rule to ${OTHER}/eu-west-1`,
  );
});

test('a second hop is explained from where the image was pushed, even if another registry was named first', async () => {
  start();
  ecr.reset();
  const middle = ecr.registry(SOURCE, 'us-east-1').replicateTo(dr);
  ecr.registry(SOURCE, 'us-west-2').createRepository('payments').replicateTo(middle);
  await push(client, 'payments', 'v1');
  expect(ecr.explain('payments:v1', dr).text).toMatchInlineSnapshot(`
   "payments:v1 from 111122223333/us-west-2 to 444455556666/eu-west-1: never
   - 111122223333/us-west-2 replicates to 111122223333/us-east-1, and only that registry has a rule to 444455556666/eu-west-1; replicas are not replicated further.
       add 444455556666/eu-west-1 as a destination to 111122223333/us-west-2"
  `);
});

describe('decidedBy, for programs', () => {
  const decision = (reference = 'payments:v1') => ecr.explain(reference, dr).reasons[0]?.decidedBy;

  test('of an arrival: rule, filter, statement, template and moment', async () => {
    start({ replication: { latency: 1000 } });
    prod.replicateTo(ecr.registry(SOURCE, 'us-east-1')).replicateTo(dr, { prefix: ['web', 'pay'] });
    await putPolicy(ecr.client(OTHER, 'eu-west-1'), grant({ account: OTHER, region: 'eu-west-1' }));
    await ecr
      .client(OTHER, 'eu-west-1')
      .send(new CreateRepositoryCreationTemplateCommand({ prefix: 'ROOT', appliedFor: ['REPLICATION'] }));
    await push(client, 'payments', 'v1');
    ecr.clock.advance(1000);
    expect(decision()).toEqual({
      rule: 2,
      filter: 'pay',
      statement: 'ReplicationAccess',
      template: 'ROOT',
      moment: '2026-11-24T09:00:01.000Z',
    });
    expect(ecr.explain('payments:v1', dr).text).toMatchInlineSnapshot(`
     "payments:v1 from 111122223333/us-west-2 to 444455556666/eu-west-1: replicated
     - payments:v1 is at 444455556666/eu-west-1.
         digest sha256:a4f8af9ca7d9ea0102396c8bce5438fe5873a56ae193ed226843ce6224e4ec0a
         arrived 2026-11-24T09:00:01.000Z
         sent by rule #2, filter 'pay'
           a filter matches any name that starts with it: 'pay/' would not match 'payments'
         allowed by statement ReplicationAccess of the registry policy there
         the repository was created for it, by the creation template 'ROOT'"
    `);
  });

  test('of a denial: the statement that denies, or that came nearest', async () => {
    prod.replicateTo(dr);
    const other = ecr.client(OTHER, 'eu-west-1');
    const nearest = grant({ account: OTHER, region: 'us-west-2' }, { Sid: undefined });
    await putPolicy(other, nearest);
    await push(client, 'payments', 'v1');
    expect(decision()).toMatchObject({ rule: 1, statement: '#1' });
    await putPolicy(other, grant({ account: OTHER, region: 'eu-west-1' }, { Sid: 'No', Effect: 'Deny' }));
    await push(client, 'payments', 'v2', 'second');
    expect(decision('payments:v2')).toMatchObject({ rule: 1, statement: 'No' });
  });

  test('of an image that came too early: the rule, and since when it is in force', async () => {
    await push(client, 'payments', 'v1');
    ecr.clock.advance(60_000);
    prod.replicateTo(dr, { prefix: 'payments' });
    expect(decision()).toEqual({ rule: 1, filter: 'payments', moment: '2026-11-24T09:01:00.000Z' });
  });

  test('of work in progress: when it is due', async () => {
    start({ replication: { latency: 60_000 } });
    prod.replicateTo(dr);
    await push(client, 'payments', 'v1');
    expect(decision()).toEqual({ rule: 1, moment: '2026-11-24T09:01:00.000Z' });
  });
});

test('an image that its source has deleted while it is under way is pending', async () => {
  start({ replication: 'manual' });
  dr.allowReplicationFrom(prod);
  prod.replicateTo(dr);
  await push(client, 'payments', 'v1');
  await removeTag(client, 'payments', 'v1');
  expect(code()).toBe('in-progress');
  ecr.settle();
  expect(ecr.explain('payments:v1', dr).outcome).toBe('replicated');
});

test('a replica whose deletion is under way', async () => {
  start({ replication: { latency: 1000 } });
  dr.allowReplicationFrom(prod);
  prod.replicateTo(dr, { deleteReplication: true });
  await push(client, 'payments', 'v1');
  ecr.clock.advance(1000);
  await removeTag(client, 'payments', 'v1');
  expect(ecr.explain('payments:v1', dr).text).toContain('the deletion has not been replicated');
  ecr.clock.advance(1000);
  expect(ecr.explain('payments:v1', dr).outcome).toBe('never');
});

test.each([
  ['the account', () => ecr.registry('777788889999', 'eu-west-1'), 'the rule names account 777788889999 in'],
  ['the Region', () => ecr.registry(OTHER, 'eu-west-2'), `the rule names eu-west-2 for account ${OTHER}`],
])('a destination with %s wrong is named', async (_what, wrong, telling) => {
  prod.replicateTo(wrong());
  await push(client, 'payments', 'v1');
  expect(code()).toBe('no-such-destination');
  expect(await message()).toContain(telling);
});

test('asking adds no registry to the world', async () => {
  await putRules(client, [{ destinations: [to('777788889999', 'us-east-1')] }]);
  await push(client, 'payments', 'v1');
  const before = String(ecr.topology());
  ecr.explain('payments:v1', dr);
  expect(String(ecr.topology())).toBe(before);
});

describe('full URIs', () => {
  const plain = 'us-west-2.amazonaws.com us-gov-west-1.amazonaws.com cn-north-1.amazonaws.com.cn'.split(' ');
  const hosts = [
    ...plain.map((one) => `dkr.ecr.${one}`),
    'dkr.ecr-fips.us-west-2.amazonaws.com',
    'dkr.ecr-fips.us-gov-west-1.amazonaws.com',
    'dkr-ecr.us-west-2.on.aws',
    'dkr-ecr-fips.us-gov-west-1.on.aws',
    'dkr-ecr.cn-north-1.on.amazonwebservices.com.cn',
    'dkr.ecr.eusc-de-east-1.amazonaws.eu',
    'dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu',
    'dkr.ecr.us-iso-east-1.c2s.ic.gov',
    'dkr.ecr.us-isob-east-1.sc2s.sgov.gov',
    'dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk',
    'dkr.ecr.us-isof-south-1.csp.hci.ic.gov',
  ];

  test.each(hosts)('%s names account, Region and image', (host) => {
    const reference = `${SOURCE}.${host}/team/app:v1@sha256:${'a'.repeat(64)}`;
    expect(parseImageReference(reference)).toEqual({
      registryId: SOURCE,
      region: host.split('.').find((part) => /-\d$/.test(part)),
      repositoryName: 'team/app',
      tag: 'v1',
      digest: `sha256:${'a'.repeat(64)}`,
    });
  });

  test.each([
    'dkr-ecr.us-west-2.amazonaws.com',
    'dkr.ecr.us-west-2.on.aws',
    'ecr.us-west-2.amazonaws.com',
    'dkr.ecr.us-west-2.amazonaws.org',
  ])('%s is not a registry of ECR', (host) => {
    expect(() => parseImageReference(`${SOURCE}.${host}/app:v1`)).toThrow(/^\[fake-ecr\] .*image reference/);
  });

  test('each form finds the source', async () => {
    prod.replicateTo(dr);
    dr.allowReplicationFrom(prod);
    await push(client, 'payments', 'v1');
    for (const host of [hosts[0], hosts[3], hosts[5]]) {
      await expectReplicated(`${SOURCE}.${host}/payments:v1`, 'eu-west-1', OTHER);
    }
    await expect(
      expectReplicated(`${OTHER}.dkr.ecr.us-west-2.amazonaws.com/payments:v1`, 'eu-west-1', OTHER),
    ).rejects.toThrow("There is no repository 'payments' at the source 444455556666/us-west-2");
  });

  test('the URI at the destination will do as well', async () => {
    prod.replicateTo(dr);
    await push(client, 'payments', 'v1');
    const uri = `${OTHER}.dkr.ecr.eu-west-1.amazonaws.com/payments`;
    expect(code(`${uri}:v1`)).toBe('access-denied');
    dr.allowReplicationFrom(prod);
    await push(client, 'payments', 'v2', 'second');
    await expectReplicated(`${uri}:v2`, 'eu-west-1', OTHER);
  });
});

test('the image was removed there, or the tag moved there', async () => {
  prod.replicateTo(dr);
  dr.allowReplicationFrom(prod);
  const other = ecr.client(OTHER, 'eu-west-1');
  await push(client, 'payments', 'v1');
  await push(other, 'payments', 'v1', 'another');
  expect(code()).toBe('other-image-there');
  await removeTag(other, 'payments', 'v1');
  expect(code()).toBe('removed-there');
});

test('an image deleted at the source afterwards was replicated all the same', async () => {
  prod.replicateTo(dr);
  dr.allowReplicationFrom(prod);
  await push(client, 'payments', 'v1');
  await removeTag(client, 'payments', 'v1');
  await expect(expectReplicated('payments:v1', 'eu-west-1', OTHER)).resolves.toBeUndefined();
});

test.each(['Payments:v1', 'payments', 'payments:', ':v1', 'a b:v1', ''])(
  '%j is refused with advice',
  async (image) => {
    await expect(expectReplicated(image, 'eu-west-1', OTHER)).rejects.toThrow(
      /^\[fake-ecr\] .*(image reference|not an image)/,
    );
  },
);

test.each([
  ['eu-west', OTHER],
  ['eu-west-1', '44445555666'],
  ['eu-west-1', 444455556666 as unknown as string],
])('Region %j and account %j are refused with advice', async (region, account) => {
  await expect(expectReplicated('payments:v1', region, account)).rejects.toThrow(/^\[fake-ecr\] /);
});

test('a verdict on a tag and a digest names both', () => {
  const ecr = scene();
  const dr = ecr.registry(SOURCE, 'eu-west-1');
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app').replicateTo(dr).push('app:v1');
  const { digest } = image('app:v1');
  const other = image('other').digest;
  expect(ecr.explain(`app:v1@${digest}`, dr).question).toBe(`app:v1@${digest} from ${prod.key} to ${dr.key}`);
  expect(ecr.explain(`app:v1@${other}`, dr).text).toContain(
    `There is no image app:v1@${other} at the source ${prod.key}.`,
  );
});

test.each([
  ['ecr:ReplicateImage', ['ecr:ReplicateImage']],
  ['ecr:CreateRepository', ['ecr:CreateRepository']],
])('a verdict on a refusal of %s names the statement that denies it', (_, Action) => {
  const ecr = scene();
  const dr = ecr.registry(OTHER, 'eu-west-1');
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app').replicateTo(dr);
  const { Statement } = grant({ account: OTHER, region: 'eu-west-1' }) as { Statement: [object] };
  const deny = { ...Statement[0], Sid: 'NotThat', Effect: 'Deny', Action };
  dr.setPolicy({ Version: '2012-10-17', Statement: [...Statement, deny] });
  prod.push('app:v1');
  const verdict = ecr.explain('app:v1', dr);
  expect(verdict.outcome).toBe('failed');
  expect(verdict.reasons[0]?.decidedBy).toMatchObject({ rule: 1, statement: 'NotThat' });
});
