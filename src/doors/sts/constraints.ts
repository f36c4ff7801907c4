import type { Failure } from '../../domain/failure.js';
import { validationError } from './sts-failures.js';

/** What a text has to be. */
export interface TextRule {
  /** Least number of characters. */
  readonly min: number;
  /** Greatest number of characters. */
  readonly max: number;
  /** As the service prints it, for a whole text. */
  readonly pattern?: string;
  readonly isRequired?: boolean;
}

/** What a number has to be. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
}

/** Which constraints of the service's model a text violates, in its order: pattern before length [observed]. */
export function textViolations(field: string, value: unknown, rule: TextRule): readonly string[] {
  if (value === undefined || value === null)
    return rule.isRequired
      ? [`Value null at '${field}' failed to satisfy constraint: Member must not be null`]
      : [];
  const text = textOf(value);
  const { min, max, pattern } = rule;
  return [
    ...(pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)
      ? [`satisfy regular expression pattern: ${pattern}`]
      : []),
    ...(text.length < min ? [`have length greater than or equal to ${min}`] : []),
    ...(text.length > max ? [`have length less than or equal to ${max}`] : []),
  ].map((must) => violation(field, text, must));
}

/** Which constraints of the service's model a number violates. */
export function numberViolations(field: string, value: unknown, { min, max }: NumberRule): readonly string[] {
  if (value === undefined || value === null) return [];
  const number = Number(value);
  return [
    ...(number >= min ? [] : [`have value greater than or equal to ${min}`]),
    ...(number > max ? [`have value less than or equal to ${max}`] : []),
  ].map((must) => violation(field, textOf(value), must));
}

/**
 * The refusal of an input.
 *
 * @param violations what the functions above found
 * @returns one refusal for all of them, or undefined where there are none
 * @example
 * refusalOf(textViolations('roleSessionName', 'a b', { min: 2, max: 64, pattern: '[\\w+=,.@-]*' }));
 */
export function refusalOf(violations: readonly string[]): Failure | undefined {
  if (violations.length === 0) return undefined;
  const errors = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  return validationError(`${errors} detected: ${violations.join('; ')}`);
}

function violation(field: string, value: string, must: string): string {
  return `Value '${value}' at '${field}' failed to satisfy constraint: Member must ${must}`;
}

/** An input may hold anything; what is no text is shown as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
