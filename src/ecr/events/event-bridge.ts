import { repositoryArn } from '../../aws/arn.js';
import type { Ids } from '../../lib/ids.js';
import { Retained, type Retention, keepAll } from '../../lib/retained.js';
import type {
  BackfillEnded,
  DomainEvent,
  ImageStored,
  PullThroughSynced,
  ReplicationEnded,
  ScanEnded,
  ScanFrequencyChanged,
  UnitOfWork,
} from '../../world/domain-event.js';
import type { Image } from '../../world/images/image.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import { type EcrEvent, type EventPlace, RaisedEvent, envelope } from './envelope.js';
import type { EcrEventDetails, ImageActionDetail, ReplicationBackfillDetail } from './event-details.js';

/**
 * The tag in events of pushes, deletions and replications without a tag: observed for a push, required by the event
 * schema for a replication, for deletions [assumed].
 */
const NO_TAG = '';

/** The version of a pull-through cache rule; no other is known [docs]. */
const RULE_VERSION = '1';

/** Called with an event. A promise that it returns is awaited by `eventsDelivered()`. */
export type EventListener = (event: EcrEvent) => unknown;

/** Called when an event was raised. */
export type EventDelivery = (raised: RaisedEvent) => void;

/** Raises EventBridge events, in the account and Region where ECR raises them. */
export class NotificationEngine {
  private readonly raised: Retained<RaisedEvent>;

  constructor(
    private readonly ids: Ids,
    private readonly deliver: EventDelivery,
    retention: Retention = keepAll(),
  ) {
    this.raised = new Retained(retention);
  }

  /** The events since the last reset, in order. */
  get events(): readonly EcrEvent[] {
    return this.raised.all().map((raised) => raised.read());
  }

  react(event: DomainEvent, unit: UnitOfWork): void {
    switch (event.type) {
      case 'image-stored':
        this.pushed(event, unit);
        break;
      case 'tag-removed':
        this.deleted(event.repository, event.image, [event.tag], unit);
        break;
      case 'image-removed':
        this.deleted(event.repository, event.image, event.tags, unit);
        break;
      case 'image-archived':
        this.storageClass(event.repository, event.image, 'ARCHIVE', unit);
        break;
      case 'image-restored':
        this.storageClass(event.repository, event.image, 'STANDARD', unit);
        break;
      case 'replication-ended':
        this.replicated(event, unit);
        break;
      case 'backfill-ended':
        this.backfilled(event, unit);
        break;
      case 'scan-ended':
        this.scanned(event, unit);
        break;
      case 'scan-frequency-changed':
        this.scanFrequencyChanged(event, unit);
        break;
      case 'pull-through-synced':
        this.synced(event, unit);
        break;
    }
  }

  /** A replica raises a replication event instead [observed], and a restore one of its storage class. */
  private pushed({ repository, image, tag, origin }: ImageStored, unit: UnitOfWork): void {
    if (origin === 'replication' || origin === 'backfill' || origin === 'restore') return;
    this.raise(placeOf(repository, unit), typeOf(image), () => ({
      result: 'SUCCESS',
      'repository-name': repository.name,
      'image-digest': image.digest,
      'action-type': 'PUSH',
      'image-tag': tag ?? NO_TAG,
      ...mediaTypes(image),
    }));
  }

  private deleted(repository: Repository, image: Image, tags: readonly string[], unit: UnitOfWork): void {
    for (const tag of tags.length === 0 ? [undefined] : tags) {
      this.raise(placeOf(repository, unit), typeOf(image), () => ({
        result: 'SUCCESS',
        'repository-name': repository.name,
        'image-digest': image.digest,
        'action-type': 'DELETE',
        'image-tag': tag ?? NO_TAG,
        ...mediaTypes(image),
      }));
    }
  }

  private storageClass(
    repository: Repository,
    image: Image,
    target: 'ARCHIVE' | 'STANDARD',
    unit: UnitOfWork,
  ): void {
    const place = placeOf(repository, unit);
    this.raise(place, typeOf(image), () => ({
      result: 'SUCCESS',
      'repository-name': repository.name,
      'image-digest': image.digest,
      'action-type': 'UPDATE_STORAGE_CLASS',
      'target-storage-class': target,
      ...(target === 'STANDARD' ? { 'last-activated-at': new Date(place.at).toISOString() } : {}),
      ...mediaTypes(image),
    }));
  }

