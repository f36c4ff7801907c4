import type { Caller } from '../../../src/iam/caller.js';
import { START } from '../../support/scene.js';
import { ROLE, SOURCE, TARGET, allow, answer, refusal, stsWorld, trust, user } from './sts-world.js';

const DENIED = `AccessDenied: User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;

describe('a role that is not defined', () => {
  test('is assumed by anyone, and its session is an administrator of the account', () => {
    const { assume, callers } = stsWorld();

    const { Credentials, AssumedRoleUser } = answer(assume());

    expect(AssumedRoleUser.Arn).toBe(`arn:aws:sts::${TARGET}:assumed-role/promoter/release`);
    expect(AssumedRoleUser.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:release$/);
    expect(Credentials.AccessKeyId).toMatch(/^ASIA/);
    expect(Credentials.Expiration).toEqual(new Date(START + 3_600_000));
    const session = callers.byAccessKeyId(Credentials.AccessKeyId);
    expect(session).toMatchObject({
      accountId: TARGET,
      roleArn: ROLE,
      expiresAt: START + 3_600_000,
      conditionKeys: { 'aws:userid': AssumedRoleUser.AssumedRoleId },
    });
    expect(session?.identityPolicies).toBeUndefined();
  });

  test('is refused if only defined roles exist', () => {
    expect(refusal(stsWorld('defined').assume())).toBe(DENIED);
  });

  test('gives the same credentials in every run, and others at the next call', () => {
    const [one, other] = [stsWorld(), stsWorld()];
    const first = answer(one.assume()).Credentials;
    expect(answer(other.assume()).Credentials).toEqual(first);
    expect(answer(one.assume()).Credentials.AccessKeyId).not.toBe(first.AccessKeyId);
  });
});

describe('a trust policy', () => {
  const session: Caller = {
    accountId: SOURCE,
    arn: `arn:aws:sts::${SOURCE}:assumed-role/ci/build`,
    roleArn: `arn:aws:iam::${SOURCE}:role/ci`,
  };

  test.each([
    ['an account', { AWS: SOURCE }, user, true],
    ['the root of an account', { AWS: `arn:aws:iam::${SOURCE}:root` }, session, true],
    ['a user', { AWS: user.arn }, user, true],
    ['a role', { AWS: session.roleArn }, session, true],
    ['a session', { AWS: session.arn }, session, true],
    ['everybody', '*', user, true],
    ['another account', { AWS: '777788889999' }, user, false],
    ['another user', { AWS: `arn:aws:iam::${SOURCE}:user/other` }, user, false],
    ['a session, asked by another', { AWS: `${session.arn}-2` }, session, false],
    ['an identity provider', { Federated: user.arn }, user, false],
    ['a service', { Service: 'codebuild.amazonaws.com' }, user, false],
  ])('that names %s: %j', (_name, principal, caller, isTrusted) => {
    const { assume, directory } = stsWorld();
    directory.defineRole({ arn: ROLE, trustPolicy: trust(principal) });

    const said = refusal(assume({}, caller));

    expect(said).toBe(isTrusted ? 'no refusal' : DENIED.replace(user.arn, caller.arn));
  });

  test.each([
    ['sts:ExternalId', 'ticket-42', { ExternalId: 'ticket-42' }, { ExternalId: 'ticket-43' }],
    ['sts:RoleSessionName', 'release-7', { RoleSessionName: 'release-7' }, {}],
    ['sts:SourceIdentity', 'jane', { SourceIdentity: 'jane' }, { SourceIdentity: 'joe' }],
    ['aws:RequestTag/team', 'core', { Tags: [{ Key: 'team', Value: 'core' }] }, {}],
    [
      'aws:MultiFactorAuthPresent',
      'true',
      { SerialNumber: `arn:aws:iam::${SOURCE}:mfa/ci`, TokenCode: '123456' },
      {},
    ],
  ])('can ask for %s', (key, value, matching, other) => {
    const { assume, directory } = stsWorld();
    directory.defineRole({
      arn: ROLE,
      trustPolicy: trust('*', { Action: 'sts:*', Condition: { StringEquals: { [key]: value } } }),
    });

    expect(refusal(assume(matching))).toBe('no refusal');
    expect(refusal(assume(other))).toBe(DENIED);
  });

  test('knows sessions by the ARN of their role in aws:PrincipalArn', () => {
    const { assume, directory } = stsWorld();
    const Condition = { ArnEquals: { 'aws:PrincipalArn': session.roleArn } };
    directory.defineRole({ arn: ROLE, trustPolicy: trust({ AWS: SOURCE }, { Condition }) });

    expect(refusal(assume({}, session))).toBe('no refusal');
    expect(refusal(assume())).toBe(DENIED);
  });

  test('has to allow tags and a source identity by separate actions', () => {
    const { assume, directory } = stsWorld();
    directory.defineRole({ arn: ROLE, trustPolicy: trust('*') });

    expect(refusal(assume())).toBe('no refusal');
    expect(refusal(assume({ Tags: [{ Key: 'team', Value: 'core' }] }))).toBe(
      DENIED.replace('AssumeRole', 'TagSession'),
    );
    expect(refusal(assume({ SourceIdentity: 'jane' }))).toBe(
      DENIED.replace('AssumeRole', 'SetSourceIdentity'),
    );
  });

  test('that is malformed is refused if it is defined, with the place of the fault', () => {
    const { directory } = stsWorld();
    const define = (trustPolicy: object) => () => directory.defineRole({ arn: ROLE, trustPolicy });
    expect(define({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }] })).toThrow(
      /^\[fake-ecr\] The trust policy of .*promoter is malformed: \$\.Statement\[0\] must have exactly one of Principal/,
    );
    expect(define(trust('*', { Resource: '*' }))).toThrow('$.Statement[0].Resource must be absent');
  });
});

describe("the caller's own policies", () => {
  const enforced = (...identityPolicies: string[]): Caller => ({ ...user, identityPolicies });
  const local = (...identityPolicies: string[]): Caller => ({
    accountId: TARGET,
    arn: `arn:aws:iam::${TARGET}:user/ops`,
    identityPolicies,
  });

  test('have to allow it across accounts', () => {
    const { assume, directory } = stsWorld();
    directory.defineRole({ arn: ROLE, trustPolicy: trust({ AWS: user.arn }) });

    expect(refusal(assume({}, enforced(allow('ecr:*'))))).toBe(DENIED);
    expect(refusal(assume({}, enforced(allow('sts:AssumeRole', `${ROLE}-2`))))).toBe(DENIED);
    expect(refusal(assume({}, enforced(allow('sts:AssumeRole', ROLE))))).toBe('no refusal');
  });

  test('are not needed within the account if the caller is trusted by its ARN', () => {
    const { assume, directory } = stsWorld();
    directory.defineRole({ arn: ROLE, trustPolicy: trust({ AWS: local().arn }) });
    expect(refusal(assume({}, local()))).toBe('no refusal');
  });

  test('are needed within the account if only the account is trusted', () => {
    const { assume, directory } = stsWorld();
    directory.defineRole({ arn: ROLE, trustPolicy: trust({ AWS: TARGET }) });
    expect(refusal(assume({}, local()))).toMatch(/^AccessDenied: User: .*user\/ops is not authorized/);
    expect(refusal(assume({}, local(allow('sts:AssumeRole'))))).toBe('no refusal');
  });

  test('win if they deny, and narrow if they are of a session', () => {
    const { assume } = stsWorld();
    const deny = allow('sts:*').replace('"Allow"', '"Deny"');
    expect(refusal(assume({}, enforced(allow('*'), deny)))).toBe(DENIED);
    expect(refusal(assume({}, { ...user, sessionPolicies: [allow('ecr:*')] }))).toBe(DENIED);
  });

  test('a root user assumes no role', () => {
    const root = { accountId: SOURCE, arn: `arn:aws:iam::${SOURCE}:root` };
    expect(refusal(stsWorld().assume({}, root))).toBe(
      'AccessDenied: Roles may not be assumed by root accounts.',
    );
  });
});

describe('a session', () => {
  test('has the policies of its role and those it was narrowed by', () => {
    const { assume, callers, directory } = stsWorld();
    const [role, narrowing, managed] = [allow('ecr:*'), allow('ecr:GetImage'), allow('ecr:List*')];
    directory.defineRole({ arn: ROLE, trustPolicy: trust('*'), policies: [role] });
    directory.definePolicy('arn:aws:iam::aws:policy/ListOnly', managed);

    const { Credentials, PackedPolicySize } = answer(
      assume({ Policy: narrowing, PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ListOnly' }] }),
    );

    expect(callers.byAccessKeyId(Credentials.AccessKeyId)).toMatchObject({
      identityPolicies: [role],
      sessionPolicies: [narrowing, managed],
    });
    expect(PackedPolicySize).toBeGreaterThan(0);
    expect(PackedPolicySize).toBeLessThanOrEqual(100);
  });

  test('has tags as condition keys: its own before those of the role', () => {
    const { assume, callers, directory } = stsWorld();
    const tags = { team: 'core', stage: 'prod' };
    directory.defineRole({ arn: ROLE, trustPolicy: trust('*', { Action: 'sts:*' }), tags });

    const { Credentials } = answer(assume({ Tags: [{ Key: 'team', Value: 'edge' }] }));

    expect(callers.byAccessKeyId(Credentials.AccessKeyId)?.conditionKeys).toMatchObject({
      'aws:PrincipalTag/team': 'edge',
      'aws:PrincipalTag/stage': 'prod',
    });
  });

  test('hands transitive tags and the source identity on to the next one', () => {
    const { assume, callers } = stsWorld();
    const first = answer(
      assume({
        Tags: [
          { Key: 'team', Value: 'core' },
          { Key: 'job', Value: '7' },
        ],
        TransitiveTagKeys: ['Team'],
        SourceIdentity: 'jane',
      }),
    );
    const chained = answer(
      assume(
        { RoleArn: `${ROLE}-2`, SourceIdentity: 'joe' },
        callers.byAccessKeyId(first.Credentials.AccessKeyId),
      ),
    );
    expect(chained['SourceIdentity']).toBe('jane');
    const keys = callers.byAccessKeyId(chained.Credentials.AccessKeyId)?.conditionKeys ?? {};
    expect(keys['aws:PrincipalTag/team']).toBe('core');
    expect(keys['aws:PrincipalTag/job']).toBeUndefined();
  });

  test('is refused once it has expired', () => {
    const { assume, callers, clock } = stsWorld();
    const { Credentials } = answer(assume({ DurationSeconds: 900 }));
    const session = callers.byAccessKeyId(Credentials.AccessKeyId);
    clock.now += 899_999;
    expect(refusal(assume({}, session))).toBe('no refusal');
    clock.now += 1;
    expect(refusal(assume({}, session))).toBe(
      'ExpiredToken: The security token included in the request is expired',
    );
  });
});

describe('a malformed request', () => {
  const one = (value: string, field: string, must: string) =>
    `ValidationError: 1 validation error detected: Value ${value} at '${field}' failed to satisfy constraint: Member must ${must}`;

  test.each([
    [{ RoleSessionName: 'a' }, one("'a'", 'roleSessionName', 'have length greater than or equal to 2')],
    [
      { RoleSessionName: 'a b' },
      one("'a b'", 'roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*'),
    ],
    [
      { RoleSessionName: 's'.repeat(65) },
      one(`'${'s'.repeat(65)}'`, 'roleSessionName', 'have length less than or equal to 64'),
    ],
    [{ RoleSessionName: undefined }, one('null', 'roleSessionName', 'not be null')],
    [{ RoleArn: 'promoter' }, one("'promoter'", 'roleArn', 'have length greater than or equal to 20')],
    [{ DurationSeconds: 899 }, one("'899'", 'durationSeconds', 'have value greater than or equal to 900')],
    [
      { DurationSeconds: 43_201 },
      one("'43201'", 'durationSeconds', 'have value less than or equal to 43200'),
    ],
    [{ RoleArn: `arn:aws:iam::${TARGET}:user/promoter` }, 'ValidationError: Request ARN is invalid'],
    [{ Policy: '{' }, 'MalformedPolicyDocument: The policy is not in the valid JSON format.'],
    [{ Policy: '{}' }, 'MalformedPolicyDocument: Syntax errors in policy.'],
    [
      {
        Tags: [
          { Key: 'a', Value: '' },
          { Key: 'A', Value: '' },
        ],
      },
      'InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ],
    [{ Tags: [{ Value: 'core' }] }, one('null', 'tags.1.member.key', 'not be null')],
    [{ Tags: [{ Key: 'team' }] }, one('null', 'tags.1.member.value', 'not be null')],
  ])('%j', (input, text) => {
    expect(refusal(stsWorld().assume(input))).toBe(text);
  });

  test('is refused for all its faults at once', () => {
    expect(refusal(stsWorld().assume({ RoleArn: 'x', RoleSessionName: '!' }))).toBe(
      "ValidationError: 3 validation errors detected: Value 'x' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; " +
        "Value '!' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*; " +
        "Value '!' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    );
  });

  test('may not last longer than the role allows, nor than an hour from another session', () => {
    const { assume, callers, directory } = stsWorld();
    directory.defineRole({ arn: ROLE, trustPolicy: trust('*'), maxSessionDuration: 7200 });
    const { Credentials } = answer(assume({ DurationSeconds: 7200 }));

    expect(refusal(assume({ DurationSeconds: 7201 }))).toBe(
      'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
    expect(refusal(assume({ DurationSeconds: 3601 }, callers.byAccessKeyId(Credentials.AccessKeyId)))).toBe(
      'ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  });

  test('may give fifty tags to its session, and no more', () => {
    const { assume } = stsWorld();
    const tags = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: '' }));
    expect(refusal(assume({ Tags: tags(50) }))).toBe('no refusal');
    expect(refusal(assume({ Tags: tags(51) }))).toBe(
      'InvalidParameterValue: No more than 50 session tags can be passed.',
    );
  });

  test('may fill the room for tags and policies, and not more', () => {
    const { assume } = stsWorld();
    const filled = (length: number) => {
      const tags: { Key: string; Value: string }[] = [];
      for (let left = length; left > 0; left -= 256) {
        const Key = `key-${tags.length}`;
        tags.push({ Key, Value: 'x'.repeat(Math.min(left, 256) - Key.length) });
      }
      return { Tags: tags };
    };
    expect(answer(assume(filled(2048)))['PackedPolicySize']).toBe(100);
    expect(refusal(assume(filled(2058)))).toBe(
      'PackedPolicyTooLarge: Packed size of session tags and policies consumes 101% of allotted space.',
    );
  });

  test('without a caller is refused, like one that was not signed', () => {
    const { service } = stsWorld();
    expect(refusal(service.call('GetCallerIdentity', {}, undefined))).toBe(
      'MissingAuthenticationToken: Request is missing Authentication Token',
    );
  });

  test('with a managed policy that is not defined is a mistake of the test', () => {
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/ListOnly' }];
    expect(() => stsWorld().assume({ PolicyArns })).toThrow(
      '[fake-ecr] PolicyArns names arn:aws:iam::aws:policy/ListOnly',
    );
  });
});
