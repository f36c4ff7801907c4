import { isContainerImage } from '../../world/images/container-image.js';
import type { Image } from '../../world/images/image.js';
import { type Findings, NO_FINDINGS, type ScanStatus } from '../../world/records/scan.js';
import type { Repository } from '../../world/repository.js';

/** A scan as callers see it. Times are epoch milliseconds. */
export interface ScanReport {
  readonly status: ScanStatus;
  readonly description: string;
  readonly completedAt: number | undefined;
  /** Absent while there are no findings. */
  readonly findings: Findings | undefined;
}

/** The state of an image's scan under the present type of scanning; undefined if it was never scanned. */
export function describeScan(repository: Repository, image: Image, now: number): ScanReport | undefined {
  const { scanning, seededFindings } = repository.registry;
  const isEnhanced = scanning.scanType === 'ENHANCED';
  const known = isEnhanced ? watched(repository, image, now) : undefined;
  if (known !== undefined) return known;
  const scan = isEnhanced ? image.scans?.enhanced : image.scans?.basic;
  if (scan === undefined) return undefined;
  if (image.status !== 'ACTIVE') return archived();
  const findings =
    scan.status === 'COMPLETE' ? seededFindings.of(repository.name, image.digest, image.tags) : undefined;
  return { status: scan.status, description: scan.description, completedAt: scan.completedAt, findings };
}

/** Continuous scanning has no end: findings change as long as the image is scanned [docs]. */
function watched(repository: Repository, image: Image, now: number): ScanReport | undefined {
  const { scanning, seededFindings, world } = repository.registry;
  const { frequency } = scanning.effective(repository.name, repository.scanOnPush);
  if (frequency !== 'CONTINUOUS_SCAN' || !isContainerImage(image.manifest)) return undefined;
  if (image.status !== 'ACTIVE') return archived();
  const since = image.lastActivatedAt ?? image.pushedAt;
  if (now - since > world.durations.scanEligibility) {
    return {
      status: 'SCAN_ELIGIBILITY_EXPIRED',
      description: 'Scan eligibility expired for image.',
      completedAt: undefined,
      findings: undefined,
    };
  }
  return {
    status: 'ACTIVE',
    description: 'Continuous scan is selected for image.',
    completedAt: since,
    findings: seededFindings.of(repository.name, image.digest, image.tags),
  };
}

function archived(): ScanReport {
  return {
    status: 'IMAGE_ARCHIVED',
    description: 'The image is archived.',
    completedAt: undefined,
    findings: undefined,
  };
}

/** The findings in the form of a type of scanning. */
export function findingsOf({ findings = NO_FINDINGS }: ScanReport, isEnhanced: boolean) {
  return isEnhanced ? findings.enhancedFindings : findings.findings;
}
