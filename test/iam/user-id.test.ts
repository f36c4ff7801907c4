import { userIdOf } from '../../src/iam/user-id.js';

const accountId = '111122223333';

test('a root user has the id of the account', () => {
  expect(userIdOf({ accountId, arn: `arn:aws:iam::${accountId}:root` })).toBe(accountId);
});

test('a session has the id of its role, with its own name', () => {
  const arn = `arn:aws:sts::${accountId}:assumed-role/deployer/build-7`;
  const roleArn = `arn:aws:iam::${accountId}:role/deployer`;
  const id = userIdOf({ accountId, arn });
  expect(id).toMatch(/^AROA[A-Z2-7]{17}:build-7$/);
  expect(userIdOf({ accountId, arn, roleArn })).toBe(id);
  expect(userIdOf({ accountId, arn, roleArn: `arn:aws:iam::${accountId}:role/ci/deployer` })).not.toBe(id);
});

test('a role of another partition is another role', () => {
  const session = (partition: string) =>
    userIdOf({ accountId, arn: `arn:${partition}:sts::${accountId}:assumed-role/deployer/build-7` });
  expect(session('aws-cn')).not.toBe(session('aws'));
});

test('a user has its own id', () => {
  const user = (name: string) => userIdOf({ accountId, arn: `arn:aws:iam::${accountId}:user/${name}` });
  expect(user('ada')).toMatch(/^AIDA[A-Z2-7]{17}$/);
  expect(user('grace')).not.toBe(user('ada'));
});
