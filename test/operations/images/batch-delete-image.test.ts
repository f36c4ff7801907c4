import {
  BatchDeleteImageCommand,
  type ECRClient,
  type ImageIdentifier,
  PutImageCommand,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
import { GV5 } from '../../support/golden.js';
import { push, scene, tagsByDigest } from '../../support/scene.js';

const OWN = '111111111111';
const DIGEST = image('content').digest;

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
}

beforeEach(() => start());

const remove = (...imageIds: ImageIdentifier[]) =>
  client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }));

async function pushIndex(childTag?: string): Promise<void> {
  const put = (imageManifest: string, imageTag?: string) =>
    client.send(new PutImageCommand({ repositoryName: 'app', imageManifest, imageTag }));
  await put(GV5.m.manifest, childTag);
  await put(GV5.x.manifest, 'v1');
}

const referenced = (imageId: ImageIdentifier) => ({
  imageId,
  failureCode: 'ImageReferencedByManifestList',
  failureReason: `Requested image referenced by manifest list: [${GV5.x.digest}]`,
});

describe('shape', () => {
  test('I81 a tag among others goes alone', async () => {
    await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    const { imageIds, failures } = await remove({ imageTag: 'v1' });
    expect({ imageIds, failures }).toEqual({
      imageIds: [{ imageDigest: DIGEST, imageTag: 'v1' }],
      failures: [],
    });
    expect(await tagsByDigest(client, 'app')).toEqual({ [DIGEST]: ['v2'] });
  });

  test('I83 a digest goes with all its tags, a row for each', async () => {
    await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    const { imageIds } = await remove({ imageDigest: DIGEST });
    expect(imageIds).toEqual([
      { imageDigest: DIGEST, imageTag: 'v1' },
      { imageDigest: DIGEST, imageTag: 'v2' },
    ]);
    expect(await tagsByDigest(client, 'app')).toEqual({});
  });

  test('an untagged image is one row without the key', async () => {
    await push(client, 'app', undefined);
    expect((await remove({ imageDigest: DIGEST })).imageIds).toEqual([{ imageDigest: DIGEST }]);
  });
});

describe('rules', () => {
  test('I84 the child of an index stays', async () => {
    await pushIndex();
    const { imageIds, failures } = await remove({ imageDigest: GV5.m.digest });
    expect({ imageIds, failures }).toEqual({
      imageIds: [],
      failures: [referenced({ imageDigest: GV5.m.digest })],
    });
    expect((await tagsByDigest(client, 'app'))?.[GV5.m.digest]).toEqual([]);
  });

  test('I85 and so does its last tag', async () => {
    await pushIndex('m');
    expect((await remove({ imageTag: 'm' })).failures).toEqual([referenced({ imageTag: 'm' })]);
    expect((await tagsByDigest(client, 'app'))?.[GV5.m.digest]).toEqual(['m']);
  });

  test('I87 an unknown id fails alone', async () => {
    await push(client, 'app', 'v1');
    const { imageIds, failures } = await remove({ imageTag: 'x' }, { imageTag: 'v1' });
    expect(imageIds).toEqual([{ imageDigest: DIGEST, imageTag: 'v1' }]);
    expect(failures).toEqual([
      {
        imageId: { imageTag: 'x' },
        failureCode: 'ImageNotFound',
        failureReason: 'Requested image not found',
      },
    ]);
  });

  test('index and child in one call: the child stays, for references count as of the start', async () => {
    await pushIndex();
    const { failures } = await remove({ imageTag: 'v1' }, { imageDigest: GV5.m.digest });
    expect(failures).toEqual([referenced({ imageDigest: GV5.m.digest })]);
  });

  test('by option references count in order', async () => {
    start({ behaviour: { indexReferences: 'in-order' } });
    await pushIndex();
    expect((await remove({ imageTag: 'v1' }, { imageDigest: GV5.m.digest })).failures).toEqual([]);
    expect(await tagsByDigest(client, 'app')).toEqual({});
  });
});

describe('effects', () => {
  test('I82 the last tag takes the image with it', async () => {
    await push(client, 'app', 'v1');
    await remove({ imageTag: 'v1' });
    expect(await tagsByDigest(client, 'app')).toEqual({});
  });

  test('I86 a deleted index frees its child', async () => {
    await pushIndex();
    await remove({ imageTag: 'v1' });
    expect(await tagsByDigest(client, 'app')).toEqual({ [GV5.m.digest]: [] });
    await expect(remove({ imageDigest: GV5.m.digest })).resolves.toMatchObject({ failures: [] });
  });

  test('I88 immutability is not an obstacle', async () => {
    await client.send(
      new PutImageTagMutabilityCommand({ repositoryName: 'app', imageTagMutability: 'IMMUTABLE' }),
    );
    await push(client, 'app', 'v1');
    await expect(remove({ imageTag: 'v1' })).resolves.toMatchObject({ failures: [] });
  });

  test('a digest with one of its tags is that tag only', async () => {
    await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await remove({ imageDigest: DIGEST, imageTag: 'v1' });
    expect(await tagsByDigest(client, 'app')).toEqual({ [DIGEST]: ['v2'] });
  });

  test('two ids of one image are one row and no failure', async () => {
    await push(client, 'app', 'v2');
    const { imageIds, failures } = await remove({ imageDigest: DIGEST }, { imageTag: 'v2' });
    expect({ imageIds, failures }).toEqual({
      imageIds: [{ imageDigest: DIGEST, imageTag: 'v2' }],
      failures: [],
    });
  });

  test('a tag that takes the image with it, and then the digest, are one row', async () => {
    await push(client, 'app', 'v1');
    const { imageIds, failures } = await remove({ imageTag: 'v1' }, { imageDigest: DIGEST });
    expect({ imageIds, failures }).toEqual({
      imageIds: [{ imageDigest: DIGEST, imageTag: 'v1' }],
      failures: [],
    });
  });

  test('two tags in one call take the image when they are its last', async () => {
    await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    expect((await remove({ imageTag: 'v1' }, { imageTag: 'v2' })).imageIds).toHaveLength(2);
    expect(await tagsByDigest(client, 'app')).toEqual({});
  });
});
