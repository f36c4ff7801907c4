import type { LifecycleRule, LifecycleStorageClass } from './rule.js';
import { wildcardCount } from './tag-selection.js';

/** [observed] */
const MAX_WILDCARDS = 4;

/** The service keeps archived images for at least this long before a rule may expire them [docs]. */
const MIN_DAYS_IN_ARCHIVE = 90;

/** Refusals that are known, but whose texts are not [assumed]. */
const UNQUOTED = {
  pulledExpires: 'SINCE_IMAGE_PULLED supports the TRANSITION action only',
  transitionedTransitions: 'SINCE_IMAGE_TRANSITIONED supports the EXPIRE action only',
  transitionedStandard: 'SINCE_IMAGE_TRANSITIONED supports the ARCHIVE storage class only',
  transitionedTooSoon: `SINCE_IMAGE_TRANSITIONED requires a countNumber of at least ${MIN_DAYS_IN_ARCHIVE}`,
  duplicateTagList: 'Duplicate tag list in multiple rules per storage class',
} as const;

/**
 * The first violation across rules that are each well-formed, or undefined. The order of these checks is not known
 * [assumed].
 *
 * @param rules in ascending priority
 */
export function semanticViolation(rules: readonly LifecycleRule[]): string | undefined {
  if (new Set(rules.map((rule) => rule.priority)).size < rules.length) {
    return 'Duplicate priority in multiple rules';
  }
  for (const rule of rules) {
    const violation = tagViolation(rule) ?? countViolation(rule);
    if (violation !== undefined) return violation;
  }
  return classViolation(rules, 'standard') ?? classViolation(rules, 'archive');
}

function tagViolation(rule: LifecycleRule): string | undefined {
  const { tagStatus, tagPatterns, tagPrefixes } = rule;
  if (tagStatus === 'tagged') {
    if (!tagPatterns && !tagPrefixes) {
      return 'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.';
    }
    if (tagPatterns && tagPrefixes) {
      return 'If policy has a tagged rule, it must specify only one of tagPrefixList or tagPatternList';
    }
  } else if (tagPrefixes ?? tagPatterns) {
    return `Cannot specify ${tagPrefixes ? 'tagPrefixList' : 'tagPatternList'} with tagStatus ${tagStatus}`;
  }
  if (tagPatterns?.some((pattern) => wildcardCount(pattern) > MAX_WILDCARDS)) {
    return `Invalid tag pattern provided. Total number of * must not exceed ${MAX_WILDCARDS}`;
  }
  return undefined;
}

/** Which count types go with which storage class and action [docs]. */
function countViolation(rule: LifecycleRule): string | undefined {
  if (rule.countType === 'sinceImageTransitioned') {
    if (rule.storageClass !== 'archive') return UNQUOTED.transitionedStandard;
    if (rule.action !== 'expire') return UNQUOTED.transitionedTransitions;
    if (rule.countNumber < MIN_DAYS_IN_ARCHIVE) return UNQUOTED.transitionedTooSoon;
    return undefined;
  }
  if (rule.storageClass !== 'standard') {
    return 'SINCE_IMAGE_PUSHED, SINCE_IMAGE_PULLED and IMAGE_COUNT_MORE_THAN support the STANDARD storage class only';
  }
  if (rule.countType === 'sinceImagePulled' && rule.action !== 'transition') return UNQUOTED.pulledExpires;
  return undefined;
}

/** Rules that have to be unique, or last, are so within a storage class [docs]. */
function classViolation(
  rules: readonly LifecycleRule[],
  storageClass: LifecycleStorageClass,
): string | undefined {
  const peers = rules.filter((rule) => rule.storageClass === storageClass);
  if (peers.filter((rule) => rule.tagStatus === 'untagged').length > 1) {
    return 'Only one rule can select Untagged images per storage class.';
  }
  if (peers.filter((rule) => rule.tagStatus === 'any').length > 1) {
    return 'Only one rule can specify tagStatus=ANY';
  }
  if (peers.slice(0, -1).some((rule) => rule.tagStatus === 'any')) {
    return 'Rule for tagStatus=ANY must have the lowest priority per storage class';
  }
  const lists = peers.filter((rule) => rule.tagStatus === 'tagged').map(tagListKey);
  return new Set(lists).size < lists.length ? UNQUOTED.duplicateTagList : undefined;
}

/** Lists are equal if they have the same entries in any order [assumed]. */
function tagListKey(rule: LifecycleRule): string {
  const entries = [...new Set(rule.tagPatterns ?? rule.tagPrefixes)].sort();
  return JSON.stringify([rule.tagPatterns ? 'pattern' : 'prefix', entries]);
}