  /** Raised at the destination: in its Region and account [docs]. */
  private replicated(event: ReplicationEnded, unit: UnitOfWork): void {
    const { source, destination, repositoryName, manifest, tag, succeeded } = event;
    const place = { account: destination.registryId, region: destination.region, at: unit.now };
    this.raise(
      place,
      'ECR Replication Action',
      () => ({
        result: succeeded ? 'SUCCESS' : 'FAILED',
        'repository-name': repositoryName,
        'image-digest': manifest.digest,
        'source-account': source.registryId,
        'action-type': 'REPLICATE',
        'source-region': source.region,
        'image-tag': tag ?? NO_TAG,
      }),
      () => [repositoryArn(destination.region, destination.registryId, repositoryName)],
    );
  }

  /** The event is documented, but its form is not [assumed]. */
  private backfilled({ registry, backfill }: BackfillEnded, unit: UnitOfWork): void {
    const { destination, progress } = backfill;
    const detail: ReplicationBackfillDetail = {
      result: backfill.status === 'FAILED' ? 'FAILED' : 'SUCCESS',
      'backfill-id': backfill.id,
      'backfill-status': backfill.status,
      'destination-account': destination.registryId,
      'destination-region': destination.region,
      'completed-replication-count': progress?.completed ?? 0,
      'failed-replication-count': progress?.failed ?? 0,
    };
    this.raise(placeIn(registry, unit), 'ECR Replication Backfill Action', () => detail);
  }

  private scanned({ repository, image, status, severityCounts }: ScanEnded, unit: UnitOfWork): void {
    const { tags } = image;
    this.raise(
      placeOf(repository, unit),
      'ECR Image Scan',
      () => ({
        'scan-status': status,
        'repository-name': repository.name,
        'finding-severity-counts': severityCounts,
        'image-digest': image.digest,
        'image-tags': tags.map((tag) => tag.name),
      }),
      () => [repository.arn],
    );
  }

  private scanFrequencyChanged({ registry, repositories }: ScanFrequencyChanged, unit: UnitOfWork): void {
    this.raise(placeIn(registry, unit), 'ECR Scan Resource Change', () => ({
      'action-type': 'SCAN_FREQUENCY_CHANGE',
      repositories: repositories.map(({ repository, from, to }) => ({
        'repository-name': repository.name,
        'repository-arn': repository.arn,
        'scan-frequency': to,
        'previous-scan-frequency': from,
      })),
      'resource-type': 'REPOSITORY',
      'scan-type': 'ENHANCED',
    }));
  }

  private synced(event: PullThroughSynced, unit: UnitOfWork): void {
    const { registry, repositoryName, tag, digest, failure } = event;
    this.raise(
      placeIn(registry, unit),
      'ECR Pull Through Cache Action',
      () => ({
        'rule-version': RULE_VERSION,
        'sync-status': failure === undefined ? 'SUCCESS' : 'FAILED',
        'ecr-repository-prefix': event.rulePrefix,
        'repository-name': repositoryName,
        'upstream-registry-url': event.upstreamUrl,
        ...(tag === undefined ? {} : { 'image-tag': tag }),
        ...(digest === undefined ? {} : { 'image-digest': digest }),
        ...(failure === undefined ? {} : { 'failure-code': failure.code, 'failure-reason': failure.reason }),
      }),
      () => [repositoryArn(registry.region, registry.accountId, repositoryName)],
    );
  }

  /** The id is drawn now, so that ids do not depend on when events are read. */
  private raise<T extends keyof EcrEventDetails>(
    place: EventPlace,
    type: T,
    detail: () => EcrEventDetails[T],
    resources: () => readonly string[] = noResources,
  ): void {
    const { ids } = this;
    const id = ids.reserve();
    const raised = new RaisedEvent(place.at, () =>
      envelope(ids.reserved(id), place, type, detail(), resources()),
    );
    this.raised.add(raised);
    this.deliver(raised);
  }
}

function noResources(): readonly string[] {
  return [];
}

function placeIn({ accountId, region }: Registry, unit: UnitOfWork): EventPlace {
  return { account: accountId, region, at: unit.now };
}

function placeOf({ registry }: Repository, unit: UnitOfWork): EventPlace {
  return placeIn(registry, unit);
}

/** Signatures and SBOMs, which refer to a subject, have their own type [docs]. */
function typeOf(image: Image): 'ECR Image Action' | 'ECR Referrer Action' {
  return image.manifest.subject === undefined ? 'ECR Image Action' : 'ECR Referrer Action';
}

function mediaTypes({
  manifest,
}: Image): Pick<ImageActionDetail, 'manifest-media-type' | 'artifact-media-type'> {
  return {
    'manifest-media-type': manifest.mediaType,
    ...(manifest.artifactMediaType === undefined
      ? {}
      : { 'artifact-media-type': manifest.artifactMediaType }),
  };
}
