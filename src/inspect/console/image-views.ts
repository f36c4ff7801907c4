import { destinationKey } from '../../aws/registry-id.js';
import { describeScan, findingsOf } from '../../ecr/scanning/scan-report.js';
import type { Image } from '../../world/images/image.js';
import { manifestBlobs } from '../../world/images/manifest.js';
import { type Finding, severityCounts } from '../../world/records/scan.js';
import type { Repository } from '../../world/repository.js';
import { imageStatusOf, imagesNewestFirst, kindOf } from '../contents.js';
import { clipped, formatMoment, formatSize, grouped, oneLine } from '../format.js';
import { indentedJson } from './policy-view.js';
import type { FindingRow, ImageRow, ImageView, RelatedView } from './shapes.js';

const FEW_TAGS = 5;
const MOST_TAGS = 500;
const MOST_COPIES = 200;
const MOST_BLOBS = 200;
const MOST_RELATED = 200;
const LONGEST_MANIFEST = 100_000;
const LONGEST_TYPE = 200;
const LONGEST_TEXT = 2_000;
const STATES = ['FAILED', 'IN_PROGRESS', 'COMPLETE'] as const;

/**
 * The images of a repository that a text is found in, the latest push first.
 *
 * @param text part of a tag or of a digest; all images if it is empty
 */
export function imagesFound(repository: Repository, text: string): readonly Image[] {
  const all = imagesNewestFirst(repository);
  if (text === '') return all;
  return all.filter(
    ({ digest, tags }) => digest.includes(text) || tags.some(({ name }) => name.includes(text)),
  );
}

export function imageRow(image: Image, tags = FEW_TAGS): ImageRow {
  const kind = kindOf(image);
  const { replications = [] } = image;
  return {
    digest: image.digest,
    tags: image.tags.slice(0, tags).map(({ name }) => name),
    tagCount: image.tags.length,
    size: formatSize(image.size),
    pushed: formatMoment(image.pushedAt),
    status: image.status,
    ...(kind === undefined ? {} : { kind }),
    copyStates: STATES.flatMap((status) => {
      const count = replications.filter((record) => record.status === status).length;
      return count === 0 ? [] : [{ status, count }];
    }),
  };
}

/**
 * An image with all that hangs on it.
 *
 * @param now the moment of the clock, in epoch milliseconds
 */
export function imageView(repository: Repository, image: Image, now: number): ImageView {
  const { manifest, lastPulledAt, replications = [] } = image;
  const blobs = manifestBlobs(manifest);
  const scan = describeScan(repository, image, now);
  const found = foundBy(repository, image, now);
  return {
    ...imageRow(image, MOST_TAGS),
    registry: repository.registry.key,
    repository: repository.name,
    mediaType: clipped(oneLine(manifest.mediaType), LONGEST_TYPE),
    copies: replications.slice(0, MOST_COPIES).map((record) => ({
      to: destinationKey(record.destination),
      status: record.status,
      text: imageStatusOf(record),
    })),
    manifest: indentedJson(manifest.text, LONGEST_MANIFEST),
    blobs: blobs.slice(0, MOST_BLOBS).map(({ digest, size, mediaType = '' }) => ({
      digest: clipped(oneLine(digest), LONGEST_TYPE),
      size: formatSize(size),
      mediaType: clipped(oneLine(mediaType), LONGEST_TYPE),
    })),
    blobCount: blobs.length,
    children: manifest.children
      .slice(0, MOST_RELATED)
      .map((digest) => relatedView(digest, repository.image(digest))),
    ...(manifest.subject === undefined ? {} : { subject: clipped(oneLine(manifest.subject), LONGEST_TYPE) }),
    referrers: firstOf(repository.referrersOf(image.digest).from(), MOST_RELATED).map((one) =>
      relatedView(one.digest, one),
    ),
    ...(lastPulledAt === undefined ? {} : { pulled: formatMoment(lastPulledAt) }),
    ...(scan === undefined
      ? {}
      : {
          scan: {
            status: scan.status,
            description: scan.description,
            severities: Object.entries(severityCounts(found)).map(
              ([severity, count]) => `${grouped(count)} ${severity}`,
            ),
            findings: found.length,
          },
        }),
  };
}

/** What the latest scan of an image found, under the type of scanning in force. */
export function foundBy(repository: Repository, image: Image, now: number): readonly Finding[] {
  const scan = describeScan(repository, image, now);
  if (scan === undefined) return [];
  return findingsOf(scan, repository.registry.scanning.scanType === 'ENHANCED');
}

/** Basic and enhanced findings call the same things by different names. */
export function findingRow(finding: Finding): FindingRow {
  const details = finding['packageVulnerabilityDetails'] as { vulnerabilityId?: unknown } | undefined;
  return {
    name:
      textOf(finding['name']) ?? textOf(details?.vulnerabilityId) ?? textOf(finding['title']) ?? 'finding',
    severity: textOf(finding.severity) ?? 'UNDEFINED',
    description: textOf(finding['description']) ?? textOf(finding['title']) ?? '',
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? clipped(oneLine(value), LONGEST_TEXT) : undefined;
}

/** A manifest of an index need not be there. */
function relatedView(digest: string, image: Image | undefined): RelatedView {
  return {
    digest: clipped(oneLine(digest), LONGEST_TYPE),
    type: clipped(oneLine(image?.manifest.artifactType ?? image?.manifest.mediaType ?? ''), LONGEST_TYPE),
    status: image?.status ?? 'not here',
  };
}

function firstOf<T>(things: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  for (const thing of things) {
    if (found.length === most) break;
    found.push(thing);
  }
  return found;
}
