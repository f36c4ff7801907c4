import type { Outcome } from '../../aws/failure.js';
import type { DomainEvent, UnitOfWork } from '../../world/domain-event.js';
import * as failures from '../../world/failures.js';
import { artifactTypeOf, isContainerImage } from '../../world/images/container-image.js';
import type { Image } from '../../world/images/image.js';
import {
  SCAN_FAILURES,
  SCAN_STATES,
  type Scan,
  isScanFailure,
  severityCounts,
} from '../../world/records/scan.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import { DAY } from '../../world/world-options.js';
import type { Scheduler } from '../scheduler.js';
import type { WorkFailure, WorkFailures } from '../work-failures.js';

/** An image has one basic scan in this time, on push or manual: a rolling day [docs]. */
const BASIC_SCAN_EVERY = DAY;

const COMPLETED = 'The scan was completed successfully.';

/** Scans images as they arrive and on request. */
export class ScanningEngine {
  /** The basic scans of the last day, by registry. */
  private readonly quotas = new Map<Registry, RollingQuota>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly failures: WorkFailures,
  ) {}

  react(event: DomainEvent, unit: UnitOfWork): void {
    switch (event.type) {
      case 'image-stored':
        if (event.isNew && event.image.status === 'ACTIVE') {
          this.scanArrival(event.repository, event.image, unit);
        }
        break;
      case 'image-restored':
        // Old results are dropped, and the quota of one scan a day does not apply [docs].
        event.image.scans = undefined;
        this.scanArrival(event.repository, event.image, unit);
        break;
    }
  }

  /** A scan requested by a caller. */
  start(repository: Repository, image: Image, unit: UnitOfWork): Outcome<Scan> {
    const { name, registry } = repository;
    // Manual scans exist under basic scanning only [observed].
    if (registry.scanning.scanType === 'ENHANCED') return failures.featureDisabled();
    if (image.status !== 'ACTIVE') return failures.imageArchived(image.digest, name, registry.accountId);
    if (!isContainerImage(image.manifest))
      return failures.unsupportedImageType(artifactTypeOf(image.manifest));
    const last = image.scans?.basic;
    // A scan that the registry's quota prevented does not count [assumed].
    const isSpent = last !== undefined && last.status !== 'LIMIT_EXCEEDED';
    if (isSpent && unit.now - last.startedAt < BASIC_SCAN_EVERY) return failures.scanQuotaExceeded();
    return this.scanBasic(repository, image, unit);
  }

  private scanArrival(repository: Repository, image: Image, unit: UnitOfWork): void {
    const { scanning } = repository.registry;
    if (scanning.effective(repository.name, repository.scanOnPush).frequency !== 'SCAN_ON_PUSH') return;
    if (!isContainerImage(image.manifest)) return;
    if (scanning.scanType === 'BASIC') {
      this.scanBasic(repository, image, unit);
      return;
    }
    const scan: Scan = {
      status: 'PENDING',
      description: 'Scan is pending for image.',
      startedAt: unit.now,
      completedAt: undefined,
    };
    image.scans = { ...image.scans, enhanced: scan };
    this.plan(repository, image, scan, unit);
  }

  private scanBasic(repository: Repository, image: Image, unit: UnitOfWork): Scan {
    const scan: Scan = {
      status: this.isWithinQuota(repository.registry, unit.now) ? 'IN_PROGRESS' : 'LIMIT_EXCEEDED',
      description: '',
      startedAt: unit.now,
      completedAt: undefined,
    };
    image.scans = { ...image.scans, basic: scan };
    if (scan.status === 'IN_PROGRESS') this.plan(repository, image, scan, unit);
    else scan.description = 'The scan quota of the registry has been exceeded.';
    return scan;
  }

  private plan(repository: Repository, image: Image, scan: Scan, unit: UnitOfWork): void {
    const { registry } = repository;
    this.scheduler.schedule({
      kind: 'scan',
      dueAt: unit.now + registry.world.durations.scan,
      describe: () => `scan of ${repository.name}@${image.digest} at ${registry.key}`,
      // A scan whose image was removed, or that was replaced by another one, ends without an event [assumed].
      get isOver() {
        const isCurrent = image.scans?.basic === scan || image.scans?.enhanced === scan;
        return !isCurrent || !repository.holds(image);
      },
      run: (later) => this.end(repository, image, scan, later),
    });
  }

  private end(repository: Repository, image: Image, scan: Scan, unit: UnitOfWork): void {
    const failure = this.failures.take('scan', repository);
    endScan(scan, failure);
    scan.completedAt = unit.now;
    if (image.scans?.basic !== scan) return;
    const { findings } = repository.registry.seededFindings.of(repository.name, image.digest, image.tags);
    unit.emit({
      type: 'scan-ended',
      repository,
      image,
      status: scan.status,
      severityCounts: scan.status === 'COMPLETE' ? severityCounts(findings) : {},
    });
  }

  private isWithinQuota(registry: Registry, now: number): boolean {
    let quota = this.quotas.get(registry);
    if (quota === undefined) this.quotas.set(registry, (quota = new RollingQuota(BASIC_SCAN_EVERY)));
    return quota.take(now, registry.world.limits.basicScansPerDay);
  }
}

function endScan(scan: Scan, failure: WorkFailure | undefined): void {
  if (failure === undefined) {
    scan.status = SCAN_STATES.next(scan.status, 'complete');
    scan.description = COMPLETED;
    return;
  }
  const { action, description } = SCAN_FAILURES[isScanFailure(failure.code) ? failure.code : 'FAILED'];
  scan.status = SCAN_STATES.next(scan.status, action);
  scan.description = failure.reason ?? description;
}
/** Limits the number of entries within a span of time; older ones are forgotten. */
class RollingQuota {
  /** Epoch milliseconds, oldest first; those before `first` are forgotten. */
  private moments: number[] = [];
  private first = 0;

  /** @param span milliseconds */
  constructor(private readonly span: number) {}

  /** Counts an entry at a moment, unless the limit is reached. */
  take(now: number, limit: number): boolean {
    this.forget(now);
    if (this.moments.length - this.first >= limit) return false;
    this.moments.push(now);
    return true;
  }

  private forget(now: number): void {
    while (this.first < this.moments.length && now - (this.moments[this.first] as number) >= this.span) {
      this.first += 1;
    }
    // Half of the list at a time, so that each entry is moved only a few times.
    if (this.first * 2 <= this.moments.length) return;
    this.moments = this.moments.slice(this.first);
    this.first = 0;
  }
}
