import type { Outcome } from '../../domain/failure.js';
import { isJsonObject, own, shapeViolations, type Json, type JsonObject } from './json-shape.js';
import { toLifecycleRule } from './mapping.js';
import { printLifecyclePolicy } from './print.js';
import type { LifecyclePolicy, LifecycleRule } from './rule.js';
import { LIFECYCLE_SCHEMA } from './schema.js';
import { semanticViolation } from './semantics.js';
import { parsingFailure, ruleFailure, schemaFailure } from './wording.js';

export type { LifecyclePolicy, LifecycleRule } from './rule.js';

/**
 * Reads a lifecycle policy as the service does: is it JSON, has it the shape, can it be mapped, does it make
 * sense, in this order [observed]. The length of the text is a constraint of the API and not judged here.
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
