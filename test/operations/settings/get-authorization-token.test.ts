import { type ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { START, scene } from '../../support/scene.js';

const OWN = '111111111111';
let client: ECRClient;

beforeEach(() => {
  client = scene().client(OWN, 'us-east-1');
});

const ask = async (registryIds?: string[]) => {
  const input = registryIds === undefined ? {} : { registryIds };
  return (await client.send(new GetAuthorizationTokenCommand(input))).authorizationData ?? [];
};

test('I45 a token for the own registry, good for twelve hours', async () => {
  const [data, ...others] = await ask();
  expect(others).toEqual([]);
  expect(data?.proxyEndpoint).toBe(`https://${OWN}.dkr.ecr.us-east-1.amazonaws.com`);
  expect(data?.expiresAt).toEqual(new Date(START + 12 * 60 * 60 * 1000));
  const decoded = Buffer.from(data?.authorizationToken as string, 'base64').toString();
  const [name, password, ...rest] = decoded.split(':');
  expect([name, rest]).toEqual(['AWS', []]);
  expect(JSON.parse(Buffer.from(password as string, 'base64').toString())).toMatchObject({
    type: 'DATA_KEY',
    version: '2',
    expiration: START / 1000 + 12 * 60 * 60,
  });
});

test('I46 one entry for each registry, in the order asked', async () => {
  const entries = await ask(['111111111111', '222222222222']);
  expect(entries.map((entry) => entry.proxyEndpoint)).toEqual([
    'https://111111111111.dkr.ecr.us-east-1.amazonaws.com',
    'https://222222222222.dkr.ecr.us-east-1.amazonaws.com',
  ]);
});

test('I47 a malformed id is refused as an entry of the list', async () => {
  await expect(ask(['12345'])).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      "Invalid parameter at 'registryIds' failed to satisfy constraint: 'Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]'",
  });
});
