import { readStsInput } from '../../../src/iam/sts/sts-input.js';
import type { StsService } from '../../../src/iam/sts/sts-service.js';
import { START } from '../../support/scene.js';
import { ROLE, TARGET, allow, answer, jwt, refusal, stsWorld, trust } from './sts-world.js';

const PROVIDER = `arn:aws:iam::${TARGET}:oidc-provider/issuer.example.com`;
const TAGS = 'https://aws.amazon.com/tags';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';
const DENIED = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';

const claims = { iss: 'https://issuer.example.com', sub: 'app', aud: 'sts' };

function assumeAt(service: StsService, input: object = {}) {
  return service.call(
    'AssumeRoleWithWebIdentity',
    readStsInput({ RoleArn: ROLE, RoleSessionName: 'run-7', WebIdentityToken: jwt(claims), ...input }),
    undefined,
  );
}

describe('a token', () => {
  test.each([
    ['no issuer', { iss: undefined }, 'Missing a required claim: iss'],
    ['an issuer that is a number', { iss: 7 }, 'Missing a required claim: iss'],
    ['no subject', { sub: undefined }, 'Missing a required claim: sub'],
    ['an empty list of audiences', { aud: [] }, 'Missing a required claim: aud'],
    ['an audience that is a list of numbers', { aud: [7] }, 'Missing a required claim: aud'],
  ])('with %s is refused', (_what, changed, message) => {
    const WebIdentityToken = jwt({ ...claims, ...changed });
    expect(refusal(assumeAt(stsWorld().service, { WebIdentityToken }))).toBe(
      `InvalidIdentityToken: ${message}`,
    );
  });

  test.each([
    ['a list', jwt([])],
    ['a text', jwt('claims' as never)],
    ['no JSON', 'aa.bb.cc'],
    ['in four parts', `${jwt(claims)}.more`],
  ])('whose payload is %s is none', (_what, WebIdentityToken) => {
    expect(refusal(assumeAt(stsWorld().service, { WebIdentityToken }))).toBe(
      'InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  });

  test('for several audiences is for the first, and each of them is a value of its condition key', () => {
    const { service, directory } = stsWorld();
    const asks = (aud: string) =>
      directory.defineRole({
        arn: ROLE,
        trustPolicy: trust(
          { Federated: PROVIDER },
          {
            Action: 'sts:*',
            Condition: { 'ForAnyValue:StringEquals': { 'issuer.example.com:aud': aud } },
          },
        ),
      });
    const WebIdentityToken = jwt({ ...claims, aud: ['first', 'second'] });

    asks('second');
    expect(answer(assumeAt(service, { WebIdentityToken }))['Audience']).toBe('first');
    asks('third');
    expect(refusal(assumeAt(service, { WebIdentityToken }))).toBe(DENIED);
  });

  test('hands its source identity to the session, to the answer, and to sessions made from it', () => {
    const { service, callers, assume } = stsWorld();
    const WebIdentityToken = jwt({ ...claims, [SOURCE_IDENTITY]: 'jane' });

    const first = answer(assumeAt(service, { WebIdentityToken }));

    expect(first['SourceIdentity']).toBe('jane');
    const session = callers.byAccessKeyId(first.Credentials.AccessKeyId);
    expect(session?.conditionKeys).toMatchObject({ 'aws:SourceIdentity': 'jane' });
    const chained = answer(assume({ RoleArn: `${ROLE}-2` }, session));
    expect(chained['SourceIdentity']).toBe('jane');
  });

  test('without a source identity has none in the answer, nor one that is not a string', () => {
    const { service } = stsWorld();
    const WebIdentityToken = jwt({ ...claims, [SOURCE_IDENTITY]: 7 });
    expect(answer(assumeAt(service))).not.toHaveProperty('SourceIdentity');
    expect(answer(assumeAt(service, { WebIdentityToken }))).not.toHaveProperty('SourceIdentity');
  });

  test('with a source identity needs a separate action', () => {
    const { service, directory } = stsWorld();
    const WebIdentityToken = jwt({ ...claims, [SOURCE_IDENTITY]: 'jane' });
    const define = (...Action: string[]) =>
      directory.defineRole({ arn: ROLE, trustPolicy: trust({ Federated: PROVIDER }, { Action }) });

    define('sts:AssumeRoleWithWebIdentity');
    expect(refusal(assumeAt(service))).toBe('no refusal');
    expect(refusal(assumeAt(service, { WebIdentityToken }))).toBe(DENIED);
    define('sts:AssumeRoleWithWebIdentity', 'sts:SetSourceIdentity');
    expect(refusal(assumeAt(service, { WebIdentityToken }))).toBe('no refusal');
  });

  test('a trust policy can ask for its source identity', () => {
    const { service, directory } = stsWorld();
    directory.defineRole({
      arn: ROLE,
      trustPolicy: trust(
        { Federated: PROVIDER },
        { Action: 'sts:*', Condition: { StringEquals: { 'sts:SourceIdentity': 'jane' } } },
      ),
    });
    const by = (name: string) =>
      refusal(assumeAt(service, { WebIdentityToken: jwt({ ...claims, [SOURCE_IDENTITY]: name }) }));
    expect([by('jane'), by('joe')]).toEqual(['no refusal', DENIED]);
  });

  test('says which of its tags stay through role chaining', () => {
    const { service, callers, assume } = stsWorld();
    const WebIdentityToken = jwt({
      ...claims,
      [TAGS]: { principal_tags: { team: ['core'], job: ['7'] }, transitive_tag_keys: ['Team'] },
    });

    const first = callers.byAccessKeyId(
      answer(assumeAt(service, { WebIdentityToken })).Credentials.AccessKeyId,
    );
    const chained = answer(assume({ RoleArn: `${ROLE}-2` }, first));

    expect(first?.conditionKeys).toMatchObject({
      'aws:PrincipalTag/team': 'core',
      'aws:PrincipalTag/job': '7',
    });
    const keys = callers.byAccessKeyId(chained.Credentials.AccessKeyId)?.conditionKeys;
    expect(keys).toMatchObject({ 'aws:PrincipalTag/team': 'core' });
    expect(keys).not.toHaveProperty('aws:PrincipalTag/job');
  });
});

describe('a request', () => {
  const one = (value: string, field: string, must: string) =>
    `ValidationError: 1 validation error detected: Value ${value} at '${field}' failed to satisfy constraint: Member must ${must}`;

  test.each([
    [{ WebIdentityToken: undefined }, one('null', 'webIdentityToken', 'not be null')],
    [{ RoleSessionName: undefined }, one('null', 'roleSessionName', 'not be null')],
    [{ WebIdentityToken: 'abc' }, one("'abc'", 'webIdentityToken', 'have length greater than or equal to 4')],
    [{ ProviderId: 'a' }, one("'a'", 'providerId', 'have length greater than or equal to 4')],
    [{ RoleArn: `arn:aws:iam::${TARGET}:user/promoter` }, 'ValidationError: Request ARN is invalid'],
    [{ Policy: '{' }, 'MalformedPolicyDocument: The policy is not in the valid JSON format.'],
  ])('that is malformed is refused: %j', (input, text) => {
    expect(refusal(assumeAt(stsWorld().service, input))).toBe(text);
  });

  test('may not ask for a longer session than the role allows', () => {
    const { service, directory } = stsWorld();
    directory.defineRole({ arn: ROLE, trustPolicy: trust('*', { Action: 'sts:*' }) });
    const { Credentials } = answer(assumeAt(service, { DurationSeconds: 3600 }));
    expect(Credentials.Expiration).toEqual(new Date(START + 3_600_000));
    expect(refusal(assumeAt(service, { DurationSeconds: 3601 }))).toBe(
      'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  });

  test('narrows its session by a policy, and learns how much of the size limit that takes', () => {
    const { service, callers } = stsWorld();
    const narrowing = allow('ecr:GetImage');
    const { Credentials, PackedPolicySize } = answer(assumeAt(service, { Policy: narrowing }));
    expect(PackedPolicySize).toBe(Math.ceil((narrowing.length / 2048) * 100));
    expect(callers.byAccessKeyId(Credentials.AccessKeyId)?.sessionPolicies).toEqual([narrowing]);
  });

  test('for a role that is not defined is refused if only defined ones exist', () => {
    expect(refusal(assumeAt(stsWorld('defined').service))).toBe(DENIED);
  });
});
