import { type Failure, type Outcome, invalidParameter } from '../../aws/failure.js';
import { semanticViolation } from './document-rules.js';
import { LIFECYCLE_SCHEMA } from './document-schema.js';
import { type Json, type JsonObject, isJsonObject, own, shapeViolations } from './json-schema.js';
import { printLifecyclePolicy } from './print.js';
import type {
  LifecycleCountType,
  LifecyclePolicy,
  LifecycleRule,
  LifecycleStorageClass,
  LifecycleTagStatus,
} from './rule.js';

export type { LifecyclePolicy, LifecycleRule } from './rule.js';
/**
 * Reads a lifecycle policy as the service does: JSON, schema, mapping, consistency, in this order [observed]. The
 * length of the text is checked by the API, not here.
 *
 * @param text the JSON text of the policy
 * @returns the policy, or an `InvalidParameterException`; never throws
 * @example
 * const policy = parseLifecyclePolicy('{"rules":[]}');
 * isFailure(policy); // true: array is too short
 */
export function parseLifecyclePolicy(text: string): Outcome<LifecyclePolicy> {
  const document = parseJson(text);
  if (!isJsonObject(document)) return parsingFailure();
  const violations = shapeViolations(document, LIFECYCLE_SCHEMA);
  if (violations.length > 0) return schemaFailure(violations);

  const rules: LifecycleRule[] = [];
  const entries = own(document, 'rules') as readonly JsonObject[];
  for (const entry of entries) {
    const rule = toLifecycleRule(entry);
    if (rule === undefined) return parsingFailure();
    rules.push(rule);
  }
  rules.sort((a, b) => a.priority - b.priority);
  const violation = semanticViolation(rules);
  return violation === undefined ? { text: printLifecyclePolicy(entries), rules } : ruleFailure(violation);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The service stores numbers as 32-bit integers; a larger one cannot be mapped [assumed]. */
const LARGEST_NUMBER = 2_147_483_647;

/** Maps a rule that passed the schema, or undefined if that is not possible. */
function toLifecycleRule(document: JsonObject): LifecycleRule | undefined {
  const selection = own(document, 'selection') as JsonObject;
  const action = own(document, 'action') as JsonObject;
  const priority = own(document, 'rulePriority') as number;
  const countNumber = own(selection, 'countNumber') as number;
  const actionType = own(action, 'type') as 'expire' | 'transition';
  const targetStorageClass = own(action, 'targetStorageClass') as 'archive' | undefined;
  // The schema accepts a transition without a target, the mapping refuses it [observed].
  if (actionType === 'transition' && targetStorageClass === undefined) return undefined;
  if (priority > LARGEST_NUMBER || countNumber > LARGEST_NUMBER) return undefined;

  const description = own(document, 'description') as string | undefined;
  const tagPatterns = listed(own(selection, 'tagPatternList'));
  const tagPrefixes = listed(own(selection, 'tagPrefixList'));
  return {
    priority,
    ...(description === undefined ? {} : { description }),
    tagStatus: own(selection, 'tagStatus') as LifecycleTagStatus,
    ...(tagPatterns ? { tagPatterns } : {}),
    ...(tagPrefixes ? { tagPrefixes } : {}),
    storageClass: (own(selection, 'storageClass') ?? 'standard') as LifecycleStorageClass,
    countType: own(selection, 'countType') as LifecycleCountType,
    countNumber,
    action: actionType,
    ...(targetStorageClass === undefined ? {} : { targetStorageClass }),
  };
}

/** An empty list means the same as none [assumed]. */
function listed(list: Json | undefined): readonly string[] | undefined {
  return Array.isArray(list) && list.length > 0 ? (list as readonly string[]) : undefined;
}

/** The text is not a JSON object, or cannot be mapped to a policy [observed]. */
function parsingFailure(): Failure {
  return refusal('parsing failure: Could not map policyString into LifecyclePolicy.');
}

/** The text violates the schema: one line per violation, each with a line break, including the last [observed]. */
function schemaFailure(violations: readonly string[]): Failure {
  return refusal(`validation failure: ${violations.map((violation) => `${violation}\n`).join('')}`);
}

/** The rules are well-formed but contradict each other [observed]. */
function ruleFailure(violation: string): Failure {
  return refusal(`validation failure: ${violation}`);
}

function refusal(text: string): Failure {
  return invalidParameter('LifecyclePolicyText', `Lifecycle policy ${text}`);
}
