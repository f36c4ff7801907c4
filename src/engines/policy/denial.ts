import { Failure } from '../../domain/failure.js';
import type { AccessDecision, DecidingSide } from './decide.js';
import type { AccessRequest } from './evaluate.js';

/** A refusal in the service's words: who, what, on which resource, and which kind of policy [observed]. */
export function accessDenied(
  decision: AccessDecision,
  request: Pick<AccessRequest, 'action' | 'resource' | 'principal'>,
): Failure {
  const { action, resource, principal } = request;
  return new Failure(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because(decision, action)}`,
  );
}

/** Kinds of policies as the service names them [docs]. */
const KIND: Readonly<Record<DecidingSide, string>> = {
  identity: 'identity-based',
  resource: 'resource-based',
  session: 'session',
};

/** Which kind of policy did not let a request through, in the service's words [observed]. */
export function because({ reason, decidedBy }: AccessDecision, action: string): string {
  switch (reason) {
    case 'allowed':
      return 'allowed';
    case 'explicit-deny': {
      const kind = KIND[decidedBy?.side ?? 'resource'];
      return `with an explicit deny in ${kind.startsWith('i') ? 'an' : 'a'} ${kind} policy`;
    }
    case 'no-resource-allow':
      return `because no ${KIND.resource} policy allows the ${action} action`;
    case 'no-session-allow':
      return `because no ${KIND.session} policy allows the ${action} action`;
    case 'no-identity-allow':
      return `because no ${KIND.identity} policy allows the ${action} action`;
  }
}
