/** What scans do by themselves, and what they say of an image. */
import {
  DescribeImageScanFindingsCommand,
  type ECRClient,
  PutRegistryScanningConfigurationCommand,
  type RegistryScanningRule,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { artifact, expectUnused, image, imageIndex } from '../../../src/index.js';
import { body, refusal } from '../../support/refusal.js';
import { START, scene } from '../../support/scene.js';

const OWN = '111122223333';
const HOUR = 3_600_000;
const repositoryName = 'app';
const FOUND = { severity: 'HIGH' as const, title: 'CVE-2026-0001' };
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}, scanOnPush = true): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app', { scanOnPush });
}

beforeEach(() => start());

const app = () => ecr.registry(OWN, 'us-east-1').repository('app');
const scan = (imageTag = 'v1') =>
  client.send(new StartImageScanCommand({ repositoryName, imageId: { imageTag } }));
const show = async (imageId: { imageTag?: string; imageDigest?: string } = { imageTag: 'v1' }) =>
  body(await client.send(new DescribeImageScanFindingsCommand({ repositoryName, imageId })));
const status = async (imageTag = 'v1') => (await show({ imageTag })).imageScanStatus;
const ended = () => ecr.events.filter((event) => event['detail-type'] === 'ECR Image Scan');
const enhanced = (...frequencies: RegistryScanningRule['scanFrequency'][]) =>
  client.send(
    new PutRegistryScanningConfigurationCommand({
      scanType: 'ENHANCED',
      rules: frequencies.map((scanFrequency) => ({
        scanFrequency,
        repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }],
      })),
    }),
  );

describe('a scan on push', () => {
  test('takes no list of manifests and no referrer', async () => {
    const subject = image('subject');
    const [index, referrer] = [imageIndex({ images: [subject] }), artifact({ subject })];
    app().push('v1', subject).push('all', index).push('sbom', referrer);
    expect((await status())?.status).toBe('COMPLETE');
    for (const imageTag of ['all', 'sbom']) {
      expect((await refusal(show({ imageTag }))).name).toBe('ScanNotFoundException');
    }
    expect(ended()).toHaveLength(1);
  });

  test('is not made if it was not asked for', async () => {
    start({}, false);
    app().push('v1');
    expect((await refusal(show())).name).toBe('ScanNotFoundException');
  });

  test('a restore scans again, under enhanced scanning too', async () => {
    await enhanced('SCAN_ON_PUSH');
    app().push('v1').archive('v1');
    expect(await status()).toEqual({ status: 'IMAGE_ARCHIVED', description: 'The image is archived.' });
    ecr.clock.advance(HOUR);
    app().push('v1');
    const { imageScanFindings } = await show();
    expect(imageScanFindings?.imageScanCompletedAt).toEqual(new Date(START + HOUR));
  });

  test('under enhanced scanning it says that it is pending, raises no event, and ends', async () => {
    start({ durations: { scan: 1000 } });
    await enhanced('SCAN_ON_PUSH');
    app()
      .push('v1')
      .setScanFindings('v1', { enhancedFindings: [FOUND] });
    expect(await show()).toMatchObject({
      imageScanStatus: { status: 'PENDING', description: 'Scan is pending for image.' },
    });
    expect(ecr.pending()).toEqual([`scan of app@${image('app:v1').digest} at ${OWN}/us-east-1`]);
    ecr.clock.advance(1000);
    expect(await show()).toMatchObject({
      imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
      imageScanFindings: {
        imageScanCompletedAt: new Date(START + 1000),
        findingSeverityCounts: { HIGH: 1 },
        enhancedFindings: [FOUND],
      },
    });
    expect(ended()).toEqual([]);
  });

  test('the two types do not see one another', async () => {
    app()
      .push('v1')
      .setScanFindings('v1', { enhancedFindings: [FOUND] });
    expect((await show()).imageScanFindings).toMatchObject({ findings: [], findingSeverityCounts: {} });
    await enhanced('SCAN_ON_PUSH');
    expect((await refusal(show())).name).toBe('ScanNotFoundException');
  });
});

