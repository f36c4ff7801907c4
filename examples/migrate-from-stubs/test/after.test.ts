/**
 * The suite as it is now: it says what is in the registry, and the registry answers. The old version of the
 * application, which was green before, is shown to be wrong; the mended one passes.
 */
import { ECRClient } from '@aws-sdk/client-ecr';
import { image, imageIndex, setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { pruneReleases as oldVersion } from '../src/prune-releases';
import { pruneReleases } from '../src/prune-releases-mended';

const MINUTE = 60_000;

const ecr = setupFakeEcr({ scene: () => registry.createRepository('payments') });
const registry = ecr.registry('123456789012', 'us-east-1');
const payments = registry.repository('payments');
const client = new ECRClient({});

/** Pushes v1, v2 and so on, a minute apart. */
function pushReleases(count: number): void {
  for (let version = 1; version <= count; version++) {
    payments.push(`v${version}`, image(`payments v${version}`));
    ecr.clock.advance(MINUTE);
  }
}

/** The image for one platform is also a release by itself, and is part of a newer index. */
function pushSharedImage(): string {
  const amd64 = image({ name: 'payments v1', platform: 'linux/amd64' });
  payments.push('v1-amd64', amd64);
  ecr.clock.advance(MINUTE);
  payments.push('v1', imageIndex({ images: [amd64] }));
  return amd64.digest;
}

describe.each([
  ['the old version', oldVersion],
  ['the mended version', pruneReleases],
])('%s', (_, prune) => {
  it('keeps the newest releases', async () => {
    pushReleases(3);

    expect(await prune(client, 'payments', 2)).toEqual([image('payments v1').digest]);

    expect(payments.tags).toEqual(['v2', 'v3']);
  });

  it('deletes nothing if there are few releases', async () => {
    pushReleases(1);

    expect(await prune(client, 'payments', 2)).toEqual([]);
  });
});

describe('a release that another one needs, which the registry refuses to delete', () => {
  it('the old version claims to have deleted it: a refusal is not an exception, but is in `failures`', async () => {
    const digest = pushSharedImage();

    expect(await oldVersion(client, 'payments', 1)).toEqual([digest]);

    expect(registry).toHaveImage(`payments@${digest}`);
    // What a suite on the model would have said from the first day.
    expect(() => expect(payments).not.toHaveImage('v1-amd64')).toThrow(
      'Expected: not image payments:v1-amd64',
    );
  });

  it('the mended version says so', async () => {
    const digest = pushSharedImage();

    await expect(pruneReleases(client, 'payments', 1)).rejects.toThrow(
      `${digest}: ImageReferencedByManifestList`,
    );
  });
});

describe('more releases than a page has', () => {
  it('the old version takes the first page for all, and leaves twice as many as it should', async () => {
    pushReleases(120);

    await oldVersion(client, 'payments', 20);

    expect(payments.tags).toHaveLength(40);
    expect(payments).not.toHaveTag('v80');
    expect(payments).toHaveTag('v81');
  });

  it('the mended version keeps the newest of all', async () => {
    pushReleases(120);

    expect(await pruneReleases(client, 'payments', 20)).toHaveLength(100);

    expect(payments.tags).toHaveLength(20);
    expect(payments).toHaveTag('v101');
  });
});

describe('more surplus releases than one call takes', () => {
  it('the mended version deletes them in several calls', async () => {
    pushReleases(250);

    expect(await pruneReleases(client, 'payments', 10)).toHaveLength(240);

    expect(ecr).toHaveCalled('BatchDeleteImage', { times: 3, outcome: 'success' });
  });
});
