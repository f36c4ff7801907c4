/** What PutImage makes of each kind of manifest there is, and what goes with an image when it goes. */
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  ListImageReferrersCommand,
  ListImagesCommand,
  PutImageCommand,
  type TagStatus,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { artifact, image } from '../../../src/index.js';
import { scene } from '../../support/scene.js';

const OWN = '111111111111';
const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const config = {
  mediaType: 'application/vnd.docker.container.image.v1+json',
  size: 10,
  digest: digestOf('c'),
};
const layer = (digit: string, more: object = {}) => ({
  mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  size: 100,
  digest: digestOf(digit),
  ...more,
});
const docker = (...layers: readonly object[]) =>
  JSON.stringify({ schemaVersion: 2, mediaType: DOCKER, config, layers });

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

async function start(options: Parameters<typeof scene>[0] = {}): Promise<void> {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
}

beforeEach(() => start());

const put = async (imageManifest: string, imageTag?: string, imageManifestMediaType?: string) => {
  const { image: pushed } = await client.send(
    new PutImageCommand({ repositoryName: 'app', imageManifest, imageTag, imageManifestMediaType }),
  );
  return pushed?.imageId?.imageDigest as string;
};
const remove = (...imageIds: { imageDigest?: string; imageTag?: string }[]) =>
  client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }));
const details = async () =>
  (await client.send(new DescribeImagesCommand({ repositoryName: 'app' }))).imageDetails ?? [];
const listed = async (tagStatus: TagStatus) =>
  (await client.send(new ListImagesCommand({ repositoryName: 'app', filter: { tagStatus } }))).imageIds;
const invalid = { name: 'InvalidParameterException', message: /'Invalid JSON syntax'$/ };

describe('shape', () => {
  test('an image of Docker has the size of its config and layers', async () => {
    await put(docker(layer('1'), layer('2')), 'v1');
    expect(await details()).toMatchObject([
      {
        imageManifestMediaType: DOCKER,
        artifactMediaType: config.mediaType,
        imageSizeInBytes: 210,
      },
    ]);
  });

  test('a manifest list of Docker has its children, and the size of the largest', async () => {
    const small = await put(docker(layer('1')));
    const large = await put(docker(layer('1'), layer('2')));
    const manifests = [small, large].map((digest) => ({ mediaType: DOCKER, size: 1, digest }));
    const list = await put(JSON.stringify({ schemaVersion: 2, mediaType: DOCKER_LIST, manifests }), 'v1');
    expect(await details()).toContainEqual(
      expect.objectContaining({
        imageDigest: list,
        imageManifestMediaType: DOCKER_LIST,
        imageSizeInBytes: 210,
      }),
    );
    const { failures } = await remove({ imageDigest: small });
    expect(failures).toMatchObject([{ failureCode: 'ImageReferencedByManifestList' }]);
  });

  test('sizes that are none count nothing', async () => {
    const odd = docker(layer('1', { size: -5 }), layer('2', { size: '7' }), layer('3', { size: 0 }));
    await put(odd, 'v1');
    expect((await details())[0]?.imageSizeInBytes).toBe(10);
  });

  test('empty texts are as if they were not there', async () => {
    const empty = { ...config, mediaType: '' };
    const manifest = {
      schemaVersion: 2,
      mediaType: '',
      artifactType: '',
      config: empty,
      layers: [layer('1')],
    };
    await put(JSON.stringify({ ...manifest, subject: { digest: '' } }), 'v1', DOCKER);
    const [found] = await details();
    expect(found?.imageManifestMediaType).toBe(DOCKER);
    expect(found).not.toHaveProperty('artifactMediaType');
    expect(found).not.toHaveProperty('subjectManifestDigest');
  });
});

