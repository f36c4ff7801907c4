/** How long ECR's own work takes, in milliseconds of the clock. 0: done by the next command. */
export interface Durations {
  /** From UpdateImageStorageClass to STANDARD until the image is active; AWS says up to 20 minutes. */
  readonly restore: number;
}

export const DEFAULT_DURATIONS: Durations = { restore: 0 };
