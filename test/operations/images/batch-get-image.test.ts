import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  type ImageIdentifier,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { sha256 } from '../../../src/world/images/manifest.js';
import { image, imageIndex } from '../../../src/index.js';
import { START, push, scene } from '../../support/scene.js';

const OWN = '111111111111';
const DIGEST = image('content').digest;
const OTHER_DIGEST = image('other').digest;

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
});

const pull = (...imageIds: ImageIdentifier[]) =>
  client.send(new BatchGetImageCommand({ repositoryName: 'app', imageIds }));
const lastPull = async () => {
  const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName: 'app' }));
  return imageDetails?.[0] ?? {};
};

describe('shape', () => {
  test('I72 by tag there is one row, with the manifest to the byte', async () => {
    await push(client, 'app', 'v1');
    const { images, failures } = await pull({ imageTag: 'v1' });
    expect(failures).toEqual([]);
    expect(images).toEqual([
      {
        registryId: OWN,
        repositoryName: 'app',
        imageId: { imageDigest: DIGEST, imageTag: 'v1' },
        imageManifest: image('content').manifest,
        imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      },
    ]);
  });

  test('I73 by digest there is one row for each tag', async () => {
    await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    const { images } = await pull({ imageDigest: DIGEST });
    expect(images?.map((one) => one.imageId?.imageTag)).toEqual(['v1', 'v2']);
  });

  test('an untagged image is one row without the key', async () => {
    await push(client, 'app', undefined);
    const { images } = await pull({ imageDigest: DIGEST });
    expect(images?.map((one) => one.imageId)).toEqual([{ imageDigest: DIGEST }]);
  });
});

describe('accepted media types', () => {
  const OCI = 'application/vnd.oci.image.manifest.v1+json';
  const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
  const SCHEMA_1 = 'application/vnd.docker.distribution.manifest.v1+json';
  const SIGNED = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
  const LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
  const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
  const blob = (type: string, digit: string) => ({
    mediaType: `application/vnd.${type}`,
    size: 1,
    digest: digestOf(digit),
  });
  const inDocker = {
    schemaVersion: 2,
    mediaType: DOCKER,
    config: blob('docker.container.image.v1+json', 'c'),
    layers: [
      blob('docker.image.rootfs.diff.tar.gzip', '1'),
      blob('docker.image.rootfs.foreign.diff.tar', '2'),
    ],
  };
  const inOci = {
    schemaVersion: 2,
    mediaType: OCI,
    config: blob('oci.image.config.v1+json', 'c'),
    layers: [blob('oci.image.layer.v1.tar+gzip', '1'), blob('oci.image.layer.nondistributable.v1.tar', '2')],
  };
  const inSchema1 = { schemaVersion: 1, fsLayers: [{ blobSum: digestOf('1') }], history: [] };

  const put = async (manifest: object) => {
    const imageManifest = JSON.stringify(manifest);
    await client.send(new PutImageCommand({ repositoryName: 'app', imageManifest, imageTag: 'v1' }));
    return sha256(imageManifest);
  };
  const accept = async (imageId: ImageIdentifier, ...acceptedMediaTypes: string[]) => {
    const input = { repositoryName: 'app', imageIds: [imageId], acceptedMediaTypes };
    const { images, failures } = await client.send(new BatchGetImageCommand(input));
    const [{ imageManifest = '{}', imageManifestMediaType, imageId: id } = {}] = images ?? [];
    return {
      type: imageManifestMediaType,
      document: JSON.parse(imageManifest) as object,
      id,
      failure: failures?.[0]?.failureCode,
    };
  };
  const TAG = { imageTag: 'v1' };

  test.each([
    ['Docker', inDocker, OCI, inOci],
    ['OCI', inOci, DOCKER, inDocker],
  ])('by tag an image of %s is told in the words of the other', async (_, stored, type, document) => {
    const imageDigest = await put(stored);
    const annotations = { ...stored, annotations: { a: 'b' } };
    expect(await accept(TAG, LIST, type)).toEqual({
      type,
      document,
      id: { imageDigest, imageTag: 'v1' },
      failure: undefined,
    });
    await put(annotations);
    expect((await accept(TAG, type)).document).toEqual({ ...document, annotations: { a: 'b' } });
  });

  test.each([
    ['Docker', inDocker],
    ['OCI', inOci],
  ])('by tag an image of %s is converted to the first schema, newest layer first', async (_, stored) => {
    await put(stored);
    const { type, document } = await accept(TAG, SCHEMA_1);
    const { history, ...rest } = document as { history: { v1Compatibility: string }[] };
    expect(type).toBe(SCHEMA_1);
    expect(rest).toEqual({
      schemaVersion: 1,
      name: 'app',
      tag: 'v1',
      architecture: 'amd64',
      fsLayers: [{ blobSum: digestOf('2') }, { blobSum: digestOf('1') }],
    });
    const [top, base] = history.map(
      (one) => JSON.parse(one.v1Compatibility) as { id: string; parent?: string },
    );
    expect(top?.parent).toBe(base?.id);
    expect(base).not.toHaveProperty('parent');
    expect((await accept(TAG, SIGNED)).document).toMatchObject({ schemaVersion: 1, signatures: [] });
    expect((await accept(TAG, SIGNED)).type).toBe(SIGNED);
  });

  test('the stored media type goes before conversions, and the first accepted one before the next', async () => {
    await put(inDocker);
    expect((await accept(TAG, OCI, DOCKER)).type).toBe(DOCKER);
    expect((await accept(TAG, OCI, SCHEMA_1)).type).toBe(OCI);
    expect((await accept(TAG, SCHEMA_1, OCI)).type).toBe(SCHEMA_1);
  });

  test.each([
    ['schema 1 as schema 2 or OCI', inSchema1, [DOCKER, OCI]],
    ['an image as a list', inDocker, [LIST]],
    ['an image as something unknown', inDocker, ['text/plain', 'toString']],
    ['a chart', { ...inOci, config: blob('cncf.helm.config.v1+json', 'c') }, [DOCKER]],
    [
      'a layer without an equivalent',
      { ...inOci, layers: [blob('oci.image.layer.v1.tar+encrypted', '1')] },
      [DOCKER],
    ],
  ])('%s is not found, and that is not a pull', async (_, stored, types) => {
    await put(stored);
    expect(await accept(TAG, ...types)).toMatchObject({ type: undefined, failure: 'ImageNotFound' });
    expect(await lastPull()).not.toHaveProperty('lastRecordedPullTime');
  });

  test('an index is not converted', async () => {
    ecr.registry(OWN, 'us-east-1').push('app:v1', imageIndex());
    expect((await accept(TAG, LIST, DOCKER, OCI)).failure).toBe('ImageNotFound');
    expect((await accept(TAG, 'application/vnd.oci.image.index.v1+json')).failure).toBeUndefined();
  });

  test('by digest nothing is converted', async () => {
    const imageDigest = await put(inDocker);
    for (const id of [{ imageDigest }, { imageDigest, imageTag: 'v1' }]) {
      expect(await accept(id, OCI)).toMatchObject({ type: DOCKER, document: inDocker, failure: undefined });
    }
  });
});

