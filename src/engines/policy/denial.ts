import { Failure } from '../../domain/failure.js';
import type { AccessDecision } from './decide.js';
import type { AccessRequest } from './evaluate.js';

/** A refusal in the service's words: who, what, on which resource, and which kind of policy [observed]. */
export function accessDenied(decision: AccessDecision, request: AccessRequest): Failure {
  const { action, resource, principal } = request;
  return new Failure(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because(decision, action)}`,
  );
}

/** Which kind of policy did not let a request through, in the service's words [observed]. */
export function because({ reason, deniedBy }: AccessDecision, action: string): string {
  if (reason === 'explicit-deny') {
    return deniedBy?.side === 'identity'
      ? 'with an explicit deny in an identity-based policy'
      : 'with an explicit deny in a resource-based policy';
  }
  const kind = reason === 'no-resource-allow' ? 'resource-based' : 'identity-based';
  return `because no ${kind} policy allows the ${action} action`;
}
