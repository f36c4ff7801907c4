import type { StatementVerdict } from './evaluate.js';

/** The mistakes people make in policies, recognised from the element that failed. */
export function policyHint({ failed, statement }: StatementVerdict): string | undefined {
  if (failed === undefined) return undefined;
  const { element, expected, received } = failed;
  if (element === 'Resource') {
    if (/arn:aws[a-z-]*:[a-z]{2}(-[a-z]+)+-\d:/.test(expected)) {
      return "the ARN lacks its service part: it must start with 'arn:aws:ecr:'";
    }
    const [wanted = [], given = []] = [expected.split(', ')[0]?.split(':'), received.split(':')];
    if (wanted[3] !== given[3])
      return `the ARN names Region '${wanted[3] ?? ''}', the registry is in '${given[3] ?? ''}'`;
    if (wanted[4] !== given[4])
      return `the ARN names account '${wanted[4] ?? ''}', the registry belongs to '${given[4] ?? ''}'`;
  }
  if (element === 'Principal') {
    if (statement.principals?.services.length) {
      return 'a service principal never matches: name the source account instead';
    }
    if (/:(role|user)\//.test(expected)) {
      return "replication calls with the source account's service-linked role: name the account instead";
    }
  }
  if (element === 'Condition' && /aws:Source(Account|Arn|OrgID)/i.test(expected)) {
    return 'ECR does not send this key when it replicates: use aws:PrincipalAccount, or an operator …IfExists';
  }
  return undefined;
}
