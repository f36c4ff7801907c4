import { DescribeRegistryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { image, setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { type Verification, verifyReplicas } from '../src/verify';

const PROD = '111122223333';
const BACKUP = '444455556666';
const MINUTE = 60_000;

// Replicas take half a minute, on a clock that follows Jest's.
const ecr = setupFakeEcr({ replication: { latency: MINUTE / 2 } });
const prod = ecr.registry(PROD, 'us-west-2');
const dr = ecr.registry(BACKUP, 'eu-west-1');

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z') });
  prod.createRepository('payments');
});
afterEach(() => jest.useRealTimers());

/** What the application does, while time passes. */
async function verify(options: Partial<Verification> = {}): Promise<string> {
  const verification = verifyReplicas({
    source: ecr.client(PROD, 'us-west-2'),
    repositoryName: 'payments',
    imageTag: 'v1',
    replicas: [{ registryId: BACKUP, region: 'eu-west-1' }],
    clientFor: ({ registryId, region }) => ecr.client(registryId, region),
    ...options,
  });
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  verification.then(over, over);
  // In steps: a client that works in real time between two waits gets its turn.
  while (!isOver) await jest.advanceTimersByTimeAsync(1000);
  return verification;
}

describe('a release can be recovered', () => {
  it('once its replica has arrived', async () => {
    prod.replicateTo(dr, { prefix: 'pay' });
    dr.allowReplicationFrom(prod);
    const v1 = image('payments v1');
    prod.push('payments:v1', v1);
    expect(ecr).toHavePendingReplications({ to: dr });

    await expect(verify()).resolves.toBe(v1.digest);

    expect(dr).toHaveTag('payments:v1', v1.digest);
    // At once, then every five seconds until the half minute is over.
    expect(ecr).toHaveCalled('DescribeImageReplicationStatus', { account: PROD, times: 7 });
  });

  it('although the status was throttled meanwhile: the retries are those of the SDK', async () => {
    prod.replicateTo(dr);
    dr.allowReplicationFrom(prod);
    prod.push('payments:v1');
    ecr.fail('DescribeImageReplicationStatus').with('ThrottlingException').times(2);
    // The whole client, down to its request handler, where the fake answers.
    const source = new ECRClient({
      region: 'us-west-2',
      credentials: ecr.credentials(PROD),
      requestHandler: ecr.requestHandler(),
    });

    // The SDK loads parts of itself at its first call, while the time of the test stands still.
    await source.send(new DescribeRegistryCommand({}));

    await expect(verify({ source })).resolves.toMatch('sha256:');

    expect(ecr).toHaveCalled('DescribeImageReplicationStatus', { outcome: 'ThrottlingException', times: 2 });
  });
});

describe('a release can not be recovered', () => {
  it('where the registry policy of the destination lacks the statement', async () => {
    prod.replicateTo(dr);
    prod.push('payments:v1');

    await expect(verify()).rejects.toThrow(
      '444455556666/eu-west-1: the replication failed with DESTINATION_REGISTRY_ACCESS_DENIED',
    );

    // The status has a code and no more; the fake knows which statement is missing.
    expect(ecr.explain('payments:v1', dr).text).toContain('has no registry policy. It needs this statement');
  });

  it('where the policy lets images in, but no repository be made', async () => {
    prod.replicateTo(dr);
    dr.allowReplicationFrom(prod, { createRepository: false });
    prod.push('payments:v1');

    await expect(verify()).rejects.toThrow('DESTINATION_REGISTRY_ACCESS_DENIED');

    expect(dr).not.toHaveRepository('payments');
    expect(ecr.explain('payments:v1', dr).reasons[0]?.code).toBe('create-denied');
  });

  it('where it was pushed before the rule', async () => {
    prod.push('payments:v1');
    jest.setSystemTime(Date.now() + MINUTE);
    prod.replicateTo(dr);
    dr.allowReplicationFrom(prod);

    await expect(verify()).rejects.toThrow('no replication was ever started');

    expect(ecr.explain('payments:v1', dr).reasons[0]?.code).toBe('pushed-before-rule');
  });

  it('where the filter ends in a slash, which the name of the repository does not', async () => {
    prod.replicateTo(dr, { prefix: 'payments/' });
    dr.allowReplicationFrom(prod);
    prod.push('payments:v1');

    await expect(verify()).rejects.toThrow('no replication was ever started');

    expect(ecr.explain('payments:v1', dr).reasons[0]?.code).toBe('filter-mismatch');
  });

  it('where the destination is immutable: complete, and the tag leads to another image', async () => {
    dr.createRepository('payments', { imageTagMutability: 'IMMUTABLE' });
    const [first, second] = [image('payments v1'), image('payments v1, built again')];
    dr.push('payments:v1', first);
    prod.replicateTo(dr);
    dr.allowReplicationFrom(prod);
    prod.push('payments:v1', second);

    await expect(verify()).rejects.toThrow(`444455556666/eu-west-1: the tag leads to ${first.digest}`);

    expect(dr).toHaveImage(`payments@${second.digest}`);
    expect(ecr.explain('payments:v1', dr).reasons[0]?.code).toBe('tag-withheld');
  });

  it('while the Region is down', async () => {
    prod.replicateTo(dr);
    dr.allowReplicationFrom(prod);
    const outage = ecr.outage('eu-west-1');
    prod.push('payments:v1');

    await expect(verify({ giveUpAfter: 10 * MINUTE })).rejects.toThrow('did not end in time');

    outage.end();
    await expect(verify()).resolves.toMatch('sha256:');
  });
});
