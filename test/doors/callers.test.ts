import type { Caller } from '../../src/iam/caller.js';
import { Callers, DEFAULT_ACCOUNT_ID } from '../../src/iam/credentials.js';

const role: Caller = { accountId: '111111111111', arn: 'arn:aws:iam::111111111111:role/ci' };
const session: Caller = {
  accountId: '111111111111',
  arn: 'arn:aws:sts::111111111111:assumed-role/ci/build',
  roleArn: role.arn,
  expiresAt: 3_600_000,
};

describe('D23 an administrator', () => {
  test('is the user fake-ecr of its account', () => {
    const callers = new Callers();
    expect(callers.administrator('111111111111')).toEqual({
      accountId: '111111111111',
      arn: 'arn:aws:iam::111111111111:user/fake-ecr',
    });
    expect(callers.administrator('111111111111', 'aws-cn').arn).toBe(
      'arn:aws-cn:iam::111111111111:user/fake-ecr',
    );
  });

  test('is the same object each time', () => {
    const callers = new Callers();
    expect(callers.administrator('111111111111')).toBe(callers.administrator('111111111111', 'aws'));
  });

  test('belongs to the partition of the Region; other callers are what they are', () => {
    const callers = new Callers();
    const administrator = callers.administrator('111111111111');
    expect(callers.inPartition(administrator, 'aws-cn')).toBe(
      callers.administrator('111111111111', 'aws-cn'),
    );
    expect(callers.inPartition(role, 'aws-cn')).toBe(role);
    const lookalike = { ...administrator, identityPolicies: [] };
    expect(callers.inPartition(lookalike, 'aws-cn')).toBe(lookalike);
  });
});

describe('credentials', () => {
  test('have the form of long-lived ones', async () => {
    expect(await new Callers().credentials(role)()).toEqual({
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/) as string,
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) as string,
      accountId: '111111111111',
    });
  });

  test('of a session have a token and an end', async () => {
    expect(await new Callers().credentials(session)()).toEqual({
      accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) as string,
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) as string,
      sessionToken: expect.stringMatching(/./) as string,
      expiration: new Date(3_600_000),
      accountId: '111111111111',
    });
  });

  test('are the same in every run, and differ from caller to caller', async () => {
    const ids = async () => {
      const callers = new Callers();
      const values = await Promise.all(
        [role, session, { ...role }].map((caller) => callers.credentials(caller)()),
      );
      return values.map(({ accessKeyId }) => accessKeyId);
    };
    const first = await ids();
    expect(await ids()).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });

  test('are one provider for one caller, which cannot be spoilt through its answers', async () => {
    const callers = new Callers();
    const provider = callers.credentials(role);
    expect(callers.credentials(role)).toBe(provider);
    const given = await provider();
    (given as { accessKeyId: string }).accessKeyId = 'spoilt';
    expect((await provider()).accessKeyId).not.toBe('spoilt');
  });

  test('that are issued anew are new ones of the same caller', () => {
    const callers = new Callers();
    const [first, second] = [callers.issue(session), callers.issue(session)];
    expect(first.accessKeyId).not.toBe(second.accessKeyId);
    expect([first, second].map(({ accessKeyId }) => callers.byAccessKeyId(accessKeyId))).toEqual([
      session,
      session,
    ]);
  });
});

describe('a caller is found', () => {
  test('behind the provider that was handed out', () => {
    const callers = new Callers();
    expect(callers.byProvider(callers.credentials(role))).toBe(role);
    expect(callers.byProvider(() => Promise.resolve({}))).toBeUndefined();
    expect(callers.byProvider(undefined)).toBeUndefined();
  });

  test('by an access key that was handed out, or that names an account', async () => {
    const callers = new Callers();
    const { accessKeyId } = await callers.credentials(role)();
    expect(callers.byAccessKeyId(accessKeyId)).toBe(role);
    expect(callers.byAccessKeyId('222222222222')).toBe(callers.administrator('222222222222'));
    expect(callers.byAccessKeyId('AKIAIOSFODNN7EXAMPLE')).toBeUndefined();
  });

  test('by credentials: their key first, then their account', async () => {
    const callers = new Callers();
    const { accessKeyId } = await callers.credentials(role)();
    expect(callers.byCredentials({ accessKeyId, accountId: '222222222222' })).toBe(role);
    expect(callers.byCredentials({ accessKeyId: 'AKIA', accountId: '222222222222' })?.accountId).toBe(
      '222222222222',
    );
    for (const silent of [undefined, null, 'text', {}, { accountId: 5 }, { accountId: '22222222222' }]) {
      expect(callers.byCredentials(silent)).toBeUndefined();
    }
  });
});

test('the default account', () => {
  expect(new Callers().defaultAccount).toBe(DEFAULT_ACCOUNT_ID);
  expect(new Callers('111111111111').defaultAccount).toBe('111111111111');
});
