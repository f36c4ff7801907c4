import type { PolicyPrinting } from '../iam/policy/parsed-policies.js';
import { requireAmount, requireOptions } from '../lib/arguments.js';

/**
 * Options for behaviour of ECR that is unknown, or that a suite may want to relax. Each default is listed in
 * docs/fidelity.md with its grade.
 *
 * @public
 */
export interface Behaviour {
  /**
   * `required`: PutImage refuses a manifest whose layers were not uploaded, as ECR does [observed].
   * `assumed`: layers are added with the manifest, for suites that put bare manifests.
   */
  readonly layers: 'required' | 'assumed';
  /** The answer to PutImage of the same digest and tag in an immutable repository; sources disagree. */
  readonly sameImageInImmutableRepository: 'ImageAlreadyExistsException' | 'ImageTagAlreadyExistsException';
  /** The size of an index: that of its largest child [docs], or the sum. */
  readonly indexSize: 'max' | 'sum';
  /** Whether an index and its children can go in one BatchDeleteImage: as of call start, or in order [assumed]. */
  readonly indexReferences: 'call-start' | 'in-order';
  /** `maxResults` or `nextToken` together with explicit names or ids [assumed]. */
  readonly pagingWithIds: 'ignore' | 'refuse';
  /** A replication whose source image or tag is removed while it is under way [assumed]. */
  readonly sourceDeletedInFlight: 'complete' | 'fail';
  /** Whether `findingSeverityCounts` of enhanced findings counts all findings, or those of the page [assumed]. */
  readonly enhancedSeverityCounts: 'all' | 'page';
  /** Policy texts are reformatted by the service [observed], or returned as sent. */
  readonly policyText: PolicyPrinting;
  /**
   * A pull by digest of an image that a pull-through cache does not have: `refused`, so that only pulls by tag fill a
   * cache
   * [observed once], or `imported`.
   */
  readonly pullThroughByDigest: 'refused' | 'imported';
}

/** The allowed values of each option. */
export const BEHAVIOURS: { readonly [K in keyof Behaviour]: readonly Behaviour[K][] } = {
  layers: ['required', 'assumed'],
  sameImageInImmutableRepository: ['ImageAlreadyExistsException', 'ImageTagAlreadyExistsException'],
  indexSize: ['max', 'sum'],
  indexReferences: ['call-start', 'in-order'],
  pagingWithIds: ['ignore', 'refuse'],
  sourceDeletedInFlight: ['complete', 'fail'],
  enhancedSeverityCounts: ['all', 'page'],
  policyText: ['reprinted', 'echoed'],
  pullThroughByDigest: ['refused', 'imported'],
};

export const DEFAULT_BEHAVIOUR: Behaviour = {
  layers: 'required',
  sameImageInImmutableRepository: 'ImageAlreadyExistsException',
  indexSize: 'max',
  indexReferences: 'call-start',
  pagingWithIds: 'ignore',
  sourceDeletedInFlight: 'complete',
  enhancedSeverityCounts: 'all',
  policyText: 'reprinted',
  pullThroughByDigest: 'refused',
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long ECR's background work takes, in milliseconds of the clock. 0: done by the next command. @public */
export interface Durations {
  /** From UpdateImageStorageClass to STANDARD until the image is active; AWS says up to 20 minutes. */
  readonly restore: number;
  /** From the start of a scan until its findings are there. */
  readonly scan: number;
  /** From the start of a lifecycle policy preview until its results are there. */
  readonly preview: number;
  /** How long a preview can be read; AWS publishes no number [assumed]. */
  readonly previewExpiry: number;
  /** From a push until the image is signed. */
  readonly signing: number;
  /** How long after its push an image is scanned continuously; sources disagree [assumed]. */
  readonly scanEligibility: number;
}

export const DEFAULT_DURATIONS: Durations = {
  restore: 0,
  scan: 0,
  preview: 0,
  previewExpiry: DAY,
  signing: 0,
  scanEligibility: 30 * DAY,
};

/**
 * Refuses a value that is not an object of durations, and unknown names.
 *
 * @param who for example `setDurations()`
 */
export function requireDurations(durations: unknown, who: string): void {
  requireOptions(durations, who, Object.keys(DEFAULT_DURATIONS));
  for (const [name, duration] of Object.entries(durations as Record<string, unknown>)) {
    requireAmount(duration, `durations.${name}`);
  }
}
/** Quotas of ECR. A test can lower them in order to reach them. @public */
export interface Limits {
  /** Repositories in one registry, which is one account in one Region [docs]. */
  readonly repositoriesPerRegistry: number;
  /** Images in one repository [docs]. */
  readonly imagesPerRepository: number;
  /** Tags on one image [observed]. */
  readonly tagsPerImage: number;
  /** Resource tags on one repository [docs]. */
  readonly tagsPerRepository: number;
  /** Layers in one image; ECR has a limit but does not publish it [assumed]. */
  readonly layersPerImage: number;
  /** Bytes of one layer [docs]. */
  readonly bytesPerLayer: number;
  /** Parts that one layer is uploaded in [docs]. */
  readonly partsPerLayer: number;
  /** Principals excluded from pull time updates [docs]. */
  readonly pullTimeExclusionsPerRegistry: number;
  /** Pull-through cache rules of one registry [docs]. */
  readonly pullThroughCacheRulesPerRegistry: number;
  /** Repository creation templates of one registry; there is a limit, but it is not published [assumed]. */
  readonly templatesPerRegistry: number;
  /** Basic scans of one registry within 24 hours [docs]. */
  readonly basicScansPerDay: number;
  /** Replication backfills under way in one registry [docs]. */
  readonly backfillsInProgress: number;
}

export const DEFAULT_LIMITS: Limits = {
  repositoriesPerRegistry: 100_000,
  imagesPerRepository: 100_000,
  tagsPerImage: 1000,
  tagsPerRepository: 50,
  layersPerImage: Infinity,
  bytesPerLayer: 52_000 * 1024 ** 2,
  partsPerLayer: 4200,
  pullTimeExclusionsPerRegistry: 100,
  pullThroughCacheRulesPerRegistry: 50,
  templatesPerRegistry: Infinity,
  basicScansPerDay: 100_000,
  backfillsInProgress: 10,
};
