import { Failure, type Outcome } from '../../aws/failure.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { Directory } from '../roles/directory.js';
import { sessionPolicyFault } from '../roles/session-policy.js';
import type { AssumptionInput } from './sts-input.js';

/** The number of characters that counts as a packed size of 100 % [assumed]. */
const ROOM = 2048;

export interface SessionPolicies {
  /** JSON texts; absent if none were given. */
  readonly texts?: readonly string[];
  /** Per cent; absent if there are neither policies nor tags. */
  readonly packedSize?: number;
}

/**
 * The policies that restrict a session.
 *
 * @param input has them, as text or by ARN
 * @param tags of the session, which are packed with them [docs]
 * @param directory has the managed policies
 * @returns the texts, or the refusal of a malformed text
 * @throws FakeEcrError if a managed policy is named that is not defined
 */
export function sessionPolicies(
  { Policy, PolicyArns = [] }: AssumptionInput,
  tags: Readonly<Record<string, string>>,
  directory: Directory,
): Outcome<SessionPolicies> {
  const fault = Policy === undefined ? undefined : sessionPolicyFault(Policy);
  if (fault !== undefined) {
    return new Failure(
      'MalformedPolicyDocument',
      fault === 'json' ? 'The policy is not in the valid JSON format.' : 'Syntax errors in policy.',
    );
  }
  const arns = PolicyArns.map(({ arn = '' }) => arn);
  const texts = [...(Policy === undefined ? [] : [Policy]), ...arns.map((arn) => managed(arn, directory))];
  const packed = [Policy ?? '', ...arns, ...Object.entries(tags).flat()].join('');
  if (packed === '') return {};
  const packedSize = Math.ceil((packed.length / ROOM) * 100);
  if (packedSize > 100) {
    return new Failure(
      'PackedPolicyTooLarge',
      `Packed size of session tags and policies consumes ${packedSize}% of allotted space.`,
    );
  }
  return { packedSize, ...(texts.length === 0 ? {} : { texts }) };
}

function managed(arn: string, directory: Directory): string {
  const text = directory.policy(arn);
  if (text === undefined) {
    throw new FakeEcrError(
      `PolicyArns names ${arn}, but that policy is not defined here.`,
      'Define it: sts.policy(arn, document).',
    );
  }
  return text;
}
