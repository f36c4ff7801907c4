import { Callers } from '../../src/iam/credentials.js';

const ACCOUNT = '111122223333';
const session = {
  accountId: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci/run`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ci`,
};
let callers: Callers;

beforeEach(() => {
  callers = new Callers();
});

test('the default account has a default', () => {
  expect(callers.defaultAccount).toBe('123456789012');
  expect(new Callers(ACCOUNT).defaultAccount).toBe(ACCOUNT);
});

test('an administrator is one object for each account and partition', () => {
  const administrator = callers.administrator(ACCOUNT);
  expect(administrator).toEqual({ accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/fake-ecr` });
  expect(callers.administrator(ACCOUNT)).toBe(administrator);
  const chinese = callers.inPartition(administrator, 'aws-cn');
  expect(chinese).toEqual({ accountId: ACCOUNT, arn: `arn:aws-cn:iam::${ACCOUNT}:user/fake-ecr` });
  expect(callers.administrator(ACCOUNT, 'aws-cn')).toBe(chinese);
});

test('others are what they are in every partition', () => {
  expect(callers.inPartition(session, 'aws-cn')).toBe(session);
  const alike = { ...callers.administrator(ACCOUNT) };
  expect(callers.inPartition(alike, 'aws-cn')).toBe(alike);
});

describe('credentials', () => {
  test('come from a provider that the SDK leaves as it is, the same for the same caller', async () => {
    const caller = callers.administrator(ACCOUNT);
    const provider = callers.credentials(caller);
    expect(callers.credentials(caller)).toBe(provider);
    expect({ ...provider }).toMatchObject({ memoized: true, configBound: true, attributed: true });
    const given = await provider();
    expect(given).toMatchObject({
      accessKeyId: expect.stringMatching(/^AKIA/) as string,
      accountId: ACCOUNT,
    });
    expect(await provider()).toEqual(given);
    expect(await provider()).not.toBe(given);
    expect(callers.byProvider(provider)).toBe(caller);
    expect(callers.byProvider(() => undefined)).toBeUndefined();
    expect(callers.byProvider(given)).toBeUndefined();
  });

  test('of a user are long-lived', () => {
    const given = callers.issue(callers.administrator(ACCOUNT));
    expect(given).toEqual({
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/) as string,
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) as string,
      accountId: ACCOUNT,
    });
  });

  test('of a session have a token, and an end if there is one', () => {
    const token = expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string;
    const given = callers.issue(session);
    expect(given.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(given.sessionToken).toEqual(token);
    expect(given).not.toHaveProperty('expiration');
    const { roleArn: _, ...user } = session;
    const short = callers.issue({ ...user, expiresAt: 5000 });
    expect(short).toMatchObject({ sessionToken: token, expiration: new Date(5000) });
    expect(short.accessKeyId).toMatch(/^ASIA/);
  });

  test('are new each time, and the same in every run', () => {
    const [first, second] = [callers.issue(session), callers.issue(session)];
    expect(first.accessKeyId).not.toBe(second.accessKeyId);
    expect(first.secretAccessKey).not.toBe(second.secretAccessKey);
    expect(first.sessionToken).not.toBe(second.sessionToken);
    expect(first.secretAccessKey).not.toBe(first.sessionToken?.slice(0, 40));
    const again = new Callers();
    expect([again.issue(session), again.issue(session)]).toEqual([first, second]);
    expect(callers.byAccessKeyId(first.accessKeyId)).toBe(session);
    expect(callers.byAccessKeyId(second.accessKeyId)).toBe(session);
    const other = callers.issue({ ...session, arn: `${session.arn}2` });
    expect(other.accessKeyId).not.toBe(first.accessKeyId);
  });

  test('say who they are by their key, else by their account', () => {
    const { accessKeyId } = callers.issue(session);
    expect(callers.byCredentials({ accessKeyId, accountId: '999988887777' })).toBe(session);
    const administrator = callers.administrator(ACCOUNT);
    expect(callers.byCredentials({ accessKeyId: ACCOUNT })).toBe(administrator);
    expect(callers.byCredentials({ accessKeyId: 'AKIA', accountId: ACCOUNT })).toBe(administrator);
    expect(callers.byCredentials({ accountId: ACCOUNT })).toBe(administrator);
  });

  test.each([
    undefined,
    null,
    ACCOUNT,
    {},
    { accessKeyId: 5, accountId: 5 },
    { accessKeyId: '1111222233334' },
    { accountId: 'x111122223333' },
    { accountId: 111122223333 },
  ])('%j say nothing', (credentials) => {
    expect(callers.byCredentials(credentials)).toBeUndefined();
  });
});
