import { image, imageIndex, setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { onReplication } from '../src/on-replication.js';

const BUILD = '111122223333';
const PROD = '444455556666';

const ecr = setupFakeEcr({
  scene: () => {
    deployed.length = 0;
    alerts.length = 0;
    build.createRepository('payments').replicateTo(prod);
  },
});
const build = ecr.registry(BUILD, 'us-east-1');
const prod = ecr.registry(PROD, 'eu-west-1');

const deployed: string[] = [];
const alerts: string[] = [];

const handler = onReplication({
  clientFor: (registryId, region) => ecr.client(registryId, region),
  deploy: async (imageUri) => void deployed.push(imageUri),
  alert: async (message) => void alerts.push(message),
});

/** The rule in front of the function: its event pattern has this type. */
function bindRule(detailType: 'ECR Replication Action' | 'ECR Image Action' = 'ECR Replication Action') {
  ecr.onEvent(async (event) => {
    if (event['detail-type'] === detailType) await handler(event as Parameters<typeof handler>[0]);
  });
}

const uriOf = (digest: string) => `${PROD}.dkr.ecr.eu-west-1.amazonaws.com/payments@${digest}`;

describe('a replica of a release', () => {
  beforeEach(() => void prod.allowReplicationFrom(build));

  it('is rolled out if it arrived, by its digest', async () => {
    bindRule();
    const release = image('payments 1.2.3');
    build.push('payments:v1.2.3', release);
    await ecr.eventsDelivered();

    expect(deployed).toEqual([uriOf(release.digest)]);
    expect(alerts).toEqual([]);
  });

  it('is rolled out once, whatever its platforms', async () => {
    bindRule();
    const release = imageIndex({ name: 'payments 1.2.3', platforms: ['linux/amd64', 'linux/arm64'] });
    build.push('payments:v1.2.3', release);
    await ecr.eventsDelivered();

    expect(deployed).toEqual([uriOf(release.digest)]);
    expect(ecr).toHaveEmitted({ 'detail-type': 'ECR Replication Action', region: 'eu-west-1' }, { times: 3 });
  });

  it('is not rolled out under another kind of tag', async () => {
    bindRule();
    build.push('payments:nightly');
    await ecr.eventsDelivered();

    expect(deployed).toEqual([]);
    expect(ecr).toHaveReplicated('payments:nightly', { from: build, to: prod });
  });

  it('is never heard of by a rule on pushes, which replicas do not raise', async () => {
    bindRule('ECR Image Action');
    const heard: string[] = [];
    ecr.onEvent(({ region, detail }) => heard.push(`${region} ${String(detail['action-type'])}`));
    build.push('payments:v1.2.3');
    await ecr.eventsDelivered();

    expect(heard).toEqual(['us-east-1 PUSH', 'eu-west-1 REPLICATE']);
    expect(ecr).not.toHaveEmitted({ region: 'eu-west-1', detail: { 'action-type': 'PUSH' } });
  });
});

describe('somebody is woken up', () => {
  it('where the registry policy lets nothing in, with the code that only the source knows', async () => {
    bindRule();
    build.push('payments:v1.2.3');
    await ecr.eventsDelivered();

    expect(alerts).toEqual([
      `payments:v1.2.3 did not reach ${PROD}/eu-west-1: DESTINATION_REGISTRY_ACCESS_DENIED`,
    ]);
    expect(deployed).toEqual([]);
  });

  it('where an immutable repository kept the tag on an earlier image, although the event says SUCCESS', async () => {
    bindRule();
    const earlier = image('payments 1.2.3, built by hand');
    prod.allowReplicationFrom(build).createRepository('payments', { imageTagMutability: 'IMMUTABLE' });
    prod.push('payments:v1.2.3', earlier);
    build.push('payments:v1.2.3', image('payments 1.2.3'));
    await ecr.eventsDelivered();

    expect(alerts).toEqual([expect.stringContaining(`is ${earlier.digest}, and not`)]);
    expect(deployed).toEqual([]);
  });

  it('where the event is late, and the tag has moved on', async () => {
    prod.allowReplicationFrom(build);
    build.push('payments:v1.2.3', image('first')).push('payments:v1.2.3', image('second'));
    const [late] = ecr.events.filter((event) => event['detail-type'] === 'ECR Replication Action');

    await handler(late!);

    expect(alerts).toEqual([expect.stringContaining(`is ${image('second').digest}, and not`)]);
    expect(deployed).toEqual([]);
  });

  it('where the replica was deleted before the event came', async () => {
    bindRule();
    prod.allowReplicationFrom(build);
    build.push('payments:v1.2.3');
    prod.repository('payments').remove('v1.2.3');
    await ecr.eventsDelivered();

    expect(alerts).toEqual([expect.stringContaining('is missing')]);
  });

  it('not at all, but the event comes again, if the registry is throttled', async () => {
    prod.allowReplicationFrom(build);
    build.push('payments:v1.2.3');
    const [event] = ecr.events.filter((one) => one['detail-type'] === 'ECR Replication Action');
    ecr.fail('DescribeImages', { region: 'eu-west-1' }).with('ThrottlingException').once();

    // Lambda repeats what was rejected.
    await expect(handler(event!)).rejects.toThrow('Rate exceeded');
    await handler(event!);

    expect(deployed).toHaveLength(1);
    expect(alerts).toEqual([]);
  });
});
