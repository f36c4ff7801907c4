import type { Caller } from '../caller.js';
import { isRoot, userIdOf } from '../user-id.js';

type Values = Readonly<Record<string, string | readonly string[]>>;

/** A request's values of condition keys; keys are case-insensitive. */
export class ConditionKeys {
  private values: ReadonlyMap<string, readonly string[]> | undefined = undefined;

  constructor(private readonly gather: () => readonly Values[]) {}

  get(key: string): readonly string[] | undefined {
    this.values ??= byLowerCase(this.gather());
    return this.values.get(key.toLowerCase());
  }
}

/** @param values the values, or functions that return them, later ones win: most policies need none */
export function conditionKeys(values: Values | (() => readonly Values[])): ConditionKeys {
  return new ConditionKeys(typeof values === 'function' ? values : () => [values]);
}

function byLowerCase(all: readonly Values[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const values of all) {
    for (const key of Object.keys(values)) {
      const value = values[key] as string | readonly string[];
      found.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
    }
  }
  return found;
}

/** Values of condition keys. */
export type KeyValues = Readonly<Record<string, string | readonly string[]>>;

/** The organization of an account, for conditions. */
export interface Membership {
  readonly organizationId?: string | undefined;
  readonly organizationPath?: string | undefined;
}

/**
 * The condition keys about the caller [docs]. Source address, VPC endpoint, organization and principal tags are
 * absent until a test sets them; values set for the caller win, see {@link Caller.conditionKeys}.
 */
export function callerKeys(caller: Caller, membership: Membership): readonly [KeyValues, KeyValues] {
  let keys = known.get(caller);
  if (keys === undefined) known.set(caller, (keys = keysOf(caller)));
  return [keys, membershipKeys(membership)];
}

/** Cached: a caller never changes, and every call needs this. */
const known = new WeakMap<Caller, KeyValues>();

function keysOf(caller: Caller): KeyValues {
  const { accountId, arn, roleArn } = caller;
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return {
    'aws:PrincipalArn': roleArn ?? arn,
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalType': isRoot(arn) ? 'Account' : roleArn === undefined ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': userIdOf(caller),
    ...(user === undefined ? {} : { 'aws:username': user }),
  };
}

/**
 * The condition keys of a service that calls by itself; it has no ARN, account, organization or user id [docs]. A
 * test sets `aws:SourceArn` and `aws:SourceAccount` for the caller.
 */
export function serviceKeys(service: string): KeyValues {
  return {
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    'aws:PrincipalServiceNamesList': [service],
  };
}

/** The condition keys of an organization; empty outside of one. */
export function membershipKeys({ organizationId, organizationPath }: Membership): KeyValues {
  return {
    ...(organizationId === undefined ? {} : { 'aws:PrincipalOrgID': organizationId }),
    ...(organizationPath === undefined ? {} : { 'aws:PrincipalOrgPaths': [organizationPath] }),
  };
}

/** The condition keys that every request has. @param now epoch milliseconds */
export function momentKeys(now: number): KeyValues {
  return {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': 'true',
  };
}
