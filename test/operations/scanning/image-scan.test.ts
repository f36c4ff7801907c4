import {
  BatchDeleteImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  type ECRClient,
  PutRegistryScanningConfigurationCommand,
  type RegistryScanningRule,
  StartImageScanCommand,
  UpdateImageStorageClassCommand,
  paginateDescribeImageScanFindings,
  waitUntilImageScanComplete,
} from '@aws-sdk/client-ecr';
import { artifact, image, imageIndex } from '../../../src/index.js';
import { body, refusal } from '../../support/refusal.js';
import { START, push, putRules, scene, to } from '../../support/scene.js';

const OWN = '111122223333';
const HOUR = 3_600_000;
const DIGEST = image('content').digest;
const repositoryName = 'app';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}, scanOnPush = false): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app', { scanOnPush });
}

beforeEach(() => start());

const scan = (imageId: { imageTag?: string; imageDigest?: string } = { imageTag: 'v1' }, name = 'app') =>
  client.send(new StartImageScanCommand({ repositoryName: name, imageId }));
const findings = (imageTag = 'v1', input: { maxResults?: number; nextToken?: string } = {}, name = 'app') =>
  client.send(
    new DescribeImageScanFindingsCommand({ repositoryName: name, imageId: { imageTag }, ...input }),
  );
const configure = (
  scanType: 'BASIC' | 'ENHANCED',
  ...rules: [RegistryScanningRule['scanFrequency'], string][]
) =>
  client.send(
    new PutRegistryScanningConfigurationCommand({
      scanType,
      rules: rules.map(([scanFrequency, filter]) => ({
        scanFrequency,
        repositoryFilters: [{ filter, filterType: 'WILDCARD' }],
      })),
    }),
  );
const CRITICAL = { name: 'CVE-2026-0001', severity: 'CRITICAL' as const, uri: 'https://example.com/1' };
const LOW = { name: 'CVE-2026-0002', severity: 'LOW' as const };
const seed = () => ecr.registry(OWN, 'us-east-1').setScanFindings('app:v1', [CRITICAL, LOW, LOW]);

describe('shape', () => {
  test('a scan is answered IN_PROGRESS', async () => {
    await push(client, 'app', 'v1');
    expect(body(await scan())).toEqual({
      registryId: OWN,
      repositoryName,
      imageId: { imageDigest: DIGEST, imageTag: 'v1' },
      imageScanStatus: { status: 'IN_PROGRESS' },
    });
  });

  test('S18 counts of severities omit those that do not occur', async () => {
    await push(client, 'app', 'v1');
    seed();
    await scan();
    expect(body(await findings())).toEqual({
      registryId: OWN,
      repositoryName,
      imageId: { imageDigest: DIGEST, imageTag: 'v1' },
      imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
      imageScanFindings: {
        imageScanCompletedAt: new Date(START),
        vulnerabilitySourceUpdatedAt: new Date(START),
        findingSeverityCounts: { CRITICAL: 1, LOW: 2 },
        findings: [CRITICAL, LOW, LOW],
      },
    });
  });

  test('D17 a scan without seeded findings completes with none', async () => {
    await push(client, 'app', 'v1');
    await scan();
    const { imageScanFindings } = await findings();
    expect(imageScanFindings).toMatchObject({ findings: [], findingSeverityCounts: {} });
  });

  test('a running scan shows no findings', async () => {
    start({ durations: { scan: 60_000 } });
    await push(client, 'app', 'v1');
    await scan();
    const answer = await findings();
    expect(answer.imageScanStatus).toEqual({ status: 'IN_PROGRESS' });
    expect('imageScanFindings' in answer).toBe(false);
    ecr.clock.advance(60_000);
    const { imageScanStatus, imageScanFindings } = await findings();
    expect(imageScanStatus?.status).toBe('COMPLETE');
    expect(imageScanFindings?.imageScanCompletedAt).toEqual(new Date(START + 60_000));
  });

  test('pages walk all findings, and the counts are those of all', async () => {
    await push(client, 'app', 'v1');
    const many = Array.from({ length: 250 }, (_, index) => ({ ...LOW, name: `CVE-${index}` }));
    ecr.registry(OWN, 'us-east-1').setScanFindings('app:v1', many);
    await scan();
    const names: (string | undefined)[] = [];
    const pages: number[] = [];
    const input = { repositoryName, imageId: { imageTag: 'v1' } };
    for await (const page of paginateDescribeImageScanFindings({ client }, input)) {
      const shown = page.imageScanFindings?.findings ?? [];
      expect(page.imageScanFindings?.findingSeverityCounts).toEqual({ LOW: 250 });
      pages.push(shown.length);
      names.push(...shown.map((one) => one.name));
    }
    expect(pages).toEqual([100, 100, 50]);
    expect(names).toEqual(many.map((one) => one.name));
  });

  test('S19 DescribeImages has no summary of scans', async () => {
    await push(client, 'app', 'v1');
    seed();
    await scan();
    await findings();
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName }));
    expect(Object.keys(imageDetails?.[0] ?? {})).not.toContain('imageScanStatus');
    expect(Object.keys(imageDetails?.[0] ?? {})).not.toContain('imageScanFindingsSummary');
  });
});

