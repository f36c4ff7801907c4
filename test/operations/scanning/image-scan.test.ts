import {
  BatchDeleteImageCommand,
  DeleteRepositoryCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  type ECRClient,
  PutImageCommand,
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
    ecr.clock.advance(HOUR - 1);
    expect((await refusal(scan())).name).toBe('LimitExceededException');
    ecr.clock.advance(1);
    expect((await scan()).imageScanStatus?.status).toBe('IN_PROGRESS');
    ecr.clock.advance(25 * HOUR);
    expect((await scan()).imageScanStatus?.status).toBe('IN_PROGRESS');
  });

  test('S11 each image has its own day', async () => {
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    await scan();
    expect((await scan({ imageTag: 'v2' })).imageScanStatus?.status).toBe('IN_PROGRESS');
    expect((await refusal(scan({ imageDigest: image('one').digest }))).name).toBe('LimitExceededException');
  });

  test('S11 a scan that failed was one, too', async () => {
    await push(client, 'app', 'v1');
    ecr.failWork('scan').once();
    await scan();
    expect((await findings()).imageScanStatus?.status).toBe('FAILED');
    expect((await refusal(scan())).name).toBe('LimitExceededException');
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
    expect(await refusal(scan({ imageTag: 'index' }))).toEqual({
      name: 'UnsupportedImageTypeException',
      message:
        "An artifact with media type 'application/vnd.oci.image.index.v1+json' cannot be scanned. " +
        'For more information, see the Amazon ECR documentation.',
    });
    const call = scan({ imageDigest: signature.digest });
    expect((await refusal(call)).name).toBe('UnsupportedImageTypeException');
  });

  const OCI = 'application/vnd.oci.image.config.v1+json';
  const GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip';
  test.each<[string, string, string, { artifactType?: string }?]>([
    [
      'a Helm chart',
      'application/vnd.cncf.helm.config.v1+json',
      'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
    ],
    ['a signature', OCI, 'application/vnd.dev.cosign.simplesigning.v1+json'],
    ['an attestation', OCI, 'application/vnd.in-toto+json'],
    ['an SBOM', 'application/vnd.oci.empty.v1+json', 'application/spdx+json'],
    ['an artifact made of layers', OCI, GZIP, { artifactType: 'application/vnd.example' }],
  ])('S14 %s is not scanned, by hand or on push', async (_, configType, layerType, more = {}) => {
    start({ layers: 'assumed' }, true);
    const digest = `sha256:${'a'.repeat(64)}`;
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: configType, digest, size: 2 },
      layers: [{ mediaType: layerType, digest, size: 2 }],
      ...more,
    });
    await client.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'v1' }));
    expect((await refusal(findings())).name).toBe('ScanNotFoundException');
    const { artifactType = configType } = more;
    expect(await refusal(scan())).toMatchObject({
      name: 'UnsupportedImageTypeException',
      message: expect.stringContaining(`'${artifactType}'`) as string,
    });
  });

  test.each([
    [
      'Docker',
      'docker.container.image',
      'docker.image.rootfs.diff.tar.gzip',
      'docker.distribution.manifest.v2',
    ],
    ['OCI', 'oci.image.config', 'oci.image.layer.v1.tar+zstd', 'oci.image.manifest.v1'],
  ])('a container image of %s is scanned', async (_, config, layer, type) => {
    start({ layers: 'assumed' });
    const digest = `sha256:${'a'.repeat(64)}`;
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: `application/vnd.${type}+json`,
      config: { mediaType: `application/vnd.${config}.v1+json`, digest, size: 2 },
      layers: [
        { mediaType: `application/vnd.${layer}`, digest, size: 2 },
        { digest, size: 2 },
      ],
    });
    await client.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'v1' }));
    expect((await scan()).imageScanStatus?.status).toBe('IN_PROGRESS');
  });

  test('S15 enhanced scanning refuses before it looks at the image, and after it looked for it', async () => {
    await configure('ENHANCED');
    ecr.registry(OWN, 'us-east-1').push('app:index', imageIndex());
    expect((await refusal(scan({ imageTag: 'index' }))).name).toBe('ValidationException');
    expect((await refusal(scan({ imageTag: 'nope' }))).name).toBe('ImageNotFoundException');
    expect((await refusal(scan({}, 'nope'))).name).toBe('RepositoryNotFoundException');
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
    ecr.clock.advance(24 * HOUR - 1);
    expect((await scan({ imageTag: 'v2' })).imageScanStatus?.status).toBe('LIMIT_EXCEEDED');
    ecr.clock.advance(1);
    // It never began, so it did not consume the image's scan of the day.
    expect((await scan({ imageTag: 'v2' })).imageScanStatus?.status).toBe('IN_PROGRESS');
    expect((await findings('v2')).imageScanStatus?.status).toBe('COMPLETE');
  });

  test('the quota of a registry is its own, and rolls on scan by scan', async () => {
    start({ limits: { basicScansPerDay: 2 } }, true);
    const status = async (tag: string) => (await findings(tag)).imageScanStatus?.status;
    for (const tag of ['a', 'b', 'c']) {
      await push(client, 'app', tag, tag);
      ecr.clock.advance(8 * HOUR);
    }
    expect([await status('a'), await status('b'), await status('c')]).toEqual([
      'COMPLETE',
      'COMPLETE',
      'LIMIT_EXCEEDED',
    ]);
    await push(client, 'app', 'd', 'd');
    await push(client, 'app', 'e', 'e');
    expect([await status('d'), await status('e')]).toEqual(['COMPLETE', 'LIMIT_EXCEEDED']);
    ecr.registry(OWN, 'us-west-2').createRepository('app', { scanOnPush: true });
    client = ecr.client(OWN, 'us-west-2');
    await push(client, 'app', 'f', 'f');
    expect(await status('f')).toBe('COMPLETE');
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

  test('enhanced findings keep their shape, their dates, and come page by page', async () => {
    await configure('ENHANCED', ['CONTINUOUS_SCAN', 'app']);
    await push(client, 'app', 'v1');
    const finding = (severity: 'HIGH' | 'UNTRIAGED', title: string) => ({
      severity,
      title,
      firstObservedAt: new Date(START),
      packageVulnerabilityDetails: { vendorCreatedAt: new Date(START - 1000), cvss: [{ baseScore: 9.8 }] },
      score: 9.8,
    });
    const enhancedFindings = [finding('HIGH', 'a'), finding('UNTRIAGED', 'b'), finding('HIGH', 'c')];
    ecr.registry(OWN, 'us-east-1').setScanFindings('app:v1', { findings: [CRITICAL], enhancedFindings });
    // A world that was written to a file and read again has the same findings.
    ecr.load(JSON.parse(JSON.stringify(ecr.snapshot())));
    const first = await findings('v1', { maxResults: 2 });
    expect(first.imageScanFindings).toEqual({
      imageScanCompletedAt: new Date(START),
      vulnerabilitySourceUpdatedAt: new Date(START),
      findingSeverityCounts: { HIGH: 2, UNTRIAGED: 1 },
      enhancedFindings: enhancedFindings.slice(0, 2),
    });
    const second = await findings('v1', { maxResults: 2, nextToken: first.nextToken as string });
    expect(second.imageScanFindings?.enhancedFindings).toEqual(enhancedFindings.slice(2));
    expect('nextToken' in second).toBe(false);
    await configure('BASIC');
    expect((await refusal(findings('v1', { nextToken: first.nextToken as string }))).name).toBe(
      'ScanNotFoundException',
    );
  });

  test('a token belongs to one image and one type of scanning', async () => {
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    for (const tag of ['v1', 'v2']) {
      ecr.registry(OWN, 'us-east-1').setScanFindings(`app:${tag}`, [CRITICAL, LOW]);
      await scan({ imageTag: tag });
    }
    const { nextToken } = await findings('v1', { maxResults: 1 });
    expect((await refusal(findings('v2', { nextToken: nextToken as string }))).name).toBe(
      'InvalidParameterException',
    );
  });

  test('findings by digest go before those by tag, and basic ones keep their attributes', async () => {
    const full = {
      ...CRITICAL,
      description: 'bad',
      attributes: [
        { key: 'package_name', value: 'openssl' },
        { key: 'CVSS2_SCORE', value: '7.5' },
      ],
    };
    await push(client, 'app', 'v1');
    const updatedAt = new Date(START - HOUR);
    seed().setScanFindings(`app@${DIGEST}`, { findings: [full], vulnerabilitySourceUpdatedAt: updatedAt });
    await scan();
    const { imageScanFindings } = await findings();
    expect(imageScanFindings).toMatchObject({
      vulnerabilitySourceUpdatedAt: updatedAt,
      findingSeverityCounts: { CRITICAL: 1 },
      findings: [full],
    });
  });

  test('under enhanced scanning on push a new image is scanned, and older ones are not', async () => {
    await push(client, 'app', 'old', 'old');
    await configure('ENHANCED', ['SCAN_ON_PUSH', '*']);
    await push(client, 'app', 'v1');
    ecr.registry(OWN, 'us-east-1').setScanFindings('app:v1', { enhancedFindings: [{ severity: 'LOW' }] });
    expect((await findings()).imageScanFindings?.findingSeverityCounts).toEqual({ LOW: 1 });
    expect((await refusal(findings('old'))).name).toBe('ScanNotFoundException');
    // Enhanced scans are not basic ones: they end without an image scan event.
    expect(ecr.events.some((event) => event['detail-type'] === 'ECR Image Scan')).toBe(false);
  });

  test('where no filter selects a repository, enhanced scanning is off', async () => {
    start({}, true);
    await configure('ENHANCED', ['SCAN_ON_PUSH', 'other'], ['CONTINUOUS_SCAN', 'more']);
    await push(client, 'app', 'v1');
    expect((await refusal(findings())).name).toBe('ScanNotFoundException');
  });

  test('an image that goes with its repository while it is scanned leaves nothing behind', async () => {
    start({ durations: { scan: 60_000 } });
    await push(client, 'app', 'v1');
    await scan();
    await client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    ecr.settle();
    expect(ecr.events.some((event) => event['detail-type'] === 'ECR Image Scan')).toBe(false);
  });

  test('an image that was restored is watched anew', async () => {
    start({ durations: { scanEligibility: 5 * HOUR } });
    await configure('ENHANCED');
    await push(client, 'app', 'v1');
    const update = { repositoryName, imageId: { imageTag: 'v1' } };
    await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'ARCHIVE' }));
    expect((await findings()).imageScanStatus?.status).toBe('IMAGE_ARCHIVED');
    ecr.clock.advance(10 * HOUR);
    await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'STANDARD' }));
    ecr.clock.advance(5 * HOUR);
    expect((await findings()).imageScanStatus?.status).toBe('ACTIVE');
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

  test.each([
    ['FAILED', /^UnsupportedImageError/],
    ['UNSUPPORTED_IMAGE', /^UnsupportedImageError/],
    ['FINDINGS_UNAVAILABLE', /not available/],
  ])('a scan can end in %s, if the test asks for it', async (code, description) => {
    await push(client, 'app', 'v1');
    seed();
    ecr.failWork('scan', { code }).once();
    await scan();
    const answer = await findings();
    expect(answer.imageScanStatus?.status).toBe(code);
    expect(answer.imageScanStatus?.description).toMatch(description);
    expect('imageScanFindings' in answer).toBe(false);
  });

  test('the waiter goes on through the other ends of a scan, until its time is over', async () => {
    await push(client, 'app', 'v1');
    ecr.failWork('scan', { code: 'UNSUPPORTED_IMAGE' }).once();
    await scan();
    const waiting = waitUntilImageScanComplete(
      { client, maxWaitTime: 0.1, minDelay: 0.01, maxDelay: 0.02 },
      { repositoryName, imageId: { imageTag: 'v1' } },
    );
    expect((await refusal(waiting)).name).toBe('TimeoutError');
  });

  test('work that can not fail, and ends that a scan does not have, are mistakes', () => {
    expect(() => ecr.failWork('push' as 'scan').once()).toThrow(/^\[fake-ecr\] 'push' is not work/);
    expect(() => ecr.failWork('scan', { code: 'COMPLETE' }).once()).toThrow(
      /^\[fake-ecr\] A scan can't fail with 'COMPLETE'.*FAILED, UNSUPPORTED_IMAGE, FINDINGS_UNAVAILABLE/s,
    );
  });

  test.each<[string, unknown]>([
    ['no list', 'none'],
    ['nothing', null],
    ['a list of texts', ['CVE-2026-0001']],
    ['a list in the wrong place', { findings: 'CVE-2026-0001' }],
    ['a severity that is none', [{ severity: 'BAD' }]],
    ['a severity of enhanced findings only', [{ severity: 'UNTRIAGED' }]],
    ['a moment that is text', { vulnerabilitySourceUpdatedAt: '2026-01-01' }],
    ['a function', [{ name: () => 'x' }]],
  ])('findings that are %s are a mistake', async (_what, given) => {
    const registry = ecr.registry(OWN, 'us-east-1');
    expect(() => registry.setScanFindings('app:v1', given as [])).toThrow(/^\[fake-ecr\] /);
    expect(() => registry.setScanFindings('app', [])).toThrow(/^\[fake-ecr\] 'app' names a repository/);
    await push(client, 'app', 'v1');
    await scan();
    expect((await findings()).imageScanFindings?.findings).toEqual([]);
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

  test('findings are copied in and copied out', async () => {
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

describe('pages of enhanced findings', () => {
  const many = Array.from({ length: 150 }, (_, index) => ({
    title: `CVE-${index}`,
    severity: index < 120 ? ('HIGH' as const) : ('LOW' as const),
  }));

  async function pages(options: Parameters<typeof start>[0]) {
    start(options);
    await configure('ENHANCED', ['CONTINUOUS_SCAN', '*']);
    await push(client, 'app', 'v1');
    ecr.registry(OWN, 'us-east-1').setScanFindings('app:v1', { enhancedFindings: many });
    const first = await findings('v1', { maxResults: 1000 });
    return [first, await findings('v1', { nextToken: first.nextToken as string })] as const;
  }

  test('have at most 100, whatever maxResults says; counts are of all', async () => {
    const [first, second] = await pages({});
    expect(first.imageScanFindings?.enhancedFindings).toHaveLength(100);
    expect(second.imageScanFindings?.enhancedFindings).toHaveLength(50);
    expect(second.nextToken).toBeUndefined();
    for (const page of [first, second]) {
      expect(page.imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 120, LOW: 30 });
    }
  });

  test('count themselves only, by choice', async () => {
    const [first, second] = await pages({ behaviour: { enhancedSeverityCounts: 'page' } });
    expect(first.imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 100 });
    expect(second.imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 20, LOW: 30 });
  });

  test('basic findings come as many as asked for', async () => {
    await push(client, 'app', 'v1');
    ecr.registry(OWN, 'us-east-1').setScanFindings(
      'app:v1',
      many.map(({ title, severity }) => ({ name: title, severity })),
    );
    await scan();
    const answer = await findings('v1', { maxResults: 1000 });
    expect(answer.imageScanFindings?.findings).toHaveLength(150);
  });
});
