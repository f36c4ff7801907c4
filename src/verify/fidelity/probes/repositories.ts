import { type Probe, assumed, known } from '../probe.js';

/** Repositories: made, described, deleted, and how mutable their tags are. */
export const REPOSITORY_PROBES: readonly Probe[] = [
  known('I1', 'a new repository has its ARN and its address', async (bench) => {
    const { repository } = await bench.call('CreateRepository', { repositoryName: bench.name() });
    const { repositoryArn, repositoryUri, registryId, repositoryName } = repository ?? {};
    return { repositoryArn, repositoryUri, registryId, repositoryName };
  }),
  known('I2', 'a new repository has the defaults of the service', async (bench) => {
    const { repository } = await bench.call('CreateRepository', { repositoryName: bench.name() });
    const { imageTagMutability, imageScanningConfiguration, encryptionConfiguration } = repository ?? {};
    return { imageTagMutability, imageScanningConfiguration, encryptionConfiguration };
  }),
  known('I3', 'the members of a new repository', async (bench) => {
    const { repository } = await bench.call('CreateRepository', { repositoryName: bench.name() });
    return Object.keys(repository ?? {}).sort();
  }),
  known('I5', 'a name is taken once', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('CreateRepository', { repositoryName });
  }),
  known('I7', 'a slash makes no parent', async (bench) => {
    const parent = bench.name('parent');
    await bench.repository('parent/child');
    return bench.attempt('DescribeRepositories', { repositoryNames: [parent] });
  }),
  known('I8', 'a name with a capital letter is refused', (bench) =>
    bench.attempt('CreateRepository', { repositoryName: bench.name('Upper') }),
  ),
  known('I10', 'an unknown tag mutability is refused', (bench) =>
    bench.attempt('CreateRepository', { repositoryName: bench.name(), imageTagMutability: 'SOMETIMES' }),
  ),
  known('I11', 'a mode with exclusion needs filters', (bench) =>
    bench.attempt('CreateRepository', {
      repositoryName: bench.name(),
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    }),
  ),
  known('I13', 'a tag with an empty key is refused, and nothing is created', async (bench) => {
    const repositoryName = bench.name();
    const tags = [{ Key: '', Value: 'a' }];
    const refusal = await bench.attempt('CreateRepository', { repositoryName, tags });
    return [refusal, await bench.attempt('DescribeRepositories', { repositoryNames: [repositoryName] })];
  }),
  known('I15', 'one missing name fails the whole call', async (bench) => {
    const repositoryNames = [await bench.repository(), bench.name('missing')];
    return bench.attempt('DescribeRepositories', { repositoryNames });
  }),
  known('I18', 'a page of more than 1000 is refused', (bench) =>
    bench.attempt('DescribeRepositories', { maxResults: 1001 }),
  ),
  known('I21', 'a repository with an image is not empty', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, undefined, 'one');
    return bench.attempt('DeleteRepository', { repositoryName });
  }),
  known('I24', 'a name that is used again is a new repository', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    await bench.call('DeleteRepository', { repositoryName, force: true });
    await bench.repository();
    return bench.tagsOf(repositoryName);
  }),
  assumed('U22', 'how much DeleteRepository answers', async (bench) => {
    const repositoryName = await bench.repository();
    const { repository } = await bench.call('DeleteRepository', { repositoryName });
    return Object.keys(repository ?? {}).sort();
  }),
  assumed('U29', 'what is reported if a name and an enumeration are wrong', (bench) =>
    bench.attempt('CreateRepository', {
      repositoryName: bench.name('Upper'),
      imageTagMutability: 'SOMETIMES',
    }),
  ),
  known('I26', 'what PutImageTagMutability answers', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('PutImageTagMutability', { repositoryName, imageTagMutability: 'IMMUTABLE' });
  }),
  known('I31', 'a filter with three wildcards is refused', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('PutImageTagMutability', {
      repositoryName,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'a*b*c*' }],
    });
  }),
  known('I32', 'six exclusion filters are refused', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('PutImageTagMutability', {
      repositoryName,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [...'abcdef'].map((filter) => ({ filterType: 'WILDCARD', filter })),
    });
  }),
  known('I33', 'what PutImageScanningConfiguration answers', async (bench) => {
    const repositoryName = await bench.repository();
    const imageScanningConfiguration = { scanOnPush: true };
    return bench.attempt('PutImageScanningConfiguration', { repositoryName, imageScanningConfiguration });
  }),
  known('U9', 'exclusion filters with a plain mode are refused', async (bench) => {
    const repositoryName = await bench.repository();
    return bench.attempt('PutImageTagMutability', {
      repositoryName,
      imageTagMutability: 'MUTABLE',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev*' }],
    });
  }),
  known('I65', 'an immutable tag stays where it is', async (bench) => {
    const repositoryName = await bench.repository('a', { imageTagMutability: 'IMMUTABLE' });
    await bench.push(repositoryName, 'v1', 'one');
    const other = bench.image('two');
    await bench.upload(repositoryName, other);
    const refusal = await bench.attempt('PutImage', {
      repositoryName,
      imageManifest: other.manifest,
      imageTag: 'v1',
    });
    return [refusal, await bench.tagsOf(repositoryName)];
  }),
  known('I28', 'with IMMUTABLE_WITH_EXCLUSION a tag that matches moves', async (bench) => {
    const repositoryName = await bench.repository('a', {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev*' }],
    });
    await bench.push(repositoryName, 'dev', 'one');
    await bench.push(repositoryName, 'dev', 'two');
    return bench.tagsOf(repositoryName);
  }),
  known('I29', 'with MUTABLE_WITH_EXCLUSION a tag that matches stays', async (bench) => {
    const repositoryName = await bench.repository('a', {
      imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'v*' }],
    });
    await bench.push(repositoryName, 'v1', 'one');
    const other = bench.image('two');
    await bench.upload(repositoryName, other);
    return bench.attempt('PutImage', { repositoryName, imageManifest: other.manifest, imageTag: 'v1' });
  }),
  assumed('U13', 'the same digest and tag again in an immutable repository', async (bench) => {
    const repositoryName = await bench.repository('a', { imageTagMutability: 'IMMUTABLE' });
    await bench.push(repositoryName, 'v1', 'one');
    const { manifest: imageManifest } = bench.image('one');
    return bench.attempt('PutImage', { repositoryName, imageManifest, imageTag: 'v1' });
  }),
  assumed('I68', 'a deleted tag is free again, in an immutable repository too', async (bench) => {
    const repositoryName = await bench.repository('a', { imageTagMutability: 'IMMUTABLE' });
    await bench.push(repositoryName, 'v1', 'one');
    await bench.call('BatchDeleteImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] });
    await bench.push(repositoryName, 'v1', 'two');
    return bench.tagsOf(repositoryName);
  }),
  assumed('I88', 'immutability does not keep an image from being deleted', async (bench) => {
    const repositoryName = await bench.repository('a', { imageTagMutability: 'IMMUTABLE' });
    await bench.push(repositoryName, 'v1', 'one');
    return bench.attempt('BatchDeleteImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] });
  }),
];