describe('rules', () => {
  test('repository, image and scan are asked for in this order', async () => {
    await push(client, 'app', 'v1');
    expect((await refusal(scan({ imageTag: 'v1' }, 'nope'))).name).toBe('RepositoryNotFoundException');
    expect((await refusal(scan({ imageTag: 'nope' }))).name).toBe('ImageNotFoundException');
    expect((await refusal(findings('v1', {}, 'nope'))).name).toBe('RepositoryNotFoundException');
    expect((await refusal(findings('nope'))).name).toBe('ImageNotFoundException');
    expect((await refusal(findings())).name).toBe('ScanNotFoundException');
  });

  test('S13 an image that was never scanned, with null for the half that is not given', async () => {
    await push(client, 'app', 'v1');
    expect(await refusal(findings())).toEqual({
      name: 'ScanNotFoundException',
      message: `Image scan does not exist for the image with '{imageDigest:'null', imageTag:'v1'}' in the repository with name 'app' in the registry with id '${OWN}'`,
    });
  });

  test('S11 one scan in a rolling day', async () => {
    await push(client, 'app', 'v1');
    await scan();
    ecr.clock.advance(23 * HOUR);
    expect(await refusal(scan())).toEqual({
      name: 'LimitExceededException',
      message: 'The scan quota per image has been exceeded. Wait and try again.',
    });
    ecr.clock.advance(2 * HOUR);
    expect((await scan()).imageScanStatus?.status).toBe('IN_PROGRESS');
  });

  test('S12 a scan on push consumes the scan of the day', async () => {
    start({}, true);
    await push(client, 'app', 'v1');
    expect((await refusal(scan())).name).toBe('LimitExceededException');
    expect((await findings()).imageScanStatus?.status).toBe('COMPLETE');
  });

  test('S14 an index can not be scanned, nor an artifact that refers to an image', async () => {
    const subject = image('subject');
    const signature = artifact({ subject });
    ecr
      .registry(OWN, 'us-east-1')
      .push('app:index', imageIndex())
      .push('app:v1', subject)
      .push('app', signature);
    expect((await refusal(scan({ imageTag: 'index' }))).name).toBe('UnsupportedImageTypeException');
    const call = scan({ imageDigest: signature.digest });
    expect((await refusal(call)).name).toBe('UnsupportedImageTypeException');
  });

  test('S15 under enhanced scanning there are no manual scans', async () => {
    await configure('ENHANCED');
    await push(client, 'app', 'v1');
    expect(await refusal(scan())).toEqual({
      name: 'ValidationException',
      message: 'This feature is disabled',
    });
  });

  test('A6 an archived image can not be scanned', async () => {
    await push(client, 'app', 'v1');
    await client.send(
      new UpdateImageStorageClassCommand({
        repositoryName,
        imageId: { imageTag: 'v1' },
        targetStorageClass: 'ARCHIVE',
      }),
    );
    expect((await refusal(scan())).name).toBe('ImageArchivedException');
  });

  test('beyond the quota of the registry a scan ends in LIMIT_EXCEEDED', async () => {
    start({ limits: { basicScansPerDay: 1 } });
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    await scan({ imageTag: 'v1' });
    expect((await scan({ imageTag: 'v2' })).imageScanStatus?.status).toBe('LIMIT_EXCEEDED');
    expect((await findings('v2')).imageScanStatus?.status).toBe('LIMIT_EXCEEDED');
  });

  test('a page has at most 1000 findings', async () => {
    await push(client, 'app', 'v1');
    await scan();
    expect((await refusal(findings('v1', { maxResults: 1001 }))).name).toBe('InvalidParameterException');
  });
});

