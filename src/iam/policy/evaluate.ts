import { globMatches } from '../../lib/glob.js';
import type { Caller } from '../caller.js';
import type { ConditionKeys } from './condition-keys.js';
import { type Condition, conditionHolds } from './conditions.js';
import type { PolicyDocument, PolicyStatement, PrincipalElement } from './document.js';
import { type Naming, describePrincipal, isNamed, isSpared, namingOf, strongerNaming } from './principal.js';
import { resolvePattern, resolveText } from './variables.js';

/** Who wants to do what to which resource, and with which condition keys. */
export interface AccessRequest {
  /** For example `ecr:PutImage`. */
  readonly action: string;
  /** An ARN, or `*` for requests without a resource. */
  readonly resource: string;
  readonly principal: Caller;
  readonly keys: ConditionKeys;
}

/** The elements of a statement that decide whether it applies. */
export type StatementElement =
  'Principal' | 'NotPrincipal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Condition';

/** An element of a statement that did not match. */
export interface ElementFailure {
  /** The element, as in the policy. */
  readonly element: StatementElement;
  /** What the policy has there. */
  readonly expected: string;
  /** What the request has. */
  readonly received: string;
}

export interface StatementVerdict {
  readonly statement: PolicyStatement;
  readonly matches: boolean;
  /** The first element that did not match. */
  readonly failed?: ElementFailure;
  /** How a matching statement names the caller; absent in policies without a principal. */
  readonly naming?: Naming;
}

export interface PolicyVerdict {
  readonly effect: 'Allow' | 'Deny' | 'none';
  readonly decidedBy?: PolicyStatement;
  /** How the allowing statements name the caller: the strongest way among them. */
  readonly naming?: Naming;
}

/** An explicit Deny wins; otherwise an Allow decides; otherwise the policy does not apply [docs]. */
export function evaluatePolicy(policy: PolicyDocument, request: AccessRequest): PolicyVerdict {
  let allowedBy: PolicyStatement | undefined;
  let naming: Naming | undefined;
  for (const statement of policy.statements) {
    if (statement.effect === 'Allow' && allowedBy !== undefined && !isStronger(statement, naming, request)) {
      continue;
    }
    if (mismatchOf(policy, statement, request) !== undefined) continue;
    if (statement.effect === 'Deny') return { effect: 'Deny', decidedBy: statement };
    allowedBy = statement;
    naming = namingIn(statement, request);
  }
  if (allowedBy === undefined) return { effect: 'none' };
  return { effect: 'Allow', decidedBy: allowedBy, ...(naming === undefined ? {} : { naming }) };
}

/** The same for each statement, with its first element that did not match. */
export function explainPolicy(policy: PolicyDocument, request: AccessRequest): readonly StatementVerdict[] {
  return policy.statements.map((statement) => {
    const mismatch = mismatchOf(policy, statement, request);
    if (mismatch !== undefined) {
      return { statement, matches: false, failed: failureOf(policy, statement, mismatch, request) };
    }
    const naming = namingIn(statement, request);
    return { statement, matches: true, ...(naming === undefined ? {} : { naming }) };
  });
}

/** A principal that is not excepted counts as named by `*`. */
function namingIn(
  { principals, notPrincipals }: PolicyStatement,
  { principal }: AccessRequest,
): Naming | undefined {
  if (notPrincipals !== undefined) return 'role';
  return principals === undefined ? undefined : namingOf(principals, principal);
}

function isStronger(statement: PolicyStatement, naming: Naming | undefined, request: AccessRequest): boolean {
  return strongerNaming(naming, namingIn(statement, request)) !== naming;
}

/** The element that does not match; for a condition, which one. */
type Mismatch = Exclude<StatementElement, 'Condition'> | Condition;

/** The first element of a statement that does not match. Without a text, since most calls do not need one. */
function mismatchOf(
  policy: PolicyDocument,
  statement: PolicyStatement,
  { action, resource, principal, keys }: AccessRequest,
): Mismatch | undefined {
  const { principals, notPrincipals, actions, notActions, resources, notResources } = statement;
  if (principals !== undefined && !isNamed(principals, principal)) return 'Principal';
  const isExcepted = statement.effect === 'Deny' ? isSpared : isNamed;
  if (notPrincipals !== undefined && isExcepted(notPrincipals, principal)) return 'NotPrincipal';
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => globMatches(pattern, action, true));
  if (actions !== undefined && !names(actions)) return 'Action';
  if (notActions !== undefined && names(notActions)) return 'NotAction';
  const hasVariables = policy.version === '2012-10-17';
  const covers = (patterns: readonly string[]) =>
    patterns.some((text) => {
      const pattern = resolvePattern(text, hasVariables ? keys : undefined);
      return pattern !== undefined && globMatches(pattern, resource);
    });
  if (resources !== undefined && !covers(resources)) return 'Resource';
  if (notResources !== undefined && covers(notResources)) return 'NotResource';
  return statement.conditions.find((condition) => !conditionHolds(condition, keys, hasVariables));
}

function failureOf(
  policy: PolicyDocument,
  { principals, notPrincipals, actions, notActions, resources, notResources }: PolicyStatement,
  mismatch: Mismatch,
  { action, resource, principal, keys }: AccessRequest,
): ElementFailure {
  const fails = (element: StatementElement, expected: string, received: string): ElementFailure => ({
    element,
    expected,
    received,
  });
  const variables = policy.version === '2012-10-17' ? keys : undefined;
  const listed = (patterns: readonly string[] = []) => patterns.join(', ');
  const shown = (texts: readonly string[] = []) => texts.map((text) => withValue(text, variables)).join(', ');
  const named = (element: PrincipalElement | undefined) =>
    element === undefined ? '' : describePrincipal(element);
  switch (mismatch) {
    case 'Principal':
      return fails(mismatch, named(principals), principal.arn);
    case 'NotPrincipal':
      return fails(mismatch, `anybody but ${named(notPrincipals)}`, principal.arn);
    case 'Action':
      return fails(mismatch, listed(actions), action);
    case 'NotAction':
      return fails(mismatch, `anything but ${listed(notActions)}`, action);
    case 'Resource':
      return fails(mismatch, shown(resources), resource);
    case 'NotResource':
      return fails(mismatch, `anything but ${shown(notResources)}`, resource);
    default: {
      const { operator, key, values } = mismatch;
      const received = keys.get(key)?.join(', ') ?? 'no such key';
      return fails('Condition', `${operator} ${key} = ${shown(values)}`, received);
    }
  }
}

/** A value of a policy for people: with the values of its variables in this request. */
function withValue(text: string, variables: ConditionKeys | undefined): string {
  const value = resolveText(text, variables);
  if (value === text) return text;
  return `${text} (${value === undefined ? 'which has no value here' : `here ${value}`})`;
}
