import type { StatementVerdict } from '../../iam/policy/evaluate.js';
import { globMatches } from '../../lib/glob.js';

/** Common mistakes in policies, recognised by the element that failed. */
export function policyHint({ failed, statement }: StatementVerdict): string | undefined {
  if (failed === undefined) return undefined;
  const { element, expected, received } = failed;
  if (element === 'Resource') return resourceHint(expected.split(', '), received);
  if (element === 'Principal') {
    if (statement.principals?.services.length) {
      return 'a service principal never matches: name the source account instead';
    }
    if (/:(role|user)\//.test(expected)) {
      return "replication calls with the source account's service-linked role: name the account instead";
    }
    return `name the account that replicates: ${received.split(':')[4] ?? ''}`;
  }
  if (element === 'Condition' && /aws:Source(Account|Arn|OrgID)/i.test(expected)) {
    return 'ECR does not send this key when it replicates: use aws:PrincipalAccount, or an operator …IfExists';
  }
  return undefined;
}

/** The parts of a repository's ARN, and the hint for the first that does not match. */
const PARTS: readonly ((wanted: string, given: string) => string)[] = [
  (wanted) => `an ARN starts with 'arn', not with '${wanted}'`,
  (wanted, given) => `the ARN is of partition '${wanted}', the registry of '${given}'`,
  (wanted) => `the ARN is of service '${wanted}', not of 'ecr'`,
  (wanted, given) => `the ARN names Region '${wanted}', the registry is in '${given}'`,
  (wanted, given) => `the ARN names account '${wanted}', the registry belongs to '${given}'`,
  (wanted, given) =>
    wanted.startsWith('repository/') || wanted.includes('*')
      ? `'${wanted}' does not cover '${given}'`
      : `the name lacks its type: it must start with 'repository/'`,
];

/** Says which part of the most similar ARN is wrong. */
function resourceHint(patterns: readonly string[], resource: string): string {
  const given = partsOf(resource);
  const candidates = patterns.map((pattern) => {
    const wanted = partsOf(pattern);
    const wrong = given.findIndex((part, index) => !globMatches(wanted[index] ?? '', part));
    return { pattern, wanted, wrong: wrong === -1 ? given.length : wrong };
  });
  const [nearest] = candidates.sort((a, b) => b.wrong - a.wrong);
  const { pattern = '', wanted = [], wrong = 0 } = nearest ?? {};
  if (/^arn:aws[a-z-]*:[a-z]{2,4}(-[a-z]+)+-\d:/.test(pattern)) {
    return `the ARN lacks its service part: it must start with 'arn:${given[1] ?? 'aws'}:ecr:'`;
  }
  return PARTS[wrong]?.(wanted[wrong] ?? '', given[wrong] ?? '') ?? 'the ARN has too many parts';
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
