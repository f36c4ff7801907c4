import { globMatches } from '../../lib/glob.js';
import type { ConditionKeys } from './condition-keys.js';
import { resolvePattern, resolveText } from './variables.js';

/** Whether a value of the request satisfies a value of the policy, which is a pattern for some operators. */
type Test = (received: string, wanted: string) => boolean;

const equals: Test = (received, wanted) => received === wanted;
const equalsIgnoringCase: Test = (received, wanted) => received.toLowerCase() === wanted.toLowerCase();
const like: Test = (received, wanted) => globMatches(wanted, received);
const numbers =
  (compare: (a: number, b: number) => boolean): Test =>
  (received, wanted) =>
    compare(Number(received), Number(wanted));
const dates =
  (compare: (a: number, b: number) => boolean): Test =>
  (received, wanted) =>
    compare(moment(received), moment(wanted));

/** In ARNs a wildcard does not cross a colon. */
const arnLike: Test = (received, wanted) => {
  const parts = received.split(':');
  const patterns = wanted.split(':');
  const split = (all: string[]) => [...all.slice(0, 5), all.slice(5).join(':')];
  const [a, b] = [split(parts), split(patterns)];
  return a.every((part, index) => globMatches(b[index] ?? '', part));
};

/** Operators whose policy values may have wildcards. */
const ON_PATTERNS: ReadonlySet<Test> = new Set([like, arnLike]);

interface Operator {
  readonly test: Test;
  /** Negated operators are met if no value matches, and if the key is absent. */
  readonly negated: boolean;
}

const POSITIVE: Record<string, Test> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: equalsIgnoringCase,
  BinaryEquals: equals,
  NumericEquals: numbers((a, b) => a === b),
  NumericLessThan: numbers((a, b) => a < b),
  NumericLessThanEquals: numbers((a, b) => a <= b),
  NumericGreaterThan: numbers((a, b) => a > b),
  NumericGreaterThanEquals: numbers((a, b) => a >= b),
  DateEquals: dates((a, b) => a === b),
  DateLessThan: dates((a, b) => a < b),
  DateLessThanEquals: dates((a, b) => a <= b),
  DateGreaterThan: dates((a, b) => a > b),
  DateGreaterThanEquals: dates((a, b) => a >= b),
  IpAddress: inRange,
};

const NEGATIVE: Record<string, Test> = {
  StringNotEquals: equals,
  StringNotEqualsIgnoreCase: equalsIgnoringCase,
  StringNotLike: like,
  ArnNotEquals: arnLike,
  ArnNotLike: arnLike,
  NumericNotEquals: numbers((a, b) => a === b),
  DateNotEquals: dates((a, b) => a === b),
  NotIpAddress: inRange,
};

const OPERATORS = new Map<string, Operator>([
  ...Object.entries(POSITIVE).map(([name, test]) => [name, { test, negated: false }] as const),
  ...Object.entries(NEGATIVE).map(([name, test]) => [name, { test, negated: true }] as const),
]);

const FORM = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/;

export function isKnownOperator(operator: string): boolean {
  const [, , name = '', ifExists] = FORM.exec(operator) ?? [];
  return name === 'Null' ? ifExists === undefined : OPERATORS.has(name);
}

/** Whether a condition is met. Values of the policy are alternatives; with a negated operator all must differ. */
export function conditionHolds(condition: Condition, keys: ConditionKeys, hasVariables: boolean): boolean {
  const [, set, name = '', ifExists] = FORM.exec(condition.operator) ?? [];
  const received = keys.get(condition.key);
  const absent = received === undefined || (set !== undefined && received.length === 0);
  if (name === 'Null') return condition.values.some((value) => (value.toLowerCase() === 'true') === absent);
  const operator = OPERATORS.get(name) as Operator;
  if (absent)
    return ifExists !== undefined || (set === undefined ? operator.negated : set === 'ForAllValues');
  const resolve = ON_PATTERNS.has(operator.test) ? resolvePattern : resolveText;
  const wanted = condition.values.flatMap((value) => resolve(value, hasVariables ? keys : undefined) ?? []);
  const holds = (value: string) => wanted.some((one) => operator.test(value, one)) !== operator.negated;
  return set === 'ForAllValues' || (set === undefined && operator.negated)
    ? received.every(holds)
    : received.some(holds);
}

function moment(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inRange(address: string, range: string): boolean {
  const [base = '', length] = range.split('/');
  const [a, b] = [addressBits(address), addressBits(base)];
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return false;
  const bits = Number(length ?? a.length);
  return bits <= a.length && a.slice(0, bits) === b.slice(0, bits);
}

/** An address as a string of bits: 32 for IPv4, 128 for IPv6. */
function addressBits(address: string): string | undefined {
  const bits = (value: number, width: number) => value.toString(2).padStart(width, '0');
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    return address
      .split('.')
      .map((part) => bits(Number(part), 8))
      .join('');
  }
  if (!address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const all = [...first, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last];
  if (all.length !== 8 || all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.map((group) => bits(parseInt(group, 16), 16)).join('');
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}
