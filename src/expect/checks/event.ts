import { requireAccountId, requireRegion } from '../../aws/arguments.js';
import type { EcrEvent } from '../../ecr/events/envelope.js';
import { eventVocabulary } from '../../ecr/events/event-vocabulary.js';
import type { Witness } from '../../ecr/witness.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { requireWords } from '../../lib/vocabulary.js';
import type { Check, UnknownName } from '../check.js';
import { misspeltImage, misspeltRepository, mistypedAccount, unknownRegion } from '../known-names.js';
import { agreement, matchesPartly, renderValue } from '../pattern.js';
import { type Times, describeTimes, doubt, isOftenEnough } from '../times.js';

/** Members that an event must have; asymmetric matchers are allowed anywhere. @public */
export type EventPattern = { readonly [K in keyof EcrEvent]?: unknown };

/** @throws FakeEcrError if no event could match: `.not` would always pass */
export function requireEventPattern(pattern: unknown, who: string): void {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) {
    throw new FakeEcrError(
      `${who} was given no members.`,
      "Expected members of an event, for example { 'detail-type': 'ECR Replication Action' }.",
    );
  }
  const { 'detail-type': type, account, region } = pattern as Record<string, unknown>;
  requireWords(pattern, eventVocabulary(typeof type === 'string' ? [type] : []), who);
  if (typeof account === 'string') requireAccountId(account);
  if (typeof region === 'string') requireRegion(region);
}

/** Whether an event with all these members was raised. */
export function checkEmitted(witness: Witness, pattern: EventPattern, times: Times): Check {
  const events = witness.journal.flatMap((one) => (one.kind === 'event' ? [one.read()] : []));
  const count = events.filter((event) => matchesPartly(event, pattern)).length;
  const nearest = [...events].sort((a, b) => agreement(b, pattern) - agreement(a, pattern))[0];
  return {
    pass: isOftenEnough(count, times),
    witness,
    found: count > 0,
    doubt: doubt(count, times, witness.forgotten),
    expected: `event ${renderValue(pattern)} ${describeTimes(times)}`,
    received:
      events.length === 0 ? 'no events' : `${count} of ${events.length} events: ${kinds(events).join(', ')}`,
    reasons:
      count > 0 || nearest === undefined
        ? []
        : [...pushHint(events, pattern), ...`the nearest is ${renderValue(nearest)}`.split('\n')],
    unknown: () => unknownIn(witness, pattern),
  };
}

/** Literal names in the pattern that never occurred. */
function unknownIn(witness: Witness, pattern: EventPattern): UnknownName | undefined {
  const detail = (pattern.detail ?? {}) as Record<string, unknown>;
  const texts = (...values: unknown[]) => values.filter((one) => typeof one === 'string');
  const [repository] = texts(detail['repository-name']);
  const [tag] = texts(detail['image-tag']);
  const [digest] = texts(detail['image-digest']);
  return (
    first(texts(pattern.account, detail['source-account'], detail['destination-account']), (id) =>
      mistypedAccount(witness, id),
    ) ??
    first(texts(pattern.region, detail['source-region'], detail['destination-region']), (region) =>
      unknownRegion(witness, region),
    ) ??
    (repository === undefined
      ? undefined
      : (misspeltRepository(witness, repository) ?? misspeltImage(witness, repository, tag, digest)))
  );
}

function first<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function kinds(events: readonly EcrEvent[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const event of events) {
    const action = event.detail['action-type'];
    const kind = typeof action === 'string' ? `${event['detail-type']} ${action}` : event['detail-type'];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${kind} (${count})`));
}

/** The most common mistake in pipelines: a replica is not a push [observed]. */
function pushHint(events: readonly EcrEvent[], pattern: EventPattern): readonly string[] {
  const detail = pattern.detail as Record<string, unknown> | undefined;
  if (detail?.['action-type'] !== 'PUSH') return [];
  const asReplica = {
    ...pattern,
    'detail-type': 'ECR Replication Action',
    detail: { ...detail, 'action-type': 'REPLICATE' },
  };
  return events.some((event) => matchesPartly(event, asReplica))
    ? ['a replica raises no PUSH: listen to ECR Replication Action with action-type REPLICATE']
    : [];
}
