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
  /** `standard` where the document says nothing [docs]. */
  readonly storageClass: LifecycleStorageClass;
  readonly countType: LifecycleCountType;
  /** Images to keep, or days, as the count type wants. */
  readonly countNumber: number;
  readonly action: 'expire' | 'transition';
  readonly targetStorageClass?: 'archive';
}

/** A lifecycle policy that the service would accept. */
export interface LifecyclePolicy {
  /** As the service prints it, which is not as it was put [observed]. */
  readonly text: string;
  /** Ascending priority, which is the order of evaluation [docs]. */
  readonly rules: readonly LifecycleRule[];
}