describe('rules', () => {
  test.each([
    ['no config', { mediaType: DOCKER, layers: [layer('1')] }],
    ['a config that is a text', { mediaType: DOCKER, config: 'config', layers: [layer('1')] }],
    ['layers that are not a list', { mediaType: DOCKER, config, layers: {} }],
    ['a layer without a digest', { mediaType: DOCKER, config, layers: [{ size: 1 }] }],
    ['children that are not a list', { mediaType: DOCKER_LIST, manifests: {} }],
    ['a child without a digest', { mediaType: DOCKER_LIST, manifests: [{}] }],
    ['no media type at all', { config, layers: [layer('1')] }],
    ['an empty media type', { mediaType: '', config, layers: [layer('1')] }],
  ])('%s is invalid', async (_, document) => {
    const text = JSON.stringify({ schemaVersion: 2, ...document });
    await expect(put(text)).rejects.toMatchObject({
      name: invalid.name,
      message: expect.stringMatching(invalid.message) as string,
    });
    await expect(put(text, undefined, '')).rejects.toMatchObject({ name: invalid.name });
    expect(await details()).toEqual([]);
  });

  test('an image has at least one layer', async () => {
    await expect(put(docker())).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("'Image has to have at least 1 layer'") as string,
    });
  });

  test('a layer that lives elsewhere need not be uploaded, any other must', async () => {
    await start({ layers: 'required' });
    const urls = ['https://example.com/layer'];
    await expect(put(docker(layer('1', { urls }), layer('2', { urls: [] })))).rejects.toMatchObject({
      name: 'LayersNotFoundException',
      message: expect.stringContaining(`'[${digestOf('c')}, ${digestOf('2')}]'`) as string,
    });
  });
});

