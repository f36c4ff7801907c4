import { type JsonShape, choice, either, list, record } from '../../lib/json-shape.js';
import type { Findings, ImageScans, Scan } from '../../world/records/scan.js';
import type { Signing } from '../../world/records/signing.js';
import type { AttemptSnapshot, CauseSnapshot, ImageSnapshot, ReplicationSnapshot } from '../format.js';
import {
  accountId,
  destination,
  digest,
  members,
  moment,
  position,
  region,
  replicationStatus,
  route,
  tag,
  texts,
  words,
} from './words.js';
import { origin } from './written.js';

type CauseOf<K extends CauseSnapshot['kind']> = Extract<CauseSnapshot, { kind: K }>;
const kind = <K extends CauseSnapshot['kind']>(name: K): JsonShape => choice(`the kind ${name}`, name);
const cause = either(
  'the cause of a failure',
  members<CauseOf<'region-disabled'>>('a Region that is off', {
    kind: kind('region-disabled'),
    side: choice('a side', 'source', 'destination'),
    accountId,
    region,
  }),
  members<CauseOf<'denied'>>(
    'a refusal',
    { kind: kind('denied'), action: words, reasons: texts, statement: words, origin, template: words },
    ['statement', 'origin', 'template'],
  ),
  members<CauseOf<'creation-failed'>>(
    'a repository that was not made',
    { kind: kind('creation-failed'), problem: words, exception: words, template: words },
    ['template'],
  ),
  members<CauseOf<'limit-exceeded'>>('a quota', { kind: kind('limit-exceeded'), problem: words }),
  members<CauseOf<'source-deleted'>>('a source that went', { kind: kind('source-deleted') }),
  members<CauseOf<'injected'>>('a failure on purpose', { kind: kind('injected'), code: words }),
);

const attempt = members<AttemptSnapshot>(
  'an attempt',
  {
    tag,
    startedAt: moment,
    dueAt: moment,
    endedAt: moment,
    status: replicationStatus,
    failureCode: words,
    withheldBy: digest,
    route,
    madeRepository: members<NonNullable<AttemptSnapshot['madeRepository']>>(
      'a repository that was made',
      { template: words },
      ['template'],
    ),
    cause,
  },
  ['tag', 'dueAt', 'endedAt', 'failureCode', 'withheldBy', 'route', 'madeRepository', 'cause'],
);
const replication = members<ReplicationSnapshot>(
  'a replication',
  {
    destination,
    status: replicationStatus,
    failureCode: words,
    attempts: list(attempt, 'a list of attempts'),
  },
  ['failureCode'],
);

const scan = members<Scan>(
  'a scan',
  { status: words, description: words, startedAt: moment, completedAt: moment },
  ['completedAt'],
);
export const findings = members<Findings>(
  'findings',
  {
    findings: list(record('a finding'), 'a list of findings'),
    enhancedFindings: list(record('a finding'), 'a list of findings'),
    vulnerabilitySourceUpdatedAt: moment,
  },
  ['vulnerabilitySourceUpdatedAt'],
);
const signing = members<Signing>(
  'a signing',
  {
    profileArn: words,
    status: choice('a status of a signing', 'IN_PROGRESS', 'COMPLETE', 'FAILED'),
    failureCode: words,
    failureReason: words,
  },
  ['failureCode', 'failureReason'],
);

export const image = members<ImageSnapshot>(
  'an image',
  {
    // Looked up among the manifests, which have the digests of their texts.
    digest: words,
    position,
    pushedAt: moment,
    origin: choice('an origin', 'push', 'restore', 'pull-through', 'signing', 'replication', 'backfill'),
    status: choice('a status of an image', 'ACTIVE', 'ARCHIVED', 'ACTIVATING'),
    lastPulledAt: moment,
    lastArchivedAt: moment,
    lastActivatedAt: moment,
    tags: list(
      members<ImageSnapshot['tags'][number]>('a tag', { name: tag, position, putAt: moment }),
      'a list of tags',
    ),
    scans: members<ImageScans>('scans', { basic: scan, enhanced: scan }, ['basic', 'enhanced']),
    signings: list(signing, 'a list of signings'),
    replications: list(replication, 'a list of replications'),
  },
  ['lastPulledAt', 'lastArchivedAt', 'lastActivatedAt', 'scans', 'signings', 'replications'],
);
