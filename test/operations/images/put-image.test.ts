import {
  type ECRClient,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  PutImageCommand,
  type PutImageCommandInput,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import { image, imageIndex } from '../../../src/index.js';
import { GV1, GV5 } from '../../support/golden.js';
import { push, removeTag, scene, tagsByDigest } from '../../support/scene.js';

const OWN = '111111111111';
const M = GV5.m;
const OCI = 'application/vnd.oci.image.manifest.v1+json';
const { mediaType: _, ...WITHOUT_TYPE } = JSON.parse(M.manifest) as Record<string, unknown>;
const invalidSyntax = {
  name: 'InvalidParameterException',
  message: "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
};

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

async function start(options: Parameters<typeof scene>[0] = {}): Promise<void> {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
}

beforeEach(() => start());

const put = (input: Partial<PutImageCommandInput> = {}) =>
  client.send(new PutImageCommand({ repositoryName: 'app', imageManifest: M.manifest, ...input }));
const immutable = () =>
  client.send(new PutImageTagMutabilityCommand({ repositoryName: 'app', imageTagMutability: 'IMMUTABLE' }));
const details = async () =>
  (await client.send(new DescribeImagesCommand({ repositoryName: 'app' }))).imageDetails ?? [];

describe('shape', () => {
  test('I48 the id has digest and tag, and the manifest comes back to the byte', async () => {
    const { image: pushed } = await put({ imageTag: 'v1' });
    expect(pushed).toEqual({
      registryId: OWN,
      repositoryName: 'app',
      imageId: { imageDigest: M.digest, imageTag: 'v1' },
      imageManifest: M.manifest,
      imageManifestMediaType: OCI,
    });
  });

  test('I49 without a tag there is no such key', async () => {
    const { image: pushed } = await put();
    expect('imageTag' in (pushed?.imageId ?? {})).toBe(false);
  });

  test('I51 the official sample has its digest and its size', async () => {
    await put({ imageManifest: GV1.manifest, imageTag: 'v1' });
    expect((await details())[0]).toMatchObject({ imageDigest: GV1.digest, imageSizeInBytes: GV1.size });
  });

  test('I54 a manifest without a media type takes that of the parameter', async () => {
    const imageManifest = JSON.stringify(WITHOUT_TYPE);
    const { image: pushed } = await put({ imageManifest, imageManifestMediaType: OCI });
    expect(pushed?.imageManifestMediaType).toBe(OCI);
    expect((await details())[0]?.imageManifestMediaType).toBe(OCI);
  });
});

describe('rules', () => {
  test('I52 a manifest that is not JSON is refused', async () => {
    await expect(put({ imageManifest: 'not json' })).rejects.toMatchObject(invalidSyntax);
  });

  test('I53 no media type anywhere is the same', async () => {
    await expect(put({ imageManifest: JSON.stringify(WITHOUT_TYPE) })).rejects.toMatchObject(invalidSyntax);
  });

  test('I55 an unsupported media type is the same', async () => {
    const mediaType = 'application/vnd.oci.artifact.manifest.v1+json';
    const imageManifest = JSON.stringify({ ...WITHOUT_TYPE, mediaType });
    await expect(put({ imageManifest })).rejects.toMatchObject(invalidSyntax);
  });

  test('I56 an image has at least one layer', async () => {
    const imageManifest = JSON.stringify({ ...WITHOUT_TYPE, mediaType: OCI, layers: [] });
    await expect(put({ imageManifest })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Image has to have at least 1 layer') as string,
    });
  });

  test('I57 a digest that is another is refused, and nothing is stored', async () => {
    const given = `sha256:${'0'.repeat(64)}`;
    await expect(put({ imageDigest: given })).rejects.toMatchObject({
      name: 'ImageDigestDoesNotMatchException',
      message: `The image with digest '${given}' in repository 'app' and registry ID '${OWN}' does not match the image digest that Amazon ECR has calculated.`,
    });
    expect(await details()).toEqual([]);
  });

  test('I60 an index needs its children', async () => {
    await expect(put({ imageManifest: GV5.x.manifest })).rejects.toMatchObject({
      name: 'ReferencedImagesNotFoundException',
      message: `Images with digests '[${M.digest}]' required for pushing image into repository with name 'app' in the registry with id '${OWN}' do not exist`,
    });
  });

  test('I62 the same digest and tag exist already', async () => {
    await put({ imageTag: 'v1' });
    await expect(put({ imageTag: 'v1' })).rejects.toMatchObject({
      name: 'ImageAlreadyExistsException',
      message: `Image with digest '${M.digest}' and tag 'v1' already exists in the repository with name 'app' in registry with id '${OWN}'`,
    });
  });

  test('the same digest without a tag exists already', async () => {
    await put({ imageTag: 'v1' });
    await expect(put()).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' });
  });

  test('I65 an immutable tag stays where it is', async () => {
    await immutable();
    await put({ imageTag: 'v1' });
    await expect(push(client, 'app', 'v1', 'another')).rejects.toMatchObject({
      name: 'ImageTagAlreadyExistsException',
      message:
        "The image tag 'v1' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
    });
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: ['v1'] });
  });

  test.each(['ImageAlreadyExistsException', 'ImageTagAlreadyExistsException'] as const)(
    'I67 the same again in an immutable repository is %s, by option',
    async (name) => {
      await start({ behaviour: { sameImageInImmutableRepository: name } });
      await immutable();
      await put({ imageTag: 'v1' });
      await expect(put({ imageTag: 'v1' })).rejects.toMatchObject({ name });
    },
  );

  test('I67 by default it is ImageAlreadyExistsException', async () => {
    await immutable();
    await put({ imageTag: 'v1' });
    await expect(put({ imageTag: 'v1' })).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' });
  });

  test('I69 an image has at most 1000 tags', async () => {
    for (let number = 0; number < 1000; number += 1) await put({ imageTag: `v${number}` });
    await expect(put({ imageTag: 'one-more' })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: `Adding tag 'one-more' to an image in the repository with name 'app' in registry with id '${OWN}' exceeds the maximum allowed number of tags per image which is '1000'`,
    });
  });

  test('a repository has at most so many images', async () => {
    await start({ limits: { imagesPerRepository: 1 } });
    await put({ imageTag: 'v1' });
    await expect(push(client, 'app', 'v2', 'another')).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await expect(put({ imageTag: 'v3' })).resolves.toBeDefined();
  });

  test('an image has at most so many layers, if the test says so', async () => {
    await start({ limits: { layersPerImage: 2 } });
    await expect(put({ imageManifest: image({ layers: 2 }).manifest })).resolves.toBeDefined();
    await expect(put({ imageManifest: image({ layers: 3 }).manifest })).rejects.toMatchObject({
      message:
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Limit on number of layers per image exceeded'",
    });
  });

  test('I70 a missing repository is not created', async () => {
    await expect(put({ repositoryName: 'nope' })).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
    });
    const { repositories } = await client.send(new DescribeRepositoriesCommand({}));
    expect(repositories).toHaveLength(1);
  });

  test('I71 a tag has its pattern', async () => {
    await expect(put({ imageTag: 'a b' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression '[a-zA-Z0-9-_.]+''",
    });
  });
});