describe('rules', () => {
  const failure = async (imageId: ImageIdentifier) => {
    await push(client, 'app', 'v1');
    await push(client, 'app', 'other', 'other');
    const { images, failures } = await pull(imageId, { imageTag: 'v1' });
    expect(images).toHaveLength(1);
    return failures?.[0];
  };

  test('I74 an unknown tag is a failure, no exception', async () => {
    expect(await failure({ imageTag: 'x' })).toEqual({
      imageId: { imageTag: 'x' },
      failureCode: 'ImageNotFound',
      failureReason: 'Requested image not found',
    });
  });

  test('I75 neither digest nor tag', async () => {
    expect(await failure({})).toEqual({
      imageId: {},
      failureCode: 'MissingDigestAndTag',
      failureReason: 'Invalid request parameters: both tag and digest cannot be null',
    });
  });

  test('I76 a tag with another digest', async () => {
    expect(await failure({ imageTag: 'v1', imageDigest: OTHER_DIGEST })).toMatchObject({
      failureCode: 'ImageTagDoesNotMatchDigest',
      failureReason: 'Invalid request parameters: given tag does not map to the given digest',
    });
  });

  test('an unknown tag with a known digest is not found', async () => {
    expect(await failure({ imageTag: 'x', imageDigest: OTHER_DIGEST })).toMatchObject({
      failureCode: 'ImageNotFound',
    });
  });

  test('I77 a malformed digest fails alone', async () => {
    expect(await failure({ imageDigest: 'bad' })).toMatchObject({
      failureCode: 'InvalidImageDigest',
      failureReason:
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    });
  });

  test('I78 a short digest is well-formed, and not found', async () => {
    expect(await failure({ imageDigest: 'sha256:abc' })).toMatchObject({ failureCode: 'ImageNotFound' });
  });

  test('a malformed tag fails alone', async () => {
    expect(await failure({ imageTag: 'a b' })).toMatchObject({ failureCode: 'InvalidImageTag' });
  });

  test('I79 there are at most 100 ids', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => ({ imageTag: `v${index}` }));
    await expect(pull(...ids(100))).resolves.toBeDefined();
    await expect(pull(...ids(101))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must have length less than or equal to 100'",
    });
  });
});

describe('effects', () => {
  test('I80 the first pull is recorded, and each one that follows', async () => {
    await push(client, 'app', 'v1');
    expect('lastRecordedPullTime' in (await lastPull())).toBe(false);
    ecr.clock.advance(1000);
    await pull({ imageTag: 'v1' });
    expect((await lastPull()).lastRecordedPullTime).toEqual(new Date(START + 1000));
    ecr.clock.advance(1000);
    await pull({ imageDigest: DIGEST });
    expect((await lastPull()).lastRecordedPullTime).toEqual(new Date(START + 2000));
  });

  test('I125 changing what was answered changes nothing', async () => {
    await push(client, 'app', 'v1');
    const { images } = await pull({ imageTag: 'v1' });
    (images?.[0]?.imageId as ImageIdentifier).imageTag = 'changed';
    images?.pop();
    expect((await pull({ imageTag: 'v1' })).images?.[0]?.imageId?.imageTag).toBe('v1');
  });

  test('the same id twice is one row', async () => {
    await push(client, 'app', 'v1');
    expect((await pull({ imageTag: 'v1' }, { imageTag: 'v1' })).images).toHaveLength(1);
  });
});
