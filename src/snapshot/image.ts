import { copyJson } from '../lib/copy-json.js';
import { descendantsOf } from '../lib/descendants.js';
import { list, record } from '../lib/json-shape.js';
import { sequenceOf } from '../lib/positions.js';
import type { Image, ImageStatus, Origin } from '../world/images/image.js';
import type { Finding, Findings, ImageScans, Scan, ScanStatus } from '../world/records/scan.js';
import type { Signing, SigningStatus } from '../world/records/signing.js';
import type { Repository } from '../world/repository.js';
import type { KeptManifests, Manifests } from './manifests.js';
import {
  type ReplicationSnapshot,
  captureReplication,
  replicationShape,
  restoreReplication,
} from './replication.js';
import { type Moment, members, moment, oneOf, position, present, tag, words } from './words.js';

export interface ImageSnapshot {
  readonly digest: string;
  readonly position: number;
  readonly pushedAt: Moment;
  readonly origin: Origin;
  readonly status: ImageStatus;
  readonly lastPulledAt?: Moment;
  readonly lastArchivedAt?: Moment;
  readonly lastActivatedAt?: Moment;
  readonly tags: readonly { readonly name: string; readonly position: number; readonly putAt: Moment }[];
  readonly scans?: ImageScans;
  readonly signings?: readonly Signing[];
  readonly replications?: readonly ReplicationSnapshot[];
}

const scanShape = members<Scan>(
  'a scan',
  {
    status: oneOf<ScanStatus>('a status of a scan', {
      IN_PROGRESS: true,
      PENDING: true,
      COMPLETE: true,
      FAILED: true,
      UNSUPPORTED_IMAGE: true,
      FINDINGS_UNAVAILABLE: true,
      LIMIT_EXCEEDED: true,
      ACTIVE: true,
      SCAN_ELIGIBILITY_EXPIRED: true,
      IMAGE_ARCHIVED: true,
    }),
    description: words,
    startedAt: moment,
    completedAt: moment,
  },
  ['completedAt'],
);

export const findingsShape = members<Findings>(
  'findings',
  {
    findings: list(record<Finding>('a finding'), 'a list of findings'),
    enhancedFindings: list(record<Finding>('a finding'), 'a list of findings'),
    vulnerabilitySourceUpdatedAt: moment,
  },
  ['vulnerabilitySourceUpdatedAt'],
);

const signingShape = members<Signing>(
  'a signing',
  {
    profileArn: words,
    status: oneOf<SigningStatus>('a status of a signing', {
      IN_PROGRESS: true,
      COMPLETE: true,
      FAILED: true,
    }),
    failureCode: words,
    failureReason: words,
  },
  ['failureCode', 'failureReason'],
);

export const imageShape = members<ImageSnapshot>(
  'an image',
  {
    // Looked up among the manifests by the digest of their text.
    digest: words,
    position,
    pushedAt: moment,
    origin: oneOf<Origin>('an origin', {
      push: true,
      restore: true,
      'pull-through': true,
      signing: true,
      replication: true,
      backfill: true,
    }),
    status: oneOf<ImageStatus>('a status of an image', { ACTIVE: true, ARCHIVED: true, ACTIVATING: true }),
    lastPulledAt: moment,
    lastArchivedAt: moment,
    lastActivatedAt: moment,
    tags: list(
      members<ImageSnapshot['tags'][number]>('a tag', { name: tag, position, putAt: moment }),
      'a list of tags',
    ),
    scans: members<ImageScans>('scans', { basic: scanShape, enhanced: scanShape }, ['basic', 'enhanced']),
    signings: list(signingShape, 'a list of signings'),
    replications: list(replicationShape, 'a list of replications'),
  },
  ['lastPulledAt', 'lastArchivedAt', 'lastActivatedAt', 'scans', 'signings', 'replications'],
);

export function captureImage(image: Image, manifests: KeptManifests): ImageSnapshot {
  const { manifest } = image;
  manifests.keep(manifest.digest, manifest.text, manifest.mediaType);
  return {
    digest: image.digest,
    position: image.position,
    pushedAt: image.pushedAt,
    origin: image.origin,
    status: image.status,
    tags: image.tags.map(({ name, position, putAt }) => ({ name, position, putAt })),
    ...present({
      lastPulledAt: image.lastPulledAt,
      lastArchivedAt: image.lastArchivedAt,
      lastActivatedAt: image.lastActivatedAt,
      scans: copyJson(image.scans),
      signings: copyJson(image.signings),
      replications: image.replications?.map(captureReplication),
    }),
  };
}

/** In the order of their pushes, but children before their indexes, whose size depends on them. */
export function restoreImages(
  repository: Repository,
  saved: readonly ImageSnapshot[],
  manifests: Manifests,
): void {
  let byDigest: Map<string, ImageSnapshot> | undefined;
  const childrenOf = (image: ImageSnapshot): readonly ImageSnapshot[] => {
    const { children } = manifests(image.digest).manifest;
    if (children.length === 0) return [];
    const known = (byDigest ??= new Map(saved.map((one) => [one.digest, one])));
    return children.flatMap((digest) =>
      repository.image(digest) === undefined ? (known.get(digest) ?? []) : [],
    );
  };
  const inOrder = saved
    .map((image) => ({ image, sequence: sequenceOf(image.position) }))
    .sort((a, b) => a.sequence - b.sequence);
  for (const { image } of inOrder) {
    if (repository.image(image.digest) !== undefined) continue;
    for (const child of descendantsOf(image, childrenOf)) restoreImage(repository, child, manifests);
    restoreImage(repository, image, manifests);
  }
}

function restoreImage(repository: Repository, saved: ImageSnapshot, manifests: Manifests): void {
  const { manifest, blobs } = manifests(saved.digest);
  const { pushedAt, origin, position, tags } = saved;
  const image = repository.store(manifest, pushedAt, origin, blobs, position, tags);
  if (saved.status !== 'ACTIVE') repository.setStatus(image, saved.status);
  image.lastPulledAt = saved.lastPulledAt;
  image.lastArchivedAt = saved.lastArchivedAt;
  image.lastActivatedAt = saved.lastActivatedAt;
  image.scans = copyJson(saved.scans);
  if (saved.signings !== undefined) image.signings = copyJson([...saved.signings]);
  image.replications = saved.replications?.map(restoreReplication);
}