describe('effects', () => {
  test('S16 continuous scanning is ACTIVE, and the waiter never ends', async () => {
    await configure('ENHANCED', ['CONTINUOUS_SCAN', '*']);
    await push(client, 'app', 'v1');
    ecr.registry(OWN, 'us-east-1').setScanFindings('app:v1', {
      enhancedFindings: [{ severity: 'UNTRIAGED', title: 'CVE-2026-0003' }],
    });
    const { imageScanStatus, imageScanFindings } = await findings();
    expect(imageScanStatus).toEqual({
      status: 'ACTIVE',
      description: 'Continuous scan is selected for image.',
    });
    expect(imageScanFindings).toMatchObject({
      findingSeverityCounts: { UNTRIAGED: 1 },
      enhancedFindings: [{ severity: 'UNTRIAGED', title: 'CVE-2026-0003' }],
    });
    const waiting = waitUntilImageScanComplete(
      { client, maxWaitTime: 0.1, minDelay: 0.01, maxDelay: 0.02 },
      { repositoryName, imageId: { imageTag: 'v1' } },
    );
    expect((await refusal(waiting)).name).toBe('TimeoutError');
  });

  test('under enhanced scanning on push a scan is PENDING until it is over', async () => {
    start({ durations: { scan: 60_000 } });
    await configure('ENHANCED', ['SCAN_ON_PUSH', 'app*']);
    await push(client, 'app', 'v1');
    expect((await findings()).imageScanStatus?.status).toBe('PENDING');
    ecr.settle();
    expect((await findings()).imageScanStatus?.status).toBe('COMPLETE');
  });

  test('an image that is too old is not watched any more', async () => {
    start({ durations: { scanEligibility: 5 * HOUR } });
    await configure('ENHANCED');
    await push(client, 'app', 'v1');
    ecr.clock.advance(5 * HOUR);
    expect((await findings()).imageScanStatus?.status).toBe('ACTIVE');
    ecr.clock.advance(1);
    expect((await findings()).imageScanStatus?.status).toBe('SCAN_ELIGIBILITY_EXPIRED');
  });

  test('S17 switching the type hides what was found, switching back shows it again', async () => {
    await push(client, 'app', 'v1');
    await scan();
    await configure('ENHANCED', ['SCAN_ON_PUSH', 'other']);
    expect((await refusal(findings())).name).toBe('ScanNotFoundException');
    await configure('BASIC');
    expect((await findings()).imageScanStatus?.status).toBe('COMPLETE');
  });

  test('the waiter resolves on COMPLETE and rejects on FAILED', async () => {
    const wait = () =>
      waitUntilImageScanComplete(
        { client, maxWaitTime: 1, minDelay: 0.01, maxDelay: 0.02 },
        { repositoryName, imageId: { imageTag: 'v1' } },
      );
    await push(client, 'app', 'v1');
    await scan();
    expect((await wait()).state).toBe('SUCCESS');
    ecr.clock.advance(25 * HOUR);
    ecr.failWork('scan', { repository: 'app', reason: 'UnsupportedImageError: scratch' }).once();
    await scan();
    await expect(wait()).rejects.toThrow(/FAILED|FAILURE/);
    expect((await findings()).imageScanStatus).toEqual({
      status: 'FAILED',
      description: 'UnsupportedImageError: scratch',
    });
  });

  test('the waiter goes on under fake timers', async () => {
    jest.useFakeTimers({ now: START });
    try {
      const real = { durations: { scan: 30_000 } };
      start({ ...real });
      await push(client, 'app', 'v1');
      await scan();
      const waiting = waitUntilImageScanComplete(
        { client, maxWaitTime: 120, minDelay: 5, maxDelay: 10 },
        { repositoryName, imageId: { imageTag: 'v1' } },
      );
      ecr.clock.advance(30_000);
      await jest.advanceTimersByTimeAsync(60_000);
      expect((await waiting).state).toBe('SUCCESS');
    } finally {
      jest.useRealTimers();
    }
  });

  test('a scan can end in other states that the test asks for', async () => {
    await push(client, 'app', 'v1');
    ecr.failWork('scan', { code: 'UNSUPPORTED_IMAGE' }).once();
    await scan();
    const { imageScanStatus } = await findings();
    expect(imageScanStatus?.status).toBe('UNSUPPORTED_IMAGE');
    expect(imageScanStatus?.description).toMatch(/^UnsupportedImageError/);
  });

  test('scan on push takes new images, replicas included, and no new tags', async () => {
    start({}, true);
    await putRules(client, [{ destinations: [to(OWN, 'us-west-2')] }]);
    ecr.registry(OWN, 'us-west-2').createRepository('app', { scanOnPush: true });
    await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    expect((await findings()).imageScanStatus?.status).toBe('COMPLETE');
    const scanned = ecr.events.filter((event) => event['detail-type'] === 'ECR Image Scan');
    expect(scanned.map((event) => event.region)).toEqual(['us-east-1', 'us-west-2']);
  });

  test('A8 a restore drops old results and starts a scan on push, whatever the quota', async () => {
    start({ durations: { scan: 60_000 } }, true);
    await push(client, 'app', 'v1');
    ecr.settle();
    const update = { repositoryName, imageId: { imageTag: 'v1' } };
    await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'ARCHIVE' }));
    expect((await findings()).imageScanStatus?.status).toBe('IMAGE_ARCHIVED');
    await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'STANDARD' }));
    expect((await findings()).imageScanStatus?.status).toBe('IN_PROGRESS');
    ecr.settle();
    expect((await findings()).imageScanStatus?.status).toBe('COMPLETE');
  });

  test('the end of a basic scan raises an event', async () => {
    await push(client, 'app', 'v1');
    seed();
    await scan();
    const [event] = ecr.events.filter((one) => one['detail-type'] === 'ECR Image Scan');
    expect(event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      'detail-type': 'ECR Image Scan',
      source: 'aws.ecr',
      account: OWN,
      time: '2026-11-24T09:00:00Z',
      region: 'us-east-1',
      resources: [`arn:aws:ecr:us-east-1:${OWN}:repository/app`],
      detail: {
        'scan-status': 'COMPLETE',
        'repository-name': 'app',
        'finding-severity-counts': { CRITICAL: 1, LOW: 2 },
        'image-digest': DIGEST,
        'image-tags': ['v1'],
      },
    });
  });

  test('an image that goes while it is scanned leaves nothing behind', async () => {
    start({ durations: { scan: 60_000 } });
    await push(client, 'app', 'v1');
    await scan();
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    ecr.settle();
    expect(ecr.events.some((event) => event['detail-type'] === 'ECR Image Scan')).toBe(false);
  });

  test('what is laid down and what is answered are copies', async () => {
    await push(client, 'app', 'v1');
    const mine = { ...CRITICAL };
    ecr.registry(OWN, 'us-east-1').setScanFindings('app:v1', [mine]);
    mine.name = 'changed';
    await scan();
    const first = await findings();
    Object.assign(first.imageScanFindings?.findings?.[0] ?? {}, { name: 'changed too' });
    expect((await findings()).imageScanFindings?.findings?.[0]?.name).toBe('CVE-2026-0001');
  });
});
