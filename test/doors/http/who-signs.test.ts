/** Whose call it is, over the wire: ECR and STS at one endpoint agree. */
import { CreateRepositoryCommand, ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type EcrServer, serve } from '../../../src/http.js';
import { type FakeEcr, fakeEcr } from '../../../src/index.js';
import { fakeSts } from '../../../src/fake/fake-sts.js';
import { refusal } from '../../support/refusal.js';
import { OTHER, SOURCE, START } from '../../support/scene.js';

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

const ROLE = `arn:aws:iam::${OTHER}:role/promoter`;
const keys = (accessKeyId: string, sessionToken?: string): Keys => ({
  accessKeyId,
  secretAccessKey: 'x',
  ...(sessionToken === undefined ? {} : { sessionToken }),
});

let ecr: FakeEcr;
let server: EcrServer;
const clients: { destroy(): void }[] = [];

beforeEach(async () => {
  ecr = fakeEcr({ now: START });
  server = await serve(ecr);
  // The clients below go to the endpoint.
  ecr.restore();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await server.close();
});

function open<T extends { destroy(): void }>(client: T): T {
  clients.push(client);
  return client;
}

const config = (credentials: Keys) => ({ endpoint: server.url, region: 'us-west-2', credentials });
const sts = (credentials: Keys) => open(new STSClient(config(credentials)));
const accountOf = async (credentials: Keys) => {
  const { Account } = await sts(credentials).send(new GetCallerIdentityCommand({}));
  return Account;
};
const registryOf = async (credentials: Keys) => {
  const client = open(new ECRClient(config(credentials)));
  const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  return repository?.registryId;
};
const assume = async (by: Keys) => {
  const input = { RoleArn: ROLE, RoleSessionName: 'release' };
  const { Credentials } = await sts(by).send(new AssumeRoleCommand(input));
  return keys(Credentials?.AccessKeyId ?? '', Credentials?.SessionToken);
};

test.each([
  ['that nobody knows', 'AKIDEXAMPLE', '123456789012'],
  ['of twelve digits', SOURCE, SOURCE],
])('D28 a key %s: both services say the same account', async (_which, accessKeyId, account) => {
  expect(await registryOf(keys(accessKeyId))).toBe(account);
  expect(await accountOf(keys(accessKeyId))).toBe(account);
});

test('D28 a key that was handed out belongs to its account', async () => {
  const given = await ecr.credentials(OTHER)();
  expect(await registryOf(given)).toBe(OTHER);
  expect(await accountOf(given)).toBe(OTHER);
});

test('a session works with its token, and neither without nor with that of another session', async () => {
  const session = await assume(keys(SOURCE));
  const another = await assume(keys(SOURCE));
  expect(await registryOf(session)).toBe(OTHER);
  for (const token of [undefined, another.sessionToken]) {
    const wrong = keys(session.accessKeyId, token);
    expect(await refusal(registryOf(wrong))).toEqual({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    expect((await refusal(accountOf(wrong))).name).toBe('InvalidClientTokenId');
  }
});

test('an expired session is refused', async () => {
  const session = await assume(keys(SOURCE));
  ecr.clock.advance(3_600_000);
  const call = open(new ECRClient(config(session))).send(new ListImagesCommand({ repositoryName: 'app' }));
  expect((await refusal(call)).name).toBe('ExpiredTokenException');
});

test('roles of fakeSts are those of the endpoint, even if it was there first', async () => {
  const roles = fakeSts(ecr, { roles: 'defined' });
  roles.restore();
  expect((await refusal(assume(keys(SOURCE)))).name).toBe('AccessDenied');
  roles.role(ROLE, {
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: SOURCE }, Action: 'sts:AssumeRole' }],
    },
  });
  expect(await registryOf(await assume(keys(SOURCE)))).toBe(OTHER);
});
