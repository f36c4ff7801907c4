/** STS over HTTP, at the endpoint of a fake, with the real client and its serializers. */
import { DescribeRegistryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { type EcrServer, serve } from '../../../src/http.js';
import { type FakeSts, fakeSts } from '../../../src/fake/fake-sts.js';
import { refusal } from '../../support/refusal.js';
import { OTHER, SOURCE, START, scene } from '../../support/scene.js';
import { allow, jwt, trust } from './sts-world.js';

const ROLE = `arn:aws:iam::${OTHER}:role/delivery/promoter`;
const USER = `arn:aws:iam::${SOURCE}:user/ci`;

let ecr: ReturnType<typeof scene>;
let sts: FakeSts;
let server: EcrServer;
const clients: { destroy(): void }[] = [];

beforeEach(async () => {
  ecr = scene();
  server = await serve(ecr);
  // The door is opened after the endpoint; then both clients are the real ones again.
  sts = fakeSts(ecr);
  sts.restore();
  ecr.restore();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await server.close();
});

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const config = (credentials: Credentials | (() => Promise<Credentials>)) => ({
  endpoint: server.url,
  region: 'us-west-2',
  maxAttempts: 1,
  credentials,
});
function stsWith(credentials: Credentials | (() => Promise<Credentials>)): STSClient {
  const client = new STSClient(config(credentials));
  clients.push(client);
  return client;
}
function ecrWith(credentials: Credentials): ECRClient {
  const client = new ECRClient(config(credentials));
  clients.push(client);
  return client;
}
const ci = (...policies: string[]) =>
  stsWith(ecr.principal(USER, { policies: [allow('sts:*'), ...policies] }).credentials);
interface Answer {
  readonly Credentials?:
    Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string | undefined> | undefined;
}
const credentialsIn = ({ Credentials }: Answer) => ({
  accessKeyId: Credentials?.AccessKeyId ?? '',
  secretAccessKey: Credentials?.SecretAccessKey ?? '',
  sessionToken: Credentials?.SessionToken ?? '',
});
const assume = (input: object = {}, by = ci()) =>
  by.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'release', ...input }));
const post = (form: string, headers: Record<string, string> = {}) =>
  fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
    body: form,
  });

test('who calls is read from the key, as ECR reads it', async () => {
  const who = async (by: STSClient) => (await by.send(new GetCallerIdentityCommand({}))).Arn;
  expect(await who(ci())).toBe(USER);
  expect(await who(stsWith({ accessKeyId: SOURCE, secretAccessKey: 'x' }))).toBe(
    `arn:aws:iam::${SOURCE}:user/fake-ecr`,
  );
  expect(await who(stsWith({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' }))).toBe(
    'arn:aws:iam::123456789012:user/fake-ecr',
  );
});

test('assume a role in the other account, then call ECR there, until the session expires', async () => {
  sts.role(ROLE, {
    trustPolicy: trust({ AWS: SOURCE }, { Condition: { StringEquals: { 'sts:ExternalId': 'ticket-42' } } }),
    policies: [allow('ecr:DescribeRegistry')],
  });

  expect(await refusal(assume())).toEqual({
    name: 'AccessDenied',
    message: `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
  });
  const answer = await assume({ ExternalId: 'ticket-42', DurationSeconds: 900 });

  expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${OTHER}:assumed-role/promoter/release`);
  expect(answer.Credentials?.Expiration).toEqual(new Date(START + 900_000));
  const there = ecrWith(credentialsIn(answer));
  expect((await there.send(new DescribeRegistryCommand({}))).registryId).toBe(OTHER);
  ecr.clock.advance(900_000);
  expect(await refusal(there.send(new DescribeRegistryCommand({})))).toEqual({
    name: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  });
  const again = stsWith(credentialsIn(answer)).send(new GetCallerIdentityCommand({}));
  expect((await refusal(again)).name).toBe('ExpiredToken');
});

test('tags, policies and transitive keys arrive, and are handed on through role chaining', async () => {
  const last = `arn:aws:iam::${SOURCE}:role/last`;
  sts.policy('arn:aws:iam::aws:policy/All', allow('*'));
  const first = await assume({
    Policy: allow('*'),
    PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/All' }],
    Tags: [
      { Key: 'team', Value: 'core & <edge>' },
      { Key: 'job', Value: '7' },
    ],
    TransitiveTagKeys: ['team'],
    SourceIdentity: 'jane',
  });
  expect(first.PackedPolicySize).toBeGreaterThan(0);
  expect(first.SourceIdentity).toBe('jane');

  const asks = (team: string, job: string) =>
    sts.role(last, {
      trustPolicy: trust('*', { Action: 'sts:*' }),
      policies: [
        {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: 'ecr:*',
            Resource: '*',
            Condition: {
              StringEquals: { 'aws:PrincipalTag/team': team, 'aws:SourceIdentity': 'jane' },
              Null: { 'aws:PrincipalTag/job': job },
            },
          },
        },
      ],
    });
  const chained = async () =>
    ecrWith(credentialsIn(await assume({ RoleArn: last }, stsWith(credentialsIn(first)))));
  asks('core & <edge>', 'true');
  expect((await (await chained()).send(new DescribeRegistryCommand({}))).registryId).toBe(SOURCE);
  asks('core', 'true');
  expect((await refusal((await chained()).send(new DescribeRegistryCommand({})))).name).toBe(
    'AccessDeniedException',
  );
});

test('a token of an identity provider needs no signature', async () => {
  const claims = { iss: 'https://issuer.example.com', sub: 'app', aud: 'sts', exp: START / 1000 + 60 };
  const withToken = () =>
    stsWith(() => Promise.reject(new Error('nobody asks'))).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: ROLE,
        RoleSessionName: 'run-7',
        WebIdentityToken: jwt(claims),
      }),
    );
  expect((await withToken()).Provider).toBe(`arn:aws:iam::${OTHER}:oidc-provider/issuer.example.com`);
  ecr.clock.advance(60_000);
  await expect(withToken()).rejects.toMatchObject({
    name: 'ExpiredTokenException',
    $metadata: { httpStatusCode: 400 },
  });
});

