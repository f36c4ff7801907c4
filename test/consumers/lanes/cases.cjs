/**
 * What every lane tries. The test file of a lane imports the SDK and the package as its module kind does, and hands
 * them over.
 */
const assert = require('node:assert/strict');

const SOURCE = '111122223333';
const DESTINATION = '444455556666';

/**
 * @param given the modules of the SDK, of `fake-ecr` and of `fake-ecr/http`
 * @returns the world, and the cases by their titles
 */
module.exports = ({ sdk, fake, http }) => {
  const {
    CreateRepositoryCommand,
    DescribeImagesCommand,
    DescribeRegistryCommand,
    ECRClient,
    PutImageCommand,
  } = sdk;
  // As a copy of the SDK that the fake has never seen has it.
  const { send } = ECRClient.prototype;
  const ecr = fake.fakeEcr({ layers: 'assumed' });
  const prod = ecr.registry(SOURCE, 'us-west-2');
  const dr = ecr.registry(DESTINATION, 'eu-west-1');
  const credentials = { accessKeyId: SOURCE, secretAccessKey: 'x' };
  const push = (tag) =>
    new PutImageCommand({
      repositoryName: 'payments',
      imageTag: tag,
      imageManifest: fake.image(tag).manifest,
    });

  const begin = () => {
    ecr.reset();
    prod.createRepository('payments').replicateTo(dr);
    dr.allowReplicationFrom(prod);
  };

  const cases = {
    'a release is replicated to another account': async () => {
      await new ECRClient({ region: 'us-west-2', credentials: ecr.credentials(SOURCE) }).send(push('v1'));
      await fake.expectReplicated('payments:v1', 'eu-west-1', DESTINATION);
      await assert.rejects(fake.expectReplicated('payments:v2', 'eu-west-1', DESTINATION), {
        name: 'EcrAssertionError',
      });
    },

    "a refusal is an error of the SDK's class": async () => {
      const client = new ECRClient({ region: 'us-west-2', credentials });
      const command = new DescribeImagesCommand({ repositoryName: 'nowhere' });
      await assert.rejects(client.send(command), sdk.RepositoryNotFoundException);
    },

    'the request handler answers the whole SDK': async () => {
      const requestHandler = ecr.requestHandler();
      const client = new ECRClient({ region: 'us-west-2', credentials, requestHandler });
      await send.call(client, push('v1'));
      const { imageDetails } = await send.call(
        client,
        new DescribeImagesCommand({ repositoryName: 'payments' }),
      );
      assert.deepEqual(imageDetails[0].imageTags, ['v1']);
      assert.ok(imageDetails[0].imagePushedAt instanceof Date);
      const command = new DescribeImagesCommand({ repositoryName: 'nowhere' });
      await assert.rejects(send.call(client, command), sdk.RepositoryNotFoundException);
    },

    'the endpoint answers over HTTP': async () => {
      const server = await http.serve(ecr);
      try {
        const client = new ECRClient({ region: 'us-west-2', credentials, endpoint: server.url });
        const command = new CreateRepositoryCommand({ repositoryName: 'orders' });
        const { repository } = await send.call(client, command);
        assert.equal(repository.registryId, SOURCE);
        assert.ok(repository.createdAt instanceof Date);
        client.destroy();
      } finally {
        await server.close();
      }
    },

    'a call that bypasses the fake reaches no network, and its error names attach': async () => {
      const client = new ECRClient({ region: 'us-west-2', credentials, maxAttempts: 1 });
      await assert.rejects(
        send.call(client, new DescribeRegistryCommand({})),
        /\[fake-ecr\] [^]*ecr\.attach\(/,
      );
    },
  };
  return { ecr, prod, dr, begin, cases };
};
