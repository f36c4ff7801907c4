/** What a fixture or a fault names and is not there is refused where it is named, with the nearest that is. */
import { ECRClient } from '@aws-sdk/client-ecr';
import { type FakeEcr, image } from '../../src/index.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

let ecr: FakeEcr;

const prod = () => ecr.registry(SOURCE, 'us-west-2');
const uri = (account: string, region: string) => `${account}.dkr.ecr.${region}.amazonaws.com/payments:v1`;

beforeEach(() => {
  ecr = scene({ onUnused: 'ignore' });
  prod().createRepository('payments');
});

const uses: readonly (readonly [string, () => unknown, string])[] = [
  [
    'a code of an injected error',
    () => ecr.fail('PutImage').with('ThrotlingException'),
    "ecr.fail().with() was given 'ThrotlingException', which is not an error of ECR. Did you mean 'ThrottlingException'?",
  ],
  [
    'a code that is like no other',
    () => ecr.fail('PutImage').with('MoonPhase'),
    "Expected a name such as 'ThrottlingException'. For any other error use a stub",
  ],
  [
    'an operation that is to fail',
    () => ecr.fail('PutImages' as 'PutImage'),
    "ecr.fail() was given 'PutImages', which is not an operation of ECR. Did you mean 'PutImage'?",
  ],
  [
    'the repository of an injected error',
    () => ecr.fail('PutImage', { repository: 'paymnets' }),
    "ecr.fail() was given the repository 'paymnets', which has never been in this world: it would never apply. Did you mean 'payments'?",
  ],
  [
    'the repository of a delay',
    () => ecr.delay('PutImage', 5, { repository: 'payment' }),
    "ecr.delay() was given the repository 'payment'",
  ],
  [
    'the repository of a replication that is to fail',
    () => ecr.failReplication({ repository: 'payments-' }),
    "failReplication() was given the repository 'payments-'. Expected a repository's name",
  ],
  [
    'the repository of a stall',
    () => ecr.stallReplication({ repository: 'pyments' }),
    "stallReplication() was given the repository 'pyments'",
  ],
  [
    'the repository of work that is to fail',
    () => ecr.failWork('scan', { repository: 'payyments' }),
    "failWork() was given the repository 'payyments'",
  ],
  ['the Region of an outage', () => ecr.outage('eu-wset-1'), "'eu-wset-1' is not a Region. Did you mean"],
  [
    'the Region of a registry',
    () => ecr.registry(SOURCE, 'us-wset-2'),
    "'us-wset-2' is not a Region. Did you",
  ],
  ['the Region of a client', () => ecr.client(SOURCE, 'us-wset-2'), "'us-wset-2' is not a Region. Did you"],
  [
    'a URI of another registry that is pushed',
    () => prod().push(uri(OTHER, 'eu-west-1')),
    `'${uri(OTHER, 'eu-west-1')}' is an image of ${OTHER}/eu-west-1, but was given to ${SOURCE}/us-west-2.`,
  ],
  [
    'a URI of the same account in another Region',
    () => prod().push(uri(SOURCE, 'us-east-1'), image('v1')),
    `is an image of ${SOURCE}/us-east-1, but was given to ${SOURCE}/us-west-2.`,
  ],
  [
    'findings of an image elsewhere',
    () => prod().setScanFindings(uri(OTHER, 'us-west-2'), []),
    `is an image of ${OTHER}/us-west-2, but was given to ${SOURCE}/us-west-2.`,
  ],
  [
    'findings of an image in no repository',
    () => prod().setScanFindings('paymnets:v1', []),
    `There is no repository 'paymnets' at ${SOURCE}/us-west-2. There are: payments. Did you mean 'payments'?`,
  ],
  [
    'a binding to nothing',
    () => ecr.bind(new ECRClient({}), {}),
    'bind() was given neither account, Region nor principal',
  ],
  [
    'a binding to what is undefined',
    () => ecr.bind(new ECRClient({}), { account: undefined }),
    'bind() was given neither account, Region nor principal',
  ],
  ['a binding of nothing', () => ecr.bind({}, { account: SOURCE }), 'bind() was given {}. Expected a client'],
  [
    'a prefix with a wildcard',
    () => prod().replicateTo(ecr.registry(OTHER, 'eu-west-1'), { prefix: 'pay*' }),
    "A prefix is 'pay*', which has a wildcard. ECR's filters match the start of a name literally: expected 'pay'.",
  ],
  [
    'a prefix of a permission with a wildcard',
    () => prod().allowReplicationFrom(ecr.registry(OTHER, 'eu-west-1'), { prefix: ['web/', 'pay*'] }),
    "A prefix is 'pay*', which has a wildcard.",
  ],
];

test.each(uses)('%s is refused', (_, use, text) => {
  const before = JSON.stringify(ecr.snapshot());
  expect(use).toThrow(text);
  expect(use).toThrow(/^\[fake-ecr\] /);
  expect(JSON.stringify(ecr.snapshot())).toBe(before);
});

test('a name that exists, or is not close to any, is accepted', () => {
  ecr.fail('PutImage', { repository: 'orders' }).with('ServerException').once();
  ecr.fail('PutImage', { repository: 'payments' }).with('TooManyRequestsException').once();
  prod().push(uri(SOURCE, 'us-west-2'));
  prod().setScanFindings(uri(SOURCE, 'us-west-2'), []);
  expect(prod().repository('payments').tags).toEqual(['v1']);
});

describe('rules that ECR would refuse are not built', () => {
  const dr = () => ecr.registry(OTHER, 'eu-west-1');
  const seed = (prefix: string) => ({
    registries: {
      [`${SOURCE}/us-west-2`]: { replication: [{ to: [`${OTHER}/eu-west-1`], prefix: [prefix] }] },
    },
  });
  const FILTER = "'replicationConfiguration.rules.1.member.repositoryFilters.1.member.filter'";

  test.each([
    ['a filter of one letter', 'p', "'Member must have length greater than or equal to 2'"],
    ['an empty filter', '', "'Member must have length greater than or equal to 2'"],
    ['a filter in upper case', 'Pay', "'Member must satisfy regular expression pattern: "],
  ])('%s', (_, prefix, constraint) => {
    for (const use of [() => prod().replicateTo(dr(), { prefix }), () => ecr.seed(seed(prefix))]) {
      expect(use).toThrow(/^\[fake-ecr\] Could not set the replication rules of 111122223333\/us-west-2\. /);
      expect(use).toThrow(`InvalidParameterException: Invalid parameter at ${FILTER}`);
      expect(use).toThrow(constraint);
    }
    expect(prod()[INSIDE].registry.replication.rules).toEqual([]);
  });

  test('no filters if a list was given', () => {
    expect(() => prod().replicateTo(dr(), { prefix: [] })).toThrow('repositoryFilters');
  });

  test('more than 25 rules', () => {
    for (let rule = 0; rule < 25; rule += 1) prod().replicateTo(dr(), { prefix: `app-${rule}` });
    expect(() => prod().replicateTo(dr(), { prefix: 'web' })).toThrow(
      "at 'replicationConfiguration.rules' failed to satisfy constraint: 'Member must have length less than or equal to 25'",
    );
  });

  test('more than 100 destinations of a rule, or more than 25 in all', () => {
    const some = (count: number) =>
      Array.from({ length: count }, (_, index) => ecr.registry(String(200000000000 + index), 'eu-west-1'));
    expect(() => prod().replicateTo(some(101))).toThrow('Member must have length less than or equal to 100');
    expect(() => prod().replicateTo(some(26))).toThrow('Number of unique destinations across all rules');
  });
});
