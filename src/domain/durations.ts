import { requireAmount, requireOptions } from './arguments.js';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long ECR's own work takes, in milliseconds of the clock. 0: done by the next command. */
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
  /** How long after its push an image is watched by continuous scanning; sources disagree [assumed]. */
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
 * Refuses what says nothing of durations, or by wrong names.
 *
 * @param who for example `setDurations()`
 */
export function requireDurations(durations: unknown, who: string): void {
  requireOptions(durations, who, Object.keys(DEFAULT_DURATIONS));
  for (const [name, duration] of Object.entries(durations as Record<string, unknown>)) {
    requireAmount(duration, `durations.${name}`);
  }
}
