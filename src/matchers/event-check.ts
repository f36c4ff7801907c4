import { isAsymmetric } from './render-value.js';
import { requireOptions } from '../domain/arguments.js';
import { MisuseError } from '../domain/misuse.js';
import type { EcrEvent } from '../engines/notifications/envelope.js';
import type { Check } from './check.js';
import { agreement, matchesPartly } from './matches-partly.js';
import { type Times, describeTimes, isOftenEnough } from './occurrence.js';
import { renderValue } from './render-value.js';

/** Members of an event that have to be there; asymmetric matchers are allowed anywhere. */
export type EventPattern = { readonly [K in keyof EcrEvent]?: unknown };

const MEMBERS = [
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'resources',
  'detail',
] as const satisfies readonly (keyof EcrEvent)[];

/** @throws MisuseError where no event can be like that: that none was raised would be no news */
export function requireEventPattern(pattern: unknown, who: string): void {
  if (typeof pattern !== 'object' || pattern === null) {
    throw new MisuseError(
      `${who} was not told what to look for.`,
      "Expected members of an event, for example { 'detail-type': 'ECR Replication Action' }.",
    );
  }
  if (!isAsymmetric(pattern)) requireOptions(pattern, who, MEMBERS);
}

/** Was an event raised that has all these members? */
export function checkEmitted(events: readonly EcrEvent[], pattern: EventPattern, times: Times): Check {
  const count = events.filter((event) => matchesPartly(event, pattern)).length;
  const nearest = [...events].sort((a, b) => agreement(b, pattern) - agreement(a, pattern))[0];
  return {
    pass: isOftenEnough(count, times),
    subject: 'ecr',
    expectation: 'to have emitted',
    expected: `event ${renderValue(pattern)} ${describeTimes(times)}`,
    received:
      events.length === 0 ? 'no events' : `${count} of ${events.length} events: ${kinds(events).join(', ')}`,
    reasons:
      count > 0 || nearest === undefined
        ? []
        : [...pushHint(events, pattern), ...`the nearest is ${renderValue(nearest)}`.split('\n')],
  };
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

/** The mistake most pipelines make: a replica is no push [observed]. */
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
