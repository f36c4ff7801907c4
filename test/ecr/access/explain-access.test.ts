import { ListImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import type { RegistryHandle } from '../../../src/index.js';
import { OTHER, SOURCE, scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

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
      'allowed, by the identity policy, which is enough within the account',
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
      reason: `because no session policy allows the ${action} action`,
      decidedBy: undefined,
    });
  });
});

test('each statement that does not match names the element that failed, and why', () => {
  const own = `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`;
  const ci = ecr.principal(ROLE, {
    tags: { team: 'edge' },
    policies: [
      document(
        { Sid: 'Action', Effect: 'Allow', Action: ['ecr:Get*', 'ecr:List*'], Resource: '*' },
        { Sid: 'NotAction', Effect: 'Allow', NotAction: 'ecr:Put*', Resource: '*' },
        { Sid: 'Resource', Effect: 'Allow', Action: '*', Resource: `${own}-\${aws:PrincipalTag/team}` },
        { Sid: 'NotResource', Effect: 'Allow', Action: '*', NotResource: `${own}*` },
      ),
      document({
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalTag/team': ['core', 'edge'] } },
      }),
    ],
    sessionPolicies: [document({ Effect: 'Allow', Action: 's3:*', Resource: '*' })],
  });
  prod.repository('app').setPolicy(
    document(
      { Sid: 'Account', Effect: 'Allow', Principal: { AWS: SOURCE }, Action: 'ecr:*' },
      { Sid: 'Federated', Effect: 'Allow', Principal: { Federated: 'accounts.google.com' }, Action: 'ecr:*' },
      { Sid: 'Others', Effect: 'Allow', NotPrincipal: { AWS: SOURCE }, Action: 'ecr:*' },
      {
        Sid: 'Source',
        Effect: 'Allow',
        Principal: '*',
        Action: 'ecr:*',
        Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      },
    ),
  );

  const verdict = ecr.explainAccess({
    principal: ci,
    action: 'ecr:PutImage',
    repository: prod.repository('app'),
  });

  expect(verdict.allowed).toBe(false);
  expect(verdict.statements.map(({ failed }) => failed?.element)).toEqual([
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
    'Action',
    undefined,
    'Principal',
    'NotPrincipal',
    'Condition',
  ]);
  expect(verdict.text).toMatchInlineSnapshot(`
   "arn:aws:sts::111122223333:assumed-role/ci/fake-ecr, ecr:PutImage on arn:aws:ecr:us-west-2:111122223333:repository/app: denied, because no identity-based policy allows the ecr:PutImage action
   - identity policy, statement "Action" (Allow) does not match: Action is ecr:Get*, ecr:List*, the call has ecr:PutImage
   - identity policy, statement "NotAction" (Allow) does not match: NotAction is anything but ecr:Put*, the call has ecr:PutImage
   - identity policy, statement "Resource" (Allow) does not match: Resource is arn:aws:ecr:us-west-2:111122223333:repository/app-\${aws:PrincipalTag/team} (here arn:aws:ecr:us-west-2:111122223333:repository/app-edge), the call has arn:aws:ecr:us-west-2:111122223333:repository/app
   - identity policy, statement "NotResource" (Allow) does not match: NotResource is anything but arn:aws:ecr:us-west-2:111122223333:repository/app*, the call has arn:aws:ecr:us-west-2:111122223333:repository/app
   - identity policy #2, statement #1 (Deny) does not match: Condition is StringNotEquals aws:PrincipalTag/team = core, edge, the call has edge
   - session policy, statement #1 (Allow) does not match: Action is s3:*, the call has ecr:PutImage
   - repository policy, statement "Account" (Allow) matches, but names the account: identity policies have to allow it too
   - repository policy, statement "Federated" (Allow) does not match: Principal is identity provider accounts.google.com, the call has arn:aws:sts::111122223333:assumed-role/ci/fake-ecr
   - repository policy, statement "Others" (Allow) does not match: NotPrincipal is anybody but 111122223333, the call has arn:aws:sts::111122223333:assumed-role/ci/fake-ecr
   - repository policy, statement "Source" (Allow) does not match: Condition is StringEquals aws:SourceVpce = vpce-1, the call has no such key
   - there is no registry policy"
  `);
});

