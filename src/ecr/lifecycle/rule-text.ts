import type { LifecycleRule } from './rule.js';

/**
 * A rule's name in a reason: `rule 2 (tagged "prod*", keep 3)`.
 */
export function nameLifecycleRule(rule: LifecycleRule): string {
  return `rule ${rule.priority} (${describeTags(rule)}, ${describeLimit(rule)})`;
}

function describeTags(rule: LifecycleRule): string {
  if (rule.tagStatus !== 'tagged') return rule.tagStatus;
  const list = (entries: readonly string[]) => entries.map((entry) => JSON.stringify(entry)).join(' and ');
  return rule.tagPrefixes
    ? `tagged with prefix ${list(rule.tagPrefixes)}`
    : `tagged ${list(rule.tagPatterns ?? [])}`;
}

function describeLimit(rule: LifecycleRule): string {
  const days = plural(rule.countNumber, 'day');
  switch (rule.countType) {
    case 'imageCountMoreThan':
      return `keep ${rule.countNumber}`;
    case 'sinceImagePushed':
      return `pushed more than ${days} ago`;
    case 'sinceImagePulled':
      return `not pulled for more than ${days}`;
    case 'sinceImageTransitioned':
      return `archived more than ${days} ago`;
  }
}
const UNITS = [
  { name: 'day', length: 24 * 60 * 60 * 1000 },
  { name: 'hour', length: 60 * 60 * 1000 },
  { name: 'minute', length: 60 * 1000 },
  { name: 'second', length: 1000 },
  { name: 'millisecond', length: 1 },
];

/** `14 days`, `1 day 3 hours`: the largest unit and the next one that is not 0, so that boundaries are visible. */
export function describeAge(milliseconds: number): string {
  const parts: string[] = [];
  let rest = Math.abs(milliseconds);
  for (const { name, length } of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(plural(count, name));
  }
  const age = parts.slice(0, 2).join(' ') || '0 days';
  return milliseconds < 0 ? `${age} after now` : `${age} ago`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1st`, `2nd`, `13th`. */
export function ordinal(place: number): string {
  const tens = place % 100;
  if (tens >= 11 && tens <= 13) return `${place}th`;
  return `${place}${['th', 'st', 'nd', 'rd'][place % 10] ?? 'th'}`;
}
