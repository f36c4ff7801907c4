import { type Failure, invalidParameter } from '../../domain/failure.js';

/** The text is not a JSON object, or one that cannot become a policy [observed]. */
export function parsingFailure(): Failure {
  return refusal('parsing failure: Could not map policyString into LifecyclePolicy.');
}

/** The text breaks the schema: one line a violation, each with its line break, the last one too [observed]. */
export function schemaFailure(violations: readonly string[]): Failure {
  return refusal(`validation failure: ${violations.map((violation) => `${violation}\n`).join('')}`);
}

/** The rules are well-formed and make no sense together [observed]. */
export function ruleFailure(violation: string): Failure {
  return refusal(`validation failure: ${violation}`);
}

function refusal(text: string): Failure {
  return invalidParameter('LifecyclePolicyText', `Lifecycle policy ${text}`);
}
