import { plural } from './age.js';
import type { LifecycleRule } from './rule.js';

/**
 * A rule's name in a reason: `rule 2 (tagged "prod*", keep 3)`.
 */
export function nameLifecycleRule(rule: LifecycleRule): string {
  const limit = rule.countType === 'imageCountMoreThan' ? `keep ${rule.countNumber}` : describeLimit(rule);
  return `rule ${rule.priority} (${describeTags(rule)}, ${limit})`;
}

/**
 * A rule in one line.
 *
 * @example
 * describeLifecycleRule(rule); // 'rule 2: expire images tagged "prod*" beyond the newest 3'
 */
export function describeLifecycleRule(rule: LifecycleRule): string {
  const verb = rule.action === 'expire' ? 'expire' : 'archive';
  return `rule ${rule.priority}: ${verb} ${describeImages(rule)} ${describeLimit(rule)}`;
}

function describeImages(rule: LifecycleRule): string {
  switch (rule.tagStatus) {
    case 'any':
      return 'any images';
    case 'untagged':
      return 'untagged images';
    case 'tagged':
      return `images ${describeTags(rule)}`;
  }
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
      return `beyond the newest ${rule.countNumber}`;
    case 'sinceImagePushed':
      return `pushed more than ${days} ago`;
    case 'sinceImagePulled':
      return `not pulled for more than ${days}`;
    case 'sinceImageTransitioned':
      return `archived more than ${days} ago`;
  }
}
