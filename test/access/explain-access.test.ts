import { type RegistryHandle } from '../../src/index.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

const ROLE = `arn:aws:iam::${SOURCE}:role/ci`;
let ecr: ReturnType<typeof scene>;
let prod: RegistryHandle;
let dr: RegistryHandle;

beforeEach(() => {
  ecr = scene();
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  dr = ecr.registry(OTHER, 'eu-west-1').createRepository('app');
});

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const PULL = { Sid: 'Pull', Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*' };

test('across accounts each statement says what did not match', () => {
  const ci = ecr.principal(ROLE, { policies: [document(PULL)] });
  dr.repository('app').setPolicy(
    document(
      { Sid: 'Others', Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 'ecr:*' },
      { Sid: 'Push', Effect: 'Allow', Principal: { AWS: SOURCE }, Action: 'ecr:PutImage' },
    ),
  );
  const verdict = ecr.explainAccess({
    principal: ci,
    action: 'ecr:BatchGetImage',
    repository: dr.repository('app'),
  });
  expect(verdict.allowed).toBe(false);
  expect(verdict.decidedBy).toBeUndefined();
  expect(verdict.text).toMatchInlineSnapshot(`
   "arn:aws:sts::111122223333:assumed-role/ci/fake-ecr, ecr:BatchGetImage on arn:aws:ecr:eu-west-1:444455556666:repository/app: denied, because no resource-based policy allows the ecr:BatchGetImage action
   - identity policy, statement "Pull" (Allow) matches
   - repository policy, statement "Others" (Allow) does not match: Principal is 999988887777, the call has arn:aws:sts::111122223333:assumed-role/ci/fake-ecr
   - repository policy, statement "Push" (Allow) does not match: Action is ecr:PutImage, the call has ecr:BatchGetImage
   - there is no registry policy"
  `);
});

test('the statement that decided is named, for an Allow and for a Deny', () => {
  const ci = ecr.principal(ROLE, { policies: [document(PULL)] });
  const question = { principal: ci, action: 'ecr:BatchGetImage', repository: prod.repository('app') };
  expect(ecr.explainAccess(question)).toMatchObject({
    allowed: true,
    decidedBy: { policy: 'identity policy', statement: 1, sid: 'Pull', effect: 'Allow', matches: true },
  });
  prod.setPolicy(
    document({ Sid: 'Nobody', Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage', Resource: '*' }),
  );
  expect(ecr.explainAccess(question)).toMatchObject({
    allowed: false,
    reason: 'with an explicit deny in a resource-based policy',
    decidedBy: { policy: 'registry policy', sid: 'Nobody', effect: 'Deny' },
  });
});

describe('the text of a verdict', () => {
  const lines = (...question: Parameters<typeof ecr.explainAccess>) => {
    const verdict = ecr.explainAccess(...question);
    expect(String(verdict)).toBe(verdict.text);
    return verdict.text.split('\n').map((line) => line.replace(/^arn.*: (allowed|denied)/, '$1'));
  };
  const action = 'ecr:BatchGetImage';

  test('an administrator, of the account and from another', () => {
    expect(lines({ principal: ROLE, action, repository: prod.repository('app') })).toEqual([
      'allowed, as an administrator of the account',
      '- there is no identity policy',
      '- there is no repository policy',
      '- there is no registry policy',
    ]);
    dr.repository('app').setPolicy(document({ Effect: 'Allow', Principal: { AWS: SOURCE }, Action: action }));
    const verdict = ecr.explainAccess({ principal: ROLE, action, repository: dr.repository('app') });
    expect(verdict.decidedBy).toEqual({
      policy: 'repository policy',
      policyNumber: 1,
      statement: 1,
      effect: 'Allow',
      matches: true,
    });
    expect(lines({ principal: ROLE, action, repository: dr.repository('app') })).toEqual([
      'allowed, by both sides, since the accounts differ',
      '- repository policy, statement #1 (Allow) matches',
      '- there is no identity policy',
      '- there is no registry policy',
    ]);
  });

  test('several policies of a side are numbered, and sessions have theirs', () => {
    const policies = [document({ ...PULL, Action: 's3:*' }), document({ ...PULL, Sid: undefined }, PULL)];
    const ci = ecr.principal(ROLE, { policies, sessionPolicies: [document(PULL)] });
    expect(lines({ principal: ci, action, repository: prod.repository('app') })).toEqual([
      'allowed, by one side, which suffices',
      `- identity policy, statement "Pull" (Allow) does not match: Action is s3:*, the call has ${action}`,
      '- identity policy #2, statement #1 (Allow) matches',
      '- identity policy #2, statement "Pull" (Allow) matches',
      '- session policy, statement "Pull" (Allow) matches',
      '- there is no repository policy',
      '- there is no registry policy',
    ]);
  });

  test('a session policy that does not allow it narrows', () => {
    const sessionPolicies = [document({ ...PULL, Action: 'ecr:PutImage' })];
    const ci = ecr.principal(ROLE, { policies: [document(PULL)], sessionPolicies });
    const verdict = ecr.explainAccess({ principal: ci, action, repository: prod.repository('app') });
    expect(verdict).toMatchObject({
      allowed: false,
      reason: `because no identity-based policy allows the ${action} action`,
      decidedBy: undefined,
    });
  });
});

test('an ARN alone is an administrator of its account', () => {
  const question = { principal: ROLE, action: 'ecr:PutImage' };
  expect(ecr.explainAccess({ ...question, repository: prod.repository('app') }).allowed).toBe(true);
  expect(ecr.explainAccess({ ...question, repository: dr.repository('app') }).allowed).toBe(false);
});

test('the settings of a registry are not the registry policy’s', () => {
  prod.setPolicy(document({ Effect: 'Deny', Principal: '*', Action: 'ecr:*', Resource: '*' }));
  const action = 'ecr:PutReplicationConfiguration';
  expect(ecr.explainAccess({ principal: ROLE, action, registry: prod }).allowed).toBe(true);
  const nobody = ecr.principal(ROLE, { policies: [document(PULL)] });
  expect(ecr.explainAccess({ principal: nobody, action, registry: prod }).allowed).toBe(false);
});

test.each([
  [{ principal: 'ci', action: 'ecr:PutImage' }, 'is not the ARN of a user'],
  [{ principal: ROLE, action: 'PutImage' }, "'PutImage' is no action"],
  [{ principal: ROLE, action: 'ecr:PutImage' }, 'was not told on what'],
  [{ principal: undefined as unknown as string, action: 'ecr:PutImage' }, 'was not told'],
])('a malformed question %j', (question, text) => {
  const asked = () =>
    ecr.explainAccess(text.includes('what') ? question : { ...question, repository: prod.repository('app') });
  expect(asked).toThrow(/^\[fake-ecr\]/);
  expect(asked).toThrow(text);
});

test('a malformed policy in a fixture names the place of its fault', () => {
  const broken = document({ Effect: 'Allow', Principal: '*', Action: 'ecr' });
  expect(() => prod.repository('app').setPolicy(broken)).toThrow(
    /^\[fake-ecr\] The repository policy of 111122223333\/us-west-2\/app is malformed: \$\.Statement\[0\]\.Action 'ecr' is no action/,
  );
  expect(() => prod.setPolicy('{')).toThrow(/^\[fake-ecr\] .* is malformed: \$ is not JSON/);
});
