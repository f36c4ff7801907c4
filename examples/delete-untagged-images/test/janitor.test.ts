import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { artifact, image, imageIndex, setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { type Rounds, deleteUntagged } from '../src/janitor';

const ACCOUNT = '111122223333';
const DAY = 24 * 60 * 60_000;

const ecr = setupFakeEcr({
  scene: () => registry.createRepository('payments'),
});
const registry = ecr.registry(ACCOUNT, 'us-west-2');
const payments = registry.repository('payments');

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z') }));
afterEach(() => jest.useRealTimers());

function clean(options: Partial<Rounds> = {}) {
  return deleteUntagged({
    client: ecr.client(ACCOUNT, 'us-west-2'),
    repositoryName: 'payments',
    olderThanDays: 30,
    ...options,
  });
}

function pushUntagged(count: number): void {
  for (let number = 1; number <= count; number++) payments.push(undefined, image(`build ${number}`));
}

/** The fake's clock goes with Jest's. */
function daysPass(days: number): void {
  jest.setSystemTime(Date.now() + days * DAY);
}

describe('the janitor deletes', () => {
  it('what is old and untagged, and nothing else', async () => {
    pushUntagged(1);
    payments.push('v1');
    daysPass(31);
    payments.push(undefined, image('of today'));

    const { deleted, kept } = await clean();

    expect(deleted).toEqual([image('build 1').digest]);
    expect(kept).toEqual({});
    expect(payments.tags).toEqual(['v1']);
    expect(payments.images).toHaveLength(2);
  });

  it.each([99, 100, 101, 250])('all of %i images, whatever the pages', async (count) => {
    pushUntagged(count);
    daysPass(31);

    const { deleted } = await clean();

    expect(deleted).toHaveLength(count);
    expect(payments.images).toEqual([]);
    expect(ecr).toHaveCalled('BatchDeleteImage', { times: Math.ceil(count / 100) });
  });

  it('an untagged index in one round, and its images in the next', async () => {
    payments.push(undefined, imageIndex({ name: 'nightly', platforms: ['linux/amd64', 'linux/arm64'] }));
    daysPass(31);

    const { deleted } = await clean();

    expect(deleted).toHaveLength(3);
    expect(payments.images).toEqual([]);
  });

  it('nothing in a dry run', async () => {
    pushUntagged(3);
    daysPass(31);

    const { deleted } = await clean({ isDryRun: true });

    expect(deleted).toHaveLength(3);
    expect(ecr).not.toHaveCalled('BatchDeleteImage');
  });
});

describe('the janitor keeps', () => {
  it('the untagged images of a tagged index, which the registry would not give away', async () => {
    const release = imageIndex({ name: 'release', platforms: ['linux/amd64', 'linux/arm64'] });
    payments.push('v1', release);
    daysPass(31);

    const { deleted, kept } = await clean();

    expect(deleted).toEqual([]);
    expect(Object.values(kept)).toEqual(['ImageReferencedByManifestList', 'ImageReferencedByManifestList']);
    expect(payments.images).toHaveLength(3);
  });

  it('the signature of an image', async () => {
    const v1 = image('v1');
    const signature = artifact({
      artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
      subject: v1,
    });
    payments.push('v1', v1).push(undefined, signature);
    daysPass(31);

    await clean();

    expect(payments).toHaveImage(signature.digest);
  });

  it('what has been archived, which costs less and is not listed', async () => {
    pushUntagged(1);
    daysPass(31);
    payments.archive(image('build 1').digest);

    expect(await clean()).toEqual({ deleted: [], kept: {} });

    expect(payments.images).toMatchObject([{ status: 'ARCHIVED' }]);
  });

  it('an image that is tagged after its page was read', async () => {
    const rescued = image('build 7');
    pushUntagged(120);
    daysPass(31);
    // The model answers; then somebody else is faster than the janitor.
    ecr.mock.on(DescribeImagesCommand).callsFakeOnce(async (input, getClient) => {
      const page = await getClient().send(new DescribeImagesCommand(input));
      payments.push('rollback', rescued);
      return page;
    });

    const { deleted } = await clean();

    expect(payments).toHaveTag('rollback', rescued.digest);
    expect(deleted).toHaveLength(119);
  });

  it('going, although somebody else deletes one image of a page, for which the next call fails', async () => {
    pushUntagged(3);
    daysPass(31);
    ecr.mock.on(DescribeImagesCommand).callsFakeOnce(async (input, getClient) => {
      const page = await getClient().send(new DescribeImagesCommand(input));
      payments.remove(image('build 2').digest);
      return page;
    });

    const { deleted } = await clean();

    expect(deleted).toEqual([image('build 1').digest, image('build 3').digest]);
    expect(ecr).toHaveCalled('DescribeImages', { outcome: 'ImageNotFoundException' });
  });

  it('going, although another janitor deletes the same images', async () => {
    pushUntagged(250);
    daysPass(31);

    const reports = await Promise.all([clean(), clean()]);

    expect(reports.flatMap(({ deleted }) => deleted)).toHaveLength(250);
    expect(payments.images).toEqual([]);
  });
});

describe('the janitor stops', () => {
  it('where its role lacks the permission to delete', async () => {
    const role = ecr.principal(`arn:aws:iam::${ACCOUNT}:role/janitor`, {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'ecr:Describe*', Resource: '*' }],
        },
      ],
    });
    pushUntagged(1);
    daysPass(31);

    await expect(clean({ client: role.client('us-west-2') })).rejects.toThrow(
      'because no identity-based policy allows the ecr:BatchDeleteImage action',
    );

    expect(payments).not.toAllow('ecr:BatchDeleteImage', role);
    expect(payments.images).toHaveLength(1);
  });

  it('where it is throttled, and leaves the rest to its next run', async () => {
    pushUntagged(250);
    daysPass(31);
    ecr.fail('BatchDeleteImage').with('ThrottlingException').once();

    await expect(clean()).rejects.toThrow('Rate exceeded');
    await clean();

    expect(payments.images).toEqual([]);
  });
});
