/**
 * What surprises people who replicate with ECR, one test each: the fake does what ECR does, and says so in
 * words that lead to the cause.
 */
import {
  BatchDeleteImageCommand,
  CreateRepositoryCreationTemplateCommand,
  DescribeImageReplicationStatusCommand,
  type ECRClient,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { type RegistryHandle, expectEmitted, image, imageIndex } from '../../../src/index.js';
import { refusal } from '../../support/refusal.js';
import {
  OTHER,
  SOURCE,
  grant,
  images,
  prefix,
  push,
  putPolicy,
  putRules,
  scene,
  tagsByDigest,
  to,
} from '../../support/scene.js';
import { keep } from '../lifecycle/policies.js';

const EU = to(OTHER, 'eu-west-1');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let replica: ECRClient;
let prod: RegistryHandle;
let dr: RegistryHandle;

beforeEach(() => start());

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  replica = ecr.client(OTHER, 'eu-west-1');
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  dr = ecr.registry(OTHER, 'eu-west-1');
}

const connect = async (...prefixes: string[]) => {
  await putPolicy(replica, grant({ account: OTHER, region: 'eu-west-1' }));
  const filters = prefixes.length === 0 ? {} : { repositoryFilters: prefixes.map(prefix) };
  await putRules(client, [{ destinations: [EU], ...filters }]);
};
const why = (reference = 'payments:v1') => {
  const { outcome, reasons, text } = ecr.explain(reference, dr, prod);
  return { outcome, code: reasons[0]?.code, text };
};

test('1: images that were there before are not copied', async () => {
  await push(client, 'payments', 'v1');
  ecr.clock.advance(1000);
  await connect();
  expect(why()).toMatchObject({ outcome: 'never', code: 'pushed-before-rule' });
  expect(why().text).toContain('rule in force since 2026-11-24T09:00:01.000Z');
});

test('2: the same tag and digest can not be put again; a new tag sends the image', async () => {
  await push(client, 'payments', 'v1');
  await connect();
  expect((await refusal(push(client, 'payments', 'v1'))).name).toBe('ImageAlreadyExistsException');
  expect(why().text).toContain('push a new tag, or start a replication backfill');
  await push(client, 'payments', 'v1-again');
  expect(why('payments:v1-again').outcome).toBe('replicated');
});

test('3: settings do not travel, which the verdict says', async () => {
  await connect();
  prod.createRepository('strict', { imageTagMutability: 'IMMUTABLE', scanOnPush: true });
  await push(client, 'strict', 'v1');
  const { text } = why('strict:v1');
  expect(text).toContain('settings are not replicated: tag mutability IMMUTABLE here, MUTABLE there');
  expect(text).toContain('scan on push true here, false there');
});

test('4: an immutable destination keeps the old tag and gets an untagged image', async () => {
  await connect();
  await push(client, 'payments', 'v1', 'first');
  await replica.send(
    new PutImageTagMutabilityCommand({ repositoryName: 'payments', imageTagMutability: 'IMMUTABLE' }),
  );
  await push(client, 'payments', 'v1', 'second');
  expect(why()).toMatchObject({ outcome: 'failed', code: 'tag-withheld' });
  expect(why().text).toContain(`tag 'v1' stays on ${image('first').digest}`);
  expect(why().text).toContain(`the replica is ${image('second').digest}`);
});

test('5: policies of the repository are not copied', async () => {
  await connect();
  await client.send(
    new PutLifecyclePolicyCommand({
      repositoryName: 'payments',
      lifecyclePolicyText: JSON.stringify({ rules: [keep(1, 5)] }),
    }),
  );
  await push(client, 'payments', 'v1');
  expect(why().text).toContain('lifecycle policy present here, none there');
});

test('6: deletions are not copied', async () => {
  await connect();
  await push(client, 'payments', 'v1');
  await client.send(
    new BatchDeleteImageCommand({ repositoryName: 'payments', imageIds: [{ imageTag: 'v1' }] }),
  );
  expect(why().outcome).toBe('replicated');
  expect(why().text).toContain('the source has since deleted it, but deletions are not replicated');
});

