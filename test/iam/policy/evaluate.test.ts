import fc from 'fast-check';
import { evaluatePolicy, explainPolicy } from '../../../src/iam/policy/evaluate.js';
import { ACCOUNT, REPOSITORY, policy, request, session, stranger, user } from './requests.js';

const effect = (statements: object[], ...of: Parameters<typeof request>) =>
  evaluatePolicy(policy(statements), request(...of)).effect;

describe('principals', () => {
  test.each([
    ['everybody', '*', true],
    ['everybody in AWS', { AWS: '*' }, true],
    ['the account', { AWS: ACCOUNT }, true],
    ['its root', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, true],
    ['the user', { AWS: user.arn }, true],
    ['another user', { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }, false],
    ['another account', { AWS: '999999999999' }, false],
    ['a service', { Service: 'ecr.amazonaws.com' }, false],
    ['its root, in another partition', { AWS: `arn:aws-cn:iam::${ACCOUNT}:root` }, true],
    ['the root of another account', { AWS: 'arn:aws:iam::999999999999:root' }, false],
    ['one of several', { AWS: ['999999999999', user.arn] }, true],
    ['everybody, among others', { AWS: ['999999999999', '*'] }, true],
  ])('a user matches %s: %j %s', (_name, Principal, matches) => {
    expect(effect([{ Principal }])).toBe(matches ? 'Allow' : 'none');
  });

  test('a role matches its sessions, and a session only itself', () => {
    expect(effect([{ Principal: { AWS: session.roleArn } }], { principal: session })).toBe('Allow');
    expect(effect([{ Principal: { AWS: session.arn } }], { principal: session })).toBe('Allow');
    expect(effect([{ Principal: { AWS: `${session.arn}-2` } }], { principal: session })).toBe('none');
  });

  describe('NotPrincipal with Deny', () => {
    const deniedBy = (AWS: unknown, principal = user) =>
      effect([{}, { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS } }], { principal }) === 'Deny';
    const root = `arn:aws:iam::${ACCOUNT}:root`;

    test.each([
      ['its account and the user', [ACCOUNT, user.arn], user, false],
      ['the root ARN and the user', [root, user.arn], user, false],
      ['the account alone', [ACCOUNT], user, true],
      ['the user alone', user.arn, user, true],
      ['another user of the account', [ACCOUNT, `${user.arn}-2`], user, true],
      ['somebody else', [ACCOUNT, user.arn], stranger, true],
      ['its account, role and session', [root, session.roleArn, session.arn], session, false],
      ['its account and role', [root, session.roleArn], session, true],
      ['its account and session', [root, session.arn], session, true],
      ['everybody', '*', user, false],
    ])('spares who is listed in full: %s', (_who, AWS, principal, isDenied) => {
      expect(deniedBy(AWS, principal)).toBe(isDenied);
    });
  });

  test('D26 NotPrincipal with Allow lets in whoever is not named in any way', () => {
    const allowed = (NotPrincipal: unknown, principal = user) =>
      effect([{ Principal: undefined, NotPrincipal }], { principal }) === 'Allow';
    expect(allowed({ AWS: ACCOUNT })).toBe(false);
    expect(allowed({ AWS: user.arn })).toBe(false);
    expect(allowed({ AWS: stranger.arn })).toBe(true);
    expect(allowed({ Service: 'ecr.amazonaws.com' })).toBe(true);
  });

  test('RF-I4 the account id and the root ARN are the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(user, session, stranger), (principal) => {
        const verdicts = [ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`].map((AWS) =>
          effect([{ Principal: { AWS } }], { principal }),
        );
        expect(verdicts[0]).toBe(verdicts[1]);
      }),
    );
  });
});

describe('actions and resources', () => {
  test.each([
    ['ecr:PutImage', true],
    ['ECR:putimage', true],
    ['ecr:Put*', true],
    ['ecr:PutImag?', true],
    ['*', true],
    ['ecr:Get*', false],
    ['s3:*', false],
  ])('the action %s matches ecr:PutImage: %s', (Action, matches) => {
    expect(effect([{ Action }])).toBe(matches ? 'Allow' : 'none');
  });

  test('NotAction is everything else', () => {
    expect(effect([{ Action: undefined, NotAction: 'ecr:Delete*' }])).toBe('Allow');
    expect(effect([{ Action: undefined, NotAction: 'ecr:Put*' }])).toBe('none');
  });

  test.each([
    ['*', true],
    [REPOSITORY, true],
    [`arn:aws:ecr:us-east-1:${ACCOUNT}:repository/a*`, true],
    [`arn:aws:ecr:*:${ACCOUNT}:repository/ap?`, true],
    [`arn:aws:ecr:us-west-2:${ACCOUNT}:repository/*`, false],
    [`arn:aws:us-east-1:${ACCOUNT}:repository/*`, false],
  ])('the resource %s covers the repository: %s', (Resource, matches) => {
    expect(effect([{ Resource }])).toBe(matches ? 'Allow' : 'none');
  });

  test('NotResource is everything else', () => {
    expect(effect([{ Resource: undefined, NotResource: REPOSITORY }])).toBe('none');
    expect(effect([{ Resource: undefined, NotResource: `${REPOSITORY}-2` }])).toBe('Allow');
  });
});

describe('variables in a resource', () => {
  const covers = (name: string, keys: Record<string, string | string[]>, version?: string) =>
    evaluatePolicy(
      policy([{ Resource: REPOSITORY.replace('app', name) }], 'registry', version),
      request({ keys }),
    ).effect === 'Allow';

  test.each([
    ['a value', '${aws:username}', { 'aws:username': 'app' }, true],
    ['another value', '${aws:username}', { 'aws:username': 'web' }, false],
    ['a key in another case', '${AWS:UserName}', { 'aws:username': 'app' }, true],
    ['a tag', '${aws:PrincipalTag/repo}', { 'aws:PrincipalTag/repo': 'app' }, true],
    ['beside text and wildcards', 'a${aws:PrincipalTag/x}*', { 'aws:PrincipalTag/x': 'p' }, true],
    ['a default', "${aws:PrincipalTag/repo, 'app'}", {}, true],
    [
      'a default that is not needed',
      "${aws:PrincipalTag/repo, 'app'}",
      { 'aws:PrincipalTag/repo': 'web' },
      false,
    ],
    ['no value: it covers nothing', '${aws:PrincipalTag/repo}*', {}, false],
    ['several values: it covers nothing', '${aws:TagKeys}', { 'aws:TagKeys': ['app', 'web'] }, false],
    [
      'a value that looks like a wildcard',
      '${aws:PrincipalTag/repo}',
      { 'aws:PrincipalTag/repo': '*' },
      false,
    ],
    ['a value with a question mark', '${aws:PrincipalTag/repo}', { 'aws:PrincipalTag/repo': 'ap?' }, false],
    ['an asterisk as a character', '${*}', {}, false],
    ['a question mark as a character', 'ap${?}', {}, false],
  ])('%s', (_what, name, keys, expected) => {
    expect(covers(name, keys)).toBe(expected);
  });

  test('documents of 2008 know none', () => {
    expect(covers('${aws:username}', { 'aws:username': 'app' }, '2008-10-17')).toBe(false);
  });

  test('the explanation shows what they stand for', () => {
    const failed = (name: string, keys: Record<string, string>) =>
      explainPolicy(policy([{ Resource: REPOSITORY.replace('app', name) }]), request({ keys }))[0]?.failed
        ?.expected;
    const resource = REPOSITORY.replace('app', '${aws:username}');
    expect(failed('${aws:username}', { 'aws:username': 'web' })).toBe(
      `${resource} (here ${REPOSITORY.replace('app', 'web')})`,
    );
    expect(failed('${aws:username}', {})).toBe(`${resource} (which has no value here)`);
  });
});

describe('the decision of one policy', () => {
  test('RF-I3 an explicit Deny beats any Allow, wherever it stands', () => {
    expect(effect([{}, { Effect: 'Deny' }, {}])).toBe('Deny');
    expect(effect([{ Effect: 'Deny' }, {}])).toBe('Deny');
  });

  test('the statement that decided is told: the Deny, else the first Allow', () => {
    const decided = (statements: object[]) => evaluatePolicy(policy(statements), request()).decidedBy?.sid;
    expect(decided([{ Sid: 'one' }, { Sid: 'two' }])).toBe('one');
    expect(decided([{ Sid: 'one' }, { Sid: 'no', Effect: 'Deny' }, { Sid: 'not', Effect: 'Deny' }])).toBe(
      'no',
    );
    expect(evaluatePolicy(policy([{ Action: 's3:*' }]), request())).toEqual({ effect: 'none' });
  });

  test('the explanation names the first element that failed, what it asks for and what came', () => {
    const verdicts = explainPolicy(
      policy([
        { Sid: 'who', Principal: { AWS: ['999999999999', '888888888888'], Service: 'x.amazonaws.com' } },
        { Sid: 'not who', Principal: undefined, NotPrincipal: { AWS: ACCOUNT } },
        { Sid: 'not anybody', Principal: undefined, NotPrincipal: { AWS: [ACCOUNT, '*'] } },
        { Sid: 'what', Action: ['ecr:GetImage', 's3:*'] },
        { Sid: 'not what', Action: undefined, NotAction: ['s3:*', 'ecr:Put*'] },
        { Sid: 'where', Resource: [`${REPOSITORY}-2`, 'x'] },
        { Sid: 'not where', Resource: undefined, NotResource: ['x', '*'] },
        { Sid: 'when', Condition: { StringEquals: { 'aws:SourceAccount': [ACCOUNT, '1'] } } },
        { Sid: 'with', Condition: { Bool: { 'aws:A': 'true' }, StringLike: { 'aws:Team': 'b*' } } },
        { Sid: 'yes' },
      ]),
      request({ keys: { 'aws:A': 'true', 'aws:Team': ['a', 'c'] } }),
    );
    const { arn } = user;
    expect(verdicts.map(({ statement, matches, failed }) => [statement.sid, matches, failed])).toEqual([
      ['who', false, failure('Principal', '999999999999, 888888888888, service x.amazonaws.com', arn)],
      ['not who', false, failure('NotPrincipal', `anybody but ${ACCOUNT}`, arn)],
      ['not anybody', false, failure('NotPrincipal', 'anybody but *', arn)],
      ['what', false, failure('Action', 'ecr:GetImage, s3:*', 'ecr:PutImage')],
      ['not what', false, failure('NotAction', 'anything but s3:*, ecr:Put*', 'ecr:PutImage')],
      ['where', false, failure('Resource', `${REPOSITORY}-2, x`, REPOSITORY)],
      ['not where', false, failure('NotResource', 'anything but x, *', REPOSITORY)],
      ['when', false, failure('Condition', `StringEquals aws:SourceAccount = ${ACCOUNT}, 1`, 'no such key')],
      ['with', false, failure('Condition', 'StringLike aws:Team = b*', 'a, c')],
      ['yes', true, undefined],
    ]);
  });

  test('a resource may hold variables, in documents of 2012 only', () => {
    const Resource = REPOSITORY.replace('app', '${aws:username}');
    const asked = request({ keys: { 'aws:username': 'app' } });
    expect(evaluatePolicy(policy([{ Resource }]), asked).effect).toBe('Allow');
    expect(evaluatePolicy(policy([{ Resource: ['x', Resource] }]), asked).effect).toBe('Allow');
    expect(evaluatePolicy(policy([{ Resource }], 'registry', '2008-10-17'), asked).effect).toBe('none');
    const NotResource = Resource;
    expect(evaluatePolicy(policy([{ Resource: undefined, NotResource }]), asked).effect).toBe('none');
  });
});

test('a variable is shown with its value if it has one, and as it stands in documents of 2008', () => {
  const Resource = REPOSITORY.replace('app', '${aws:username}-2');
  const expected = (version: string) =>
    explainPolicy(
      policy([{ Resource }], 'registry', version),
      request({ keys: { 'aws:username': 'app' } }),
    )[0]?.failed?.expected;
  expect(expected('2008-10-17')).toBe(Resource);
  expect(expected('2012-10-17')).toContain('app');
  expect(expected('2012-10-17')).not.toBe(Resource);
});

const failure = (element: string, expected: string, received: string) => ({ element, expected, received });

describe('laws', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: fc.constantFrom<unknown>('*', { AWS: ACCOUNT }, { AWS: stranger.arn }, { AWS: user.arn }),
    Action: fc.constantFrom('ecr:*', 'ecr:Put*', 'ecr:GetImage'),
    Resource: fc.constantFrom('*', REPOSITORY, `${REPOSITORY}-2`),
  });
  const statements = fc.array(statement, { minLength: 1, maxLength: 6 });
  test('the explanation agrees with the decision', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const matching = explainPolicy(policy(list), request()).filter((verdict) => verdict.matches);
        const effects = matching.map((verdict) => verdict.statement.effect);
        const expected = effects.includes('Deny') ? 'Deny' : effects.includes('Allow') ? 'Allow' : 'none';
        expect(effect(list)).toBe(expected);
      }),
    );
  });
});
