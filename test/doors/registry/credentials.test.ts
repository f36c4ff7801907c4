import { SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { START } from '../../support/start.js';
import { ACCOUNT, REGION, openRegistry, refused, sdkOf, sha256 } from '../../support/registry-client.js';

const HOUR = 3_600_000;
const EXPIRED = 'Your authorization token has expired. Reauthenticate and try again.';

test('V12 V21 the base says that the token is good, and is not a call', async () => {
  const client = await openRegistry();
  const before = client.ecr.calls.length;
  for (const path of ['/v2/', '/v2']) {
    const { status, text, headers } = await client.get(path);
    expect([status, text]).toEqual([200, '{}']);
    expect(headers['docker-distribution-api-version']).toBe('registry/2.0');
    expect((await client.head(path)).text).toBe('');
  }
  expect(client.ecr.calls).toHaveLength(before);
});

test('V13 without credentials nothing is revealed', async () => {
  const client = await openRegistry();
  await client.image('app', 'v1');
  const answers = await Promise.all(
    ['/v2/', '/v2/app/manifests/v1', '/v2/other/manifests/v1', '/v2/nonsense'].map((path) =>
      client.get(path, { token: null }),
    ),
  );
  for (const { status, headers, text } of answers) {
    expect([status, text]).toEqual([401, 'Not Authorized\n']);
    expect(headers['www-authenticate']).toBe(
      `Basic realm="http://${client.host}/",service="ecr.amazonaws.com"`,
    );
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(headers['docker-distribution-api-version']).toBe('registry/2.0');
  }
  const spec = await openRegistry({ registry: 'spec' });
  const answer = await spec.get('/v2/', { token: null });
  expect(refused(answer).slice(0, 2)).toEqual([401, 'UNAUTHORIZED']);
  expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
});

test('V14 V15 V17 only a token opens the door, as it stands or as a password', async () => {
  const client = await openRegistry();
  const decoded = Buffer.from(client.token, 'base64').toString();
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  expect((await client.get('/v2/', { token: base64(decoded) })).status).toBe(200);
  const bad = [
    base64(decoded.replace(/^AWS/, 'bob')),
    base64('AWS:x'),
    base64(`AWS:${base64('{}')}`),
    base64(`AWS:${base64(JSON.stringify({ payload: base64('{"principal":1}') }))}`),
    'not base64 at all',
  ];
  for (const token of bad) expect((await client.get('/v2/', { token })).status).toBe(401);
  const bearer = { token: null, headers: { authorization: `Bearer ${client.token}` } };
  expect((await client.get('/v2/', bearer)).status).toBe(401);
});

test('V16 a token outlives a reset', async () => {
  const client = await openRegistry();
  client.ecr.reset();
  client.ecr.registry(ACCOUNT, REGION).createRepository('app');
  expect((await client.image('app', 'v1')).digest).toMatch(/^sha256:/);
});

test('V17 requests without credentials can be let in', async () => {
  const client = await openRegistry({ anonymous: ACCOUNT });
  expect((await client.get('/v2/app/tags/list', { token: null })).status).toBe(200);
});

describe('V18 a token is good for twelve hours', () => {
  test('and refuses then without a challenge, so that some clients never log in again', async () => {
    const client = await openRegistry();
    client.ecr.clock.advance(12 * HOUR - 1);
    expect((await client.get('/v2/')).status).toBe(200);
    client.ecr.clock.advance(1);
    const answer = await client.get('/v2/');
    expect(refused(answer)).toEqual([403, 'DENIED', EXPIRED]);
    expect(answer.headers['www-authenticate']).toBeUndefined();
    const head = await client.head('/v2/app/manifests/v1');
    expect([head.status, head.text]).toEqual([403, '']);
  });

  test('with a challenge by the specification', async () => {
    const client = await openRegistry({ registry: 'spec' });
    client.ecr.clock.advance(12 * HOUR);
    const answer = await client.get('/v2/');
    expect(refused(answer)).toEqual([401, 'UNAUTHORIZED', EXPIRED]);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
  });

  test('while an upload goes on with a new one', async () => {
    const client = await openRegistry();
    const [first, second] = [Buffer.alloc(5_242_880, 'a'), Buffer.from('b')];
    const at = await client.begin('app');
    expect((await client.send('PATCH', at, { body: first })).status).toBe(201);
    client.ecr.clock.advance(12 * HOUR);
    expect((await client.send('PATCH', at, { body: second })).status).toBe(403);
    await client.logIn();
    expect((await client.send('PATCH', at, { body: second })).status).toBe(201);
    const digest = sha256(Buffer.concat([first, second]));
    expect((await client.send('PUT', `${at}?digest=${digest}`)).status).toBe(201);
  });
});

test('V19 a session that is over opens nothing, though its token lasts', async () => {
  const client = await openRegistry();
  const caller = {
    accountId: ACCOUNT,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci/build`,
    expiresAt: START + HOUR,
  };
  const { outcome } = simulationOf(client.ecr).service.dispatch(
    'GetAuthorizationToken',
    {},
    { caller, region: REGION },
  );
  const [data] = (outcome as { authorizationData: { authorizationToken: string }[] }).authorizationData;
  client.token = data?.authorizationToken ?? '';
  expect((await client.get('/v2/app/tags/list')).status).toBe(200);
  client.ecr.clock.advance(HOUR + 60_000);
  expect(refused(await client.get('/v2/app/tags/list'))).toEqual([403, 'DENIED', EXPIRED]);
});

test('V20 a token opens every registry of its Region that the principal may use', async () => {
  const client = await openRegistry();
  const west = await client.get('/v2/', { host: `${ACCOUNT}.dkr.ecr.us-west-2.localhost` });
  expect(west.status).toBe(401);
  client.ecr.registry('222222222222', REGION).createRepository('app');
  const other = sdkOf(client.server, '222222222222', REGION);
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: ['ecr:ListImages'] },
    ],
  };
  await other.send(
    new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText: JSON.stringify(policy) }),
  );
  const host = `222222222222.dkr.ecr.${REGION}.localhost`;
  expect((await client.get('/v2/app/tags/list', { host })).status).toBe(200);
});

test('V23 a name outside the pattern', async () => {
  const client = await openRegistry();
  const [status, code, text] = refused(await client.get('/v2/App/tags/list'));
  expect([status, code]).toEqual([405, 'UNSUPPORTED']);
  expect(text).toMatch(/^Invalid parameter at 'repositoryName' failed to satisfy constraint: /);
  const spec = await openRegistry({ registry: 'spec' });
  expect(refused(await spec.get('/v2/App/tags/list')).slice(0, 2)).toEqual([400, 'NAME_INVALID']);
});
