import { isFailure } from '../../aws/failure.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { type PolicyDocument, type PolicyKind, parsePolicy, policyFaults } from './document.js';

const ADVICE: Readonly<Record<PolicyKind, string>> = {
  repository: 'ECR refuses such a document without saying where the fault is.',
  registry: 'ECR refuses such a document without saying where the fault is.',
  identity: 'Identity policies have Effect, Action and Resource, and no Principal.',
  trust: 'Trust policies have Effect, Principal and Action (for example sts:AssumeRole), and no Resource.',
};

/**
 * Reads a policy from a test.
 *
 * @param policy an object or a JSON text
 * @param kind says which elements it has
 * @param what names it in messages, for example `The registry policy of 111122223333/us-west-2`
 * @throws FakeEcrError with the place of the error if it is malformed
 */
export function requirePolicy(policy: unknown, kind: PolicyKind, what: string): PolicyDocument {
  const text = requirePolicyText(policy, kind, what);
  const document = parsePolicy(text, kind);
  if (isFailure(document)) throw malformed(what, '$ is not a policy', kind);
  return document;
}

/**
 * The same, returned as text.
 *
 * @throws FakeEcrError as above
 */
export function requirePolicyText(policy: unknown, kind: PolicyKind, what: string): string {
  const text = textOf(policy);
  if (text === undefined) throw malformed(what, '$ is neither an object nor a JSON text', kind);
  const [fault] = policyFaults(text, kind);
  if (fault !== undefined) throw malformed(what, `${fault.path} ${fault.problem}`, kind);
  return text;
}

/**
 * Identity policies from a test, as texts.
 *
 * @param whose for messages, for example the ARN of a role
 * @throws FakeEcrError if it is not a list, or one of them is malformed
 */
export function requireIdentityPolicies(policies: unknown, whose: string): readonly string[] {
  if (!Array.isArray(policies)) {
    throw new FakeEcrError(
      `The policies of ${whose} are not a list.`,
      'Pass a list of documents, even if there is one only: { policies: [document] }.',
    );
  }
  return policies.map((policy: unknown, index) =>
    requirePolicyText(policy, 'identity', `Policy #${index + 1} of ${whose}`),
  );
}

/** Objects may hold values that JSON cannot: cycles, or a bigint. */
function textOf(policy: unknown): string | undefined {
  if (typeof policy === 'string') return policy;
  if (typeof policy !== 'object' || policy === null) return undefined;
  try {
    return JSON.stringify(policy);
  } catch {
    return undefined;
  }
}

function malformed(what: string, fault: string, kind: PolicyKind): FakeEcrError {
  return new FakeEcrError(`${what} is malformed: ${fault}.`, ADVICE[kind]);
}
