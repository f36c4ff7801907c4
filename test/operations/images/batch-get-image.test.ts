import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
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

  test('the stored manifest is answered, whatever types are accepted', async () => {
    await push(client, 'app', 'v1');
    for (const type of [
      'application/vnd.oci.image.manifest.v1+json',
      'application/vnd.docker.distribution.manifest.v1+json',
    ]) {
      const input = { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }], acceptedMediaTypes: [type] };
      const { images } = await client.send(new BatchGetImageCommand(input));
      expect(images?.[0]?.imageManifest).toBe(image('content').manifest);
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
