import { because } from '../../../src/iam/policy/decide.js';
import {
  requireIdentityPolicies,
  requirePolicy,
  requirePolicyText,
} from '../../../src/iam/policy/require-policy.js';

const WHAT = 'The policy';
const ECR = 'ECR refuses such a document without saying where the fault is.';
const IDENTITY = 'Identity policies have Effect, Action and Resource, and no Principal.';
const TRUST =
  'Trust policies have Effect, Principal and Action (for example sts:AssumeRole), and no Resource.';
const circular: { Statement: unknown[] } = { Statement: [] };
circular.Statement.push(circular);

test.each([
  ['repository', undefined, '$ is neither an object nor a JSON text', ECR],
  ['registry', null, '$ is neither an object nor a JSON text', ECR],
  ['identity', 5, '$ is neither an object nor a JSON text', IDENTITY],
  ['trust', circular, '$ is neither an object nor a JSON text', TRUST],
  ['registry', '{', '$ is not JSON', ECR],
] as const)('a %s policy that is %p is refused with its place', (kind, policy, fault, advice) => {
  const text = `[fake-ecr] ${WHAT} is malformed: ${fault}`;
  expect(() => requirePolicyText(policy, kind, WHAT)).toThrow(text);
  expect(() => requirePolicyText(policy, kind, WHAT)).toThrow(advice);
  expect(() => requirePolicy(policy, kind, WHAT)).toThrow(text);
});

test('a text stays what it is, and an object becomes one', () => {
  const Statement = [{ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' }];
  const document = { Version: '2012-10-17', Statement };
  const text = JSON.stringify(document, null, 2);
  expect(requirePolicyText(text, 'identity', WHAT)).toBe(text);
  expect(requirePolicyText(document, 'identity', WHAT)).toBe(JSON.stringify(document));
  expect(requirePolicy(document, 'identity', WHAT).statements).toHaveLength(1);
  expect(requireIdentityPolicies([document, text], 'ci')).toEqual([JSON.stringify(document), text]);
});

test('of several policies the one that is wrong is named', () => {
  const right = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
  });
  expect(() => requireIdentityPolicies([right, right, '{}'], 'ci')).toThrow(
    '[fake-ecr] Policy #3 of ci is malformed: ',
  );
  expect(() => requireIdentityPolicies({}, 'ci')).toThrow(
    '[fake-ecr] The policies of ci are not a list. Pass a list of documents, even if there is one only: { policies: [document] }.',
  );
});

test.each([
  ['allowed', undefined, 'allowed'],
  ['explicit-deny', undefined, 'with an explicit deny in a resource-based policy'],
  ['explicit-deny', 'identity', 'with an explicit deny in an identity-based policy'],
  ['explicit-deny', 'session', 'with an explicit deny in a session policy'],
  ['no-resource-allow', undefined, 'because no resource-based policy allows the ecr:PutImage action'],
  ['no-session-allow', undefined, 'because no session policy allows the ecr:PutImage action'],
  ['no-identity-allow', undefined, 'because no identity-based policy allows the ecr:PutImage action'],
] as const)('%s by %s: %s', (reason, side, text) => {
  const decidedBy = side === undefined ? {} : { decidedBy: { side } };
  expect(because({ reason, ...decidedBy } as never, 'ecr:PutImage')).toBe(text);
});
