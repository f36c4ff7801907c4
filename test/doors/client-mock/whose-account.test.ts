import { ECR, ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import type { ResolveCredentials } from '../../../src/doors/client-mock/caller-of.js';
import type { Caller } from '../../../src/iam/caller.js';
import { closeDoors, openDoor } from './recording-dispatcher.js';

afterEach(closeDoors);

const command = () => new ListImagesCommand({ repositoryName: 'payments' });
const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

function opened(resolveCredentials: ResolveCredentials | (() => ResolveCredentials) = 'auto') {
  const { door, model, callers } = openDoor({ resolveCredentials });
  const callerSeen = async (client: ECRClient): Promise<Caller> => {
    await client.send(command());
    return (model.seen.at(-1) as { scope: { caller: Caller } }).scope.caller;
  };
  const accountSeen = async (credentials: unknown): Promise<string> => {
    const client = new ECRClient({ region: 'us-east-1', credentials: credentials as never });
    return (await callerSeen(client)).accountId;
  };
  return { door, model, callers, callerSeen, accountSeen };
}

describe('D28 the account is', () => {
  test('that of a binding, before everything else', async () => {
    const { door, callers, callerSeen } = opened();
    const credentials = callers.credentials(callers.administrator('222222222222'));
    const client = new ECRClient({ credentials });
    expect(door.bind(client, { accountId: '111111111111' })).toBe(client);
    expect((await callerSeen(client)).accountId).toBe('111111111111');
  });

  test('that of the caller in a binding', async () => {
    const { door, callerSeen } = opened();
    const caller: Caller = { accountId: '111111111111', arn: 'arn:aws:iam::111111111111:role/ci' };
    const client = door.bind(new ECRClient({}), { caller, accountId: '222222222222' });
    expect(await callerSeen(client)).toBe(caller);
  });

  test('that of credentials that were handed out, which are recognised without a call', async () => {
    const { callers, callerSeen, model } = opened();
    const caller: Caller = { accountId: '111111111111', arn: 'arn:aws:iam::111111111111:role/ci' };
    const client = new ECRClient({ region: 'us-east-1', credentials: callers.credentials(caller) });
    expect(client.config.credentials).toBe(callers.credentials(caller));
    expect(await callerSeen(client)).toBe(caller);
    expect(model.seen).toHaveLength(1);
  });

  test('that of the values of credentials that were handed out', async () => {
    const { callers, callerSeen } = opened();
    const caller: Caller = { accountId: '111111111111', arn: 'arn:aws:iam::111111111111:role/ci' };
    const { accessKeyId, secretAccessKey } = await callers.credentials(caller)();
    const client = new ECRClient({ region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } });
    expect(await callerSeen(client)).toBe(caller);
  });

  test('the accountId of credentials that were supplied', async () => {
    const { accountSeen } = opened();
    expect(await accountSeen({ ...KEYS, accountId: '111111111111' })).toBe('111111111111');
  });

  test('an access key of twelve digits', async () => {
    const { accountSeen } = opened();
    expect(await accountSeen({ ...KEYS, accessKeyId: '111111111111' })).toBe('111111111111');
  });

  test('the default account, if credentials do not say', async () => {
    const { accountSeen } = opened();
    expect(await accountSeen(KEYS)).toBe('123456789012');
    expect(await accountSeen({ ...KEYS, accountId: 'not an account' })).toBe('123456789012');
    expect(await accountSeen(undefined)).toBe('123456789012');
  });

  test('the default account of a client that is only a stand-in', async () => {
    const { callerSeen } = opened();
    const client = Object.assign(new ECRClient({}), { config: {} });
    expect((await callerSeen(client)).accountId).toBe('123456789012');
  });
});

describe('D28 the default look-up of credentials', () => {
  test('is never started', async () => {
    const { callerSeen } = opened(true);
    const look = jest.fn(() => Promise.reject(new Error('looked')));
    const client = new ECRClient({ credentialDefaultProvider: () => look });
    expect((await callerSeen(client)).accountId).toBe('123456789012');
    expect(look).not.toHaveBeenCalled();
  });
});