test('7: an ARN without its service part is stored, and matches nothing', async () => {
  await putPolicy(
    replica,
    grant({ account: OTHER, region: 'eu-west-1' }, { Resource: `arn:aws:eu-west-1:${OTHER}:repository/*` }),
  );
  await putRules(client, [{ destinations: [EU] }]);
  await push(client, 'payments', 'v1');
  expect(why()).toMatchObject({ outcome: 'failed', code: 'access-denied' });
  expect(why().text).toContain("the ARN lacks its service part: it must start with 'arn:aws:ecr:'");
});

test('8: a condition on aws:SourceAccount breaks everything', async () => {
  const Condition = { StringEquals: { 'aws:SourceAccount': SOURCE } };
  await putPolicy(replica, grant({ account: OTHER, region: 'eu-west-1' }, { Condition }));
  await putRules(client, [{ destinations: [EU] }]);
  await push(client, 'payments', 'v1');
  expect(why().code).toBe('access-denied');
  expect(why().text).toContain('ECR does not send this key when it replicates');
});

test('9: filters know no tags; everything in a repository goes', async () => {
  await connect('v1');
  await push(client, 'payments', 'v1');
  expect(why()).toMatchObject({ outcome: 'never', code: 'filter-mismatch' });
  expect(why().text).toContain("'v1' is the tag: filters match repository names only");
  await connect('payments');
  await push(client, 'payments', 'anything', 'other');
  expect(why('payments:anything').outcome).toBe('replicated');
});

test('10: filters have no wildcards, and match beginnings only', async () => {
  expect((await refusal(connect('*ments'))).name).toBe('InvalidParameterException');
  await connect('ments');
  await push(client, 'payments', 'v1');
  expect(why().text).toContain("'ments' is not at the start of the name: filters have no wildcards");
  await connect('payments/');
  await push(client, 'payments', 'v2', 'other');
  expect(why('payments:v2').text).toContain(
    "'payments/' ends in a slash, so it does not match 'payments' itself",
  );
});

test('10: a filter without its slash takes names that merely begin with it', async () => {
  await connect('pay');
  await push(client, 'payments', 'v1');
  expect(why().outcome).toBe('replicated');
  expect(why().text).toContain(
    "a filter matches any name that starts with it: 'pay/' would not match 'payments'",
  );
  prod.createRepository('pay/api');
  await push(client, 'pay/api', 'v1');
  expect(why('pay/api:v1').text).not.toContain('any beginning of a name');
});

test('a second hop is never taken', async () => {
  const middle = ecr.registry(SOURCE, 'us-east-1').replicateTo(dr);
  dr.allowReplicationFrom(middle);
  prod.replicateTo(middle);
  await push(client, 'payments', 'v1');
  expect(why()).toMatchObject({ outcome: 'never', code: 'second-hop' });
  expect(why().text).toContain(`add ${dr.key} as a destination to ${prod.key}`);
});

test('11: there is no promise of time', async () => {
  start({ replication: { latency: 60_000 } });
  await connect();
  await push(client, 'payments', 'v1');
  expect(why()).toMatchObject({ outcome: 'pending', code: 'in-progress' });
  expect(why().text).toContain('It is due at 2026-11-24T09:01:00.000Z');
});

test('12: a replica raises no PUSH at the destination, but REPLICATE', async () => {
  await connect();
  await push(client, 'payments', 'v1');
  const pattern = { region: 'eu-west-1', detail: { 'action-type': 'PUSH' } };
  expect(() => expectEmitted(ecr, pattern)).toThrow(
    'a replica raises no PUSH: listen to ECR Replication Action with action-type REPLICATE',
  );
  const there = ecr.events.filter((event) => event.region === 'eu-west-1');
  expect(there.map((event) => event.detail['action-type'])).toEqual(['REPLICATE']);
});

test('13: multi-architecture images arrive whole', async () => {
  await connect();
  prod.push('payments:v1', imageIndex());
  expect(why().outcome).toBe('replicated');
  expect(await images(replica, 'payments')).toHaveLength(3);
});

