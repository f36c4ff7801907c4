import type { ECRClient } from '@aws-sdk/client-ecr';
import { image, imageIndex } from '../../../src/index.js';
import { DAY, keep, olderThan, tagged } from '../../ecr/lifecycle/policies.js';
import { images, push, scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const OWN = '111122223333';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
});

const app = () => ecr.registry(OWN, 'us-east-1').repository('app');
const put = (...rules: readonly unknown[]) => app().setLifecyclePolicy({ rules });

test('says of each image which rule took, shielded or spared it', async () => {
  await push(client, 'app', 'v1', 'one');
  ecr.clock.advance(1000);
  await push(client, 'app', 'prod', 'two');
  ecr.clock.advance(1000);
  await push(client, 'app', 'v2', 'three');
  put(keep(1, 1, tagged('prod')), keep(2, 1));
  const report = ecr.explainLifecycle(app());
  expect(report.rows.map(({ tags, verdict, rulePriority }) => [tags[0], verdict, rulePriority])).toEqual([
    ['v1', 'expired', 2],
    ['prod', 'shielded', 1],
    ['v2', 'kept', 2],
  ]);
  expect(String(report).split('\n')).toEqual([
    'v1: expired: rule 2 (any, keep 1): expired, 3rd newest of 3 matched',
    'prod: shielded: rule 1 (tagged "prod", keep 1): kept, 1st newest of 1 kept, and so shielded from rule 2 (any, keep 1)',
    'v2: kept: rule 2 (any, keep 1): kept, 1st newest of 1 kept',
  ]);
  expect(await images(client, 'app')).toHaveLength(3);
});

test('agrees with the next run on children that a list holds', () => {
  const [held, gone] = [image('held'), image('gone')];
  const list = imageIndex({ images: [held] });
  ecr
    .registry(OWN, 'us-east-1')
    .push('app:v1', list)
    .push('app', imageIndex({ images: [gone] }));
  put(keep(1, 9, tagged('v1')), olderThan(2, 1, { tagStatus: 'untagged' }));
  ecr.clock.advance(DAY + 1);
  const { rows } = ecr.explainLifecycle(app());
  const verdicts = Object.fromEntries(rows.map((row) => [row.digest, row.verdict]));
  expect(verdicts[held.digest]).toBe('held');
  expect(verdicts[gone.digest]).toBe('expired');
  expect(rows.find((row) => row.digest === held.digest)?.reason).toContain(
    `but kept by the manifest list ${list.digest}`,
  );
  const run = ecr.runLifecycle()[app()[INSIDE].repository().arn];
  expect(run?.failures.map((failure) => failure.digest)).toEqual([held.digest]);
  expect(run?.actions).toHaveLength(2);
});

test('a repository without a policy, and one that is missing', () => {
  expect(() => ecr.explainLifecycle(app())).toThrow(/^\[fake-ecr\] app has no lifecycle policy at /);
  const missing = ecr.registry(OWN, 'us-east-1').repository('nope');
  expect(() => ecr.explainLifecycle(missing)).toThrow(/^\[fake-ecr\] There is no repository 'nope'/);
});
