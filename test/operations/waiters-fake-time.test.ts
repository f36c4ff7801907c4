/** The waiters of the SDK under Jest's fake timers, which drive the fake's own clock as well. */
import {
  type ECRClient,
  StartImageScanCommand,
  StartLifecyclePolicyPreviewCommand,
  waitUntilImageScanComplete,
  waitUntilLifecyclePolicyPreviewComplete,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, type FakeEcrOptions, fakeEcr } from '../../src/index.js';
import { keep } from '../ecr/lifecycle/policies.js';
import { refusal } from '../support/refusal.js';
import { push } from '../support/scene.js';

const repositoryName = 'app';
const LIFECYCLE = JSON.stringify({ rules: [keep(1, 1)] });
let ecr: FakeEcr;
let client: ECRClient;

beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-11-24T09:00:00.000Z') }));
afterEach(() => {
  ecr.restore();
  jest.useRealTimers();
});

async function start(options: FakeEcrOptions): Promise<void> {
  ecr = fakeEcr({ layers: 'assumed', ...options });
  client = ecr.client('111122223333', 'us-east-1');
  ecr.registry('111122223333', 'us-east-1').createRepository('app');
  await push(client, 'app', 'v1');
}

const waitForScan = () =>
  waitUntilImageScanComplete(
    { client, maxWaitTime: 120, minDelay: 5, maxDelay: 10 },
    { repositoryName, imageId: { imageTag: 'v1' } },
  );
const waitForPreview = () =>
  waitUntilLifecyclePolicyPreviewComplete(
    { client, maxWaitTime: 120, minDelay: 5, maxDelay: 10 },
    { repositoryName },
  );
const startScan = () =>
  client.send(new StartImageScanCommand({ repositoryName, imageId: { imageTag: 'v1' } }));
const startPreview = () =>
  client.send(new StartLifecyclePolicyPreviewCommand({ repositoryName, lifecyclePolicyText: LIFECYCLE }));

test.each([
  ['scan', startScan, waitForScan, 'DescribeImageScanFindings'],
  ['preview', startPreview, waitForPreview, 'GetLifecyclePolicyPreview'],
] as const)('P9 the waiter for a %s resolves as fake time passes', async (duration, begin, wait, poll) => {
  await start({ durations: { [duration]: 30_000 } });
  await begin();
  let state: string | undefined;
  const waiting = wait().then((result) => (state = result.state));
  await jest.advanceTimersByTimeAsync(20_000);
  expect(state).toBeUndefined();
  await jest.advanceTimersByTimeAsync(40_000);
  await waiting;
  expect(state).toBe('SUCCESS');
  expect(ecr.calls.filter((call) => call.operation === poll).length).toBeGreaterThan(1);
});

test.each([
  ['scan', startScan, waitForScan],
  ['lifecycle-preview', startPreview, waitForPreview],
] as const)('P9 the waiter for a %s rejects when it fails', async (work, begin, wait) => {
  await start({});
  ecr.failWork(work).once();
  await begin();
  await expect(wait()).rejects.toThrow(/FAILED|FAILURE/);
});

test('P9 the waiter times out in fake time on what never ends', async () => {
  await start({ durations: { scan: 1_000_000 } });
  await startScan();
  const waiting = refusal(waitForScan());
  await jest.advanceTimersByTimeAsync(200_000);
  expect((await waiting).name).toBe('TimeoutError');
});

test('the clock of the fake can run ahead of the timers', async () => {
  await start({ durations: { scan: 3_600_000 } });
  await startScan();
  const waiting = waitForScan();
  ecr.clock.advance(3_600_000);
  await jest.advanceTimersByTimeAsync(10_000);
  expect((await waiting).state).toBe('SUCCESS');
});