describe('D28 supplied credentials', () => {
  const never = () => new Promise<never>(() => {});

  test('are asked for once a client, if they are at all', async () => {
    const { callerSeen } = opened(true);
    const credentials = jest.fn(() => Promise.resolve({ ...KEYS, accountId: '111111111111' }));
    const client = new ECRClient({ credentials });
    await callerSeen(client);
    await callerSeen(client);
    expect(credentials).toHaveBeenCalledTimes(1);
  });

  test('are asked for again if they were exchanged', async () => {
    const { callerSeen } = opened(true);
    const client = new ECRClient({ credentials: { ...KEYS, accountId: '111111111111' } });
    expect((await callerSeen(client)).accountId).toBe('111111111111');
    client.config.credentials = (() => Promise.resolve({ ...KEYS, accountId: '222222222222' })) as never;
    expect((await callerSeen(client)).accountId).toBe('222222222222');
  });

  test("'auto' calls no provider, however soon it would answer", async () => {
    const { accountSeen } = opened();
    const answer = { ...KEYS, accountId: '111111111111' };
    for (const provider of [jest.fn(() => Promise.resolve(answer)), jest.fn(never), jest.fn(() => answer)]) {
      expect(await accountSeen(provider)).toBe('123456789012');
      expect(provider).not.toHaveBeenCalled();
    }
  });

  test("'auto' calls no provider that took the place of a plain object, before the first call or later", async () => {
    const { callerSeen } = opened();
    const provider = jest.fn(never);
    const client = new ECRClient({ credentials: { ...KEYS, accountId: '111111111111' } });
    expect((await callerSeen(client)).accountId).toBe('111111111111');
    client.config.credentials = provider;
    expect((await callerSeen(client)).accountId).toBe('123456789012');
    const unused = new ECRClient({ credentials: { ...KEYS, accountId: '111111111111' } });
    await Promise.resolve();
    unused.config.credentials = provider;
    expect((await callerSeen(unused)).accountId).toBe('123456789012');
    expect(provider).not.toHaveBeenCalled();
  });

  test("'auto' knows plain objects of clients that were made before the fake, and of subclasses", async () => {
    const credentials = { ...KEYS, accountId: '111111111111' };
    const clients = [new ECRClient({ credentials }), new ECR({ credentials })];
    const { callerSeen } = opened();
    for (const client of clients) expect((await callerSeen(client)).accountId).toBe('111111111111');
  });

  test('true waits for them, and fails as they do; they are asked again', async () => {
    const { accountSeen, callerSeen } = opened(true);
    const late = () =>
      new Promise((resolve) => {
        setImmediate(() => resolve({ ...KEYS, accountId: '111111111111' }));
      });
    expect(await accountSeen(late)).toBe('111111111111');

    const refused = new Error('refused');
    const credentials = jest
      .fn()
      .mockRejectedValueOnce(refused)
      .mockResolvedValue({ ...KEYS, accountId: '222222222222' });
    const client = new ECRClient({ region: 'us-east-1', credentials: credentials as never });
    await expect(callerSeen(client)).rejects.toBe(refused);
    expect((await callerSeen(client)).accountId).toBe('222222222222');
  });

  test('false never asks', async () => {
    const { accountSeen } = opened(false);
    const credentials = jest.fn(() => Promise.resolve({ ...KEYS, accountId: '111111111111' }));
    expect(await accountSeen(credentials)).toBe('123456789012');
    expect(credentials).not.toHaveBeenCalled();
  });

  test('the mode may change later, for clients that have not called yet', async () => {
    let mode: ResolveCredentials = 'auto';
    const { accountSeen } = opened(() => mode);
    const late = () =>
      new Promise((resolve) => {
        setImmediate(() => resolve({ ...KEYS, accountId: '111111111111' }));
      });
    expect(await accountSeen(late)).toBe('123456789012');
    mode = true;
    expect(await accountSeen(late)).toBe('111111111111');
  });
});

describe('D23 the default caller', () => {
  test.each([
    ['us-east-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('in %s is a user of the partition %s', async (region, partition) => {
    const { callers, callerSeen } = opened();
    expect(await callerSeen(new ECRClient({ region }))).toEqual({
      accountId: '123456789012',
      arn: `arn:${partition}:iam::123456789012:user/fake-ecr`,
    });
    const credentials = callers.credentials(callers.administrator('111111111111'));
    expect((await callerSeen(new ECRClient({ region, credentials }))).arn).toBe(
      `arn:${partition}:iam::111111111111:user/fake-ecr`,
    );
  });
});

describe('a binding', () => {
  test('may tell the Region, and then what it told of the account stays', async () => {
    const { door, model } = opened();
    const client = new ECRClient({ region: 'us-east-1' });
    await client.send(command());
    door.bind(client, { accountId: '111111111111' });
    await client.send(command());
    door.bind(client, { region: 'eu-west-1' });
    await client.send(command());
    expect(model.seen.map(({ scope }) => [scope.caller.accountId, scope.region])).toEqual([
      ['123456789012', 'us-east-1'],
      ['111111111111', 'us-east-1'],
      ['111111111111', 'eu-west-1'],
    ]);
  });

  test('of both makes the first command dispatched before send returns', () => {
    const { door, model } = opened();
    const client = door.bind(new ECRClient({}), { accountId: '111111111111', region: 'eu-west-1' });
    void client.send(command());
    expect(model.seen).toHaveLength(1);
  });
});
