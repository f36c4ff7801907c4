import { type Probe, assumed, known } from '../probe.js';

const missing = `sha256:${'0'.repeat(64)}`;

/** Images: pushed, pulled, listed, tagged and deleted. */
export const IMAGE_PROBES: readonly Probe[] = [
  known('I48', 'PutImage answers digest, tag and manifest', async (bench) => {
    const repositoryName = await bench.repository();
    const image = bench.image('one');
    await bench.upload(repositoryName, image);
    return bench.put(repositoryName, 'v1', image.manifest);
  }),
  known('I49', 'without a tag there is no such key', async (bench) => {
    const repositoryName = await bench.repository();
    const image = bench.image('one');
    await bench.upload(repositoryName, image);
    const { image: put } = await bench.put(repositoryName, undefined, image.manifest);
    return Object.keys(put?.imageId ?? {}).sort();
  }),
  known('I52', 'a manifest that is not JSON is refused', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('PutImage', { repositoryName, imageManifest: 'not JSON', imageTag: 'v1' });
  }),
  known('I53', 'a manifest without a media type anywhere is refused', async (bench) => {
    const repositoryName = await bench.repository();
    const { mediaType: _, ...manifest } = JSON.parse(bench.image('one').manifest) as Record<string, unknown>;
    return bench.attempt('PutImage', { repositoryName, imageManifest: JSON.stringify(manifest) });
  }),
  known('I56', 'an image without layers is refused', async (bench) => {
    const repositoryName = await bench.repository();
    const image = bench.image('one');
    await bench.upload(repositoryName, image);
    const manifest = { ...(JSON.parse(image.manifest) as object), layers: [] };
    return bench.attempt('PutImage', { repositoryName, imageManifest: JSON.stringify(manifest) });
  }),
  known('I57', 'a digest that is another is refused', async (bench) => {
    const repositoryName = await bench.repository();
    const image = bench.image('one');
    await bench.upload(repositoryName, image);
    return bench.attempt('PutImage', {
      repositoryName,
      imageManifest: image.manifest,
      imageDigest: missing,
    });
  }),
  known('I58', 'an image needs its layers', async (bench) => {
    const repositoryName = await bench.repository();
    const image = bench.image('one');
    await bench.uploadBlob(repositoryName, image.config);
    return bench.attempt('PutImage', { repositoryName, imageManifest: image.manifest, imageTag: 'v1' });
  }),
  known('I59', 'layers of another repository do not count', async (bench) => {
    const image = bench.image('one');
    await bench.upload(await bench.repository('one'), image);
    const repositoryName = await bench.repository('two');
    const attempt = await bench.attempt('PutImage', { repositoryName, imageManifest: image.manifest });
    return 'refused' in attempt ? attempt.refused : attempt;
  }),
  known('I60', 'an index needs its children', async (bench) => {
    const repositoryName = await bench.repository();
    const { manifest: imageManifest } = bench.index([bench.image('one')]);
    return bench.attempt('PutImage', { repositoryName, imageManifest, imageTag: 'v1' });
  }),
  known('I62', 'the same digest and tag exist already', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const { manifest: imageManifest } = bench.image('one');
    return bench.attempt('PutImage', { repositoryName, imageManifest, imageTag: 'v1' });
  }),
  known('I63', 'a new tag on the same digest is another name of one image', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v2', 'one');
    return bench.tagsOf(repositoryName);
  }),
  known('I64', 'a tag that moves leaves the old image untagged', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v1', 'two');
    return bench.tagsOf(repositoryName);
  }),
  assumed('U14', 'an existing digest is put without a tag', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const { manifest: imageManifest } = bench.image('one');
    return bench.attempt('PutImage', { repositoryName, imageManifest });
  }),
  assumed('U18', 'whether a new tag changes when an image was pushed', async (bench) => {
    const repositoryName = await bench.repository();
    const pushedAt = async () => {
      const { imageDetails } = await bench.call('DescribeImages', { repositoryName });
      return Number(imageDetails?.[0]?.imagePushedAt);
    };
    await bench.push(repositoryName, 'v1', 'one');
    const before = await pushedAt();
    await bench.pause();
    await bench.push(repositoryName, 'v2', 'one');
    return { isTheSame: (await pushedAt()) === before };
  }),
  assumed('U20', 'a media type that contradicts the manifest', async (bench) => {
    const repositoryName = await bench.repository();
    const image = bench.image('one');
    await bench.upload(repositoryName, image);
    return bench.attempt('PutImage', {
      repositoryName,
      imageManifest: image.manifest,
      imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    });
  }),
  known('U21', 'an index has no artifact type, and the size of its largest child', async (bench) => {
    const repositoryName = await bench.repository();
    const texts = ['one', 'a larger one'];
    for (const text of texts) await bench.push(repositoryName, undefined, text);
    const { manifest, digest } = bench.index(texts.map((text) => bench.image(text)));
    await bench.put(repositoryName, 'v1', manifest);
    const { imageDetails } = await bench.call('DescribeImages', {
      repositoryName,
      imageIds: [{ imageDigest: digest }],
    });
    const { imageSizeInBytes, artifactMediaType, imageManifestMediaType } = imageDetails?.[0] ?? {};
    return { imageSizeInBytes, artifactMediaType, imageManifestMediaType };
  }),
  assumed('U28', 'an index without manifests', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('PutImage', { repositoryName, imageManifest: bench.index([]).manifest });
  }),
  known('I72', 'by tag there is one row, with the manifest', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v2', 'one');
    return bench.call('BatchGetImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] });
  }),
  assumed('I73', 'by digest there is one row for each tag', async (bench) => {
    const repositoryName = await bench.repository();
    const imageDigest = await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v2', 'one');
    const { images = [] } = await bench.call('BatchGetImage', {
      repositoryName,
      imageIds: [{ imageDigest }],
    });
    return images.map(({ imageId }) => imageId?.imageTag ?? '').sort();
  }),
  known('I74', 'an unknown tag is a failure, no exception', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.call('BatchGetImage', { repositoryName, imageIds: [{ imageTag: 'none' }] });
  }),
  known('I75', 'an id with neither digest nor tag', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('BatchGetImage', { repositoryName, imageIds: [{}] });
  }),
  assumed('I76', 'a tag with the digest of another image', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const imageDigest = await bench.push(repositoryName, 'v2', 'two');
    return bench.attempt('BatchGetImage', { repositoryName, imageIds: [{ imageTag: 'v1', imageDigest }] });
  }),
  known('I77', 'a malformed digest fails alone', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('BatchGetImage', { repositoryName, imageIds: [{ imageDigest: 'md5:abc' }] });
  }),
  known('I78', 'a short digest is well-formed, and not found', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('BatchGetImage', { repositoryName, imageIds: [{ imageDigest: 'sha256:abc' }] });
  }),
  known('I79', '101 ids are refused', async (bench) => {
    const repositoryName = await bench.repository();
    const imageIds = Array.from({ length: 101 }, (_, index) => ({ imageTag: `v${index}` }));
    return bench.attempt('BatchGetImage', { repositoryName, imageIds });
  }),
  assumed('U7', 'the reason for a tag that can not be one', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('BatchGetImage', { repositoryName, imageIds: [{ imageTag: '-not a tag-' }] });
  }),
  known('I81', 'a tag among others goes alone', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v2', 'one');
    const answer = await bench.call('BatchDeleteImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] });
    return [answer, await bench.tagsOf(repositoryName)];
  }),
  known('I82', 'the last tag takes the image with it', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const answer = await bench.call('BatchDeleteImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] });
    return [answer, await bench.tagsOf(repositoryName)];
  }),
  known('I84', 'the child of an index stays', async (bench) => {
    const repositoryName = await bench.repository();
    const imageDigest = await bench.push(repositoryName, undefined, 'one');
    const { manifest, digest } = bench.index([bench.image('one')]);
    await bench.put(repositoryName, 'v1', manifest);
    const answer = await bench.call('BatchDeleteImage', { repositoryName, imageIds: [{ imageDigest }] });
    return JSON.parse(JSON.stringify(answer).replaceAll(digest, '<index>')) as unknown;
  }),
  known('I87', 'an unknown id fails alone', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const imageIds = [{ imageTag: 'none' }, { imageTag: 'v1' }];
    return bench.call('BatchDeleteImage', { repositoryName, imageIds });
  }),
  assumed('U15', 'an index and its child in one BatchDeleteImage', async (bench) => {
    const repositoryName = await bench.repository();
    const child = await bench.push(repositoryName, undefined, 'one');
    const { manifest, digest } = bench.index([bench.image('one')]);
    await bench.put(repositoryName, 'v1', manifest);
    const imageIds = [{ imageDigest: child }, { imageDigest: digest }];
    await bench.call('BatchDeleteImage', { repositoryName, imageIds });
    return Object.keys(await bench.tagsOf(repositoryName)).length;
  }),
  assumed('U16', 'deleting by digest and tag together', async (bench) => {
    const repositoryName = await bench.repository();
    const imageDigest = await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v2', 'one');
    const imageIds = [{ imageDigest, imageTag: 'v1' }];
    const answer = await bench.call('BatchDeleteImage', { repositoryName, imageIds });
    return [answer, await bench.tagsOf(repositoryName)];
  }),
  known('I92', 'an empty repository lists nothing', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.call('ListImages', { repositoryName });
  }),
  assumed('I93', 'asked by one tag, an image shows all of them', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v2', 'one');
    const { imageDetails } = await bench.call('DescribeImages', {
      repositoryName,
      imageIds: [{ imageTag: 'v1' }],
    });
    return [...(imageDetails?.[0]?.imageTags ?? [])].sort();
  }),
  known('I94', 'an unknown tag fails DescribeImages', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('DescribeImages', { repositoryName, imageIds: [{ imageTag: 'none' }] });
  }),
  known('I96', 'the members of an image', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const { imageDetails } = await bench.call('DescribeImages', { repositoryName });
    const { imageSizeInBytes, imageManifestMediaType, artifactMediaType } = imageDetails?.[0] ?? {};
    return {
      members: Object.keys(imageDetails?.[0] ?? {}).sort(),
      imageSizeInBytes,
      imageManifestMediaType,
      artifactMediaType,
    };
  }),
  known('I71', 'a tag that is not a tag is refused', async (bench) => {
    const repositoryName = await bench.repository();
    const imageManifest = bench.image('one').manifest;
    return bench.attempt('PutImage', { repositoryName, imageManifest, imageTag: 'a b' });
  }),
  known('I70', 'a push to a missing repository is refused', (bench) =>
    bench.attempt('PutImage', {
      repositoryName: bench.name('missing'),
      imageManifest: bench.image('one').manifest,
    }),
  ),
  assumed('U2', 'the text for a bad nextToken', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('ListImages', { repositoryName, nextToken: 'nonsense' });
  }),
  assumed('U12', 'maxResults beside explicit ids', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    await bench.push(repositoryName, 'v2', 'two');
    const attempt = await bench.attempt('DescribeImages', {
      repositoryName,
      imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }],
      maxResults: 1,
    });
    if ('refused' in attempt) return attempt;
    return (attempt.answered as { readonly imageDetails?: readonly unknown[] }).imageDetails?.length;
  }),
  assumed('U24', 'referrers of a subject that does not exist', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('ListImageReferrers', { repositoryName, subjectId: { imageDigest: missing } });
  }),
];