test('14: push actions in a registry policy are accepted; what is malformed is refused in one vague sentence', async () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: SOURCE },
    Action: ['ecr:PutImage', 'ecr:InitiateLayerUpload'],
    Resource: '*',
  };
  const put = (Statement: object) =>
    replica.send(
      new PutRegistryPolicyCommand({ policyText: JSON.stringify({ Version: '2012-10-17', Statement }) }),
    );
  expect((await put(statement)).$metadata.httpStatusCode).toBe(200);
  const { Resource: _, ...withoutResource } = statement;
  expect((await refusal(put(withoutResource))).message).toContain('Invalid registry policy provided');
});

test('15: a policy that lets a repository be used and replicated into is one policy', async () => {
  await putPolicy(replica, grant({ account: OTHER, region: 'eu-west-1' }, { Action: 'ecr:*' }));
  await putRules(client, [{ destinations: [EU] }]);
  await push(client, 'payments', 'v1');
  expect(why().outcome).toBe('replicated');
});

test('16: across accounts and Regions in one rule works', async () => {
  await putPolicy(replica, grant({ account: OTHER, region: 'eu-west-1' }));
  await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1'), EU] }]);
  await push(client, 'payments', 'v1');
  expect(why().outcome).toBe('replicated');
  expect(await images(ecr.client(SOURCE, 'us-east-1'), 'payments')).toHaveLength(1);
});

test('17: 25 destinations is over all rules', async () => {
  const destination = (index: number) => to(String(200_000_000_000 + index), 'us-west-2');
  const rules = Array.from({ length: 13 }, (_, index) => ({
    destinations: [destination(2 * index), destination(2 * index + 1)],
  }));
  const { name, message } = await refusal(putRules(client, rules));
  expect(name).toBe('InvalidParameterException');
  expect(message).toContain('unique destinations across all rules');
});

test('18: details of a failure are in the status, and in the verdict', async () => {
  await putRules(client, [{ destinations: [EU] }]);
  await push(client, 'payments', 'v1');
  const { replicationStatuses } = await client.send(
    new DescribeImageReplicationStatusCommand({ repositoryName: 'payments', imageId: { imageTag: 'v1' } }),
  );
  expect(replicationStatuses).toMatchObject([{ failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED' }]);
  expect(why().text).toContain('It needs this statement:');
});

test('18: a policy in another Region of the account is named', async () => {
  await putPolicy(ecr.client(OTHER, 'us-west-2'), grant({ account: OTHER, region: 'us-west-2' }));
  await putRules(client, [{ destinations: [EU] }]);
  await push(client, 'payments', 'v1');
  expect(why().text).toContain(
    `Account ${OTHER} has one in us-west-2; a registry policy applies to its own Region only.`,
  );
});

test('19: a name that holds the Region of the source keeps it', async () => {
  const name = (account: string, region: string) => `assets-${account}-${region}`;
  await connect();
  prod.createRepository(name(SOURCE, 'us-west-2'));
  await push(client, name(SOURCE, 'us-west-2'), 'v1');
  const asked = `${name(OTHER, 'eu-west-1')}:v1`;
  expect(why(asked)).toMatchObject({ outcome: 'never', code: 'name-not-mapped' });
  expect(why(asked).text).toContain(`ask for '${name(SOURCE, 'us-west-2')}:v1'`);
  expect(await tagsByDigest(replica, name(SOURCE, 'us-west-2'))).toBeDefined();
});

test('20: a copy is a copy: the same account in another Region gets the image, not a status line only', async () => {
  await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
  const digest = await push(client, 'payments', 'v1');
  expect(await tagsByDigest(ecr.client(SOURCE, 'us-east-1'), 'payments')).toEqual({ [digest]: ['v1'] });
});

test('a template in the wrong account changes nothing at the destination', async () => {
  await client.send(
    new CreateRepositoryCreationTemplateCommand({
      prefix: 'ROOT',
      appliedFor: ['REPLICATION'],
      imageTagMutability: 'IMMUTABLE',
    }),
  );
  await connect();
  await push(client, 'payments', 'v1', 'first');
  await push(client, 'payments', 'v1', 'second');
  expect(why().outcome).toBe('replicated');
});
