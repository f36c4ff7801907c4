/** What handles give back, and the ways in which things can be said to them. */
import {
  DescribeImageScanFindingsCommand,
  DescribeRepositoriesCommand,
  GetRegistryScanningConfigurationCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecr';
import { type RepositorySettings, expectImage, image } from '../../src/index.js';
import { START, scene, statuses } from '../support/scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

describe('createRepository()', () => {
  test('gives the repository, and the registry for chains', () => {
    const { prod, dr } = twoRegistries();
    const created = prod.createRepository('payments');
    expect(created.key).toBe(prod.key);
    expect(created.repository().key).toBe(`${prod.key}/payments`);
    expect(created.repository('other').name).toBe('other');
    const chained = prod.createRepository('a1').createRepository('b1').replicateTo(dr).push('a1:v1');
    expect(chained.repository().name).toBe('b1');
    expect(chained.repository('a1').tags).toEqual(['v1']);
  });

  test('a registry of which nothing was created gives no repository without a name', () => {
    const { prod } = twoRegistries();
    prod.createRepository('payments');
    // @ts-expect-error -- for those who write JavaScript
    expect(() => prod.repository()).toThrow(
      "[fake-ecr] repository() was given undefined. Expected a repository's name",
    );
  });

  test("takes the SDK's own members, and comes to the same", async () => {
    const ecr = scene();
    const prod = ecr.registry('111122223333', 'us-west-2');
    prod.createRepository('short', {
      imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
      mutabilityExclusions: ['v*'],
      scanOnPush: true,
      resourceTags: { team: 'a' },
      encryption: { type: 'KMS', kmsKey: 'alias/mine' },
    });
    prod.createRepository('long', {
      imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'v*' }],
      imageScanningConfiguration: { scanOnPush: true },
      tags: [{ Key: 'team', Value: 'a' }],
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/mine' },
    });
    const client = ecr.client('111122223333', 'us-west-2');
    const { repositories = [] } = await client.send(new DescribeRepositoriesCommand({}));
    const settings = repositories.map((one) => [
      one.imageTagMutability,
      one.imageTagMutabilityExclusionFilters,
      one.imageScanningConfiguration,
      one.encryptionConfiguration,
    ]);
    expect(settings[0]?.[2]).toEqual({ scanOnPush: true });
    expect(settings[1]).toEqual(settings[0]);
    for (const { repositoryArn } of repositories) {
      const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: repositoryArn }));
      expect(tags).toEqual([{ Key: 'team', Value: 'a' }]);
    }
  });

  test.each<[unknown, string]>([
    [{ scanOnPush: true, imageScanningConfiguration: {} }, 'both scanOnPush and imageScanningConfiguration'],
    [{ resourceTags: {}, tags: [] }, 'both resourceTags and tags'],
    [{ tags: { team: 'a' } }, 'tags was given {"team":"a"}'],
    [{ tags: [{ key: 'team', value: 'a' }] }, 'the tag {"key":"team","value":"a"}'],
    [{ resourceTags: { team: 5 } }, 'the resource tag team: 5'],
    [{ imageScanningConfiguration: { scanOnPushh: true } }, "the option 'scanOnPushh'"],
    [{ encryptionConfiguration: { encryptionType: 'AES' } }, "was given the type 'AES'"],
    [{ encryptionConfiguration: { type: 'KMS' } }, "the option 'type'"],
    [{ encryption: { type: 'KMS', kmsKey: 5 } }, 'was given the key 5'],
    [{ imageTagMutabilityExclusionFilters: [{ filter: 'v*' }] }, 'the exclusion filter {"filter":"v*"}'],
    [{ resourceTags: { 'aws:team': 'a' } }, 'InvalidTagParameterException'],
  ])('refuses %j, and makes nothing', (settings, text) => {
    const { prod } = twoRegistries();
    expect(() => prod.createRepository('payments', settings as RepositorySettings)).toThrow(text);
    expect(prod.repository('payments').exists).toBe(false);
  });
});

describe('settle()', () => {
  test('takes a registry handle, and ends the work of that one only', async () => {
    const { ecr, prod, dr } = twoRegistries({ replication: 'manual' });
    const standby = ecr.registry('111122223333', 'us-east-1');
    prod.createRepository('payments').replicateTo([dr, standby]).push('payments:v1');
    ecr.settle(dr);
    expect(await statuses(ecr.client('111122223333', 'us-west-2'), 'payments', 'v1')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ region: 'eu-west-1', status: 'COMPLETE' }),
        expect.objectContaining({ region: 'us-east-1', status: 'IN_PROGRESS' }),
      ]),
    );
  });
});

describe('allowReplicationFrom()', () => {
  test.each([
    ['its id', () => '111122223333'],
    ['its handle', (ecr: ReturnType<typeof scene>) => ecr.account('111122223333')],
    ['a registry of it', (ecr: ReturnType<typeof scene>) => ecr.registry('111122223333', 'us-west-2')],
  ])('takes an account by %s', (_name, sourceOf) => {
    const ecr = scene();
    const prod = ecr.registry('111122223333', 'us-west-2');
    const dr = ecr.registry('444455556666', 'eu-west-1').allowReplicationFrom(sourceOf(ecr));
    prod.createRepository('payments').replicateTo(dr).push('payments:v1');
    expectImage(dr, 'payments:v1');
  });

  test.each([['111122223333/us-west-2'], [5], [{}], [undefined]])('refuses %p', (source) => {
    const { dr } = twoRegistries();
    expect(() => dr.allowReplicationFrom(source as never)).toThrow('[fake-ecr] ');
  });
});