describe('effects', () => {
  test('I50 a newline makes another image', async () => {
    await put({ imageTag: 'v1' });
    await put({ imageManifest: GV5.mWithNewline.manifest });
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: ['v1'], [GV5.mWithNewline.digest]: [] });
  });

  test('I61 an index and its child are two images, the child without tag', async () => {
    await put();
    await put({ imageManifest: GV5.x.manifest, imageTag: 'v1' });
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: [], [GV5.x.digest]: ['v1'] });
  });

  test('I63 a new tag on the same digest is another name of one image', async () => {
    await put({ imageTag: 'v1' });
    await put({ imageTag: 'v2' });
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: ['v1', 'v2'] });
  });

  test('a new tag does not renew the moment of the push', async () => {
    await put({ imageTag: 'v1' });
    const [before] = await details();
    ecr.clock.advance(60_000);
    await put({ imageTag: 'v2' });
    expect((await details())[0]?.imagePushedAt).toEqual(before?.imagePushedAt);
  });

  test('I64 a tag that moves leaves the old image untagged', async () => {
    await put({ imageTag: 'v1' });
    const second = await push(client, 'app', 'v1', 'another');
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: [], [second]: ['v1'] });
    const old = (await details()).find((one) => one.imageDigest === M.digest) ?? {};
    expect('imageTags' in old).toBe(false);
  });

  test('I66 an immutable repository takes new tags', async () => {
    await immutable();
    await put({ imageTag: 'v1' });
    await put({ imageTag: 'v2' });
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: ['v1', 'v2'] });
  });

  test('I68 a deleted tag is free again, in an immutable repository too', async () => {
    await immutable();
    await put({ imageTag: 'v1' });
    await removeTag(client, 'app', 'v1');
    const digest = await push(client, 'app', 'v1', 'another');
    expect(await tagsByDigest(client, 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('an image pulled can be put again with another tag and no media type', async () => {
    await put({ imageTag: 'v1' });
    const imageIds = [{ imageTag: 'v1' }];
    const { images } = await client.send(new BatchGetImageCommand({ repositoryName: 'app', imageIds }));
    await put({ imageManifest: images?.[0]?.imageManifest, imageTag: 'latest' });
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: ['v1', 'latest'] });
  });

  test('an input used again and changed between calls is two images', async () => {
    const input = { repositoryName: 'app', imageManifest: M.manifest, imageTag: 'v1' };
    const first = client.send(new PutImageCommand(input));
    input.imageTag = 'v2';
    await first;
    await client.send(new PutImageCommand(input));
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: ['v1', 'v2'] });
  });

  test('a tag may be called __proto__ or constructor', async () => {
    await put({ imageTag: '__proto__' });
    await put({ imageTag: 'constructor' });
    expect(await tagsByDigest(client, 'app')).toEqual({ [M.digest]: ['__proto__', 'constructor'] });
  });
});

test.each([
  ['max', (sizes: number[]) => Math.max(...sizes)],
  ['sum', (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0)],
] as const)('the size of an index is the %s of its images, as the option says', (indexSize, expected) => {
  const fake = scene({ behaviour: { indexSize } });
  const children = [image({ name: 'a', layers: [10] }), image({ name: 'b', layers: [300] })];
  const repository = fake.registry('111122223333', 'us-east-1').createRepository('app').repository('app');
  repository.push('all', imageIndex({ images: children }));
  const [a, b, index] = repository.images.map((one) => one.size) as [number, number, number];
  expect(index).toBe(expected([a, b]));
});
