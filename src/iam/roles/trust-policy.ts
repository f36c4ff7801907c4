import type { PolicyDocument, PrincipalElement } from '../policy/document.js';
import { requirePolicy } from '../policy/require-policy.js';

/**
 * A role's trust policy, for AWS principals and for identity providers. `Federated` entries name only the latter,
 * `AWS` entries only the former, and `"*"` both [assumed].
 */
export interface TrustPolicy {
  readonly forPrincipals: PolicyDocument;
  /** The same with the `Federated` entries moved to `AWS`. */
  readonly forProviders: PolicyDocument;
}

/**
 * Reads a trust policy.
 *
 * @param policy an object or a JSON text, with `Principal` and without `Resource`
 * @param roleArn of the role it belongs to, for messages
 * @returns the policy, ready to be evaluated
 * @throws FakeEcrError if it is malformed; the message names the place of the error
 * @example
 * trustPolicy({ Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } }, arn);
 */
export function trustPolicy(policy: object | string, roleArn: string): TrustPolicy {
  const document = requirePolicy(policy, 'trust', `The trust policy of ${roleArn}`);
  return { forPrincipals: document, forProviders: forProviders(document) };
}

/** The policy engine knows only AWS principals: providers are passed to it as such. */
function forProviders(document: PolicyDocument): PolicyDocument {
  const statements = document.statements.map((statement) => ({
    ...statement,
    principals: providersIn(statement.principals),
    notPrincipals: providersIn(statement.notPrincipals),
  }));
  return { ...document, statements };
}

function providersIn(element: PrincipalElement | undefined): PrincipalElement | undefined {
  return element && { ...element, aws: element.federated };
}
