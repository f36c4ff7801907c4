import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  CompleteLayerUploadCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { sha256 } from '../../../src/world/images/manifest.js';
import { GV1, GV5 } from '../../support/golden.js';
import { scene } from '../../support/scene.js';

const OWN = '111111111111';
const HELLO = GV5.hello.digest;
const MEBIBYTE = 1024 * 1024;
const upload = (id: string) =>
  `The upload with id '${id}' in the repository with name 'app' in registry with id '${OWN}'`;

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene({ layers: 'required' });
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app').createRepository('other');
});

const initiate = async (repositoryName = 'app') =>
  (await client.send(new InitiateLayerUploadCommand({ repositoryName }))).uploadId as string;
const part = (
  uploadId: string,
  layerPartBlob: Uint8Array | string,
  first = 0,
  repositoryName = 'app',
  last?: number,
) =>
  client.send(
    new UploadLayerPartCommand({
      repositoryName,
      uploadId,
      partFirstByte: first,
      partLastByte: last ?? first + layerPartBlob.length - 1,
      layerPartBlob: layerPartBlob as Uint8Array,
    }),
  );
const complete = (uploadId: string, layerDigests: string[], repositoryName = 'app') =>
  client.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
const check = async (...layerDigests: string[]) => {
  const command = new BatchCheckLayerAvailabilityCommand({ repositoryName: 'app', layerDigests });
  const { layers, failures } = await client.send(command);
  return { layers, failures };
};
const put = (imageManifest: string = GV5.m.manifest) =>
  client.send(new PutImageCommand({ repositoryName: 'app', imageManifest, imageTag: 'v1' }));
const url = (layerDigest: string) =>
  client.send(new GetDownloadUrlForLayerCommand({ repositoryName: 'app', layerDigest }));

async function provide(bytes: Uint8Array | string, repositoryName = 'app'): Promise<string> {
  const id = await initiate(repositoryName);
  await part(id, bytes, 0, repositoryName);
  return (await complete(id, [sha256(bytes)], repositoryName)).layerDigest as string;
}

describe('shape', () => {
  test('I102 an upload has an id and a part size, and nothing else', async () => {
    const { $metadata: _, ...answer } = await client.send(
      new InitiateLayerUploadCommand({ repositoryName: 'app' }),
    );
    expect(answer).toEqual({
      uploadId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
      partSize: 10_485_760,
    });
  });

  test('I103 a part is answered with its last byte', async () => {
    const uploadId = await initiate();
    const { $metadata: _, ...answer } = await part(uploadId, 'hello');
    expect(answer).toEqual({ registryId: OWN, repositoryName: 'app', uploadId, lastByteReceived: 4 });
  });

  test('I105 a completed layer has its digest, and is available', async () => {
    const uploadId = await initiate();
    await part(uploadId, 'hello');
    const { $metadata: _, ...answer } = await complete(uploadId, [HELLO]);
    expect(answer).toEqual({ registryId: OWN, repositoryName: 'app', uploadId, layerDigest: HELLO });
    expect(await check(HELLO)).toEqual({
      layers: [{ layerDigest: HELLO, layerAvailability: 'AVAILABLE', layerSize: 5 }],
      failures: [],
    });
  });

  test('GV1 the media type of a config comes from the manifest that names it', async () => {
    ecr = scene({ layers: 'assumed' });
    client = ecr.client(OWN, 'us-east-1');
    ecr.registry(OWN, 'us-east-1').createRepository('app');
    await put(GV1.manifest);
    expect((await check(GV1.config.digest)).layers).toEqual([
      {
        layerDigest: GV1.config.digest,
        layerAvailability: 'AVAILABLE',
        layerSize: 2777,
        mediaType: 'application/vnd.docker.container.image.v1+json',
      },
    ]);
  });

  test('I112 an unknown layer is a row, no failure', async () => {
    expect(await check(HELLO)).toEqual({
      layers: [{ layerDigest: HELLO, layerAvailability: 'UNAVAILABLE' }],
      failures: [],
    });
  });

  test('I114 a layer of an image has an address', async () => {
    await provide('{}');
    await provide('hello');
    await put();
    const answer = await url(HELLO);
    expect(answer.layerDigest).toBe(HELLO);
    const address = new URL(answer.downloadUrl as string);
    expect(address.protocol).toBe('https:');
    expect(address.host).toBe('prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com');
    expect(address.searchParams.get('X-Amz-Expires')).toBe('3600');
  });
});