describe('a scan by hand', () => {
  beforeEach(() => start({}, false));

  test('is possible again exactly a day later', async () => {
    app().push('v1');
    await scan();
    ecr.clock.advance(24 * HOUR - 1);
    expect((await refusal(scan())).name).toBe('LimitExceededException');
    ecr.clock.advance(1);
    expect((await scan()).imageScanStatus?.status).toBe('IN_PROGRESS');
  });

  test('the quota of the registry is of a rolling day', async () => {
    start({ limits: { basicScansPerDay: 2 } }, false);
    app().push('v1').push('v2').push('v3');
    await scan('v1');
    ecr.clock.advance(HOUR);
    await scan('v2');
    await scan('v3');
    expect(await status('v3')).toEqual({
      status: 'LIMIT_EXCEEDED',
      description: 'The scan quota of the registry has been exceeded.',
    });
    expect(ended()).toHaveLength(2);
    ecr.clock.advance(23 * HOUR - 1);
    app().push('v4');
    expect((await scan('v4')).imageScanStatus?.status).toBe('LIMIT_EXCEEDED');
    app().push('v5');
    ecr.clock.advance(1);
    expect((await scan('v5')).imageScanStatus?.status).toBe('IN_PROGRESS');
    app().push('v6');
    expect((await scan('v6')).imageScanStatus?.status).toBe('LIMIT_EXCEEDED');
  });

  test('a failure is not spent on a scan that another one replaced', async () => {
    start({ durations: { scan: 30 * HOUR } }, false);
    app().push('v1');
    await scan();
    ecr.clock.advance(25 * HOUR);
    await scan();
    ecr.failWork('scan').once();
    ecr.clock.advance(30 * HOUR);
    expect((await status())?.status).toBe('FAILED');
  });

  test('a scan that another one replaced ends unheard', async () => {
    start({ durations: { scan: 30 * HOUR } }, false);
    app().push('v1');
    await scan();
    ecr.clock.advance(25 * HOUR);
    await scan();
    ecr.clock.advance(5 * HOUR);
    expect(ended()).toEqual([]);
    expect((await status())?.status).toBe('IN_PROGRESS');
    ecr.clock.advance(25 * HOUR);
    expect(ended()).toHaveLength(1);
    expect((await status())?.status).toBe('COMPLETE');
  });

  test('an image that went and came back is another image', async () => {
    start({ durations: { scan: HOUR } }, false);
    app().push('v1');
    await scan();
    app().remove('v1').push('v1');
    ecr.clock.advance(HOUR);
    expect(ended()).toEqual([]);
    expect((await refusal(show())).name).toBe('ScanNotFoundException');
  });

  test.each([
    [{ code: 'FINDINGS_UNAVAILABLE', reason: 'gone' }, 'FINDINGS_UNAVAILABLE', 'gone'],
    [{ code: 'UNSUPPORTED_IMAGE', reason: 'scratch' }, 'UNSUPPORTED_IMAGE', 'scratch'],
    [{}, 'FAILED', 'UnsupportedImageError: The operating system and/or package manager are not supported.'],
  ])('fails as told: %j', async (how, expected, description) => {
    app()
      .push('v1')
      .setScanFindings('v1', [{ name: 'CVE-1', severity: 'LOW' }]);
    ecr.failWork('scan', how).once();
    await scan();
    expect(await show()).toMatchObject({ imageScanStatus: { status: expected, description } });
    expect(ended()[0]?.detail['scan-status']).toBe(expected);
    expect(ended()[0]?.detail['finding-severity-counts']).toEqual({});
    expect((await show()).imageScanFindings?.findings).toBeUndefined();
  });

  test('fails in the repository it was told, and in no other', async () => {
    app().push('v1');
    ecr.failWork('scan', { repository: 'other' }).once();
    await scan();
    expect((await status())?.status).toBe('COMPLETE');
    expectUnused(ecr);
  });
});

describe('continuous scanning', () => {
  beforeEach(() => enhanced('CONTINUOUS_SCAN'));

  test('watches images from the moment of their push, or of their restore', async () => {
    app()
      .push('v1')
      .setScanFindings('v1', { enhancedFindings: [FOUND] });
    expect(await show()).toMatchObject({
      imageScanStatus: { status: 'ACTIVE', description: 'Continuous scan is selected for image.' },
      imageScanFindings: { imageScanCompletedAt: new Date(START), enhancedFindings: [FOUND] },
    });
    app().archive('v1');
    expect(await show()).toMatchObject({
      imageScanStatus: { status: 'IMAGE_ARCHIVED', description: 'The image is archived.' },
    });
    ecr.clock.advance(HOUR);
    app().push('v1');
    expect((await show()).imageScanFindings?.imageScanCompletedAt).toEqual(new Date(START + HOUR));
  });

  test('ends after a time without findings', async () => {
    start({ durations: { scanEligibility: HOUR } });
    await enhanced('CONTINUOUS_SCAN');
    app()
      .push('v1')
      .setScanFindings('v1', { enhancedFindings: [FOUND] });
    ecr.clock.advance(HOUR + 1);
    expect(await show()).toMatchObject({
      imageScanStatus: {
        status: 'SCAN_ELIGIBILITY_EXPIRED',
        description: 'Scan eligibility expired for image.',
      },
    });
    expect((await show()).imageScanFindings?.enhancedFindings).toBeUndefined();
  });

  test('watches no index', async () => {
    app().push('all', imageIndex());
    expect((await refusal(show({ imageTag: 'all' }))).name).toBe('ScanNotFoundException');
  });
});
