import { choice, list, map } from '../../lib/json-shape.js';
import type {
  FollowingReferrers,
  LifecycleActionTaken,
  LifecycleRun,
  PreviewRow,
} from '../../world/records/lifecycle.js';
import type { LayerSnapshot, RepositorySnapshot } from '../format.js';
import { image } from './image.js';
import {
  count,
  digest,
  encryption,
  members,
  moment,
  mutability,
  position,
  repositoryName,
  resourceTags,
  texts,
  words,
  yesOrNo,
} from './words.js';

const layer = members<LayerSnapshot>('a layer', { digest: words, size: count, mediaType: words }, [
  'mediaType',
]);

const lifecycleAction = choice('EXPIRE or TRANSITION', 'EXPIRE', 'TRANSITION');
const run = members<LifecycleRun>('a run', {
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
const previewRow = members<PreviewRow>('a row of a preview', {
  digest,
  tags: texts,
  pushedAt: moment,
  type: lifecycleAction,
  rulePriority: count,
  storageClass: choice('a storage class', 'STANDARD', 'ARCHIVE'),
});

export const repository = members<RepositorySnapshot>(
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
      runs: list(run, 'a list of runs'),
    }),
    preview: members<NonNullable<RepositorySnapshot['preview']>>(
      'a preview',
      {
        id: words,
        text: words,
        rows: list(previewRow, 'a list of rows'),
        endedAt: moment,
        status: choice('a status of a preview', 'IN_PROGRESS', 'COMPLETE', 'FAILED', 'EXPIRED'),
      },
      ['endedAt'],
    ),
    following: list(
      members<FollowingReferrers>('referrers that follow', {
        subject: digest,
        action: lifecycleAction,
        dueAt: moment,
      }),
      'a list of referrers',
    ),
    upstreamChecks: map(/^/, moment, 'moments, by tag'),
    layers: list(layer, 'a list of layers'),
    images: list(image, 'a list of images'),
  },
  ['policy', 'lifecycle', 'preview', 'following'],
);
