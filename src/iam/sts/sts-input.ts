import { Failure, type Outcome, isFailure } from '../../aws/failure.js';
import { LONGEST_SESSION } from '../roles/role.js';
import { validationError } from './sts-failures.js';

/**
 * A checked input: with a mocked client no serializer checks what a test passes. `null` counts as absent, numbers
 * become strings as in the query protocol, unknown members are ignored.
 *
 * @param input the command's input; a value that is not an object counts as an empty one
 * @returns the members that STS knows, or the refusal of a member of the wrong type
 * @example
 * readStsInput({ RoleArn: role, RoleSessionName: 7 }); // { RoleArn: role, RoleSessionName: '7' }
 */
export function readStsInput(input: unknown): Outcome<object> {
  // The SDK's serializer sends nothing for what is not an object [observed].
  const isObject = typeof input === 'object' && input !== null;
  const given = (isObject ? input : {}) as Readonly<Record<string, unknown>>;
  const read: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const text = readText(given[name], name);
    if (isFailure(text)) return text;
    if (text !== undefined) read[name] = text;
  }
  for (const [name, members] of Object.entries(LISTS)) {
    const list = readList(given[name], name, members);
    if (isFailure(list)) return list;
    if (list !== undefined) read[name] = list;
  }
  const duration = given['DurationSeconds'] ?? undefined;
  if (duration === undefined) return read;
  return Number.isInteger(duration)
    ? { ...read, DurationSeconds: duration }
    : malformed('DurationSeconds', 'a whole number');
}

function readList(value: unknown, name: string, members: readonly string[]): Outcome<unknown[] | undefined> {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return malformed(name, 'a list');
  const list: unknown[] = [];
  for (const entry of value as readonly unknown[]) {
    if (entry === undefined || entry === null) continue;
    const read = members.length === 0 ? readText(entry, name) : readEntry(entry, name, members);
    if (isFailure(read)) return read;
    list.push(read);
  }
  return list;
}

function readEntry(entry: unknown, name: string, members: readonly string[]): Outcome<object> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return malformed(name, 'a list of structures');
  }
  const read: Record<string, string> = {};
  for (const member of members) {
    const text = readText((entry as Readonly<Record<string, unknown>>)[member], `${name}.${member}`);
    if (isFailure(text)) return text;
    if (text !== undefined) read[member] = text;
  }
  return read;
}

function readText(value: unknown, name: string): Outcome<string | undefined> {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : malformed(name, 'a string');
}

/** The code is that of the query protocol; the text is our own [assumed]. */
function malformed(name: string, kind: string): Failure {
  return new Failure('MalformedInput', `${name} must be ${kind}.`);
}

/** Members of the input of every operation that assumes a role. */
export interface AssumptionInput {
  readonly RoleArn?: string | undefined;
  readonly RoleSessionName?: string | undefined;
  readonly DurationSeconds?: number | undefined;
  /** JSON text. */
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface AssumeRoleInput extends AssumptionInput {
  readonly ExternalId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly TransitiveTagKeys?: readonly string[] | undefined;
  readonly SourceIdentity?: string | undefined;
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

export interface WebIdentityInput extends AssumptionInput {
  readonly WebIdentityToken?: string | undefined;
  readonly ProviderId?: string | undefined;
}

const NAME = '[\\w+=,.@-]*';
const ARN = { min: 20, max: 2048 };

/** Checks the members that both operations share [docs]. */
function sharedViolations(input: AssumptionInput): readonly string[] {
  const { RoleArn, RoleSessionName, DurationSeconds, Policy, PolicyArns } = input;
  return [
    ...textViolations('roleArn', RoleArn, { ...ARN, isRequired: true }),
    ...textViolations('roleSessionName', RoleSessionName, {
      min: 2,
      max: 64,
      pattern: NAME,
      isRequired: true,
    }),
    ...numberViolations('durationSeconds', DurationSeconds, { min: 900, max: LONGEST_SESSION }),
    ...textViolations('policy', Policy, { min: 1, max: 2048 }),
    ...(PolicyArns ?? []).flatMap(({ arn }, index) =>
      textViolations(`policyArns.${index + 1}.member.arn`, arn, ARN),
    ),
  ];
}

/** @returns the refusal of a malformed input of AssumeRole, or undefined */
export function assumeRoleFault(input: AssumeRoleInput): Failure | undefined {
  const { ExternalId, Tags, TransitiveTagKeys, SourceIdentity, SerialNumber, TokenCode } = input;
  return refusalOf([
    ...sharedViolations(input),
    ...textViolations('externalId', ExternalId, { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
    ...textViolations('sourceIdentity', SourceIdentity, { min: 2, max: 64, pattern: NAME }),
    ...textViolations('serialNumber', SerialNumber, { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }),
    ...textViolations('tokenCode', TokenCode, { min: 6, max: 6, pattern: '[\\d]*' }),
    ...(Tags ?? []).flatMap(({ Key, Value }, index) => [
      ...textViolations(`tags.${index + 1}.member.key`, Key, { min: 1, max: 128, isRequired: true }),
      ...textViolations(`tags.${index + 1}.member.value`, Value, { min: 0, max: 256, isRequired: true }),
    ]),
    ...(TransitiveTagKeys ?? []).flatMap((key, index) =>
      textViolations(`transitiveTagKeys.${index + 1}.member`, key, { min: 1, max: 128 }),
    ),
  ]);
}

/** @returns the refusal of a malformed input of AssumeRoleWithWebIdentity, or undefined */
export function webIdentityFault(input: WebIdentityInput): Failure | undefined {
  return refusalOf([
    ...sharedViolations(input),
    ...textViolations('webIdentityToken', input.WebIdentityToken, { min: 4, max: 20_000, isRequired: true }),
    ...textViolations('providerId', input.ProviderId, { min: 4, max: 2048 }),
  ]);
}

/** The constraints of a string. */
export interface TextRule {
  /** Least number of characters. */
  readonly min: number;
  /** Greatest number of characters. */
  readonly max: number;
  /** For the whole string, as the service prints it. */
  readonly pattern?: string;
  readonly isRequired?: boolean;
}

/** The constraints of a number. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
}

/** The constraints of the service's model that a string violates, in its order: pattern before length [observed]. */
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

/** The constraints of the service's model that a number violates. */
export function numberViolations(field: string, value: unknown, { min, max }: NumberRule): readonly string[] {
  if (value === undefined || value === null) return [];
  const number = Number(value);
  return [
    ...(number >= min ? [] : [`have value greater than or equal to ${min}`]),
    ...(number > max ? [`have value less than or equal to ${max}`] : []),
  ].map((must) => violation(field, textOf(value), must));
}

/**
 * Combines violations into a refusal.
 *
 * @param violations what the functions above found
 * @returns one refusal for all of them, or undefined if there are none
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

/** An input may hold anything; a value that is not a string is shown as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
/** Members of inputs that are strings. */
export const TEXTS = [
  'RoleArn',
  'RoleSessionName',
  'Policy',
  'ExternalId',
  'SourceIdentity',
  'SerialNumber',
  'TokenCode',
  'WebIdentityToken',
  'ProviderId',
] as const;

/** Members that are lists, with the members of their entries; empty if entries are strings. */
export const LISTS: Readonly<Record<string, readonly string[]>> = {
  PolicyArns: ['arn'],
  Tags: ['Key', 'Value'],
  TransitiveTagKeys: [],
};
