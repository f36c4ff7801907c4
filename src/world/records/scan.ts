import { StateMachine } from '../../lib/state-machine.js';

export type ScanStatus =
  | 'IN_PROGRESS'
  | 'PENDING'
  | 'COMPLETE'
  | 'FAILED'
  | 'UNSUPPORTED_IMAGE'
  | 'FINDINGS_UNAVAILABLE'
  | 'LIMIT_EXCEEDED'
  | 'ACTIVE'
  | 'SCAN_ELIGIBILITY_EXPIRED'
  | 'IMAGE_ARCHIVED';

const ENDS = {
  complete: 'COMPLETE',
  fail: 'FAILED',
  'not support': 'UNSUPPORTED_IMAGE',
  lose: 'FINDINGS_UNAVAILABLE',
} as const;

export const SCAN_STATES = new StateMachine<ScanStatus, keyof typeof ENDS>('image scan', {
  IN_PROGRESS: ENDS,
  PENDING: ENDS,
  COMPLETE: {},
  FAILED: {},
  UNSUPPORTED_IMAGE: {},
  FINDINGS_UNAVAILABLE: {},
  LIMIT_EXCEEDED: {},
  ACTIVE: {},
  SCAN_ELIGIBILITY_EXPIRED: {},
  IMAGE_ARCHIVED: {},
});

const UNSUPPORTED = 'UnsupportedImageError: The operating system and/or package manager are not supported.';

/** The failures of scans by the status that they end with, and what callers get [observed]. */
export const SCAN_FAILURES = {
  FAILED: { action: 'fail', description: UNSUPPORTED },
  UNSUPPORTED_IMAGE: { action: 'not support', description: UNSUPPORTED },
  /** A text of our own [assumed]. */
  FINDINGS_UNAVAILABLE: { action: 'lose', description: 'The findings of the scan are not available.' },
} as const satisfies Partial<Record<ScanStatus, { action: keyof typeof ENDS; description: string }>>;

export function isScanFailure(status: string | undefined): status is keyof typeof SCAN_FAILURES {
  return status !== undefined && Object.hasOwn(SCAN_FAILURES, status);
}

/** One scan of one image. Times are epoch milliseconds. */
export interface Scan {
  status: ScanStatus;
  description: string;
  readonly startedAt: number;
  completedAt: number | undefined;
}

/** The scans of an image; each of the two types sees only its own [docs]. */
export interface ImageScans {
  basic?: Scan;
  enhanced?: Scan;
}

/** What a scan finds. The members are those of the API. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly enhancedFindings: readonly Finding[];
  /** Epoch milliseconds; the end of the scan when absent. */
  readonly vulnerabilitySourceUpdatedAt?: number;
}

export type Finding = Readonly<Record<string, unknown>> & { readonly severity?: string | undefined };

export const NO_FINDINGS: Findings = { findings: [], enhancedFindings: [] };

/** The findings of future scans in a registry, as set by the test. */
export class SeededFindings {
  private readonly byReference = new Map<string, Findings>();

  /** @param reference `payments:v1` or `payments@sha256:…` */
  set(reference: string, findings: Findings): void {
    this.byReference.set(reference, findings);
  }

  /** @returns a function that restores the present findings of a reference */
  mark(reference: string): () => void {
    const before = this.byReference.get(reference);
    return () => {
      if (before === undefined) this.byReference.delete(reference);
      else this.byReference.set(reference, before);
    };
  }

  /** Findings for the digest win over findings for a tag. @param tags those of the image, in their order */
  of(repositoryName: string, digest: string, tags: readonly { readonly name: string }[]): Findings {
    const byDigest = this.byReference.get(`${repositoryName}@${digest}`);
    if (byDigest !== undefined) return byDigest;
    for (const { name } of tags) {
      const byTag = this.byReference.get(`${repositoryName}:${name}`);
      if (byTag !== undefined) return byTag;
    }
    return NO_FINDINGS;
  }

  entries(): IterableIterator<[string, Findings]> {
    return this.byReference.entries();
  }
}

/** How many findings there are of each severity that occurs [docs]. */
export function severityCounts(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity } of findings) {
    if (severity !== undefined) counts[severity] = (counts[severity] ?? 0) + 1;
  }
  return counts;
}
/** Members of findings that the SDK returns as dates, at any depth. */
const MOMENTS: ReadonlySet<string> = new Set([
  'firstObservedAt',
  'lastObservedAt',
  'updatedAt',
  'vendorCreatedAt',
  'vendorUpdatedAt',
]);

/** A copy of findings in which moments that are JSON strings become dates again. */
export function withDates<T>(value: T): T {
  return copy(value, undefined) as T;
}

function copy(value: unknown, key: string | undefined): unknown {
  if (typeof value === 'string' && key !== undefined && MOMENTS.has(key)) {
    const moment = Date.parse(value);
    return Number.isNaN(moment) ? value : new Date(moment);
  }
  if (Array.isArray(value)) return value.map((entry) => copy(entry, undefined));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copy(member, name)]));
}

function isPlain(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}
