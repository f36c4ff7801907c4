import { ImageTagAlreadyExistsException, InvalidLayerException } from '@aws-sdk/client-ecr';
import { type ImageFixture, artifact, expectReplicated, image, imageIndex, setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { promote } from '../src/promote';

const DEV = '111122223333';
const PROD = '444455556666';

/** What the pipeline's account has to be given by the owner of the images. */
const READERS = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${PROD}:root` },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
  ],
};

const ecr = setupFakeEcr({
  scene: () => {
    dev.createRepository('payments', { policy: READERS });
    prod.createRepository('payments');
  },
});
const dev = ecr.registry(DEV, 'us-east-1');
const prod = ecr.registry(PROD, 'us-east-1');
const dr = ecr.registry(PROD, 'eu-west-1');

/** Download addresses lead nowhere in a test; the fixture has the bytes. */
function blobsOf(...images: readonly ImageFixture[]) {
  const blobs = images.flatMap((one) => [one, ...one.children]).flatMap((one) => one.blobs);
  const bytes = new Map(blobs.map((blob) => [blob.digest, blob.bytes]));
  return async (_url: string, digest: string) => bytes.get(digest) as Uint8Array;
}

function promoteTag(tag: string, built: ImageFixture, approvedDigest?: string) {
  const client = ecr.client(PROD, 'us-east-1');
  return promote({
    from: { client, registryId: DEV, repositoryName: 'payments' },
    to: { client, repositoryName: 'payments' },
    tag,
    approvedDigest,
    fetchBlob: blobsOf(built),
  });
}

describe('a promotion', () => {
  it('gives the other account the same image under the same tag', async () => {
    const v1 = image('payments v1');
    dev.push('payments:v1', v1);

    await expect(promoteTag('v1', v1)).resolves.toEqual({ digest: v1.digest, isNew: true });

    expect(prod).toHaveTag('payments:v1', v1.digest);
  });

  it('takes every platform of an index along', async () => {
    const v1 = imageIndex({ name: 'payments v1', platforms: ['linux/amd64', 'linux/arm64'] });
    dev.push('payments:v1', v1);

    await promoteTag('v1', v1);

    expect(prod).toHaveTag('payments:v1', v1.digest);
    for (const platform of v1.children) expect(prod).toHaveImage(`payments@${platform.digest}`);
  });

  it('can be repeated, and uploads nothing twice', async () => {
    const v1 = image({ name: 'payments v1', layers: 3 });
    dev.push('payments:v1', v1);
    await promoteTag('v1', v1);

    await expect(promoteTag('v1', v1)).resolves.toEqual({ digest: v1.digest, isNew: false });

    expect(ecr).toHaveCalled('CompleteLayerUpload', { account: PROD, times: v1.blobs.length });
  });

  it('goes on if a failed one stopped', async () => {
    const v1 = image({ name: 'payments v1', layers: 3 });
    dev.push('payments:v1', v1);
    ecr.fail('PutImage', { account: PROD }).with('ServerException').once();
    await expect(promoteTag('v1', v1)).rejects.toThrow('Internal failure');
    expect(prod).not.toHaveImage('payments:v1');

    await promoteTag('v1', v1);

    expect(prod).toHaveTag('payments:v1', v1.digest);
    expect(ecr).toHaveCalled('CompleteLayerUpload', { account: PROD, times: v1.blobs.length });
  });

  it('carries manifests that do not name their own type, as those of many Helm charts', async () => {
    const chart = artifact({
      name: 'payments chart',
      artifactType: 'application/vnd.cncf.helm.config.v1+json',
    });
    const { mediaType: _, ...untyped } = JSON.parse(chart.manifest) as { mediaType: string };
    const built = { ...chart, manifest: JSON.stringify(untyped) };
    dev.push('payments:chart', built);

    const { digest } = await promoteTag('chart', built);

    expect(prod).toHaveTag('payments:chart', digest);
  });

  it('reaches the Region for disaster recovery, which production replicates to', async () => {
    prod.replicateTo(dr, { prefix: 'payments' });
    const v1 = image('payments v1');
    dev.push('payments:v1', v1);

    await promoteTag('v1', v1);

    await expectReplicated('payments:v1', 'eu-west-1', PROD);
  });
});

describe('a promotion fails', () => {
  it('where the owner lets the other account read manifests, but not layers', async () => {
    const [statement] = READERS.Statement;
    dev.repository('payments').setPolicy({
      ...READERS,
      Statement: [{ ...statement, Action: 'ecr:BatchGetImage' }],
    });
    const v1 = image('payments v1');
    dev.push('payments:v1', v1);

    await expect(promoteTag('v1', v1)).rejects.toThrow(
      'because no resource-based policy allows the ecr:GetDownloadUrlForLayer action',
    );

    const pipeline = ecr.principal(`arn:aws:iam::${PROD}:user/pipeline`);
    expect(dev.repository('payments')).toAllow('ecr:BatchGetImage', pipeline);
    expect(dev.repository('payments')).not.toAllow('ecr:GetDownloadUrlForLayer', pipeline);
    expect(prod.repository('payments').images).toEqual([]);
  });

  it('where production is immutable and has another image under the tag', async () => {
    prod.repository('payments').setTagMutability('IMMUTABLE');
    const [first, second] = [image('payments v1'), image('payments v1, built again')];
    prod.push('payments:v1', first);
    dev.push('payments:v1', second);

    await expect(promoteTag('v1', second)).rejects.toThrow(ImageTagAlreadyExistsException);

    expect(prod).toHaveTag('payments:v1', first.digest);
  });

  it('where the tag has moved since the image was approved', async () => {
    const [approved, later] = [image('payments, tested'), image('payments, not tested')];
    dev.push('payments:candidate', approved).push('payments:candidate', later);

    await expect(promoteTag('candidate', later, approved.digest)).rejects.toThrow('was approved');

    expect(prod).not.toHaveImage('payments:candidate');
  });

  it('where a layer is damaged on the way', async () => {
    const v1 = image('payments v1');
    dev.push('payments:v1', v1);
    const damaged = { ...v1, blobs: v1.blobs.map((blob) => ({ ...blob, bytes: Buffer.from('?') })) };

    await expect(promoteTag('v1', damaged)).rejects.toThrow(InvalidLayerException);

    expect(ecr).not.toHaveCalled('PutImage', { account: PROD });
  });

  it('where the image has been archived', async () => {
    const v1 = image('payments v1');
    dev.push('payments:v1', v1);
    dev.repository('payments').archive('v1');

    await expect(promoteTag('v1', v1)).rejects.toThrow('Could not pull payments v1: ImageInaccessible');
  });

  it('to reach disaster recovery if that Region is filtered by another prefix', async () => {
    prod.replicateTo(dr, { prefix: 'payments/' });
    const v1 = image('payments v1');
    dev.push('payments:v1', v1);

    await promoteTag('v1', v1);

    expect('payments:v1').not.toBeReplicated({ to: dr });
    await expect(expectReplicated('payments:v1', 'eu-west-1', PROD)).rejects.toThrow('ends in a slash');
  });
});
