/** Keys that ECR can't use: what is refused, in the words of KMS. */
import {
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DeleteRepositoryCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { type RegistryHandle, image } from '../../../src/index.js';
import { OTHER, SOURCE, scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = `arn:aws:kms:us-west-2:${SOURCE}:key/${ID}`;
const ALIAS = `arn:aws:kms:us-west-2:${SOURCE}:alias/app`;
const STATES = [
  ['Disabled', 'DisabledException', `${ARN} is disabled.`],
  ['PendingDeletion', 'KMSInvalidStateException', `${ARN} is pending deletion.`],
  ['PendingImport', 'KMSInvalidStateException', `${ARN} is pending import.`],
  ['NotFound', 'NotFoundException', `Key '${ARN}' does not exist`],
] as const;

let ecr: ReturnType<typeof scene>;
let prod: RegistryHandle;
let client: ECRClient;
beforeEach(() => {
  ecr = scene();
  prod = ecr.registry(SOURCE, 'us-west-2');
  client = ecr.client(SOURCE, 'us-west-2');
});

const create = (kmsKey: string, repositoryName = 'app', from = client) =>
  from.send(
    new CreateRepositoryCommand({
      repositoryName,
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey },
    }),
  );
const names = () => prod[INSIDE].registry.repositoryCount;

test.each(STATES)('no repository is created with a key that is %s', async (state, kmsError, message) => {
  prod.setKmsKey(ID, state);
  for (const key of [ID, ARN]) {
    await expect(create(key)).rejects.toMatchObject({ name: 'KmsException', kmsError, message });
  }
  expect(names()).toBe(0);
  expect(() => prod.createRepository('app', { encryption: { type: 'KMS', kmsKey: ARN } })).toThrow(
    `[fake-ecr] Could not create repository 'app' at ${SOURCE}/us-west-2. KmsException: ${message}`,
  );
  prod.setKmsKey(ARN, 'Enabled');
  expect((await create(ID)).repository?.encryptionConfiguration?.kmsKey).toBe(ARN);
});

test('an alias that is not there is called by its name, whichever way it is given', async () => {
  prod.setKmsKey('alias/app', 'NotFound');
  for (const key of ['alias/app', ALIAS]) {
    await expect(create(key)).rejects.toMatchObject({
      name: 'KmsException',
      kmsError: 'NotFoundException',
      message: `Alias ${ALIAS} is not found.`,
    });
  }
  await create('alias/other');
});

test('the key of another account is in the state that its owner gave it', async () => {
  ecr.registry(SOURCE, 'us-west-2').setKmsKey(ARN, 'Disabled');
  const stranger = ecr.client(OTHER, 'us-west-2');
  await expect(create(ARN, 'app', stranger)).rejects.toMatchObject({ kmsError: 'DisabledException' });
  await create(ID, 'app', stranger);
});

describe('of a repository whose key was disabled later', () => {
  const one = image('one');
  const message = `${ARN} is disabled.`;
  beforeEach(async () => {
    await create(ID);
    prod.push('app:v1', one);
  });
  const refused = (answer: Promise<unknown>) =>
    expect(answer).rejects.toMatchObject({ name: 'KmsException', kmsError: 'DisabledException', message });
  const repositoryName = 'app';

  test('nothing is pushed, and everything again once it is enabled', async () => {
    const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName }));
    const layerPartBlob = new Uint8Array(3);
    const part = { repositoryName, uploadId, partFirstByte: 0, partLastByte: 2, layerPartBlob };
    prod.setKmsKey(ID, 'Disabled');
    await refused(client.send(new InitiateLayerUploadCommand({ repositoryName })));
    await refused(client.send(new UploadLayerPartCommand(part)));
    const layerDigests = [`sha256:${'a'.repeat(64)}`];
    await refused(client.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests })));
    const put = new PutImageCommand({ repositoryName, imageManifest: image('two').manifest, imageTag: 'v2' });
    await refused(client.send(put));
    expect(prod.repository('app').tags).toEqual(['v1']);
    prod.setKmsKey(ID, 'Enabled');
    await client.send(new UploadLayerPartCommand(part));
    await client.send(put);
  });

  test('nothing is pulled, and that is not a pull; it can be deleted', async () => {
    prod.setKmsKey(ID, 'Disabled');
    const imageId = { imageTag: 'v1' };
    expect(
      await client.send(new BatchGetImageCommand({ repositoryName, imageIds: [imageId] })),
    ).toMatchObject({
      images: [],
      failures: [{ imageId, failureCode: 'KmsError', failureReason: message }],
    });
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName }));
    expect(imageDetails?.[0]).not.toHaveProperty('lastRecordedPullTime');
    await client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  });

  test('nothing is replicated into it, and the explanation says why', async () => {
    const source = ecr.registry(OTHER, 'eu-west-1').createRepository('app');
    prod.allowReplicationFrom(source);
    source.replicateTo(prod);
    prod.setKmsKey(ID, 'Disabled');
    source.push('app:v3', image('three'));
    const imageId = { imageTag: 'v3' };
    const status = await ecr
      .client(OTHER, 'eu-west-1')
      .send(new DescribeImageReplicationStatusCommand({ repositoryName, imageId }));
    expect(status.replicationStatuses).toMatchObject([
      { status: 'FAILED', failureCode: 'DESTINATION_KMS_KEY_UNUSABLE' },
    ]);
    const verdict = ecr.explain('app:v3', prod, source);
    expect(verdict.reasons[0]?.code).toBe('key-unusable');
    expect(verdict.text).toContain(`can't use the KMS key of repository app at ${prod.key}`);
    expect(verdict.text).toContain(message);
  });
});

