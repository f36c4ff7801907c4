import { Failure } from '../../domain/failure.js';

const OPENING = "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy";

/** How violations of these kinds begin; the service was seen to leave their closing quote away [observed]. */
const UNCLOSED = ['array is too', 'instance failed to match', 'instance type', 'numeric instance'];

/** The text is no JSON object, or one that cannot become a policy [observed]. */
export function parsingFailure(): Failure {
  return refusal('parsing failure: Could not map policyString into LifecyclePolicy.', true);
}

/** The text is a policy that breaks rules: one line a violation [observed]. */
export function validationFailure(violations: readonly string[]): Failure {
  const last = violations[violations.length - 1] ?? '';
  const isClosed = !UNCLOSED.some((beginning) => last.startsWith(beginning));
  return refusal(`validation failure: ${violations.join('\n')}`, isClosed);
}

function refusal(text: string, isClosed: boolean): Failure {
  return new Failure('InvalidParameterException', `${OPENING} ${text}${isClosed ? "'" : ''}`);
}
