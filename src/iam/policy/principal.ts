import type { Caller } from '../caller.js';
import type { PrincipalElement } from './document.js';

/**
 * How a principal element names a caller: as the very user or session, as the role behind a session (or as anyone),
 * or by its account. Naming an account delegates: its own policies must allow too [docs].
 */
export type Naming = 'caller' | 'role' | 'account';

/** How a principal element names the caller, or undefined. */
export function namingOf(element: PrincipalElement, caller: Caller): Naming | undefined {
  if (caller.service !== undefined) {
    // `*` includes every service [docs].
    return element.anyone || element.services.includes(caller.service) ? 'caller' : undefined;
  }
  const names = element.aws.map((principal) => namingBy(principal, caller));
  if (names.includes('caller')) return 'caller';
  if (element.anyone || names.includes('role')) return 'role';
  return names.includes('account') ? 'account' : undefined;
}

export function isNamed(element: PrincipalElement, caller: Caller): boolean {
  return namingOf(element, caller) !== undefined;
}

/**
 * Whether NotPrincipal exempts the caller from a Deny. Its account, its role and the caller itself must all be listed
 * [docs].
 */
export function isSpared(element: PrincipalElement, caller: Caller): boolean {
  if (element.anyone) return true;
  if (caller.service !== undefined) return element.services.includes(caller.service);
  const names = element.aws.map((principal) => namingBy(principal, caller));
  const needed: readonly Naming[] = [
    'account',
    ...(caller.roleArn === undefined ? [] : ['role' as const]),
    'caller',
  ];
  return needed.every((naming) => names.includes(naming));
}

/** The stronger of two ways of naming. */
export function strongerNaming(a: Naming | undefined, b: Naming | undefined): Naming | undefined {
  const order: readonly (Naming | undefined)[] = ['caller', 'role', 'account'];
  return order.find((one) => one === a || one === b);
}

/** An account id and the ARN of its root both mean the whole account [docs]. */
function namingBy(principal: string, caller: Caller): Naming | undefined {
  if (principal === caller.arn) return 'caller';
  if (principal === caller.roleArn) return 'role';
  const accountId = /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
  return accountId === caller.accountId ? 'account' : undefined;
}

/** How a principal element reads in messages. */
export function describePrincipal(element: PrincipalElement): string {
  if (element.anyone) return '*';
  return [
    ...element.aws,
    ...element.services.map((service) => `service ${service}`),
    ...element.federated.map((provider) => `identity provider ${provider}`),
    ...element.canonicalUsers.map((id) => `canonical user ${id}`),
  ].join(', ');
}
