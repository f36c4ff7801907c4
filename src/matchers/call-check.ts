import { shown } from '../domain/arguments.js';
import type { CallRecord } from '../domain/call-record.js';
import { MisuseError } from '../domain/misuse.js';
import { operations } from '../operations/index.js';
import type { Check } from './check.js';
import { matchesPartly } from './matches-partly.js';
import { nearest } from './nearest.js';
import { type Times, describeTimes, isOftenEnough, requireTimes } from './occurrence.js';
import { renderValue } from './render-value.js';

/** Which calls count; what is left out does not matter. */
export interface CallScope extends Times {
  /** The caller's account. */
  readonly account?: string;
  readonly region?: string;
  /** The caller's ARN. */
  readonly principal?: unknown;
  /** `success`, or the name of the exception. */
  readonly outcome?: unknown;
  /** Members of the input; asymmetric matchers are allowed. */
  readonly input?: unknown;
}

const SHOWN = 5;

/** What can be called: the operations, and what ECR calls at the destination of a replication. */
const CALLABLE: readonly string[] = [...Object.keys(operations), 'ReplicateImage'];

/** @throws MisuseError where nothing can have been called so: that it was not would be no news */
export function requireCallable(operation: unknown, who: string): void {
  if (CALLABLE.includes(operation as string)) return;
  const meant = typeof operation === 'string' ? nearest(operation, CALLABLE) : undefined;
  throw new MisuseError(
    `${who} was given ${shown(operation)}, which is no operation of ECR.`,
    meant === undefined ? "Expected a name such as 'PutImage'." : `Did you mean '${meant}'?`,
  );
}

const SCOPE = [
  'account',
  'region',
  'principal',
  'outcome',
  'input',
  'times',
] as const satisfies readonly (keyof CallScope)[];

/** @throws MisuseError where a condition is none, or a number of times is none */
export function requireCallScope(scope: CallScope, who: string): void {
  requireTimes(scope, who, SCOPE);
}

/** Was an operation called, from that account and Region, with that input? */
export function checkCalled(calls: readonly CallRecord[], operation: string, scope: CallScope): Check {
  const { account, region, times: _, ...rest } = scope;
  const pattern = {
    operation,
    ...(account === undefined ? {} : { accountId: account }),
    ...(region === undefined ? {} : { region }),
    ...rest,
  };
  const count = calls.filter((call) => matchesPartly(call, pattern)).length;
  const same = calls.filter((call) => call.operation === operation);
  const { operation: __, ...conditions } = pattern;
  const where = Object.keys(conditions).length === 0 ? '' : ` with ${renderValue(conditions)}`;
  return {
    pass: isOftenEnough(count, scope),
    subject: 'ecr',
    expectation: 'to have been called',
    expected: `${operation}${where} ${describeTimes(scope)}`,
    received: `${count} such calls, ${same.length} of ${operation}, ${calls.length} in all`,
    reasons:
      count > 0 ? [] : same.length > 0 ? same.slice(0, SHOWN).map(describe) : suggestion(calls, operation),
  };
}

function describe(call: CallRecord): string {
  return `${call.operation} from ${call.accountId}/${call.region}: ${call.outcome}, input ${renderValue(call.input)}`;
}

function suggestion(calls: readonly CallRecord[], operation: string): readonly string[] {
  const names = [...new Set(calls.map((call) => call.operation))];
  if (names.length === 0)
    return [
      'nothing was called: does the application use an ECRClient that is attached?',
      'what a handle does, such as registry.push(), is no call',
    ];
  const similar = nearest(operation, names);
  return [
    `called: ${names.join(', ')}`,
    ...(similar === undefined || similar === operation ? [] : [`the nearest is '${similar}'`]),
  ];
}
