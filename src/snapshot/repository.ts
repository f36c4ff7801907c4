import { copyJson } from '../lib/copy-json.js';
import { list, map } from '../lib/json-shape.js';
import { sequenceOf } from '../lib/positions.js';
import type { Encryption } from '../world/configuration/encryption.js';
import {
  type FollowingReferrers,
  type LifecycleActionTaken,
  type LifecycleRun,
  type PreviewRow,
  type PreviewStatus,
  bringUpToDate,
} from '../world/records/lifecycle.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import { type ImageSnapshot, captureImage, imageShape, restoreImages } from './image.js';
import type { KeptManifests, Manifests } from './manifests.js';
import {
  type Moment,
  type MutabilitySnapshot,
  captureMutability,
  count,
  digest,
  encryption,
  members,
  moment,
  mutability,
  oneOf,
  position,
  present,
  repositoryName,
  resourceTags,
  restoreMutability,
  texts,
  words,
  yesOrNo,
} from './words.js';

export interface RepositorySnapshot {
  readonly name: string;
  readonly position: number;
  readonly createdAt: Moment;
  readonly tagMutability: MutabilitySnapshot;
  readonly scanOnPush: boolean;
  readonly encryption: Encryption;
  readonly resourceTags: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly lifecycle?: {
    readonly text: string;
    readonly putAt: Moment;
    readonly lastEvaluatedAt: Moment;
    readonly runs: readonly LifecycleRun[];
  };
  readonly preview?: {
    readonly id: string;
    readonly text: string;
    readonly rows: readonly PreviewRow[];
    readonly endedAt?: Moment;
    readonly status: PreviewStatus;
  };
  /** Absent if no referrers are waiting to follow a subject. */
  readonly following?: readonly FollowingReferrers[];
  readonly upstreamChecks: Readonly<Record<string, Moment>>;
  readonly layers: readonly LayerSnapshot[];
  readonly images: readonly ImageSnapshot[];
}

export interface LayerSnapshot {
  readonly digest: string;
  readonly size: number;
  readonly mediaType?: string;
}

const layerShape = members<LayerSnapshot>('a layer', { digest: words, size: count, mediaType: words }, [
  'mediaType',
]);

const lifecycleAction = oneOf<LifecycleActionTaken['type']>('EXPIRE or TRANSITION', {
  EXPIRE: true,
  TRANSITION: true,
});
const runShape = members<LifecycleRun>('a run', {
  at: moment,
  actions: list(
    members<LifecycleActionTaken>(
      'an action',
      { digest, tags: texts, type: lifecycleAction, rulePriority: count },
      ['rulePriority'],
    ),
    'a list of actions',
  ),
  failures: list(
    members<LifecycleRun['failures'][number]>('a failure', { digest, code: words, reason: words }),
    'a list of failures',
  ),
});
const previewShape = members<NonNullable<RepositorySnapshot['preview']>>(
  'a preview',
  {
    id: words,
    text: words,
    rows: list(
      members<PreviewRow>('a row of a preview', {
        digest,
        tags: texts,
        pushedAt: moment,
        type: lifecycleAction,
        rulePriority: count,
        storageClass: oneOf<PreviewRow['storageClass']>('a storage class', { STANDARD: true, ARCHIVE: true }),
      }),
      'a list of rows',
    ),
    endedAt: moment,
    status: oneOf<PreviewStatus>('a status of a preview', {
      IN_PROGRESS: true,
      COMPLETE: true,
      FAILED: true,
      EXPIRED: true,
    }),
  },
  ['endedAt'],
);

export const repositoryShape = members<RepositorySnapshot>(
  'a repository',
  {
    name: repositoryName,
    position,
    createdAt: moment,
    tagMutability: mutability,
    scanOnPush: yesOrNo,
    encryption,
    resourceTags,
    policy: words,
    lifecycle: members<NonNullable<RepositorySnapshot['lifecycle']>>('a lifecycle policy', {
      text: words,
      putAt: moment,
      lastEvaluatedAt: moment,
      runs: list(runShape, 'a list of runs'),
    }),
    preview: previewShape,
    following: list(
      members<FollowingReferrers>('referrers that follow', {
        subject: digest,
        action: lifecycleAction,
        dueAt: moment,
      }),
      'a list of referrers',
    ),
    upstreamChecks: map(/^/, moment, 'moments, by tag'),
    layers: list(layerShape, 'a list of layers'),
    images: list(imageShape, 'a list of images'),
  },
  ['policy', 'lifecycle', 'preview', 'following'],
);

export function captureRepository(
  repository: Repository,
  manifests: KeptManifests,
  now: number,
): RepositorySnapshot {
  const settings: Omit<RepositorySnapshot, 'layers' | 'images'> = {
    name: repository.name,
    position: repository.position,
    createdAt: repository.createdAt,
    tagMutability: captureMutability(repository.tagMutability),
    scanOnPush: repository.scanOnPush,
    encryption: repository.encryption,
    resourceTags: Object.fromEntries(repository.resourceTags),
    ...present({
      policy: repository.policyText,
      lifecycle: captureLifecycle(repository, now),
      preview: capturePreview(repository),
    }),
    ...(repository.following.size === 0 ? {} : { following: [...repository.following] }),
    upstreamChecks: Object.fromEntries(repository.upstreamChecks),
  };
  return {
    ...copyJson(settings),
    layers: [...repository.layers.values()].map(({ digest, size, mediaType }) => ({
      digest,
      size,
      ...present({ mediaType }),
    })),
    images: [...repository.allImages()]
      .sort((a, b) => sequenceOf(a.position) - sequenceOf(b.position))
      .map((image) => captureImage(image, manifests)),
  };
}

export function restoreRepository(
  registry: Registry,
  { layers, images, ...settings }: RepositorySnapshot,
  manifests: Manifests,
): void {
  const saved = copyJson(settings);
  const repository = registry.addRepository(saved.name, saved.position, saved.createdAt, {
    tagMutability: restoreMutability(saved.tagMutability),
    scanOnPush: saved.scanOnPush,
    encryption: saved.encryption,
    resourceTags: new Map(Object.entries(saved.resourceTags)),
    ...(saved.policy === undefined ? {} : { policyText: saved.policy }),
  });
  if (saved.lifecycle !== undefined) {
    repository.lifecycle = { ...saved.lifecycle, runs: [...saved.lifecycle.runs] };
  }
  if (saved.preview !== undefined) {
    repository.preview = { ...saved.preview, endedAt: saved.preview.endedAt };
  }
  for (const following of saved.following ?? []) repository.following.add(following);
  for (const [tag, at] of Object.entries(saved.upstreamChecks)) repository.upstreamChecks.set(tag, at);
  for (const { digest, size, mediaType } of layers) {
    repository.layers.add(digest, size).mediaType = mediaType;
  }
  restoreImages(repository, images, manifests);
}

function captureLifecycle({ lifecycle }: Repository, now: number): RepositorySnapshot['lifecycle'] {
  if (lifecycle === undefined) return undefined;
  const { text, putAt, lastEvaluatedAt, runs } = bringUpToDate(lifecycle, now);
  return { text, putAt, lastEvaluatedAt, runs };
}

function capturePreview({ preview }: Repository): RepositorySnapshot['preview'] {
  if (preview === undefined) return undefined;
  const { endedAt, ...rest } = preview;
  return { ...rest, ...present({ endedAt }) };
}
