import {
  BatchDeleteImageCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  type ECRClient,
  type ImageIdentifier,
  ListImageReferrersCommand,
  type ListImageReferrersCommandInput,
  ListImagesCommand,
  type ListImagesCommandInput,
  PutImageCommand,
  paginateDescribeImages,
  paginateListImages,
} from '@aws-sdk/client-ecr';
import { artifact, image } from '../../../src/index.js';
import { GV5 } from '../../support/golden.js';
import { push, scene } from '../../support/scene.js';

const OWN = '111111111111';
const [ONE, TWO] = [image('one').digest, image('two').digest];

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app').createRepository('web');
}

beforeEach(() => start());

const list = (input: Partial<ListImagesCommandInput> = {}) =>
  client.send(new ListImagesCommand({ repositoryName: 'app', ...input }));
const describe_ = (input: Partial<DescribeImagesCommandInput> = {}) =>
  client.send(new DescribeImagesCommand({ repositoryName: 'app', ...input }));
const referrers = (imageDigest: string, input: Partial<ListImageReferrersCommandInput> = {}) =>
  client.send(new ListImageReferrersCommand({ repositoryName: 'app', subjectId: { imageDigest }, ...input }));
const put = (imageManifest: string, imageTag?: string) =>
  client.send(new PutImageCommand({ repositoryName: 'app', imageManifest, imageTag }));

async function pushThree(): Promise<void> {
  await push(client, 'app', 'v1', 'one');
  await push(client, 'app', 'v2', 'one');
  await push(client, 'app', undefined, 'two');
}

describe('ListImages', () => {
  test('I89 a row for each tag, and one for an untagged image', async () => {
    await pushThree();
    expect((await list()).imageIds).toEqual([
      { imageDigest: ONE, imageTag: 'v1' },
      { imageDigest: ONE, imageTag: 'v2' },
      { imageDigest: TWO },
    ]);
  });

  test('I90 the filter on tags', async () => {
    await pushThree();
    expect((await list({ filter: { tagStatus: 'TAGGED' } })).imageIds).toHaveLength(2);
    const { imageIds = [] } = await list({ filter: { tagStatus: 'UNTAGGED' } });
    expect(imageIds).toEqual([{ imageDigest: TWO }]);
    expect('imageTag' in (imageIds[0] as ImageIdentifier)).toBe(false);
    expect((await list({ filter: { tagStatus: 'ANY' } })).imageIds).toHaveLength(3);
  });

  test('I91 250 rows are pages of 100, 100 and 50, each row once', async () => {
    for (let number = 0; number < 250; number += 1) await push(client, 'app', `v${number}`, `${number % 60}`);
    const pages: ImageIdentifier[][] = [];
    for await (const page of paginateListImages({ client }, { repositoryName: 'app' })) {
      pages.push(page.imageIds ?? []);
    }
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(new Set(pages.flat().map((id) => id.imageTag)).size).toBe(250);
  });

  test('I92 an empty repository lists nothing', async () => {
    const { $metadata: _, ...answer } = await list();
    expect(answer).toEqual({ imageIds: [] });
    const { $metadata: __, ...described } = await describe_();
    expect(described).toEqual({ imageDetails: [] });
  });

  test('a token serves one listing only', async () => {
    await pushThree();
    const { nextToken = '' } = await list({ maxResults: 1 });
    const refused = { name: 'InvalidParameterException' };
    await expect(list({ nextToken, filter: { tagStatus: 'TAGGED' } })).rejects.toMatchObject(refused);
    await expect(list({ nextToken, repositoryName: 'web' })).rejects.toMatchObject(refused);
    await expect(describe_({ nextToken })).rejects.toMatchObject(refused);
    await expect(list({ nextToken: `${nextToken.slice(0, -4)}AAAA` })).rejects.toMatchObject(refused);
    await expect(list({ nextToken, maxResults: 2 })).resolves.toMatchObject({ imageIds: { length: 2 } });
  });
});

describe('pages while images come and go', () => {
  const names = Array.from({ length: 40 }, (_, index) => `image-${index}`);

  test.each(['insertion', 'shuffled'] as const)(
    'a cleaner that deletes what it listed sees each image once and comes to an end, in %s order',
    async (listOrder) => {
      start({ listOrder, seed: 3 });
      for (const name of names) await push(client, 'app', undefined, name);
      const seen: string[] = [];
      for await (const page of paginateDescribeImages({ client, pageSize: 9 }, { repositoryName: 'app' })) {
        const imageIds = (page.imageDetails ?? []).map(({ imageDigest }) => ({ imageDigest }));
        expect(imageIds).not.toEqual([]);
        seen.push(...imageIds.map((id) => id.imageDigest as string));
        await client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }));
      }
      expect([...seen].sort()).toEqual(names.map((name) => image(name).digest).sort());
      expect((await describe_()).imageDetails).toEqual([]);
    },
  );

  test('images pushed meanwhile hide none of the others', async () => {
    for (const name of names) await push(client, 'app', name, name);
    const seen: string[] = [];
    for await (const page of paginateListImages({ client, pageSize: 7 }, { repositoryName: 'app' })) {
      seen.push(...(page.imageIds ?? []).map((id) => id.imageTag as string));
      if (seen.length < 40) await push(client, 'app', `more-${seen.length}`, `more-${seen.length}`);
    }
    expect(names.every((name) => seen.includes(name))).toBe(true);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('shuffled lists have the same rows, in an order that the seed fixes', async () => {
    const order = async (options: Parameters<typeof scene>[0]) => {
      start(options);
      for (const name of names) await push(client, 'app', name, name);
      return (await list()).imageIds?.map((id) => id.imageTag as string) ?? [];
    };
    const shuffled = await order({ listOrder: 'shuffled', seed: 5 });
    expect(shuffled).not.toEqual(names);
    expect([...shuffled].sort()).toEqual([...names].sort());
    expect(await order({ listOrder: 'shuffled', seed: 5 })).toEqual(shuffled);
    expect(await order({ listOrder: 'shuffled', seed: 6 })).not.toEqual(shuffled);
  });
});