test('an explanation says that the session policy does not allow the action', () => {
  const narrowed = ecr.principal(ROLE, {
    policies: [document(PULL)],
    sessionPolicies: [document({ ...PULL, Action: 'ecr:List*' })],
  });
  const question = { principal: narrowed, action: 'ecr:BatchGetImage', repository: prod.repository('app') };
  expect(ecr.explainAccess(question).reason).toBe(
    'because no session policy allows the ecr:BatchGetImage action',
  );
});

test('a Deny on both sides: the statement that decided is of the side in the words of the service', () => {
  const deny = (Sid: string) => document({ Sid, Effect: 'Deny', Action: 'ecr:*', Resource: '*' });
  const ci = ecr.principal(ROLE, { policies: [deny('Mine')] });
  prod
    .repository('app')
    .setPolicy(document({ Sid: 'Theirs', Effect: 'Deny', Principal: '*', Action: 'ecr:*' }));
  expect(
    ecr.explainAccess({ principal: ci, action: 'ecr:PutImage', repository: prod.repository('app') }),
  ).toMatchObject({
    reason: 'with an explicit deny in a resource-based policy',
    decidedBy: { policy: 'repository policy', sid: 'Theirs' },
  });
});

test.each([
  ['an administrator', {}, 'as an administrator of the account'],
  [
    'the identity policy',
    { policies: [document(PULL)] },
    'by the identity policy, which is enough within the account',
  ],
  ['the repository policy', { policies: [] }, 'by the repository policy, which is enough within the account'],
])('within the account it is told what allows: %s', (_what, options, reason) => {
  const ci = ecr.principal(ROLE, options);
  if (reason.includes('repository')) {
    prod
      .repository('app')
      .setPolicy(document({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'ecr:*' }));
  }
  const question = { principal: ci, action: 'ecr:BatchGetImage', repository: prod.repository('app') };
  expect(ecr.explainAccess(question)).toMatchObject({ allowed: true, reason });
});

test('the verdict is the outcome of the call', async () => {
  const repository = dr.repository('app');
  repository.setPolicy(document({ Effect: 'Allow', Principal: { AWS: SOURCE }, Action: 'ecr:ListImages' }));
  for (const action of ['ecr:ListImages', 'ecr:PutImage']) {
    const ci = ecr.principal(ROLE, { policies: [document({ ...PULL, Action: action })] });
    const { allowed, reason } = ecr.explainAccess({ principal: ci, action, repository });
    const input = { registryId: OTHER, repositoryName: 'app' };
    const command =
      action === 'ecr:ListImages'
        ? new ListImagesCommand(input)
        : new PutImageCommand({ ...input, imageManifest: '{}' });
    const outcome = await ci
      .client('eu-west-1')
      .send(command as ListImagesCommand)
      .then(
        () => 'allowed',
        (error: Error) => error.message,
      );
    expect(allowed).toBe(outcome === 'allowed');
    if (!allowed) expect(outcome).toMatch(new RegExp(`${reason}$`));
  }
});