describe('rules', () => {
  test('I58 an image needs its layers', async () => {
    await provide('{}');
    await expect(put()).rejects.toMatchObject({
      name: 'LayersNotFoundException',
      message: `Layers with digests '[${HELLO}]' required for pushing image into repository with name 'app' in the registry with id '${OWN}' do not exist`,
    });
  });

  test('I59 in its own repository', async () => {
    await provide('{}');
    await provide('hello', 'other');
    await expect(put()).rejects.toMatchObject({ name: 'LayersNotFoundException' });
  });

  test('all missing layers are named once, in the order of mention', async () => {
    await expect(put(GV5.r.manifest)).rejects.toMatchObject({
      message: expect.stringContaining(`'[${GV5.config.digest}]'`) as string,
    });
    await expect(put()).rejects.toMatchObject({
      message: expect.stringContaining(`'[${GV5.config.digest}, ${HELLO}]'`) as string,
    });
  });

  test('I104 a part does not begin again', async () => {
    const uploadId = await initiate();
    await part(uploadId, 'hello');
    await expect(part(uploadId, 'hello')).rejects.toMatchObject({
      name: 'InvalidLayerPartException',
      message: 'First byte of the layer part is 0 instead of 5',
      registryId: OWN,
      repositoryName: 'app',
      uploadId,
      lastValidByteReceived: 4,
    });
  });

  test('a part has the length of its range', async () => {
    const uploadId = await initiate();
    await expect(part(uploadId, 'hello', 0, 'app', 9)).rejects.toMatchObject({
      name: 'InvalidLayerPartException',
      lastValidByteReceived: 0,
    });
  });

  test('I106 an upload without parts is empty', async () => {
    const uploadId = await initiate();
    await expect(complete(uploadId, [HELLO])).rejects.toMatchObject({
      name: 'EmptyUploadException',
      message: `${upload(uploadId)} cannot be completed because it does not have any parts`,
    });
  });

  test('I107 parts but the last have 5 MiB, judged on completion', async () => {
    const uploadId = await initiate();
    await part(uploadId, 'x'.repeat(100));
    await part(uploadId, 'y', 100);
    await expect(complete(uploadId, [sha256(`${'x'.repeat(100)}y`)])).rejects.toMatchObject({
      name: 'LayerPartTooSmallException',
      message: 'All layer parts except the last part should be at least 5MB',
    });
  });

  test('I108 a wrong digest', async () => {
    const uploadId = await initiate();
    await part(uploadId, 'hello');
    await expect(complete(uploadId, [GV5.config.digest])).rejects.toMatchObject({
      name: 'InvalidLayerException',
      message: 'None of the provided layer digests match the calculated layer digest',
    });
  });

  test('I110 a layer that is there already', async () => {
    await provide('hello');
    await expect(provide('hello')).rejects.toMatchObject({ name: 'LayerAlreadyExistsException' });
  });

  test('I111 an upload that is over, or of another repository', async () => {
    const uploadId = await initiate();
    const notFound = { name: 'UploadNotFoundException', message: `${upload(uploadId)} does not exist` };
    await expect(part(uploadId, 'hello', 0, 'other')).rejects.toMatchObject({ name: notFound.name });
    await part(uploadId, 'hello');
    await complete(uploadId, [HELLO]);
    await expect(part(uploadId, 'hello')).rejects.toMatchObject(notFound);
    await expect(complete(uploadId, [HELLO])).rejects.toMatchObject(notFound);
  });

  test('I113 an empty and a malformed digest are failures', async () => {
    const { layers, failures } = await check('', 'xyz');
    expect(layers).toEqual([]);
    expect(failures?.map(({ layerDigest, failureCode }) => [layerDigest, failureCode])).toEqual([
      ['', 'MissingLayerDigest'],
      ['xyz', 'InvalidLayerDigest'],
    ]);
  });

  test('I115 an unknown layer has no address', async () => {
    await expect(url(HELLO)).rejects.toMatchObject({
      name: 'LayersNotFoundException',
      message: `The layer with digest '${HELLO}' does not exist within the repository with name 'app' in the registry with id '${OWN}'`,
    });
  });

  test('I116 nor has one that no image uses', async () => {
    await provide('hello');
    await expect(url(HELLO)).rejects.toMatchObject({ name: 'LayerInaccessibleException' });
  });
});

describe('effects', () => {
  test('I109 one right digest among wrong ones suffices', async () => {
    const uploadId = await initiate();
    await part(uploadId, 'hello');
    expect((await complete(uploadId, [GV5.config.digest, HELLO])).layerDigest).toBe(HELLO);
  });

  test('I117 bytes are bytes, as text, as Buffer and as Uint8Array', async () => {
    for (const [index, bytes] of [
      'hello',
      Buffer.from('hello'),
      new TextEncoder().encode('hello'),
    ].entries()) {
      const repositoryName = `bytes-${index}`;
      ecr.registry(OWN, 'us-east-1').createRepository(repositoryName);
      expect(await provide(bytes, repositoryName)).toBe(HELLO);
    }
  });

  test('a layer of several parts, reusing one buffer between them', async () => {
    const uploadId = await initiate();
    const buffer = new Uint8Array(5 * MEBIBYTE).fill(1);
    await part(uploadId, buffer);
    buffer.fill(2);
    await part(uploadId, buffer, buffer.length);
    const whole = new Uint8Array(10 * MEBIBYTE).fill(1, 0, 5 * MEBIBYTE).fill(2, 5 * MEBIBYTE);
    const digest = sha256(whole);
    await complete(uploadId, [digest]);
    expect((await check(digest)).layers?.[0]?.layerSize).toBe(10 * MEBIBYTE);
  });

  test('a refused part leaves the upload as it was', async () => {
    const uploadId = await initiate();
    await part(uploadId, 'he');
    await expect(part(uploadId, 'x', 7)).rejects.toMatchObject({ name: 'InvalidLayerPartException' });
    const { lastByteReceived } = await part(uploadId, 'llo', 2);
    expect(lastByteReceived).toBe(4);
  });

  test('layers of a deleted image stay, and have no address any more', async () => {
    await provide('{}');
    await provide('hello');
    await put();
    await client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }));
    expect((await check(HELLO)).layers?.[0]?.layerAvailability).toBe('AVAILABLE');
    await expect(url(HELLO)).rejects.toMatchObject({ name: 'LayerInaccessibleException' });
  });
});
