import { policyFaults } from '../policy/document.js';

/**
 * What is wrong with the text of a session policy, as STS reports it.
 *
 * @param text what a caller gave
 * @returns `json` if it is not JSON, `syntax` if it is not a policy, undefined if it is valid
 * @example
 * sessionPolicyFault('{'); // 'json'
 */
export function sessionPolicyFault(text: string): 'json' | 'syntax' | undefined {
  const [fault] = policyFaults(text, 'identity');
  if (fault === undefined) return undefined;
  return fault.path === '$' && fault.problem === 'is not JSON' ? 'json' : 'syntax';
}
