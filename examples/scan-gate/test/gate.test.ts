import { ImageNotFoundException, type ImageScanFinding, StartImageScanCommand } from '@aws-sdk/client-ecr';
import { image, imageIndex, setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { type GateOptions, gate } from '../src/gate';

const ACCOUNT = '111122223333';
const MINUTE = 60_000;

// A scan takes a minute, on a clock that follows Jest's.
const ecr = setupFakeEcr({
  durations: { scan: MINUTE },
  scene: () => registry.createRepository('payments').push('payments:v1', v1),
});
const registry = ecr.registry(ACCOUNT, 'us-west-2');
const v1 = image('payments v1');

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-11-24T09:00:00Z') }));
afterEach(() => jest.useRealTimers());

/** The gate, while half an hour passes. */
async function decide(options: Partial<GateOptions> = {}) {
  const verdict = gate({
    client: ecr.client(ACCOUNT, 'us-west-2'),
    repositoryName: 'payments',
    imageTag: 'v1',
    ...options,
  });
  verdict.catch(() => undefined); // looked at below
  await jest.advanceTimersByTimeAsync(30 * MINUTE);
  return verdict;
}

const finding = (name: string, severity: ImageScanFinding['severity']): ImageScanFinding => ({
  name,
  severity,
});

describe('the gate opens', () => {
  it('for an image without findings, after the scan has ended', async () => {
    await expect(decide()).resolves.toEqual({ isOpen: true, digest: v1.digest, reasons: [] });

    expect(ecr).toHaveCalled('StartImageScan', { times: 1 });
    expect(ecr).toHaveEmitted({
      'detail-type': 'ECR Image Scan',
      detail: { 'scan-status': 'COMPLETE', 'image-tags': ['v1'] },
    });
  });

  it('for findings that are allowed or accepted', async () => {
    registry.setScanFindings('payments:v1', [
      finding('CVE-2026-0001', 'CRITICAL'),
      finding('CVE-2026-0002', 'HIGH'),
      finding('CVE-2026-0003', 'LOW'),
    ]);

    const verdict = await decide({ allowed: { HIGH: 1 }, accepted: ['CVE-2026-0001'] });

    expect(verdict.isOpen).toBe(true);
  });

  it('for an image that was scanned on push, although it can not be scanned again on that day', async () => {
    registry.createRepository('scanned', { scanOnPush: true }).push('scanned:v1', v1);

    await expect(decide({ repositoryName: 'scanned' })).resolves.toMatchObject({ isOpen: true });

    expect(ecr).toHaveCalled('StartImageScan', { outcome: 'LimitExceededException' });
  });
});

describe('the gate stays shut', () => {
  it('for one critical finding on the last of several pages', async () => {
    const harmless = Array.from({ length: 250 }, (_, index) => finding(`CVE-2025-${1000 + index}`, 'LOW'));
    registry.setScanFindings('payments:v1', [...harmless, finding('CVE-2026-0001', 'CRITICAL')]);

    const { isOpen, reasons } = await decide();

    expect(isOpen).toBe(false);
    expect(reasons).toEqual(['1 CRITICAL (CVE-2026-0001), allowed 0']);
    expect(registry).toHaveScanFindings('payments:v1', { CRITICAL: 1, LOW: 250 });
  });

  it('where the waiter times out before the scan ends', async () => {
    const { isOpen, reasons } = await decide({ maxWaitTime: 30 });

    expect(isOpen).toBe(false);
    expect(reasons).toEqual(['no scan result: TimeoutError']);
  });

  it('where the scan fails', async () => {
    ecr.failWork('scan', { repository: 'payments' }).once();

    await expect(decide()).resolves.toMatchObject({ isOpen: false });

    expect(registry).not.toHaveScanFindings('payments:v1');
  });

  it('where the operating system is not supported, which the waiter waits for in vain', async () => {
    ecr.failWork('scan', { code: 'UNSUPPORTED_IMAGE' }).once();

    await expect(decide()).resolves.toMatchObject({ reasons: ['no scan result: TimeoutError'] });
  });

  it('for what was under the tag at first, when the tag moves during the scan', async () => {
    registry.setScanFindings(`payments@${v1.digest}`, [finding('CVE-2026-0001', 'CRITICAL')]);
    ecr.mock.on(StartImageScanCommand).callsFakeOnce(async (input, getClient) => {
      registry.push('payments:v1', image('payments v1, mended'));
      return getClient().send(new StartImageScanCommand(input));
    });

    await expect(decide()).resolves.toMatchObject({ isOpen: false, digest: v1.digest });
  });

  it('for an index, of which only the images can be scanned', async () => {
    registry.push('payments:multi', imageIndex('payments'));

    await expect(decide({ imageTag: 'multi' })).rejects.toThrow(
      expect.objectContaining({ name: 'UnsupportedImageTypeException' }),
    );
  });

  it('for an archived image', async () => {
    registry.repository('payments').archive('v1');

    await expect(decide()).rejects.toThrow(expect.objectContaining({ name: 'ImageArchivedException' }));
  });

  it('for an image that does not exist', async () => {
    await expect(decide({ imageTag: 'v2' })).rejects.toThrow(ImageNotFoundException);
  });
});
