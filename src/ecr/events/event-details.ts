import type { BackfillStatus } from '../../world/records/backfill.js';
import type { ScanStatus } from '../../world/records/scan.js';

/** The result of a push, a deletion or a change of storage class. */
export interface ImageActionDetail {
  readonly result: 'SUCCESS' | 'FAILED';
  readonly 'action-type': 'PUSH' | 'DELETE' | 'UPDATE_STORAGE_CLASS';
  readonly 'repository-name': string;
  readonly 'image-digest': string;
  /** Empty if an image without a tag was pushed or deleted; absent from changes of storage class. */
  readonly 'image-tag'?: string;
  readonly 'manifest-media-type': string;
  readonly 'artifact-media-type'?: string;
  readonly 'target-storage-class'?: 'ARCHIVE' | 'STANDARD';
  readonly 'last-activated-at'?: string;
}

/** The result of a replication, for the destination. */
export interface ReplicationActionDetail {
  readonly result: 'SUCCESS' | 'FAILED';
  readonly 'action-type': 'REPLICATE';
  readonly 'repository-name': string;
  readonly 'image-digest': string;
  /** Empty if the image has no tag. */
  readonly 'image-tag': string;
  readonly 'source-account': string;
  readonly 'source-region': string;
}

/** The result of a replication backfill. */
export interface ReplicationBackfillDetail {
  readonly result: 'SUCCESS' | 'FAILED';
  readonly 'backfill-id': string;
  readonly 'backfill-status': BackfillStatus;
  readonly 'destination-account': string;
  readonly 'destination-region': string;
  readonly 'completed-replication-count': number;
  readonly 'failed-replication-count': number;
}

/** The result of a basic scan. */
export interface ImageScanDetail {
  readonly 'scan-status': ScanStatus;
  readonly 'repository-name': string;
  readonly 'image-digest': string;
  readonly 'image-tags': string[];
  readonly 'finding-severity-counts': Readonly<Record<string, number>>;
}

/** How often repositories are scanned from now on. */
export interface ScanResourceChangeDetail {
  readonly 'action-type': 'SCAN_FREQUENCY_CHANGE';
  readonly 'resource-type': 'REPOSITORY';
  readonly 'scan-type': 'ENHANCED';
  readonly repositories: {
    readonly 'repository-name': string;
    readonly 'repository-arn': string;
    readonly 'scan-frequency': string;
    readonly 'previous-scan-frequency': string;
  }[];
}

/** The result of a request to an upstream registry. */
export interface PullThroughCacheDetail {
  readonly 'rule-version': string;
  readonly 'sync-status': 'SUCCESS' | 'FAILED';
  readonly 'ecr-repository-prefix': string;
  readonly 'repository-name': string;
  readonly 'upstream-registry-url': string;
  readonly 'image-tag'?: string;
  readonly 'image-digest'?: string;
  readonly 'failure-code'?: string;
  readonly 'failure-reason'?: string;
}

/** The members of `detail`, by the event's `detail-type`. */
export interface EcrEventDetails {
  readonly 'ECR Image Action': ImageActionDetail;
  readonly 'ECR Referrer Action': ImageActionDetail;
  readonly 'ECR Replication Action': ReplicationActionDetail;
  readonly 'ECR Replication Backfill Action': ReplicationBackfillDetail;
  readonly 'ECR Image Scan': ImageScanDetail;
  readonly 'ECR Scan Resource Change': ScanResourceChangeDetail;
  readonly 'ECR Pull Through Cache Action': PullThroughCacheDetail;
}
