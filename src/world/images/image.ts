import type { Positioned } from '../../lib/ordered-index.js';
import type { ReplicationRecord } from '../records/replication.js';
import type { ImageScans } from '../records/scan.js';
import type { Signing } from '../records/signing.js';
import type { Layer } from './layers.js';
import type { Manifest } from './manifest.js';

export type ImageStatus = 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';

/** How an image came into its repository. Only the first four start replications [docs]. */
export type Origin = 'push' | 'restore' | 'pull-through' | 'signing' | 'replication' | 'backfill';

/** A name that points at an image. */
export interface TagPointer extends Positioned {
  readonly name: string;
  readonly image: Image;
  /** Epoch milliseconds. */
  readonly putAt: number;
}

const NO_TAGS: readonly TagPointer[] = [];

/** A manifest in a repository, with ECR's records about it. Times are epoch milliseconds. */
export class Image implements Positioned {
  status: ImageStatus = 'ACTIVE';
  /** In the order of their positions. */
  tags: readonly TagPointer[] = NO_TAGS;
  lastPulledAt: number | undefined = undefined;
  lastArchivedAt: number | undefined = undefined;
  lastActivatedAt: number | undefined = undefined;
  /** Absent if it was never scanned. */
  scans: ImageScans | undefined = undefined;
  /** One entry for each profile that signs it. */
  signings: Signing[] | undefined = undefined;
  /** One entry per destination this image was sent to. */
  replications: ReplicationRecord[] | undefined = undefined;

  constructor(
    readonly manifest: Manifest,
    readonly position: number,
    public pushedAt: number,
    readonly origin: Origin,
    /** Bytes; for an index that of its largest child [docs]. */
    readonly size: number,
    /** The repository's layers that it uses, each once. */
    readonly layers: readonly Layer[],
  ) {}

  get digest(): string {
    return this.manifest.digest;
  }

  get isTagged(): boolean {
    return this.tags.length > 0;
  }

  hasTag(name: string): boolean {
    return this.tags.some((tag) => tag.name === name);
  }
}
