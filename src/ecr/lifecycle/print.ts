import { type Json, type JsonObject, own } from './json-schema.js';

/** The members in the order in which the service prints them [observed], `storageClass` and the target [assumed]. */
const RULE = ['rulePriority', 'description', 'selection', 'action'];
const SELECTION = [
  'tagStatus',
  'tagPatternList',
  'tagPrefixList',
  'storageClass',
  'countType',
  'countUnit',
  'countNumber',
];
const ACTION = ['type', 'targetStorageClass'];

/**
 * A lifecycle policy as the service stores it: without whitespace, rules by priority, members in a fixed order
 * [observed]; without empty lists and unknown members [assumed].
 *
 * @param rules the rules of a document that passed the schema, in any order
 */
export function printLifecyclePolicy(rules: readonly JsonObject[]): string {
  const byPriority = [...rules].sort(
    (a, b) => (own(a, 'rulePriority') as number) - (own(b, 'rulePriority') as number),
  );
  return JSON.stringify({ rules: byPriority.map(printed) });
}

function printed(rule: JsonObject): JsonObject {
  return {
    ...inOrder(rule, RULE),
    selection: inOrder(own(rule, 'selection') as JsonObject, SELECTION),
    action: inOrder(own(rule, 'action') as JsonObject, ACTION),
  };
}

function inOrder(object: JsonObject, names: readonly string[]): JsonObject {
  const copy: Record<string, Json> = {};
  for (const name of names) {
    const member = own(object, name);
    if (member === undefined || (Array.isArray(member) && member.length === 0)) continue;
    copy[name] = member;
  }
  return copy;
}
