import { type ECRClient, GetAccountSettingCommand, PutAccountSettingCommand } from '@aws-sdk/client-ecr';
import { body, refusal } from '../../support/refusal.js';
import { scene } from '../../support/scene.js';

const OWN = '111122223333';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
});

const get = async (name: string, by = client) => body(await by.send(new GetAccountSettingCommand({ name })));
const put = (name: string, value: string) => client.send(new PutAccountSettingCommand({ name, value }));

describe('shape', () => {
  test.each([
    ['BASIC_SCAN_TYPE_VERSION', 'AWS_NATIVE'],
    ['REGISTRY_POLICY_SCOPE', 'V2'],
    ['BLOB_MOUNTING', 'DISABLED'],
  ])('X1 %s is %s by default', async (name, value) => {
    expect(await get(name)).toEqual({ name, value });
  });

  test('Put answers what it put', async () => {
    expect(body(await put('BLOB_MOUNTING', 'ENABLED'))).toEqual({ name: 'BLOB_MOUNTING', value: 'ENABLED' });
  });
});

describe('rules', () => {
  test.each([
    ['BASIC_SCAN_TYPE_VERSION', 'CLAIR'],
    ['REGISTRY_POLICY_SCOPE', 'V1'],
    ['BLOB_MOUNTING', 'MAYBE'],
    ['NO_SUCH_SETTING', 'ENABLED'],
    ['toString', 'ENABLED'],
  ])('X2 %s can not be %s', async (name, value) => {
    expect((await refusal(put(name, value))).name).toBe('InvalidParameterException');
  });

  test.each(['NO_SUCH_SETTING', '', 'N'.repeat(65), 'basic_scan_type_version'])(
    'a name that is none: %j',
    async (name) => {
      const { name: code, message } = await refusal(get(name));
      expect(code).toBe('InvalidParameterException');
      expect(message).toContain("at 'name'");
    },
  );

  test('X2 a refused value changes nothing, and says which there are', async () => {
    await put('BLOB_MOUNTING', 'ENABLED');
    const { message } = await refusal(put('BLOB_MOUNTING', 'disabled'));
    expect(message).toBe(
      "Invalid parameter at 'value' failed to satisfy constraint: 'Member must satisfy enum value set: [ENABLED, DISABLED]'",
    );
    expect((await get('BLOB_MOUNTING')).value).toBe('ENABLED');
  });

  test('X2 the only value that is left can be put', async () => {
    expect(body(await put('REGISTRY_POLICY_SCOPE', 'V2')).value).toBe('V2');
    expect(body(await put('BASIC_SCAN_TYPE_VERSION', 'AWS_NATIVE')).value).toBe('AWS_NATIVE');
  });
});

describe('effects', () => {
  test('a setting belongs to one Region of one account', async () => {
    await put('BLOB_MOUNTING', 'ENABLED');
    expect((await get('BLOB_MOUNTING')).value).toBe('ENABLED');
    expect((await get('BLOB_MOUNTING', ecr.client(OWN, 'us-west-2'))).value).toBe('DISABLED');
    expect((await get('BLOB_MOUNTING', ecr.client('444455556666', 'us-east-1'))).value).toBe('DISABLED');
  });
});
