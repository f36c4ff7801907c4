import '../../src/jest.js';
import { DeleteRepositoryCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import {
  expectCalled,
  expectEmitted,
  expectNoScanFindings,
  expectNoTag,
  expectNotCalled,
  expectNotEmitted,
  expectNotReplicated,
} from '../../src/index.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

let ecr: ReturnType<typeof scene>;

beforeEach(() => {
  ecr = scene();
});

const prod = () => ecr.registry(SOURCE, 'us-west-2');

// Negated, each of these would be green whatever happened.
const uses: readonly (readonly [string, () => unknown, string])[] = [
  [
    'a member of an event',
    () => expect(ecr).not.toHaveEmitted({ detailType: 'ECR Image Action' } as never),
    "toHaveEmitted() was given the option 'detailType'. There are version, id, detail-type, ",
  ],
  [
    'a member of an event, without a runner',
    () => expectEmitted(ecr, { Source: 'aws.ecr' } as never),
    "expectEmitted() was given the option 'Source'.",
  ],
  ['no event', () => expectEmitted(ecr, undefined as never), 'expectEmitted() was given no members.'],
  [
    'a condition of a call',
    () => expect(ecr).not.toHaveCalled('PutImage', { accountId: SOURCE } as never),
    "toHaveCalled() was given the option 'accountId'. There are account, ",
  ],
  [
    'a condition of a call, without a runner',
    () => expectCalled(ecr, 'PutImage', { time: 1 } as never),
    "expectCalled() was given the option 'time'.",
  ],
  [
    'how often',
    () => expect(ecr).not.toHaveEmitted({}, { count: 1 } as never),
    "toHaveEmitted() was given the option 'count'. There are times.",
  ],
  [
    'a route',
    () => expect('app:v1').not.toBeReplicated({ to: prod(), form: prod() } as never),
    "toBeReplicated() was given the option 'form'. There are from, to.",
  ],
  [
    'pending replications',
    () => expect(ecr).not.toHavePendingReplications({ times: 1 } as never),
    "toHavePendingReplications() was given the option 'times'. There are to, count.",
  ],
  [
    'a number of pending replications',
    () => expect(ecr).not.toHavePendingReplications({ count: '1' } as never),
    "toHavePendingReplications({ count }) is '1'.",
  ],
  [
    'a severity',
    () => expect(prod()).not.toHaveScanFindings('app:v1', { critical: 1 }),
    "Counts of findings was given the option 'critical'. There are INFORMATIONAL, ",
  ],
  [
    'a repository',
    () => expect(prod()).not.toHaveRepository('App'),
    "'App' is not a repository's name. Expected 2 to 256 characters",
  ],
  [
    'a digest',
    () => expect(prod()).not.toHaveTag('app:v1', 'sha256:0a'),
    "'sha256:0a' is not a digest. Expected 'sha256:<64 hex digits>'.",
  ],
  [
    'a tag',
    () => expect(prod().repository('app')).not.toHaveTag(5 as never),
    "toHaveTag() was given 5. Expected a tag such as 'v1', or a digest.",
  ],
  [
    'a member of the detail',
    () => expect(ecr).not.toHaveEmitted({ detail: { 'action-typ': 'PUSH' } }),
    "toHaveEmitted() was given detail with the member 'action-typ'. There are result, action-type, ",
  ],
  [
    'a member of the detail of another type',
    () =>
      expect(ecr).not.toHaveEmitted({
        'detail-type': 'ECR Image Action',
        detail: { 'scan-status': 'FAILED' },
      }),
    "toHaveEmitted() was given detail with the member 'scan-status'. There are result, action-type, repository-name, ",
  ],
  [
    'a member behind a matcher',
    () => expect(ecr).not.toHaveEmitted({ detail: expect.objectContaining({ Result: 'FAILED' }) as unknown }),
    "toHaveEmitted() was given detail with the member 'Result'. ",
  ],
  [
    'a detail-type',
    () => expect(ecr).not.toHaveEmitted({ 'detail-type': 'ECR image action' }),
    "toHaveEmitted() was given detail-type: 'ECR image action'. There are ECR Image Action, ",
  ],
  [
    'a source',
    () => expect(ecr).not.toHaveEmitted({ source: 'aws.ecs' }),
    "toHaveEmitted() was given source: 'aws.ecs'. There is aws.ecr. Did you mean 'aws.ecr'?",
  ],
  [
    'a result',
    () => expectNotEmitted(ecr, { detail: { result: 'FAILURE' } }),
    "expectNotEmitted() was given detail.result: 'FAILURE'. There are SUCCESS, FAILED. Did you mean 'FAILED'?",
  ],
  [
    'a count of a severity in an event',
    () => expect(ecr).not.toHaveEmitted({ detail: { 'finding-severity-counts': { critical: 1 } } }),
    "toHaveEmitted() was given detail.finding-severity-counts with the member 'critical'. ",
  ],
  [
    'an account of an event',
    () => expect(ecr).not.toHaveEmitted({ account: '11112222333' }),
    "'11112222333' is not an account id.",
  ],
  [
    'an outcome',
    () => expect(ecr).not.toHaveCalled('PutImage', { outcome: 'failed' }),
    "toHaveCalled() was given outcome: 'failed'. There are success, ",
  ],
  [
    'an outcome, with the nearest',
    () => expectNotCalled(ecr, 'PutImage', { outcome: 'AccesDeniedException' }),
    "expectNotCalled() was given outcome: 'AccesDeniedException'. There are success, AccessDeniedException, ",
  ],
  [
    'a member of an input',
    () => expect(ecr).not.toHaveCalled('PutImage', { input: { tag: 'v1' } }),
    "toHaveCalled() was given input with the member 'tag'. There are registryId, repositoryName, ",
  ],
  [
    'a member deep in an input',
    () => expect(ecr).not.toHaveCalled('BatchGetImage', { input: { imageIds: [{ tag: 'v1' }] } }),
    "toHaveCalled() was given input.imageIds[] with the member 'tag'. There are imageDigest, imageTag.",
  ],
  [
    "a member of ECR's own call",
    () => expect(ecr).not.toHaveCalled('ReplicateImage', { input: { tag: 'v1' } }),
    "toHaveCalled() was given input with the member 'tag'. There are repositoryName, imageTag, imageDigest.",
  ],
  [
    'a word of an input',
    () => expect(ecr).not.toHaveCalled('CreateRepository', { input: { imageTagMutability: 'immutable' } }),
    "toHaveCalled() was given input.imageTagMutability: 'immutable'. There are MUTABLE, IMMUTABLE, ",
  ],
  [
    'a Region of a call',
    () => expect(ecr).not.toHaveCalled('PutImage', { region: 'us-wset-2' }),
    "'us-wset-2' is not a Region. Did you mean",
  ],
  [
    'a principal of a call',
    () => expect(ecr).not.toHaveCalled('PutImage', { principal: 'role/ci' }),
    "toHaveCalled() was given the principal 'role/ci'. Expected an ARN",
  ],
];

test.each(uses)('%s is refused', (_, use, text) => {
  expect(use).toThrow(`[fake-ecr] ${text}`);
});

test('asymmetric matchers say for themselves what they look for', () => {
  prod().createRepository('app', { scanOnPush: true }).push('app:v1');
  ecr.settle();
  expect(ecr).toHaveEmitted(expect.objectContaining({ source: 'aws.ecr' }) as object);
  expect(prod()).not.toHaveScanFindings('app:v1', expect.objectContaining({ HIGH: 1 }) as object);
});

describe('a negated assertion about something that never existed is refused', () => {
  beforeEach(() => {
    prod().createRepository('payments').push('payments:stable');
    ecr.registry(OTHER, 'eu-west-1').createRepository('orders');
  });

  const dr = () => ecr.registry(OTHER, 'eu-west-1');
  const NEVER = 'which has never been in this world: it would always pass.';

  test.each<[string, () => unknown, string]>([
    [
      'a replica of an image that was never pushed',
      () => expectNotReplicated('payments:v9', dr()),
      `expectNotReplicated() was asked about the image payments:v9, ${NEVER} Known images of 'payments': stable, `,
    ],
    [
      'a replica of a repository that never was',
      () => expectNotReplicated('paymets:stable', 'eu-west-1', OTHER),
      `expectNotReplicated() was asked about the repository 'paymets', ${NEVER} Did you mean 'payments'?`,
    ],
    [
      'a replica in a Region where nothing is',
      () => expectNotReplicated('payments:stable', 'eu-west-2', OTHER),
      `asked about the registry ${OTHER}/eu-west-2, ${NEVER} Did you mean '${OTHER}/eu-west-1'? If that is intended`,
    ],
    [
      'a replica where an image comes from',
      () => expect(ecr).not.toHaveReplicated('payments:stable', { from: dr(), to: dr() }),
      `asked about a replication from ${OTHER}/eu-west-1 to itself: it would always pass.`,
    ],
    [
      'an image of a repository that is nowhere',
      () => expect(dr()).not.toHaveImage('pamyents:stable'),
      `toHaveImage() was asked about the repository 'pamyents', ${NEVER} Did you mean 'payments'?`,
    ],
    [
      'a tag that is a slip of one',
      () => expectNoTag(dr(), 'payments:stabel'),
      `expectNoTag() was asked about the image payments:stabel, ${NEVER} Did you mean 'stable'?`,
    ],
    [
      'a repository that is a slip of one',
      () => expect(dr()).not.toHaveRepository('order'),
      `asked about the repository 'order', ${NEVER} Did you mean 'orders'? If it should not exist anywhere, check`,
    ],
    [
      'findings of an image that is not there',
      () => expectNoScanFindings(prod(), 'payments:v9'),
      'expectNoScanFindings() was asked about findings of payments:v9, which is not there: it would always pass.',
    ],
    [
      'findings of an image that nobody scanned',
      () => expectNoScanFindings(prod(), 'payments:stable', { HIGH: 1 }),
      'asked about findings of payments:stable, which was never scanned: it would always pass.',
    ],
    [
      'a call by an account that is a slip of one',
      () => expect(ecr).toHaveCalled('PutImage', { account: '111122223334', times: 0 }),
      `toHaveCalled() was asked about the account 111122223334, ${NEVER} Did you mean '111122223333'?`,
    ],
  ])('%s', async (_, use, text) => {
    await expect(Promise.resolve().then(use)).rejects.toThrow(text);
  });

  test('names of calls and of removed things are known', async () => {
    const client = ecr.client(SOURCE, 'us-west-2');
    const missing = new DescribeImagesCommand({
      repositoryName: 'paymets',
      imageIds: [{ imageTag: 'stabel' }],
    });
    await expect(client.send(missing)).rejects.toThrow('does not exist');
    expect(dr()).not.toHaveImage('paymets:stabel');
    await client.send(new DeleteRepositoryCommand({ repositoryName: 'payments', force: true }));
    expect(prod()).not.toHaveImage('payments:stable');
    await expectNotReplicated('payments:stable', dr());
  });

  test('names that digits tell apart, or marks of a letter, are not typos', () => {
    prod().push('payments:v1').createRepository('team-a');
    expect(prod()).not.toHaveImage('payments:v2');
    expect(prod()).not.toHaveRepository('team-b');
    expect(String(ecr.timeline())).toContain(
      `assertion    ${SOURCE}/us-west-2  expect(${SOURCE}/us-west-2).not.toHaveImage('payments:v2') holds: tags of 'payments': stable, v1`,
    );
  });

  test('a repeated question is written down once', () => {
    const before = ecr.timeline().length;
    for (let time = 0; time < 3; time += 1) expect(ecr).not.toHaveCalled('DeleteRepository');
    expect(ecr.timeline().length).toBe(before + 1);
  });
});
