import { isFailure } from '../domain/failure.js';
import { MisuseError } from '../domain/misuse.js';
import { type PolicyDocument, parsePolicy, policyFaults } from '../engines/policy/document.js';

/**
 * A role's trust policy, as principals of AWS and as identity providers meet it. `Federated` entries name the
 * latter only, `AWS` entries the former only, and `"*"` both [assumed].
 */
export interface TrustPolicy {
  readonly forPrincipals: PolicyDocument;
  /** The same with the `Federated` entries in the place of the `AWS` ones. */
  readonly forProviders: PolicyDocument;
}

/**
 * Reads a trust policy.
 *
 * @param policy an object or a JSON text, with `Principal` and without `Resource`
 * @param roleArn of the role it belongs to, for messages
 * @returns the policy, ready to be evaluated
 * @throws MisuseError where it is malformed; the message names the place of the fault
 * @example
 * trustPolicy({ Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } }, arn);
 */
export function trustPolicy(policy: object | string, roleArn: string): TrustPolicy {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  const document = parsePolicy(text, 'trust');
  if (isFailure(document)) {
    const [fault] = policyFaults(text, 'trust');
    throw malformed(roleArn, `${fault?.path ?? '$'} ${fault?.problem ?? 'is malformed'}`);
  }
  const withResource = document.statements.find((one) => one.resources ?? one.notResources);
  if (withResource !== undefined) {
    throw malformed(roleArn, `$.Statement[${withResource.index - 1}].Resource must be absent`);
  }
  return { forPrincipals: document, forProviders: forProviders(document, text) };
}

/** The policy engine knows principals of AWS alone: providers are shown to it in their place. */
function forProviders(document: PolicyDocument, text: string): PolicyDocument {
  const { Statement: given } = JSON.parse(text) as { Statement: Statement | readonly Statement[] };
  const originals = Array.isArray(given) ? (given as readonly Statement[]) : [given as Statement];
  const statements = document.statements.map((statement, index) => ({
    ...statement,
    principals: providersIn(originals[index]?.Principal),
    notPrincipals: providersIn(originals[index]?.NotPrincipal),
  }));
  return { ...document, statements };
}

type Principals = '*' | { readonly AWS?: string | string[]; readonly Federated?: string | string[] };
type Statement = { readonly Principal?: Principals; readonly NotPrincipal?: Principals };

function providersIn(principals: Principals | undefined) {
  if (principals === undefined) return undefined;
  if (principals === '*') return { anyone: true, aws: [], services: [] };
  const anyone = [principals.AWS ?? []].flat().includes('*');
  return { anyone, aws: [principals.Federated ?? []].flat(), services: [] };
}

function malformed(roleArn: string, fault: string): MisuseError {
  return new MisuseError(
    `The trust policy of ${roleArn} is malformed: ${fault}.`,
    'Trust policies have Effect, Principal and Action (for example sts:AssumeRole), and no Resource.',
  );
}
