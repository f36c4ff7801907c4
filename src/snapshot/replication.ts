import { injectedCause } from '../ecr/replication/failure.js';
import { copyJson } from '../lib/copy-json.js';
import { type ShapeOf, choice, either, list } from '../lib/json-shape.js';
import type { ReplicationRule, Route } from '../world/configuration/replication-configuration.js';
import type {
  FailureCause,
  ReplicationAction,
  ReplicationAttempt,
  ReplicationRecord,
  ReplicationStatus,
  UnrelatedToPermission,
} from '../world/records/replication.js';
import type { WrittenOrigin } from '../world/written-origin.js';
import {
  type Moment,
  accountId,
  count,
  destination,
  digest,
  members,
  moment,
  oneOf,
  present,
  region,
  tag,
  texts,
  words,
  yesOrNo,
} from './words.js';
import { originShape } from './written.js';

export interface ReplicationSnapshot {
  readonly destination: { readonly region: string; readonly registryId: string };
  readonly status: ReplicationStatus;
  readonly failureCode?: string;
  readonly attempts: readonly AttemptSnapshot[];
}

export interface AttemptSnapshot {
  readonly tag?: string;
  readonly startedAt: Moment;
  /** Absent if it was waiting for `settle()`. */
  readonly dueAt?: Moment;
  readonly endedAt?: Moment;
  readonly status: ReplicationStatus;
  readonly failureCode?: string;
  readonly withheldBy?: string;
  readonly route?: Route;
  readonly madeRepository?: { readonly template?: string };
  readonly cause?: CauseSnapshot;
}

/** The explanation of a denial is computed on demand; a snapshot stores it. */
export type CauseSnapshot =
  | UnrelatedToPermission
  | {
      readonly kind: 'denied';
      readonly action: ReplicationAction;
      readonly reasons: readonly string[];
      readonly statement?: string;
      readonly origin?: WrittenOrigin;
      readonly template?: string;
    };

export const replicationRuleShape = members<ReplicationRule>(
  'a replication rule',
  {
    destinations: list(destination, 'a list of destinations'),
    prefixes: texts,
    deleteReplication: yesOrNo,
  },
  ['prefixes', 'deleteReplication'],
);

type CauseOf<K extends CauseSnapshot['kind']> = Extract<CauseSnapshot, { kind: K }>;
const kind = <K extends CauseSnapshot['kind']>(name: K): ShapeOf<K> => choice(`the kind ${name}`, name);
const causeShape = either(
  'the cause of a failure',
  members<CauseOf<'region-disabled'>>('a Region that is off', {
    kind: kind('region-disabled'),
    side: oneOf<CauseOf<'region-disabled'>['side']>('a side', { source: true, destination: true }),
    accountId,
    region,
  }),
  members<CauseOf<'denied'>>(
    'a refusal',
    {
      kind: kind('denied'),
      action: oneOf<ReplicationAction>('an action of replication', {
        'ecr:ReplicateImage': true,
        'ecr:CreateRepository': true,
        'ecr:TagResource': true,
      }),
      reasons: texts,
      statement: words,
      origin: originShape,
      template: words,
    },
    ['statement', 'origin', 'template'],
  ),
  members<CauseOf<'creation-failed'>>(
    'a repository that was not made',
    { kind: kind('creation-failed'), problem: words, exception: words, template: words },
    ['template'],
  ),
  members<CauseOf<'limit-exceeded'>>('a quota', { kind: kind('limit-exceeded'), problem: words }),
  members<CauseOf<'key-unusable'>>('a key', { kind: kind('key-unusable'), problem: words }),
  members<CauseOf<'source-deleted'>>('a source that went', { kind: kind('source-deleted') }),
  members<CauseOf<'injected'>>('a failure on purpose', { kind: kind('injected'), code: words }),
);

const status = oneOf<ReplicationStatus>('a status of a replication', {
  IN_PROGRESS: true,
  COMPLETE: true,
  FAILED: true,
});
const attemptShape = members<AttemptSnapshot>(
  'an attempt',
  {
    tag,
    startedAt: moment,
    dueAt: moment,
    endedAt: moment,
    status,
    failureCode: words,
    withheldBy: digest,
    route: members<Route>('a route', { destination, rule: count, prefix: words }, ['prefix']),
    madeRepository: members<NonNullable<AttemptSnapshot['madeRepository']>>(
      'a repository that was made',
      { template: words },
      ['template'],
    ),
    cause: causeShape,
  },
  ['tag', 'dueAt', 'endedAt', 'failureCode', 'withheldBy', 'route', 'madeRepository', 'cause'],
);

export const replicationShape = members<ReplicationSnapshot>(
  'a replication',
  { destination, status, failureCode: words, attempts: list(attemptShape, 'a list of attempts') },
  ['failureCode'],
);

export function captureReplication(record: ReplicationRecord): ReplicationSnapshot {
  return copyJson({
    destination: record.destination,
    status: record.status,
    ...present({ failureCode: record.failureCode }),
    attempts: record.attempts.map(captureAttempt),
  });
}

/** @param saved part of the snapshot; the record keeps copies */
export function restoreReplication(saved: ReplicationSnapshot): ReplicationRecord {
  const { attempts, failureCode, ...record } = copyJson(saved);
  return { ...record, failureCode, attempts: attempts.map(restoreAttempt) };
}

/** The permission is of no use afterwards, and pending work is not in a snapshot. */
function captureAttempt(attempt: ReplicationAttempt): AttemptSnapshot {
  const { cause, permit: _, heldBy: __, tag, dueAt, ...rest } = attempt;
  return {
    ...rest,
    ...present({ tag, cause: cause && captureCause(cause) }),
    ...(dueAt === Infinity ? {} : { dueAt }),
  };
}

function restoreAttempt({ cause, tag, dueAt, ...attempt }: AttemptSnapshot): ReplicationAttempt {
  const restored = { ...attempt, tag, dueAt: dueAt ?? Infinity };
  if (cause !== undefined) return { ...restored, cause: restoreCause(cause) };
  // A failure that was added to the file by hand is one that the test wants.
  return attempt.status === 'FAILED'
    ? { ...restored, cause: injectedCause(present({ code: attempt.failureCode })) }
    : restored;
}

function captureCause(cause: FailureCause): CauseSnapshot {
  if (cause.kind !== 'denied') return cause;
  const { permission, ...denial } = cause;
  return {
    ...denial,
    reasons: permission.reasons(),
    ...present({ statement: permission.statement(), origin: permission.origin() }),
  };
}

function restoreCause(cause: CauseSnapshot): FailureCause {
  if (cause.kind !== 'denied') return cause;
  const { reasons, statement, origin, ...denial } = cause;
  return {
    ...denial,
    // Its reasons have the places in them already.
    permission: {
      allowed: false,
      reasons: () => reasons,
      statement: () => statement,
      origin: () => origin,
      places: () => [],
    },
  };
}
