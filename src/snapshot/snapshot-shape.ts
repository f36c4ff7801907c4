import { type JsonShape, choice, list, map } from '../lib/json-shape.js';
import type { AccountSnapshot, Snapshot, UpstreamSnapshot } from './format.js';
import { registry } from './shapes/registry.js';
import {
  accountId,
  count,
  digest,
  members,
  moment,
  position,
  region,
  repositoryName,
  texts,
  words,
} from './shapes/words.js';
import { written } from './shapes/written.js';

const account = members<AccountSnapshot>(
  'an account',
  {
    id: accountId,
    organizationId: words,
    organizationPath: words,
    enabledRegions: list(region, 'a list of Regions'),
    disabledRegions: list(region, 'a list of Regions'),
    serviceLinkedRoles: texts,
  },
  ['organizationId', 'organizationPath'],
);

const upstream = members<UpstreamSnapshot>(
  'an upstream',
  {
    url: words,
    trouble: choice('a trouble', 'UpstreamAccessDenied', 'UpstreamTooManyRequests', 'UpstreamUnavailable'),
    troubleReason: words,
    images: list(
      members<UpstreamSnapshot['images'][number]>('an image', {
        repository: repositoryName,
        digest,
        children: list(digest, 'a list of digests'),
      }),
      'a list of images',
    ),
    tags: map(/^/, digest, 'digests, by reference'),
  },
  ['trouble', 'troubleReason'],
);

/** What `ecr.load()` takes. */
export const SNAPSHOT_SHAPE: JsonShape = members<Snapshot>(
  'a snapshot',
  {
    fakeEcrSnapshot: count,
    now: moment,
    lastPosition: position,
    accounts: list(account, 'a list of accounts'),
    registries: list(registry, 'a list of registries'),
    manifests: map(
      /^/,
      members<Snapshot['manifests'][string]>('a manifest', { text: words, mediaType: words }),
      'manifests, by digest',
    ),
    upstreams: list(upstream, 'a list of upstreams'),
    written,
  },
  ['written'],
);
