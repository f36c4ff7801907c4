import type { Destination } from '../aws/registry-id.js';
import type { Caller } from '../iam/caller.js';
import type { Image, Origin } from './images/image.js';
import type { Manifest } from './images/manifest.js';
import type { Backfill } from './records/backfill.js';
import type { LifecycleRun } from './records/lifecycle.js';
import type { ScanStatus } from './records/scan.js';
import type { Registry } from './registry.js';
import type { Repository } from './repository.js';

/** What happened in the world; engines react to these events and never call one another. */
export type DomainEvent =
  | ImageStored
  | TagRemoved
  | ImageRemoved
  | ImageArchived
  | ImageRestoreStarted
  | ImageRestored
  | ReplicationEnded
  | BackfillEnded
  | LifecyclePolicyPut
  | LifecycleRan
  | ImagesSeeded
  | ScanEnded
  | ScanFrequencyChanged
  | PullThroughSynced;

/** A manifest or a tag arrived: by a push, an import, a restore or a replication. */
export interface ImageStored {
  readonly type: 'image-stored';
  readonly repository: Repository;
  readonly image: Image;
  /** The tag put, absent for a push by digest. */
  readonly tag: string | undefined;
  readonly origin: Origin;
  /** False if only a tag was added to an existing image. */
  readonly isNew: boolean;
  /** True if it made an archived image active again; so does a restore, which sends every tag of the image [docs]. */
  readonly wakes?: boolean;
}

/** A tag was removed from an image that stays. */
export interface TagRemoved {
  readonly type: 'tag-removed';
  readonly repository: Repository;
  readonly image: Image;
  readonly tag: string;
  readonly by: Remover;
}

/** An image was removed, with all its tags. */
export interface ImageRemoved {
  readonly type: 'image-removed';
  readonly repository: Repository;
  readonly image: Image;
  readonly tags: readonly string[];
  readonly by: Remover;
}

/** Who removed something: a caller, a lifecycle run, a replicated delete, or the deletion of the repository. */
export type Remover = 'caller' | 'lifecycle' | 'replication' | 'repository-deletion';

export interface ImageArchived {
  readonly type: 'image-archived';
  readonly repository: Repository;
  readonly image: Image;
}

export interface ImageRestoreStarted {
  readonly type: 'image-restore-started';
  readonly repository: Repository;
  readonly image: Image;
}

/** An archived image is active again. */
export interface ImageRestored {
  readonly type: 'image-restored';
  readonly repository: Repository;
  readonly image: Image;
}

/** A replication task ended at its destination, or failed on the way there. */
export interface ReplicationEnded {
  readonly type: 'replication-ended';
  readonly source: Destination;
  readonly destination: Destination;
  readonly repositoryName: string;
  readonly manifest: Manifest;
  readonly tag: string | undefined;
  readonly succeeded: boolean;
  /** Epoch milliseconds: when the task started. */
  readonly startedAt: number;
  /** Only if it failed. */
  readonly failureCode?: string;
  /** The digest that keeps the tag in an immutable destination, if the tag was withheld. */
  readonly withheldBy?: string;
  /** Whether the destination repository was created for it. */
  readonly createdRepository: boolean;
  /** The internal call that was refused at the destination, and the name of the exception, if one was. */
  readonly refusedCall?: {
    readonly operation: 'ReplicateImage' | 'CreateRepository';
    readonly exception: string;
  };
}

/** A replication backfill ended, whether it succeeded or not. */
export interface BackfillEnded {
  readonly type: 'backfill-ended';
  readonly registry: Registry;
  readonly backfill: Backfill;
}

/** A lifecycle policy is in force from now on. */
export interface LifecyclePolicyPut {
  readonly type: 'lifecycle-policy-put';
  readonly repository: Repository;
}

/** A lifecycle policy expired or archived images, or could not. */
export interface LifecycleRan {
  readonly type: 'lifecycle-ran';
  readonly repository: Repository;
  readonly run: LifecycleRun;
}

/** A seed added images as if they had always been there: there are no events for single images. */
export interface ImagesSeeded {
  readonly type: 'images-seeded';
  readonly repository: Repository;
}

/** A basic scan ended. */
export interface ScanEnded {
  readonly type: 'scan-ended';
  readonly repository: Repository;
  readonly image: Image;
  readonly status: ScanStatus;
  /** How many findings there are of each severity that occurs. */
  readonly severityCounts: Readonly<Record<string, number>>;
}

/** Under enhanced scanning, the scan frequency of repositories changed. */
export interface ScanFrequencyChanged {
  readonly type: 'scan-frequency-changed';
  readonly registry: Registry;
  readonly repositories: readonly {
    readonly repository: Repository;
    readonly from: string;
    readonly to: string;
  }[];
}

/** A cache requested an image from its upstream, and imported it or failed to. */
export interface PullThroughSynced {
  readonly type: 'pull-through-synced';
  readonly registry: Registry;
  readonly repositoryName: string;
  readonly rulePrefix: string;
  readonly upstreamUrl: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** Absent if it succeeded. */
  readonly failure?: { readonly code: string; readonly reason: string };
}

/** One command, or one piece of deferred work: the moment, who acts, and the resulting events. */
export interface UnitOfWork {
  /** Epoch milliseconds: when the command arrived, or when the work was due. */
  readonly now: number;
  /** Absent for work that ECR does by itself. */
  readonly caller?: Caller | undefined;
  emit(event: DomainEvent): void;
}