test('a template whose key is disabled makes no repository for a replica', async () => {
  await client.send(
    new CreateRepositoryCreationTemplateCommand({
      prefix: 'team',
      appliedFor: ['REPLICATION'],
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: ARN },
      customRoleArn: `arn:aws:iam::${SOURCE}:role/templates`,
    }),
  );
  prod.setKmsKey(ID, 'PendingDeletion');
  const source = ecr.registry(OTHER, 'eu-west-1').createRepository('team/app');
  prod.allowReplicationFrom(source);
  source.replicateTo(prod);
  source.push('team/app:v1');
  expect(names()).toBe(0);
  expect(ecr.explain('team/app:v1', prod, source).text).toContain(`${ARN} is pending deletion.`);
});

test('states are part of a snapshot, and gone after a reset', async () => {
  prod.setKmsKey(ID, 'Disabled');
  const saved = ecr.snapshot();
  ecr.reset();
  await create(ID);
  ecr.load(saved);
  await expect(create(ID, 'other')).rejects.toMatchObject({ kmsError: 'DisabledException' });
  expect(JSON.stringify(ecr.snapshot())).toBe(JSON.stringify(saved));
});

test.each([
  ['alias/aws/ecr', 'Disabled', 'the key that AWS manages for ECR, which nobody can disable or delete'],
  ['alias/aws/s3', 'Disabled', 'may be used by the service that it is for only'],
  ['nonsense', 'Disabled', 'Invalid keyId nonsense'],
  [ARN.replace('us-west-2', 'eu-west-1'), 'Disabled', 'Invalid arn eu-west-1'],
  [
    ARN.replace(SOURCE, OTHER),
    'Disabled',
    `a key of account ${OTHER}. Set it there: ecr.registry('${OTHER}', 'us-west-2')`,
  ],
  ['', 'Disabled', 'Invalid keyId'],
  [ID, 'disabled', "The state of setKmsKey() is 'disabled'. Expected 'Enabled' or 'Disabled'"],
])('setKmsKey(%j, %j) is refused', (key, state, text) => {
  const set = () => prod.setKmsKey(key, state as 'Disabled');
  expect(set).toThrow(text);
  expect(set).toThrow(/^\[fake-ecr\] /);
});
