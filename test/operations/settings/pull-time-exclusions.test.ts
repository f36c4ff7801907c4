import {
  BatchGetImageCommand,
  DeregisterPullTimeUpdateExclusionCommand,
  type ECRClient,
  ListPullTimeUpdateExclusionsCommand,
  RegisterPullTimeUpdateExclusionCommand,
} from '@aws-sdk/client-ecr';
import { body, refusal } from '../../support/refusal.js';
import { START, images, push, scene } from '../../support/scene.js';

const OWN = '111122223333';
const ROLE = `arn:aws:iam::${OWN}:role/scanner`;
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
});

const register = (principalArn = ROLE) =>
  client.send(new RegisterPullTimeUpdateExclusionCommand({ principalArn }));
const deregister = (principalArn = ROLE) =>
  client.send(new DeregisterPullTimeUpdateExclusionCommand({ principalArn }));
const list = async () => body(await client.send(new ListPullTimeUpdateExclusionsCommand({})));

describe('shape', () => {
  test('Register, List and Deregister', async () => {
    expect(body(await register())).toEqual({ principalArn: ROLE, createdAt: new Date(START) });
    expect(await list()).toEqual({ pullTimeUpdateExclusions: [ROLE] });
    expect(body(await deregister())).toEqual({ principalArn: ROLE });
    expect(await list()).toEqual({ pullTimeUpdateExclusions: [] });
  });

  test('pages walk all', async () => {
    const arns = ['c', 'a', 'b'].map((name) => `arn:aws:iam::${OWN}:user/${name}`);
    for (const arn of arns) await register(arn);
    const page = (nextToken?: string) =>
      client.send(
        new ListPullTimeUpdateExclusionsCommand({
          maxResults: 2,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
    const first = await page();
    expect(first.pullTimeUpdateExclusions).toEqual(arns.slice(0, 2));
    const second = await page(first.nextToken);
    expect(body(second)).toEqual({ pullTimeUpdateExclusions: arns.slice(2) });
  });
});

describe('rules', () => {
  test('X6 twice, unknown, and the 101st', async () => {
    await register();
    expect((await refusal(register())).name).toBe('ExclusionAlreadyExistsException');
    expect((await refusal(deregister(`${ROLE}s`))).name).toBe('ExclusionNotFoundException');
    for (let index = 1; index < 100; index += 1) await register(`${ROLE}${index}`);
    expect((await refusal(register(`${ROLE}-last`))).name).toBe('LimitExceededException');
  });

  test.each([`arn:aws:iam::${OWN}:root`, `arn:aws:sts::${OWN}:assumed-role/a/b`, 'scanner'])(
    '%s is not the ARN of a role or a user',
    async (arn) => {
      expect((await refusal(register(arn))).name).toBe('InvalidParameterException');
    },
  );
});

describe('effects', () => {
  test('X7 D36 pulls by others move the time, also between two that do not count', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app');
    await push(client, 'app', 'v1');
    const arn = `arn:aws:iam::${OWN}:role/path/to/scanner`;
    await register(arn);
    const input = { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] };
    const scanner = ecr.principal(arn).client('us-east-1');
    const pulledAt = async () => (await images(client, 'app'))?.[0]?.lastRecordedPullTime?.getTime();
    await client.send(new BatchGetImageCommand(input));
    ecr.clock.advance(1000);
    await scanner.send(new BatchGetImageCommand(input));
    expect(await pulledAt()).toBe(START);
    await client.send(new BatchGetImageCommand(input));
    expect(await pulledAt()).toBe(START + 1000);
    await deregister(arn);
    ecr.clock.advance(1000);
    await scanner.send(new BatchGetImageCommand(input));
    expect(await pulledAt()).toBe(START + 2000);
  });

  test('X7 a user is excluded by its ARN, in one Region only', async () => {
    const user = `arn:aws:iam::${OWN}:user/scanner`;
    await register(user);
    for (const region of ['us-east-1', 'us-west-2']) {
      ecr.registry(OWN, region).createRepository('app').push('app:v1');
      const input = { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] };
      await ecr.principal(user).client(region).send(new BatchGetImageCommand(input));
    }
    const [east] = (await images(client, 'app')) ?? [];
    const [west] = (await images(ecr.client(OWN, 'us-west-2'), 'app')) ?? [];
    expect([east?.lastRecordedPullTime, west?.lastRecordedPullTime]).toEqual([undefined, new Date(START)]);
  });

  test('X7 the session of an excluded role leaves the pull time alone', async () => {
    ecr.registry(OWN, 'us-east-1').createRepository('app');
    await push(client, 'app', 'v1');
    await register();
    const input = { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] };
    const pulledAt = async () => (await images(client, 'app'))?.[0]?.lastRecordedPullTime;
    await ecr.principal(ROLE).client('us-east-1').send(new BatchGetImageCommand(input));
    expect(await pulledAt()).toBeUndefined();
    const other = ecr.principal(`arn:aws:iam::${OWN}:role/other`);
    await other.client('us-east-1').send(new BatchGetImageCommand(input));
    expect(await pulledAt()).toEqual(new Date(START));
  });
});
