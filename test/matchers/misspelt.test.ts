import { expectCalled, expectEmitted } from '../../src/index.js';
import '../../src/jest.js';
import { SOURCE, scene } from '../support/scene.js';

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
  [
    'no event',
    () => expectEmitted(ecr, undefined as never),
    'expectEmitted() was not told what to look for.',
  ],
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
