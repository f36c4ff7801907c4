import type { StatementVerdict } from '../../iam/policy/evaluate.js';
import type { Step } from '../../world/written-origin.js';

/** The path in a policy to a statement, or to its element that did not match. */
export function stepsTo({ statement, failed }: StatementVerdict): readonly Step[] {
  const steps: Step[] = ['Statement', statement.index - 1];
  if (failed === undefined) return steps;
  steps.push(failed.element);
  const { principals, notPrincipals } = statement;
  const named = failed.element === 'Principal' ? principals : notPrincipals;
  if (failed.element.endsWith('Principal') && named !== undefined && named.aws.length > 0) steps.push('AWS');
  return steps;
}