describe('push() with pushedAt', () => {
  test.each([new Date(START - 86_400_000), new Date(START - 86_400_000).toISOString()])(
    'dates the image back to %p, and replicates it now',
    (pushedAt) => {
      const { prod, dr } = twoRegistries();
      prod.createRepository('payments').replicateTo(dr).push('payments:v1', image('v1'), { pushedAt });
      prod.repository('payments').push('v2', undefined, { pushedAt });
      expect(prod.repository('payments').images.map((one) => one.pushedAt.getTime())).toEqual([
        START - 86_400_000,
        START - 86_400_000,
      ]);
      expectImage(dr, 'payments:v1');
      expect(dr.repository('payments').images[0]?.pushedAt.getTime()).toBe(START);
    },
  );

  test.each([[new Date(START + 1)], ['tomorrow'], [new Date(NaN)], [5], [null]])('refuses %p', (pushedAt) => {
    const { prod } = twoRegistries();
    prod.createRepository('payments');
    expect(() => prod.push('payments:v1', undefined, { pushedAt: pushedAt as Date })).toThrow(
      '[fake-ecr] push() was given pushedAt',
    );
    expect(prod.repository('payments').images).toEqual([]);
  });
});

describe('setScanning()', () => {
  const rules = [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: ['pay*'] }] as const;

  test('sets what GetRegistryScanningConfiguration answers', async () => {
    const { ecr, prod } = twoRegistries();
    prod.setScanning({ scanType: 'ENHANCED', rules }).createRepository('payments').push('payments:v1');
    prod.setScanFindings('payments:v1', { enhancedFindings: [{ severity: 'HIGH' }] });
    const client = ecr.client('111122223333', 'us-west-2');
    const { scanningConfiguration } = await client.send(new GetRegistryScanningConfigurationCommand({}));
    expect(scanningConfiguration).toEqual({
      scanType: 'ENHANCED',
      rules: [
        { scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: 'pay*', filterType: 'WILDCARD' }] },
      ],
    });
    const found = await client.send(
      new DescribeImageScanFindingsCommand({ repositoryName: 'payments', imageId: { imageTag: 'v1' } }),
    );
    expect(found.imageScanFindings?.enhancedFindings).toHaveLength(1);
  });

  test.each([
    [{ scanType: 'BASIC', rules }, 'CONTINUOUS_SCAN'],
    [{ scanTyp: 'BASIC' }, "the option 'scanTyp'"],
    [{ scanType: 'basic' }, "scanType is 'basic'"],
    [{ rules: [{ scanFrequency: 'DAILY', repositoryFilters: [] }] }, "scanFrequency is 'DAILY'"],
    [{ rules: [{ scanFrequency: 'MANUAL', repositoryFilters: ['PAY'] }] }, "the filter 'PAY'"],
    [
      { rules: [{ scanFrequency: 'MANUAL', repositoryFilters: [{ filter: 'pay' }] }] },
      'the filter {"filter"',
    ],
    [{ rules: [null] }, 'A rule of setScanning()'],
  ])('refuses %j', (scanning, text) => {
    const { prod } = twoRegistries();
    expect(() => prod.setScanning(scanning as never)).toThrow(text);
  });
});

describe('a seed of what is there', () => {
  const seedOf = (payments: object) => ({
    registries: { '111122223333/us-west-2': { repositories: { payments } } },
  });

  test('adds images, and changes what it says', () => {
    const { ecr, prod } = twoRegistries();
    const payments = prod
      .createRepository('payments', { scanOnPush: true, resourceTags: { a: '1' } })
      .repository();
    payments.push('v1');
    ecr.seed(seedOf({ images: ['v2'], imageTagMutability: 'IMMUTABLE', tags: [{ Key: 'b', Value: '2' }] }));
    expect(payments.tags).toEqual(['v1', 'v2']);
    const { tagMutability, resourceTags, scanOnPush } = payments[INSIDE].repository();
    expect([tagMutability.mode, scanOnPush]).toEqual(['IMMUTABLE', true]);
    expect(Object.fromEntries(resourceTags)).toEqual({ a: '1', b: '2' });
  });

  test('can be sown twice', () => {
    const { ecr, prod } = twoRegistries();
    const seed = seedOf({ images: ['v1', { tag: 'v2', layers: 3 }], policy: undefined });
    ecr.seed(seed).seed(seed);
    expect(prod.repository('payments').images).toHaveLength(2);
  });

  test('changes no encryption, and then nothing', () => {
    const { ecr, prod } = twoRegistries();
    prod.createRepository('payments');
    expect(() => ecr.seed(seedOf({ encryption: { type: 'KMS' }, images: ['v1'] }))).toThrow(
      'encrypted with AES256',
    );
    expect(prod.repository('payments').images).toEqual([]);
    ecr.seed(seedOf({ encryption: { type: 'AES256' }, images: ['v1'] }));
    expect(prod.repository('payments').tags).toEqual(['v1']);
  });
});

function twoRegistries(options: Parameters<typeof scene>[0] = {}) {
  const ecr = scene(options);
  const prod = ecr.registry('111122223333', 'us-west-2');
  return { ecr, prod, dr: ecr.registry('444455556666', 'eu-west-1').allowReplicationFrom(prod) };
}
