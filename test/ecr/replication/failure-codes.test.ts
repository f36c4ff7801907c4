import { REPLICATION_FAILURE_CODES } from '../../../src/ecr/replication/failure-codes.js';
import { failureCodeOf, refusedCallOf } from '../../../src/ecr/replication/failure.js';
import type { FailureCause } from '../../../src/world/records/replication.js';

const denied = (action: 'ecr:ReplicateImage' | 'ecr:CreateRepository' | 'ecr:TagResource'): FailureCause => ({
  kind: 'denied',
  action,
  permission: {
    allowed: false,
    reasons: () => [],
    statement: () => undefined,
    origin: () => undefined,
    places: () => [],
  },
});

const causes: readonly (readonly [
  string,
  FailureCause | undefined,
  string | undefined,
  object | undefined,
])[] = [
  ['nothing', undefined, undefined, undefined],
  [
    'a Region that is off',
    { kind: 'region-disabled', side: 'destination', accountId: '111122223333', region: 'eu-south-1' },
    'DESTINATION_REGISTRY_ACCESS_DENIED',
    undefined,
  ],
  [
    'no permission to replicate',
    denied('ecr:ReplicateImage'),
    'DESTINATION_REGISTRY_ACCESS_DENIED',
    { operation: 'ReplicateImage', exception: 'AccessDeniedException' },
  ],
  [
    'no permission to create',
    denied('ecr:CreateRepository'),
    'DESTINATION_REGISTRY_ACCESS_DENIED',
    { operation: 'CreateRepository', exception: 'AccessDeniedException' },
  ],
  [
    'no permission to tag',
    denied('ecr:TagResource'),
    'DESTINATION_REGISTRY_ACCESS_DENIED',
    { operation: 'CreateRepository', exception: 'AccessDeniedException' },
  ],
  [
    'a repository that could not be made',
    { kind: 'creation-failed', problem: 'p', exception: 'LimitExceededException' },
    'DESTINATION_REPOSITORY_CREATION_FAILED',
    { operation: 'CreateRepository', exception: 'LimitExceededException' },
  ],
  [
    'a quota',
    { kind: 'limit-exceeded', problem: 'p' },
    'DESTINATION_LIMIT_EXCEEDED',
    { operation: 'ReplicateImage', exception: 'LimitExceededException' },
  ],
  ['a source that went', { kind: 'source-deleted' }, 'SOURCE_IMAGE_DELETED', undefined],
  [
    'a failure on purpose',
    { kind: 'injected', code: 'MINE' },
    'MINE',
    { operation: 'ReplicateImage', exception: 'ServerException' },
  ],
  [
    'a refusal on purpose',
    { kind: 'injected', code: REPLICATION_FAILURE_CODES.accessDenied },
    'DESTINATION_REGISTRY_ACCESS_DENIED',
    { operation: 'ReplicateImage', exception: 'AccessDeniedException' },
  ],
];

test.each(causes)('%s: code and call', (_, cause, code, call) => {
  expect(cause === undefined ? undefined : failureCodeOf(cause)).toBe(code);
  expect(refusedCallOf(cause)).toEqual(call);
});
