export type LifecycleTagStatus = 'tagged' | 'untagged' | 'any';

/** In the spelling of the document; responses of the API spell it in upper case [docs]. */
export type LifecycleStorageClass = 'standard' | 'archive';

export type LifecycleCountType =
  'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned';

/** One rule of a lifecycle policy, valid in itself. */
export interface LifecycleRule {
  /** At least 1; the lowest number is the highest priority [docs]. */
  readonly priority: number;
  readonly description?: string;
  readonly tagStatus: LifecycleTagStatus;
  /** Globs over whole tags; absent unless the document lists at least one. */
  readonly tagPatterns?: readonly string[];
  /** Absent unless the document lists at least one. */
  readonly tagPrefixes?: readonly string[];
  /** `standard` if the document does not say [docs]. */
  readonly storageClass: LifecycleStorageClass;
  readonly countType: LifecycleCountType;
  /** A number of images to keep, or of days, depending on the count type. */
  readonly countNumber: number;
  readonly action: 'expire' | 'transition';
  readonly targetStorageClass?: 'archive';
}

/** A lifecycle policy that the service would accept. */
export interface LifecyclePolicy {
  /** As the service prints it, which differs from what was sent [observed]. */
  readonly text: string;
  /** Ascending priority, which is the order of evaluation [docs]. */
  readonly rules: readonly LifecycleRule[];
}