describe('effects', () => {
  test('a referrer that went is listed no more, and the others are', async () => {
    const subject = image('subject');
    await put(subject.manifest, 'v1');
    const first = await put(artifact({ name: 'first', subject }).manifest);
    const second = await put(artifact({ name: 'second', subject }).manifest);
    const referrers = async () =>
      (
        await client.send(
          new ListImageReferrersCommand({
            repositoryName: 'app',
            subjectId: { imageDigest: subject.digest },
          }),
        )
      ).referrers?.map(({ digest }) => digest);
    await remove({ imageDigest: first });
    expect(await referrers()).toEqual([second]);
    await remove({ imageDigest: second });
    expect(await referrers()).toEqual([]);
    await put(artifact({ name: 'first', subject }).manifest);
    expect(await referrers()).toEqual([first]);
  });

  test('the child of two lists stays until both are gone', async () => {
    const child = await put(docker(layer('1')));
    const list = (annotations: object) =>
      put(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: DOCKER_LIST,
          manifests: [{ mediaType: DOCKER, size: 1, digest: child }],
          annotations,
        }),
      );
    const lists = [await list({ a: '1' }), await list({ a: '2' })];
    for (const imageDigest of lists) {
      expect((await remove({ imageDigest: child })).failures).toHaveLength(1);
      await remove({ imageDigest });
    }
    expect((await remove({ imageDigest: child })).failures).toEqual([]);
  });

  test('an image is listed as tagged as long as it has a tag', async () => {
    const digest = await put(docker(layer('1')), 'v1');
    await put(docker(layer('1')), 'v2');
    const other = await put(docker(layer('2')));
    const v1 = { imageDigest: digest, imageTag: 'v1' };
    const v2 = { imageDigest: digest, imageTag: 'v2' };
    expect(await listed('TAGGED')).toEqual([v1, v2]);
    expect(await listed('UNTAGGED')).toEqual([{ imageDigest: other }]);
    await put(docker(layer('2')), 'v2');
    expect(await listed('TAGGED')).toEqual([v1, { imageDigest: other, imageTag: 'v2' }]);
    expect(await listed('UNTAGGED')).toEqual([]);
    await put(docker(layer('2')), 'v1');
    expect(await listed('UNTAGGED')).toEqual([{ imageDigest: digest }]);
  });

  test.each([
    ['by digest and by tag', [{ imageDigest: 'DIGEST' }, { imageTag: 'v1' }]],
    ['by digest twice', [{ imageDigest: 'DIGEST' }, { imageDigest: 'DIGEST' }]],
    ['by tag twice', [{ imageTag: 'v1' }, { imageTag: 'v1' }]],
    ['by tag and then by both', [{ imageTag: 'v1' }, { imageDigest: 'DIGEST', imageTag: 'v1' }]],
  ])('named %s, an image goes once', async (_, ids: { imageDigest?: string; imageTag?: string }[]) => {
    const digest = await put(docker(layer('1')), 'v1');
    await put(docker(layer('1'), layer('2')), 'other');
    const before = ecr.events.length;
    const { imageIds, failures } = await remove(
      ...ids.map((id) => (id.imageDigest === undefined ? id : { ...id, imageDigest: digest })),
    );
    expect({ imageIds, failures }).toEqual({
      imageIds: [{ imageDigest: digest, imageTag: 'v1' }],
      failures: [],
    });
    expect(ecr.events.slice(before)).toMatchObject([
      { detail: { 'action-type': 'DELETE', 'image-digest': digest, 'image-tag': 'v1' } },
    ]);
    // What the other image has in common with it is still there.
    await remove({ imageTag: 'v1' });
    const layerDigest = digestOf('1');
    const { layers } = await client.send(
      new BatchCheckLayerAvailabilityCommand({ repositoryName: 'app', layerDigests: [layerDigest] }),
    );
    expect(layers).toMatchObject([{ layerDigest, layerAvailability: 'AVAILABLE' }]);
    await expect(
      client.send(new GetDownloadUrlForLayerCommand({ repositoryName: 'app', layerDigest })),
    ).resolves.toMatchObject({ layerDigest });
  });

  test('a tag named twice beside others goes once', async () => {
    const digest = await put(docker(layer('1')), 'v1');
    await put(docker(layer('1')), 'v2');
    await put(docker(layer('1')), 'v3');
    const { imageIds } = await remove({ imageTag: 'v1' }, { imageTag: 'v1' });
    expect(imageIds).toEqual([{ imageDigest: digest, imageTag: 'v1' }]);
    expect((await details())[0]?.imageTags).toEqual(['v2', 'v3']);
  });

  test('a layer is inaccessible while all its images are archived, and not longer', async () => {
    const one = await put(docker(layer('1')), 'v1');
    const two = await put(docker(layer('1'), layer('2')), 'v2');
    const layerDigest = digestOf('1');
    const download = () =>
      client.send(new GetDownloadUrlForLayerCommand({ repositoryName: 'app', layerDigest })).then(
        () => 'there',
        (error: Error) => error.name,
      );
    const move = (imageDigest: string, targetStorageClass: 'ARCHIVE' | 'STANDARD') =>
      client.send(
        new UpdateImageStorageClassCommand({
          repositoryName: 'app',
          imageId: { imageDigest },
          targetStorageClass,
        }),
      );
    await move(one, 'ARCHIVE');
    expect(await download()).toBe('there');
    await move(two, 'ARCHIVE');
    expect(await download()).toBe('LayerInaccessibleException');
    await move(one, 'STANDARD');
    ecr.settle();
    expect(await download()).toBe('there');
    await remove({ imageDigest: two });
    expect(await download()).toBe('there');
  });

  test('the reason why an image stays in its class is told', async () => {
    const child = await put(docker(layer('1')), 'child');
    const manifests = [{ mediaType: DOCKER, size: 1, digest: child }];
    await put(JSON.stringify({ schemaVersion: 2, mediaType: DOCKER_LIST, manifests }), 'v1');
    const move = (targetStorageClass: 'ARCHIVE' | 'STANDARD') =>
      client.send(
        new UpdateImageStorageClassCommand({
          repositoryName: 'app',
          imageId: { imageDigest: child },
          targetStorageClass,
        }),
      );
    await expect(move('ARCHIVE')).rejects.toThrow(
      `The storage class of the image with digest '${child}' can't be updated to ARCHIVE because it is referenced by a manifest list`,
    );
    await expect(move('STANDARD')).rejects.toThrow(
      `The storage class of the image with digest '${child}' can't be updated to STANDARD because its status is ACTIVE`,
    );
  });
});
