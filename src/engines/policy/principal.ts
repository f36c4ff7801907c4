import type { Caller } from '../../domain/caller.js';
import type { PrincipalElement } from './document.js';

/** Does a principal element name the caller? An account id and its root ARN are the whole account [docs]. */
export function principalMatches(element: PrincipalElement, caller: Caller): boolean {
  return element.anyone || element.aws.some((principal) => isCaller(principal, caller));
}

function isCaller(principal: string, caller: Caller): boolean {
  if (principal === '*' || principal === caller.accountId) return true;
  if (principal === caller.arn || principal === caller.roleArn) return true;
  return /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(principal)?.[1] === caller.accountId;
}

/** How a principal element reads in messages. */
export function describePrincipal(element: PrincipalElement): string {
  if (element.anyone) return '*';
  return [...element.aws, ...element.services.map((service) => `service ${service}`)].join(', ');
}
