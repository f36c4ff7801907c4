import { DeleteRegistryPolicyCommand, type ECRClient } from '@aws-sdk/client-ecr';
import {
  OTHER,
  SOURCE,
  grant,
  push,
  putPolicy,
  putRules,
  scene,
  statuses,
  tagsByDigest,
  to,
} from '../../support/scene.js';

const DESTINATION = { account: OTHER, region: 'eu-west-1' };
const DENIED = {
  ...to(OTHER, 'eu-west-1'),
  status: 'FAILED',
  failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED',
};
const COMPLETE = { ...to(OTHER, 'eu-west-1'), status: 'COMPLETE' };

let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let other: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}) {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  other = ecr.client(OTHER, 'eu-west-1');
}

beforeEach(async () => {
  start();
  await configure('app');
});

async function configure(...names: string[]): Promise<void> {
  for (const name of names) ecr.registry(SOURCE, 'us-west-2').createRepository(name);
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
}

async function outcomeOf(policy: object | undefined, repositoryName = 'app') {
  if (policy !== undefined) await putPolicy(other, policy);
  await push(client, repositoryName, 'v1');
  return statuses(client, repositoryName, 'v1');
}

test('R49 without a policy the push succeeds and the replication fails', async () => {
  const digest = await push(client, 'app', 'v1');
  expect(await tagsByDigest(client, 'app')).toEqual({ [digest]: ['v1'] });
  expect(await statuses(client, 'app', 'v1')).toEqual([DENIED]);
  expect(await tagsByDigest(other, 'app')).toBeUndefined();
});

test('R50 ReplicateImage alone does not make a missing repository', async () => {
  expect(await outcomeOf(grant(DESTINATION, { Action: 'ecr:ReplicateImage' }))).toEqual([
    expect.objectContaining({ status: 'FAILED' }),
  ]);
  expect(await tagsByDigest(other, 'app')).toBeUndefined();
});

test('R51 ReplicateImage alone suffices for a repository that exists', async () => {
  ecr.registry(OTHER, 'eu-west-1').createRepository('app');
  expect(await outcomeOf(grant(DESTINATION, { Action: 'ecr:ReplicateImage' }))).toEqual([COMPLETE]);
});

test('R52 a resource with a prefix lets only those repositories in', async () => {
  const Resource = `arn:aws:ecr:eu-west-1:${OTHER}:repository/prod-*`;
  await configure('prod-a', 'dev');
  expect(await outcomeOf(grant(DESTINATION, { Resource }), 'prod-a')).toEqual([COMPLETE]);
  expect(await outcomeOf(undefined, 'dev')).toEqual([DENIED]);
});

test('R53 an ARN without its service part is accepted and never matches', async () => {
  expect(
    await outcomeOf(grant(DESTINATION, { Resource: `arn:aws:eu-west-1:${OTHER}:repository/*` })),
  ).toEqual([DENIED]);
});

test.each([
  ['the root ARN', { AWS: `arn:aws:iam::${SOURCE}:root` }],
  ['the bare account id', { AWS: SOURCE }],
  ['a list', { AWS: ['777788889999', SOURCE] }],
  ['everybody', '*'],
  ['everybody in AWS', { AWS: '*' }],
])('R54 the principal matches as %s', async (_form, Principal) => {
  expect(await outcomeOf(grant(DESTINATION, { Principal }))).toEqual([COMPLETE]);
});

test.each([
  ['another account', { AWS: 'arn:aws:iam::777788889999:root' }],
  ['a role of the source account', { AWS: `arn:aws:iam::${SOURCE}:role/ci` }],
  ['the service', { Service: 'replication.ecr.amazonaws.com' }],
])('R54 the principal does not match as %s', async (_form, Principal) => {
  expect(await outcomeOf(grant(DESTINATION, { Principal }))).toEqual([DENIED]);
});

test('R55 a condition on aws:SourceAccount fails, and with IfExists it does not', async () => {
  const condition = (operator: string) => ({ Condition: { [operator]: { 'aws:SourceAccount': SOURCE } } });
  expect(await outcomeOf(grant(DESTINATION, condition('StringEquals')))).toEqual([DENIED]);
  await putPolicy(other, grant(DESTINATION, condition('StringEqualsIfExists')));
  await push(client, 'app', 'v2');
  expect(await statuses(client, 'app', 'v2')).toEqual([COMPLETE]);
});

test('R56 an explicit Deny wins over an Allow', async () => {
  const allow = grant(DESTINATION) as { Statement: object[] };
  const deny = grant(DESTINATION, {
    Sid: 'No',
    Effect: 'Deny',
    Action: 'ecr:ReplicateImage',
  }) as typeof allow;
  expect(await outcomeOf({ ...allow, Statement: [...allow.Statement, ...deny.Statement] })).toEqual([DENIED]);
});

test('R57 a policy serves its own Region only', async () => {
  await putRules(client, [{ destinations: [to(OTHER, 'us-west-2')] }]);
  expect(await outcomeOf(grant({ account: OTHER, region: '*' }))).toEqual([
    { ...DENIED, region: 'us-west-2' },
  ]);
});

describe('when it is judged', () => {
  beforeEach(async () => {
    start({ replication: { latency: 1000 } });
    await configure('app');
  });

  test('R59 a permission removed in flight does not stop the copy', async () => {
    await putPolicy(other, grant(DESTINATION));
    const digest = await push(client, 'app', 'v1');
    await other.send(new DeleteRegistryPolicyCommand({}));
    ecr.clock.advance(1000);
    expect(await tagsByDigest(other, 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('a permission granted in flight does not save the copy, which fails when it is due', async () => {
    await push(client, 'app', 'v1');
    await putPolicy(other, grant(DESTINATION));
    expect(await statuses(client, 'app', 'v1')).toEqual([
      { ...to(OTHER, 'eu-west-1'), status: 'IN_PROGRESS' },
    ]);
    ecr.clock.advance(1000);
    expect(await statuses(client, 'app', 'v1')).toEqual([DENIED]);
  });
});