describe('DescribeImages', () => {
  test('I93 asked by one tag, an image shows all of them', async () => {
    await pushThree();
    const { imageDetails } = await describe_({ imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }] });
    expect(imageDetails?.map((one) => one.imageTags)).toEqual([['v1', 'v2']]);
  });

  test('I94 an unknown tag fails the call, with null for the other half', async () => {
    await expect(describe_({ imageIds: [{ imageTag: 'x' }] })).rejects.toMatchObject({
      name: 'ImageNotFoundException',
      message: `The image with imageId {imageDigest:'null', imageTag:'x'} does not exist within the repository with name 'app' in the registry with id '${OWN}'`,
    });
  });

  test('I95 also beside a known one', async () => {
    await pushThree();
    const imageIds = [{ imageTag: 'v1' }, { imageTag: 'x' }];
    await expect(describe_({ imageIds })).rejects.toMatchObject({ name: 'ImageNotFoundException' });
  });

  test('an empty id is refused', async () => {
    await expect(describe_({ imageIds: [{}] })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('I96 the members of an image', async () => {
    await put(GV5.m.manifest, 'v1');
    const { imageDetails } = await describe_();
    expect(imageDetails).toEqual([
      {
        registryId: OWN,
        repositoryName: 'app',
        imageDigest: GV5.m.digest,
        imageTags: ['v1'],
        imageSizeInBytes: 7,
        imagePushedAt: expect.any(Date) as Date,
        imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactMediaType: 'application/vnd.oci.image.config.v1+json',
        imageStatus: 'ACTIVE',
      },
    ]);
  });

  test('I97 an index has no artifact media type, and the size of its largest child', async () => {
    await put(GV5.m.manifest);
    await put(GV5.x.manifest);
    const { imageDetails } = await describe_({ imageIds: [{ imageDigest: GV5.x.digest }] });
    expect('artifactMediaType' in (imageDetails?.[0] ?? {})).toBe(false);
    expect(imageDetails?.[0]?.imageSizeInBytes).toBe(7);
  });

  test('I98 a referrer names its subject, the subject names none', async () => {
    await put(GV5.m.manifest);
    await put(GV5.r.manifest);
    const [m = {}, r] = (await describe_()).imageDetails ?? [];
    expect(r?.subjectManifestDigest).toBe(GV5.m.digest);
    expect('subjectManifestDigest' in m).toBe(false);
  });

  test('ids with paging are answered, or refused by option', async () => {
    const input = { imageIds: [{ imageTag: 'v1' }], maxResults: 5 };
    await pushThree();
    await expect(describe_(input)).resolves.toMatchObject({ imageDetails: { length: 1 } });
    start({ behaviour: { pagingWithIds: 'refuse' } });
    await pushThree();
    await expect(describe_(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('ListImageReferrers', () => {
  beforeEach(() => put(GV5.m.manifest));

  test('I99 a referrer with its type and its size', async () => {
    await put(GV5.r.manifest);
    expect((await referrers(GV5.m.digest)).referrers).toEqual([
      {
        digest: GV5.r.digest,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactType: 'application/example',
        size: 580,
        artifactStatus: 'ACTIVE',
      },
    ]);
  });

  test('I100 the filter on types', async () => {
    await put(GV5.r.manifest);
    const types = (...artifactTypes: string[]) => referrers(GV5.m.digest, { filter: { artifactTypes } });
    expect((await types('other')).referrers).toEqual([]);
    expect((await types('other', 'application/example')).referrers).toHaveLength(1);
  });

  test('I101 an unknown subject has none', async () => {
    expect((await referrers(`sha256:${'0'.repeat(64)}`)).referrers).toEqual([]);
  });

  test('a list of manifests may refer too: it has no type, and no filter on types finds it', async () => {
    const subject = {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: GV5.m.digest,
      size: Buffer.byteLength(GV5.m.manifest),
    };
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    await put(JSON.stringify({ schemaVersion: 2, mediaType, manifests: [], subject }));
    const found = (await referrers(GV5.m.digest)).referrers ?? [];
    expect(found).toMatchObject([{ mediaType, artifactStatus: 'ACTIVE' }]);
    expect(found[0]).not.toHaveProperty('artifactType');
    const filter = { artifactTypes: ['application/example'] };
    expect((await referrers(GV5.m.digest, { filter })).referrers).toEqual([]);
  });

  test('a token serves one subject only', async () => {
    const subject = { ...image(), digest: GV5.m.digest };
    for (const name of ['a', 'b']) await put(artifact({ name, subject }).manifest);
    const { nextToken = '' } = await referrers(GV5.m.digest, { maxResults: 1 });
    await expect(referrers(ONE, { nextToken })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect((await referrers(GV5.m.digest, { nextToken })).referrers).toHaveLength(1);
  });

  test('pages of 20, and annotations', async () => {
    const subject = { ...image(), digest: GV5.m.digest };
    for (let number = 0; number < 25; number += 1) {
      await put(artifact({ name: `${number}`, subject, annotations: { number: `${number}` } }).manifest);
    }
    const first = await referrers(GV5.m.digest);
    const second = await referrers(GV5.m.digest, { nextToken: first.nextToken });
    expect([first.referrers?.length, second.referrers?.length, second.nextToken]).toEqual([20, 5, undefined]);
    expect(first.referrers?.[3]?.annotations).toEqual({ number: '3' });
    await expect(referrers(GV5.m.digest, { maxResults: 51 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
