/** What signing does by itself: the signature, its moment and its failures. */
import {
  DescribeImageSigningStatusCommand,
  type ECRClient,
  ListImageReferrersCommand,
  PutSigningConfigurationCommand,
} from '@aws-sdk/client-ecr';
import { signatureManifest } from '../../../src/ecr/signing/signing-engine.js';
import { artifact, expectUnused, image } from '../../../src/index.js';
import { scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const OWN = '111122223333';
const PROFILE = `arn:aws:signer:us-east-1:${OWN}:/signing-profiles/one`;
const repositoryName = 'app';
const one = image('one');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

async function start(options: Parameters<typeof scene>[0] = {}): Promise<void> {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
  const signingConfiguration = { rules: [{ signingProfileArn: PROFILE }] };
  await client.send(new PutSigningConfigurationCommand({ signingConfiguration }));
}

beforeEach(() => start());

const app = () => ecr.registry(OWN, 'us-east-1').repository('app');
const status = async (imageTag = 'v1') =>
  (await client.send(new DescribeImageSigningStatusCommand({ repositoryName, imageId: { imageTag } })))
    .signingStatuses;
const referrers = async () =>
  (
    await client.send(
      new ListImageReferrersCommand({ repositoryName, subjectId: { imageDigest: one.digest } }),
    )
  ).referrers;

test('the manifest of a signature depends on image, profile and moment, and on nothing else', () => {
  app().push('v1', one);
  const stored = app()[INSIDE].repository().image(one.digest) as Parameters<typeof signatureManifest>[0];
  const text = signatureManifest(stored, PROFILE, 0);
  const document = JSON.parse(text) as { layers: { digest: string; size: number }[] };
  const sha = expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string;
  expect(document).toEqual({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.cncf.notary.signature',
    config: {
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
      size: 2,
    },
    layers: [{ mediaType: 'application/jose+json', digest: sha, size: 164 }],
    subject: { mediaType: one.mediaType, digest: one.digest, size: one.manifest.length },
    annotations: {
      'org.opencontainers.image.created': '1970-01-01T00:00:00.000Z',
      'com.amazonaws.signer.profile-arn': PROFILE,
    },
  });
  expect(signatureManifest(stored, PROFILE, 0)).toBe(text);
  const layerOf = (manifest: string) => (JSON.parse(manifest) as typeof document).layers[0]?.digest;
  expect(layerOf(signatureManifest(stored, PROFILE, 1))).not.toBe(layerOf(text));
  expect(layerOf(signatureManifest(stored, `${PROFILE}2`, 0))).not.toBe(layerOf(text));
});

test('a signature is an image without a tag, which raises an event of its own', async () => {
  app().push('v1', one);
  const [signature] = (await referrers()) ?? [];
  expect(app().images.at(-1)).toMatchObject({ digest: signature?.digest, tags: [] });
  expect(
    app()
      [INSIDE].repository()
      .image(signature?.digest ?? '')?.origin,
  ).toBe('signing');
  expect(ecr.events.at(-1)).toMatchObject({
    'detail-type': 'ECR Referrer Action',
    detail: { 'action-type': 'PUSH', 'image-digest': signature?.digest },
  });
  expect(ecr.events.at(-1)?.detail).toHaveProperty('image-tag', '');
});

test('signing in progress is listed, and ends when it is due', async () => {
  await start({ durations: { signing: 1000 } });
  app().push('v1', one);
  expect(ecr.pending()).toEqual([`signing of app@${one.digest} at ${OWN}/us-east-1`]);
  ecr.clock.advance(999);
  expect(await status()).toEqual([{ signingProfileArn: PROFILE, status: 'IN_PROGRESS' }]);
  expect(await referrers()).toEqual([]);
  ecr.clock.advance(1);
  expect(await status()).toEqual([{ signingProfileArn: PROFILE, status: 'COMPLETE' }]);
  expect(await referrers()).toHaveLength(1);
});

test('an image that went in the meantime is not signed', async () => {
  await start({ durations: { signing: 1000 } });
  app().push('v1', one).remove('v1');
  ecr.clock.advance(1000);
  expect(app().images).toEqual([]);
});

test('a failure of which the test says nothing has a code and a reason', async () => {
  ecr.failWork('signing', { repository: 'app' }).once();
  app().push('v1', one);
  expect(await status()).toEqual([
    {
      signingProfileArn: PROFILE,
      status: 'FAILED',
      failureCode: 'SigningFailed',
      failureReason: 'The image could not be signed',
    },
  ]);
});

test('a failure told once waits for a signing that would have succeeded', async () => {
  await start({ limits: { imagesPerRepository: 2 }, durations: { signing: 1000 } });
  ecr.failWork('signing', { code: 'TOLD' }).once();
  app().push('v1', one).push('v2', image('two'));
  ecr.clock.advance(1000);
  // There was no room for the signatures.
  expect(await status()).toMatchObject([{ status: 'FAILED', failureCode: 'LimitExceededException' }]);
  app().remove('v1').remove('v2').push('v3', image('three'));
  ecr.clock.advance(1000);
  expect(await status('v3')).toMatchObject([{ status: 'FAILED', failureCode: 'TOLD' }]);
});

test('a failure told for another repository is for another repository', async () => {
  ecr.failWork('signing', { repository: 'other' }).once();
  app().push('v1', one);
  expect(await status()).toMatchObject([{ status: 'COMPLETE' }]);
  expectUnused(ecr);
});

test('an image that was deleted and pushed again at once is signed, and has one signature', async () => {
  app().push('v1', one).remove('v1').push('v1', one);
  expect(await status()).toEqual([{ signingProfileArn: PROFILE, status: 'COMPLETE' }]);
  expect(await referrers()).toHaveLength(1);
});

test('referrers and restored images are not signed', async () => {
  app()
    .push('v1', one)
    .push('sbom', artifact({ subject: one }));
  expect(await status('sbom')).toEqual([]);
  app().archive('v1').push('v1', one);
  expect(await status()).toHaveLength(1);
  expect(await referrers()).toHaveLength(2);
});

test('a replica is not signed, even if its registry has a signing configuration', async () => {
  const source = ecr.registry(OWN, 'us-west-2').createRepository('app');
  source.replicateTo(ecr.registry(OWN, 'us-east-1')).push('app:v1', one);
  expect(app().images).toHaveLength(1);
  expect(await status()).toEqual([]);
});
