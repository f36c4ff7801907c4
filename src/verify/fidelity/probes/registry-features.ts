import { type Probe, assumed, chosen, known } from '../probe.js';

/** Creation templates, pull-through caches, scanning and settings. */
export const FEATURE_PROBES: readonly Probe[] = [
  chosen('C2', 'texts of the preview exceptions', 'a template that is there already', async (bench) => {
    const template = { prefix: bench.name(), appliedFor: ['REPLICATION'] };
    await bench.call('CreateRepositoryCreationTemplate', template);
    return bench.attempt('CreateRepositoryCreationTemplate', template);
  }),
  chosen('C3', 'texts of the preview exceptions', 'a template that does not exist', (bench) =>
    bench.attempt('DeleteRepositoryCreationTemplate', { prefix: bench.name() }),
  ),
  chosen(
    'C4',
    'the lifecycle policy of a creation template',
    'what a template is described with',
    async (bench) => {
      const prefix = bench.name();
      const lifecyclePolicy = JSON.stringify(
        {
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 5 },
              action: { type: 'expire' },
            },
          ],
        },
        null,
        2,
      );
      await bench.call('CreateRepositoryCreationTemplate', {
        prefix,
        appliedFor: ['REPLICATION'],
        lifecyclePolicy,
      });
      const { repositoryCreationTemplates } = await bench.call('DescribeRepositoryCreationTemplates', {
        prefix,
      });
      return repositoryCreationTemplates;
    },
  ),
  known('T16', 'CreateRepository knows no templates', async (bench) => {
    await bench.call('CreateRepositoryCreationTemplate', {
      prefix: bench.name('org'),
      appliedFor: ['REPLICATION'],
      imageTagMutability: 'IMMUTABLE',
    });
    const { repository } = await bench.call('CreateRepository', { repositoryName: bench.name('org/app') });
    return repository?.imageTagMutability;
  }),
  known('T1', 'a prefix has one rule, with or without its slash', async (bench) => {
    const ecrRepositoryPrefix = bench.name();
    const upstreamRegistryUrl = 'public.ecr.aws';
    await bench.call('CreatePullThroughCacheRule', { ecrRepositoryPrefix, upstreamRegistryUrl });
    return [
      await bench.attempt('CreatePullThroughCacheRule', { ecrRepositoryPrefix, upstreamRegistryUrl }),
      await bench.attempt('CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: `${ecrRepositoryPrefix}/`,
        upstreamRegistryUrl,
      }),
    ];
  }),
  known('T2', 'Docker Hub without a secret is refused', (bench) =>
    bench.attempt('CreatePullThroughCacheRule', {
      ecrRepositoryPrefix: bench.name(),
      upstreamRegistryUrl: 'registry-1.docker.io',
    }),
  ),
  known('T3', 'an address that is not an upstream is refused', (bench) =>
    bench.attempt('CreatePullThroughCacheRule', {
      ecrRepositoryPrefix: bench.name(),
      upstreamRegistryUrl: 'example.com',
    }),
  ),
  known('T5', 'a prefix of 31 characters is refused', (bench) =>
    bench.attempt('CreatePullThroughCacheRule', {
      ecrRepositoryPrefix: bench.name('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa').slice(0, 31),
      upstreamRegistryUrl: 'public.ecr.aws',
    }),
  ),
  known('T7', 'an omitted upstream prefix is ROOT, and the kind follows from the address', async (bench) => {
    const ecrRepositoryPrefix = bench.name();
    await bench.call('CreatePullThroughCacheRule', {
      ecrRepositoryPrefix,
      upstreamRegistryUrl: 'public.ecr.aws',
    });
    const { pullThroughCacheRules } = await bench.call('DescribePullThroughCacheRules', {
      ecrRepositoryPrefixes: [ecrRepositoryPrefix],
    });
    return pullThroughCacheRules;
  }),
  chosen('C5', 'texts of the preview exceptions', 'a pull-through cache rule that does not exist', (bench) =>
    bench.attempt('DeletePullThroughCacheRule', { ecrRepositoryPrefix: bench.name() }),
  ),
  known('S9', 'an unknown name is a failure, the others are answered', async (bench) => {
    const repositoryNames = [await bench.repository(), bench.name('missing')];
    return bench.attempt('BatchGetRepositoryScanningConfiguration', { repositoryNames });
  }),
  known('S10', 'at most 25 names', (bench) =>
    bench.attempt('BatchGetRepositoryScanningConfiguration', {
      repositoryNames: Array.from({ length: 26 }, (_, index) => bench.name(`r${index}`)),
    }),
  ),
  known('S13', 'an image that was never scanned', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    return bench.attempt('DescribeImageScanFindings', { repositoryName, imageId: { imageTag: 'v1' } });
  }),
  known('S14', 'an index can not be scanned', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, undefined, 'one');
    await bench.put(repositoryName, 'v1', bench.index([bench.image('one')]).manifest);
    return bench.attempt('StartImageScan', { repositoryName, imageId: { imageTag: 'v1' } });
  }),
  chosen('C6', 'unknown settings and values', 'an account setting that there is not', (bench) =>
    bench.attempt('GetAccountSetting', { name: 'NO_SUCH_SETTING' }),
  ),
  assumed('I101', 'an unknown subject has no referrers', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    return bench.attempt('ListImageReferrers', {
      repositoryName,
      subjectId: { imageDigest: bench.image('two').digest },
    });
  }),
  known('I45', 'a token for the own registry is good for twelve hours', async (bench) => {
    const { authorizationData = [] } = await bench.call('GetAuthorizationToken', {});
    return authorizationData.map((one) => [Object.keys(one).sort(), one.proxyEndpoint]);
  }),
  known('A1', 'archiving is answered ARCHIVED', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    return bench.attempt('UpdateImageStorageClass', {
      repositoryName,
      imageId: { imageTag: 'v1' },
      targetStorageClass: 'ARCHIVE',
    });
  }),
  assumed('U8', 'the code for pulling an archived image', async (bench) => {
    const repositoryName = await bench.repository();
    await bench.push(repositoryName, 'v1', 'one');
    const imageId = { imageTag: 'v1' };
    await bench.call('UpdateImageStorageClass', { repositoryName, imageId, targetStorageClass: 'ARCHIVE' });
    return bench.attempt('BatchGetImage', { repositoryName, imageIds: [imageId] });
  }),
  chosen(
    'C7',
    'causes and text of `ImageStorageClassUpdateNotSupportedException`',
    'archiving what is archived',
    async (bench) => {
      const repositoryName = await bench.repository();
      await bench.push(repositoryName, 'v1', 'one');
      const input = { repositoryName, imageId: { imageTag: 'v1' }, targetStorageClass: 'ARCHIVE' };
      await bench.call('UpdateImageStorageClass', input);
      return bench.attempt('UpdateImageStorageClass', input);
    },
  ),
];
