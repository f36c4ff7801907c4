import { policyFaults } from '../../iam/policy/document.js';
import { refuse } from './refuse.js';
import type { IdentityDocument, PlannedResource } from './thing.js';

/**
 * IAM is not called for roles and their policies, and refuses malformed ones all the same; the wording is likely
 * [assumed].
 *
 * @throws FakeEcrError with the place of the fault
 */
export function requireWellFormed({ id, thing }: PlannedResource, source: string): void {
  const check = (kind: 'identity' | 'trust', { text, written }: IdentityDocument): void => {
    const [fault] = policyFaults(text, kind);
    if (fault === undefined) return;
    throw refuse(
      { source, id },
      written.path,
      'MalformedPolicyDocument: Syntax errors in policy.',
      `${fault.path} ${fault.problem}.`,
    );
  };
  if (thing.kind === 'principal') {
    const { policies, trust } = thing.principal;
    for (const one of policies) check('identity', one);
    if (trust !== undefined) check('trust', trust);
  }
  // An attachment has no document of its own.
  if (thing.kind === 'identity policy' && thing.policy.attaches === undefined) {
    check('identity', thing.policy.document);
  }
}
