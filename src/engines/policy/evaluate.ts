import type { Caller } from '../../domain/caller.js';
import type { ConditionKeys } from './condition-keys.js';
import { conditionHolds, substitute } from './conditions.js';
import type { Condition, PolicyDocument, PolicyStatement, PrincipalElement } from './document.js';
import { globMatches } from './glob.js';
import { describePrincipal, principalMatches } from './principal.js';

/** Who wants to do what, to which resource, under which circumstances. */
export interface AccessRequest {
  /** For example `ecr:PutImage`. */
  readonly action: string;
  /** An ARN, or `*` for requests without a resource. */
  readonly resource: string;
  readonly principal: Caller;
  readonly keys: ConditionKeys;
}

export type StatementElement =
  'Principal' | 'NotPrincipal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Condition';

export interface ElementFailure {
  readonly element: StatementElement;
  readonly expected: string;
  readonly received: string;
}

export interface StatementVerdict {
  readonly statement: PolicyStatement;
  readonly matches: boolean;
  /** The first element that did not match. */
  readonly failed?: ElementFailure;
}

export interface PolicyVerdict {
  readonly effect: 'Allow' | 'Deny' | 'none';
  readonly decidedBy?: PolicyStatement;
}

/** An explicit Deny wins; else an Allow decides; else the policy says nothing [docs]. */
export function evaluatePolicy(policy: PolicyDocument, request: AccessRequest): PolicyVerdict {
  let allowedBy: PolicyStatement | undefined;
  for (const statement of policy.statements) {
    if (statement.effect === 'Allow' && allowedBy !== undefined) continue;
    if (mismatchOf(policy, statement, request) !== undefined) continue;
    if (statement.effect === 'Deny') return { effect: 'Deny', decidedBy: statement };
    allowedBy = statement;
  }
  return allowedBy === undefined ? { effect: 'none' } : { effect: 'Allow', decidedBy: allowedBy };
}

/** The same, statement by statement, with the first element of each that did not match. */
export function explainPolicy(policy: PolicyDocument, request: AccessRequest): readonly StatementVerdict[] {
  return policy.statements.map((statement) => {
    const mismatch = mismatchOf(policy, statement, request);
    if (mismatch === undefined) return { statement, matches: true };
    return { statement, matches: false, failed: failureOf(statement, mismatch, request) };
  });
}

/** The element that does not match; of conditions, which. */
type Mismatch = Exclude<StatementElement, 'Condition'> | Condition;

/** The first element of a statement that does not match. In no words: most calls only ask whether. */
function mismatchOf(
  policy: PolicyDocument,
  statement: PolicyStatement,
  { action, resource, principal, keys }: AccessRequest,
): Mismatch | undefined {
  const { principals, notPrincipals, actions, notActions, resources, notResources } = statement;
  if (principals !== undefined && !principalMatches(principals, principal)) return 'Principal';
  if (notPrincipals !== undefined && principalMatches(notPrincipals, principal)) return 'NotPrincipal';
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => globMatches(pattern, action, true));
  if (actions !== undefined && !names(actions)) return 'Action';
  if (notActions !== undefined && names(notActions)) return 'NotAction';
  const hasVariables = policy.version === '2012-10-17';
  const covers = (patterns: readonly string[]) =>
    patterns.some((pattern) => globMatches(hasVariables ? substitute(pattern, keys) : pattern, resource));
  if (resources !== undefined && !covers(resources)) return 'Resource';
  if (notResources !== undefined && covers(notResources)) return 'NotResource';
  return statement.conditions.find((condition) => !conditionHolds(condition, keys, hasVariables));
}

function failureOf(
  { principals, notPrincipals, actions, notActions, resources, notResources }: PolicyStatement,
  mismatch: Mismatch,
  { action, resource, principal, keys }: AccessRequest,
): ElementFailure {
  const fails = (element: StatementElement, expected: string, received: string): ElementFailure => ({
    element,
    expected,
    received,
  });
  const listed = (patterns: readonly string[] = []) => patterns.join(', ');
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
      return fails(mismatch, listed(resources), resource);
    case 'NotResource':
      return fails(mismatch, `anything but ${listed(notResources)}`, resource);
    default: {
      const { operator, key, values } = mismatch;
      const received = keys.get(key)?.join(', ') ?? 'no such key in the request';
      return fails('Condition', `${operator} ${key} = ${values.join(', ')}`, received);
    }
  }
}
