import { ANYTHING, type Vocabulary, members, words } from '../../lib/vocabulary.js';
import type { EcrEvent } from './envelope.js';
import type { EcrEventDetails } from './event-details.js';

const RESULT = words('SUCCESS', 'FAILED');
const COUNTS = members(
  Object.fromEntries(
    ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNDEFINED', 'UNTRIAGED'].map((name) => [
      name,
      ANYTHING,
    ]),
  ),
);

const IMAGE_ACTION = {
  result: RESULT,
  'action-type': words('PUSH', 'DELETE', 'UPDATE_STORAGE_CLASS'),
  'repository-name': ANYTHING,
  'image-digest': ANYTHING,
  'image-tag': ANYTHING,
  'manifest-media-type': ANYTHING,
  'artifact-media-type': ANYTHING,
  'target-storage-class': words('ARCHIVE', 'STANDARD'),
  'last-activated-at': ANYTHING,
};

/** The members of `detail`, and their values if they are enumerations, by `detail-type`. */
const DETAILS: { readonly [T in keyof EcrEventDetails]: Record<keyof EcrEventDetails[T], Vocabulary> } = {
  'ECR Image Action': IMAGE_ACTION,
  'ECR Referrer Action': IMAGE_ACTION,
  'ECR Replication Action': {
    result: RESULT,
    'action-type': words('REPLICATE'),
    'repository-name': ANYTHING,
    'image-digest': ANYTHING,
    'image-tag': ANYTHING,
    'source-account': ANYTHING,
    'source-region': ANYTHING,
  },
  'ECR Replication Backfill Action': {
    result: RESULT,
    'backfill-id': ANYTHING,
    'backfill-status': words('PREPARING', 'IN_PROGRESS', 'STOPPING', 'STOPPED', 'COMPLETE', 'FAILED'),
    'destination-account': ANYTHING,
    'destination-region': ANYTHING,
    'completed-replication-count': ANYTHING,
    'failed-replication-count': ANYTHING,
  },
  'ECR Image Scan': {
    'scan-status': words(
      'IN_PROGRESS',
      'PENDING',
      'COMPLETE',
      'FAILED',
      'UNSUPPORTED_IMAGE',
      'FINDINGS_UNAVAILABLE',
      'LIMIT_EXCEEDED',
      'ACTIVE',
      'SCAN_ELIGIBILITY_EXPIRED',
      'IMAGE_ARCHIVED',
    ),
    'repository-name': ANYTHING,
    'image-digest': ANYTHING,
    'image-tags': ANYTHING,
    'finding-severity-counts': COUNTS,
  },
  'ECR Scan Resource Change': {
    'action-type': words('SCAN_FREQUENCY_CHANGE'),
    'resource-type': words('REPOSITORY'),
    'scan-type': words('ENHANCED'),
    repositories: {
      kind: 'list',
      each: members({
        'repository-name': ANYTHING,
        'repository-arn': ANYTHING,
        'scan-frequency': words('SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL'),
        'previous-scan-frequency': words('SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL'),
      }),
    },
  },
  'ECR Pull Through Cache Action': {
    'sync-status': words('SUCCESS', 'FAILED'),
    'rule-version': ANYTHING,
    'ecr-repository-prefix': ANYTHING,
    'repository-name': ANYTHING,
    'upstream-registry-url': ANYTHING,
    'image-tag': ANYTHING,
    'image-digest': ANYTHING,
    'failure-code': ANYTHING,
    'failure-reason': ANYTHING,
  },
};

const ENVELOPE: Record<keyof EcrEvent, Vocabulary> = {
  version: words('0'),
  id: ANYTHING,
  'detail-type': words(...Object.keys(DETAILS)),
  source: words('aws.ecr'),
  account: ANYTHING,
  time: ANYTHING,
  region: ANYTHING,
  resources: ANYTHING,
  detail: ANYTHING,
};

/** The members of an event, with the details of the given types, or of all. */
export function eventVocabulary(types: readonly string[] = []): Vocabulary {
  const known = types.filter((type): type is keyof EcrEventDetails => Object.hasOwn(DETAILS, type));
  const details = (
    known.length > 0 ? known.map((type) => DETAILS[type]) : Object.values(DETAILS)
  ) as readonly Record<string, Vocabulary>[];
  return members({ ...ENVELOPE, detail: members(merged(details)) });
}

/** A member that several details have may have the values of each. */
function merged(details: readonly Readonly<Record<string, Vocabulary>>[]): Record<string, Vocabulary> {
  const all: Record<string, Vocabulary> = {};
  for (const detail of details) {
    for (const [name, one] of Object.entries(detail)) {
      const other = all[name];
      all[name] =
        other?.kind === 'words' && one.kind === 'words'
          ? words(...new Set([...other.words, ...one.words]))
          : one;
    }
  }
  return all;
}
