import { policyFaults } from '../policy/document.js';

/**
 * What is wrong with the text of a session policy, as far as STS tells.
 *
 * @param text what a caller gave
 * @returns `json` where it is none, `syntax` where it is not a policy, undefined if it is one
 * @example
 * sessionPolicyFault('{'); // 'json'
 */
export function sessionPolicyFault(text: string): 'json' | 'syntax' | undefined {
  const [fault] = policyFaults(text, 'identity');
  if (fault === undefined) return undefined;
  return fault.path === '$' && fault.problem === 'is not JSON' ? 'json' : 'syntax';
}
