import type { Caller } from '../../domain/caller.js';
import type { ConditionKeys } from './condition-keys.js';
import { conditionHolds, substitute } from './conditions.js';
import type { PolicyDocument, PolicyStatement } from './document.js';
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
    if (failureOf(policy, statement, request) !== undefined) continue;
    if (statement.effect === 'Deny') return { effect: 'Deny', decidedBy: statement };
    allowedBy = statement;
  }
  return allowedBy === undefined ? { effect: 'none' } : { effect: 'Allow', decidedBy: allowedBy };
}

/** The same, statement by statement, with the first element of each that did not match. */
export function explainPolicy(policy: PolicyDocument, request: AccessRequest): readonly StatementVerdict[] {
  return policy.statements.map((statement) => {
    const failed = failureOf(policy, statement, request);
    return failed === undefined ? { statement, matches: true } : { statement, matches: false, failed };
  });
}

function failureOf(
  policy: PolicyDocument,
  statement: PolicyStatement,
  { action, resource, principal, keys }: AccessRequest,
): ElementFailure | undefined {
  const fails = (element: StatementElement, expected: string, received: string): ElementFailure => ({
    element,
    expected,
    received,
  });
  const { principals, notPrincipals, actions, notActions, resources, notResources } = statement;
  if (principals !== undefined && !principalMatches(principals, principal)) {
    return fails('Principal', describePrincipal(principals), principal.arn);
  }
  if (notPrincipals !== undefined && principalMatches(notPrincipals, principal)) {
    return fails('NotPrincipal', `anybody but ${describePrincipal(notPrincipals)}`, principal.arn);
  }
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => globMatches(pattern, action, true));
  if (actions !== undefined && !names(actions)) return fails('Action', actions.join(', '), action);
  if (notActions !== undefined && names(notActions)) {
    return fails('NotAction', `anything but ${notActions.join(', ')}`, action);
  }
  const hasVariables = policy.version === '2012-10-17';
  const covers = (patterns: readonly string[]) =>
    patterns.some((pattern) => globMatches(hasVariables ? substitute(pattern, keys) : pattern, resource));
  if (resources !== undefined && !covers(resources)) return fails('Resource', resources.join(', '), resource);
  if (notResources !== undefined && covers(notResources)) {
    return fails('NotResource', `anything but ${notResources.join(', ')}`, resource);
  }
  for (const condition of statement.conditions) {
    if (conditionHolds(condition, keys, hasVariables)) continue;
    const received = keys.get(condition.key)?.join(', ') ?? 'no such key in the request';
    return fails(
      'Condition',
      `${condition.operator} ${condition.key} = ${condition.values.join(', ')}`,
      received,
    );
  }
  return undefined;
}