test('a user gets other credentials for a while', async () => {
  const answer = await ci().send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  const session = stsWith(credentialsIn(answer));
  expect((await session.send(new GetCallerIdentityCommand({}))).Arn).toBe(USER);
  ecr.clock.advance(900_000);
  expect((await refusal(session.send(new GetCallerIdentityCommand({})))).name).toBe('ExpiredToken');
});

test('the clients get the same classes and texts as without a socket', async () => {
  const error = await assume({ Policy: '{' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: 'The policy is not in the valid JSON format.',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
  expect(await refusal(assume({ RoleSessionName: 'a b' }))).toEqual({
    name: 'ValidationError',
    message:
      "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
  });
});

test('a mistake of the test is sent to the client that waits at the socket', async () => {
  const call = assume({ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/Unknown' }] });
  expect(await refusal(call)).toEqual({
    name: 'ValidationError',
    message:
      '[fake-ecr] PolicyArns names arn:aws:iam::aws:policy/Unknown, but that policy is not defined here. Define it: sts.policy(arn, document).',
  });
});

test.each([
  ['Action=GetCallerIdentity&Version=2011-06-15', 403, 'MissingAuthenticationToken'],
  ['Action=GetFederationToken&Version=2011-06-15', 400, 'InvalidAction'],
  ['Action=GetCallerIdentity&Version=2010-01-01', 400, 'InvalidAction'],
  ['', 400, 'InvalidAction'],
  ['Action=AssumeRoleWithWebIdentity&Version=2011-06-15&DurationSeconds=soon', 400, 'MalformedInput'],
])('the form %j is answered %d %s, as XML', async (form, status, code) => {
  const answer = await post(form);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('text/xml');
  expect(await answer.text()).toContain(`<Code>${code}</Code>`);
});

test('an answer is a document of STS', async () => {
  const authorization = `AWS4-HMAC-SHA256 Credential=${SOURCE}/20261124/us-west-2/sts/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await post('Action=GetCallerIdentity&Version=2011-06-15', { authorization });
  expect(await answer.text()).toMatch(
    /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/">\n<GetCallerIdentityResult>\n<UserId>AIDA[A-Z2-7]{17}<\/UserId>\n<Account>111122223333<\/Account>\n/,
  );
});
