/** What a call that a test makes fail is refused with: ECR's own text, or one that says where it comes from. */
import {
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeRegistryCommand,
  ECRClient,
  GetRegistryPolicyCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { modelledErrors, operationNames } from '../../src/api/facts.js';
import { serve } from '../../src/http.js';
import { image } from '../../src/index.js';
import { injectedFailure } from '../../src/service/injected-failure.js';
import { refusal } from '../support/refusal.js';
import { SOURCE, scene } from '../support/scene.js';

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
});

const IN = `the repository with name 'app' in the registry with id '${SOURCE}'`;
const put = { repositoryName: 'app', imageManifest: image('a').manifest, imageTag: 'v1' };
const commands = {
  PutImage: new PutImageCommand(put),
  BatchGetImage: new BatchGetImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }),
  CompleteLayerUpload: new CompleteLayerUploadCommand({
    repositoryName: 'app',
    uploadId: 'u-1',
    layerDigests: [`sha256:${'0'.repeat(64)}`],
  }),
  CreateRepository: new CreateRepositoryCommand({ repositoryName: 'app' }),
  GetRegistryPolicy: new GetRegistryPolicyCommand({}),
  DescribeRegistry: new DescribeRegistryCommand({}),
} as const;

test.each([
  [
    'PutImage',
    'RepositoryNotFoundException',
    `The repository with name 'app' does not exist in the registry with id '${SOURCE}'`,
  ],
  ['PutImage', 'ThrottlingException', 'Rate exceeded'],
  [
    'PutImage',
    'ImageTagAlreadyExistsException',
    "The image tag 'v1' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
  ],
  [
    'BatchGetImage',
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'null', imageTag:'v1'} does not exist within ${IN}`,
  ],
  [
    'CreateRepository',
    'RepositoryAlreadyExistsException',
    `The repository with name 'app' already exists in the registry with id '${SOURCE}'`,
  ],
  [
    'CompleteLayerUpload',
    'UploadNotFoundException',
    `The upload with id 'u-1' in the repository with name 'app' in registry with id '${SOURCE}' does not exist`,
  ],
  [
    'GetRegistryPolicy',
    'RegistryPolicyNotFoundException',
    `Registry policy does not exist in the registry with id '${SOURCE}'`,
  ],
  [
    'PutImage',
    'AccessDeniedException',
    `User: arn:aws:iam::${SOURCE}:user/fake-ecr is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-west-2:${SOURCE}:repository/app because no identity-based policy allows the ecr:PutImage action`,
  ],
  ['DescribeRegistry', 'ExpiredTokenException', 'The security token included in the request is expired'],
] as const)('%s: %s has the text of the service', async (operation, code, message) => {
  ecr.fail(operation).with(code).once();
  expect(await refusal(client.send(commands[operation] as PutImageCommand))).toEqual({ name: code, message });
  expect(ecr.calls[0]).toMatchObject({ outcome: code, errorMessage: message });
});

test.each([undefined, ''])(
  'one whose text is not known says that it was injected; the message was %p',
  async (text) => {
    ecr.fail('PutImage').with('LimitExceededException', text).once();
    expect((await refusal(client.send(commands.PutImage))).message).toBe(
      "[fake-ecr] The test injected this failure of PutImage: ecr.fail('PutImage').with('LimitExceededException').",
    );
  },
);

test('so does one whose text speaks of what the call does not name', async () => {
  ecr.fail('*').with('ImageNotFoundException').once();
  expect((await refusal(client.send(commands.DescribeRegistry))).message).toBe(
    "[fake-ecr] The test injected this failure of DescribeRegistry: ecr.fail('*').with('ImageNotFoundException').",
  );
});

test('every error of every operation has a text', () => {
  const caller = { accountId: SOURCE, arn: `arn:aws:iam::${SOURCE}:root` };
  for (const operation of operationNames) {
    for (const code of modelledErrors(operation)) {
      const call = { operation, input: {}, caller, region: 'us-west-2' };
      const { message } = injectedFailure(code, undefined, `ecr.fail('${operation}')`, call);
      expect(message).toMatch(/\S/);
      expect(message).not.toContain('undefined');
    }
  }
});

test('the same in every door', async () => {
  const settings = {
    region: 'us-west-2',
    credentials: { accessKeyId: SOURCE, secretAccessKey: 'x' },
    maxAttempts: 1,
  };
  const messageThrough = async (through: ECRClient) => {
    ecr.fail('PutImage').with('KmsException').once();
    return (await refusal(through.send(new PutImageCommand(put)))).message;
  };
  const here = await messageThrough(client);
  const requestHandler = ecr.requestHandler();
  ecr.restore();
  expect(await messageThrough(new ECRClient({ ...settings, requestHandler }))).toBe(here);
  const server = await serve(ecr);
  const through = new ECRClient({ ...settings, endpoint: server.url });
  try {
    expect(await messageThrough(through)).toBe(here);
  } finally {
    through.destroy();
    await server.close();
  }
});
