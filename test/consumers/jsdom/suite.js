/** The same suite for each way in which jsdom is set up. */
module.exports = function suite() {
  const { DescribeImagesCommand, ECRClient, PutImageCommand } = require('@aws-sdk/client-ecr');
  const { expectReplicated, fakeEcr, image } = require('fake-ecr');
  require('fake-ecr/jest');

  const ecr = fakeEcr({ layers: 'assumed' });
  const prod = ecr.registry('111122223333', 'us-west-2');
  const dr = ecr.registry('111122223333', 'eu-west-1');
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'x' };

  beforeEach(() => {
    ecr.reset();
    prod.createRepository('payments').replicateTo(dr);
  });
  afterAll(() => ecr.restore());

  async function release(client) {
    const input = { repositoryName: 'payments', imageTag: 'v1', imageManifest: image('v1').manifest };
    await client.send(new PutImageCommand(input));
  }

  test('a release is replicated, and events are seen', async () => {
    const heard = [];
    ecr.onEvent((event) => heard.push(event));
    await release(new ECRClient({ region: 'us-west-2', credentials }));
    await expectReplicated('payments:v1', 'eu-west-1', '111122223333');
    await ecr.eventsDelivered();
    expect(heard).toEqual(ecr.events);
    expect(ecr.events[0].detail).toStrictEqual(heard[0].detail);
    expect(ecr).toHaveEmitted({ detail: expect.objectContaining({ 'action-type': 'PUSH' }) });
    expect(ecr).toHaveEmitted({ detail: expect.objectContaining({ 'action-type': 'REPLICATE' }) });
  });

  test('the request handler answers, the SDK runs whole', async () => {
    const client = new ECRClient({ region: 'us-west-2', credentials, requestHandler: ecr.requestHandler() });
    ecr.restore();
    await release(client);
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName: 'payments' }));
    expect(imageDetails).toHaveLength(1);
  });
};