test('all repositories of a registry can be asked about, and those that do not exist', () => {
  const ci = ecr.principal(ROLE, {
    policies: [
      document({
        ...PULL,
        Action: ['ecr:DescribeRepositories', 'ecr:CreateRepository'],
        Resource: `arn:aws:ecr:us-west-2:${SOURCE}:repository/*`,
      }),
    ],
  });
  const all = ecr.explainAccess({ principal: ci, action: 'ecr:DescribeRepositories', registry: prod });
  expect(all.allowed).toBe(true);
  expect(all.question).toContain(`on arn:aws:ecr:us-west-2:${SOURCE}:repository/*`);
  const made = ecr.explainAccess({
    principal: ci,
    action: 'ecr:createrepository',
    repository: prod.repository('new'),
  });
  expect(made.allowed).toBe(true);
  expect(made.question).toContain('ecr:CreateRepository on');
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

describe('a malformed question is a mistake of the test', () => {
  const asked = (question: object) => () =>
    ecr.explainAccess({ principal: ROLE, action: 'ecr:PutImage', ...question });

  test.each([
    [
      'no ARN',
      () => asked({ principal: 'ci', repository: prod.repository('app') }),
      'is not the ARN of a user',
    ],
    [
      'nobody',
      () => asked({ principal: undefined, repository: prod.repository('app') }),
      'The question has no principal. Pass what ecr.principal() returns',
    ],
    [
      'no action',
      () => asked({ action: undefined, repository: prod.repository('app') }),
      'undefined is not an action of ECR',
    ],
    [
      'no service',
      () => asked({ action: 'PutImage', repository: prod.repository('app') }),
      "'PutImage' is not an action of ECR. Expected for example 'ecr:PutImage'.",
    ],
    [
      'another service',
      () => asked({ action: 's3:GetObject', repository: prod.repository('app') }),
      "'s3:GetObject' is not an action of ECR",
    ],
    [
      'a typo',
      () => asked({ action: 'ecr:PutImages', repository: prod.repository('app') }),
      "Expected perhaps 'ecr:PutImage'",
    ],
    [
      'an operation that has another action',
      () => asked({ action: 'ecr:ListImageReferrers', repository: prod.repository('app') }),
      "needs the permission 'ecr:BatchGetImage'",
    ],
    ['nothing to touch', () => asked({}), 'The question has no resource. Pass a repository'],
    [
      'a registry for a repository',
      () => asked({ registry: prod }),
      'ecr:PutImage applies to a repository, but a registry was given',
    ],
    [
      'a repository for a registry',
      () => asked({ action: 'ecr:GetAuthorizationToken', repository: prod.repository('app') }),
      'ecr:GetAuthorizationToken does not apply to a repository',
    ],
    ['a name for a repository', () => asked({ repository: 'app' }), 'explainAccess({ repository })'],
    ['no question', () => () => ecr.explainAccess(undefined as never), 'was called without a question'],
  ])('%s', (_what, question, text) => {
    expect(question()).toThrow(/^\[fake-ecr\]/);
    expect(question()).toThrow(text);
  });
});

test('a malformed policy in a fixture names the place of its fault', () => {
  const broken = document({ Effect: 'Allow', Principal: '*', Action: 'ecr' });
  expect(() => prod.repository('app').setPolicy(broken)).toThrow(
    /^\[fake-ecr\] The repository policy of 111122223333\/us-west-2\/app is malformed: \$\.Statement\[0\]\.Action 'ecr' is not an action/,
  );
  expect(() => prod.setPolicy('{')).toThrow(/^\[fake-ecr\] .* is malformed: \$ is not JSON/);
});

test.each([
  [
    'a cycle',
    () => {
      const cyclic: Record<string, unknown> = {};
      cyclic['Statement'] = cyclic;
      return cyclic;
    },
  ],
  ['nothing', () => undefined],
  ['a number', () => 5],
  ['a bigint within', () => ({ Statement: 1n })],
])('a policy that is %s is a mistake of the test', (_what, policy) => {
  for (const handle of [prod, prod.repository('app')]) {
    expect(() => handle.setPolicy(policy() as never)).toThrow(
      /^\[fake-ecr\] .* is malformed: \$ is neither an object nor a JSON text/,
    );
  }
});

test('D45 a registry policy that has no say in a request is not said to be missing', () => {
  const everything = { Effect: 'Deny', Principal: '*', Action: 'ecr:*', Resource: '*' };
  prod.setPolicy(document(everything));
  const about = (action: string) => ecr.explainAccess({ principal: ROLE, action, registry: prod });
  const settings = about('ecr:DescribeRegistry');
  expect(settings.allowed).toBe(true);
  expect(settings.notAsked).toEqual(['registry policy']);
  expect(settings.text).toContain('- the registry policy does not apply to settings of the registry itself');
  expect(settings.text).not.toContain('there is no registry policy');
  const repositories = about('ecr:DescribeRepositories');
  expect(repositories.allowed).toBe(false);
  expect(repositories.text).toContain('registry policy, statement #1 (Deny) matches');
  const own = ecr.explainAccess({
    principal: ROLE,
    action: 'ecr:PutImage',
    repository: prod.repository('app'),
  });
  expect(own.decidedBy?.policy).toBe('registry policy');
  expect(dr[INSIDE].registry.policyText).toBeUndefined();
});
