import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { userIdOf as userId } from '../../../src/iam/user-id.js';
import { session, user } from '../../iam/policy/requests.js';
import { OTHER, SOURCE, START, scene } from '../../support/scene.js';

const ROLE = `arn:aws:iam::${SOURCE}:role/ci`;

test('the unique id of a user, of a role, and of what it was made from', () => {
  expect(userId(user)).toMatch(/^AIDA[A-Z2-7]{17}$/);
  expect(userId(session)).toMatch(/^AROA[A-Z2-7]{17}:run-1$/);
  expect(userId({ ...session, arn: session.arn.replace('run-1', 'run-2') })).toBe(
    userId(session).replace('run-1', 'run-2'),
  );
  expect(userId(user).slice(4)).not.toBe(userId(session).slice(4, 21));
  expect(userId(user)).toBe('AIDAKU4PH6GHNZGZOAVZX');
});

describe('as conditions of an identity policy', () => {
  const ask = async (arn: string, Condition: object) => {
    const ecr = scene({ now: START + 999 });
    ecr.registry(SOURCE, 'us-west-2').createRepository('app', { resourceTags: { team: 'a' } });
    const Statement = [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*', Condition }];
    const policies = [{ Version: '2012-10-17', Statement }];
    const client = ecr.principal(arn, { policies }).client('us-west-2');
    return client.send(new DescribeImagesCommand({ repositoryName: 'app' })).then(
      () => true,
      () => false,
    );
  };

  test.each<[string, string, string, boolean]>([
    ['a user', `arn:aws:iam::${SOURCE}:user/ada`, 'User', true],
    ['a role', ROLE, 'AssumedRole', true],
    ['a role as a user', ROLE, 'User', false],
  ])('%s has its type', async (_who, arn, type, expected) => {
    expect(await ask(arn, { StringEquals: { 'aws:PrincipalType': type } })).toBe(expected);
  });

  test.each<[string, object]>([
    ['the moment, in whole seconds', { NumericEquals: { 'aws:EpochTime': String(START / 1000) } }],
    ['the moment, as a date', { DateEquals: { 'aws:CurrentTime': '2026-11-24T09:00:00.999Z' } }],
    ['the account that is touched', { StringEquals: { 'aws:ResourceAccount': SOURCE } }],
    ['no tags of the request', { Null: { 'aws:TagKeys': 'true', 'aws:RequestTag/team': 'true' } }],
    ['no organization', { Null: { 'aws:PrincipalOrgID': 'true', 'aws:PrincipalOrgPaths': 'true' } }],
    ['the tags of the repository', { StringEquals: { 'aws:ResourceTag/team': 'a' } }],
  ])('%s', async (_key, condition) => {
    expect(await ask(ROLE, condition)).toBe(true);
  });

  test('the name of a user is what follows its path, and others have none', async () => {
    const name = { StringEquals: { 'aws:username': 'ada' } };
    expect(await ask(`arn:aws:iam::${SOURCE}:user/ada`, name)).toBe(true);
    expect(await ask(`arn:aws:iam::${SOURCE}:user/a/team/ada`, name)).toBe(true);
    expect(await ask(`arn:aws:iam::${SOURCE}:user/ada/lovelace`, name)).toBe(false);
    expect(await ask(ROLE, { Null: { 'aws:username': 'true' } })).toBe(true);
  });

  test('the root user, whom only policies of resources restrict, has its own principal type', async () => {
    const ecr = scene();
    const repository = ecr.registry(SOURCE, 'us-west-2').createRepository('app').repository('app');
    const root = ecr.principal(`arn:aws:iam::${SOURCE}:root`).client('us-west-2');
    const isDeniedAs = async (type: string) => {
      const Condition = { StringEquals: { 'aws:PrincipalType': type } };
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'ecr:DescribeImages', Condition }];
      repository.setPolicy({ Version: '2012-10-17', Statement });
      return root.send(new DescribeImagesCommand({ repositoryName: 'app' })).then(
        () => false,
        (error: Error) => error.name === 'AccessDeniedException',
      );
    };
    expect([await isDeniedAs('Account'), await isDeniedAs('User')]).toEqual([true, false]);
  });

  test('another account is another account', async () => {
    expect(await ask(ROLE, { StringEquals: { 'aws:PrincipalAccount': OTHER } })).toBe(false);
  });
});
