import {
  BatchGetImageCommand,
  DeleteRepositoryPolicyCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  ECRServiceException,
  GetRepositoryPolicyCommand,
  RepositoryNotFoundException,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { push, scene } from '../../support/scene.js';

const OWN = '222222222222';
const CALLER = '111111111111';
const APP = `arn:aws:ecr:us-east-1:${OWN}:repository/app`;
const statement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${CALLER}:root` },
  Action: ['ecr:BatchGetImage'],
};
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const noPolicy = {
  name: 'RepositoryPolicyNotFoundException',
  message: `Repository policy does not exist for the repository with name 'app' in the registry with id '${OWN}'`,
};

let ecr: ReturnType<typeof scene>;
let owner: ECRClient;
let caller: ECRClient;

beforeEach(() => {
  ecr = scene();
  ecr.registry(OWN, 'us-east-1').createRepository('app');
  owner = ecr.client(OWN, 'us-east-1');
  caller = ecr.client(CALLER, 'us-east-1');
});

const set = (policyText: string, repositoryName = 'app') =>
  owner.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
const get = () => owner.send(new GetRepositoryPolicyCommand({ repositoryName: 'app' }));
const remove = () => owner.send(new DeleteRepositoryPolicyCommand({ repositoryName: 'app' }));
const pull = (repositoryName = 'app') =>
  caller.send(new BatchGetImageCommand({ repositoryName, registryId: OWN, imageIds: [{ imageTag: 'v1' }] }));

describe('shape', () => {
  test('I35 the text is printed anew and means the same', async () => {
    const text = policy(statement);
    const { policyText = '' } = await set(text);
    expect(policyText).toContain('"Version" : "2012-10-17"');
    expect(JSON.parse(policyText)).toEqual(JSON.parse(text));
    expect((await get()).policyText).toBe(policyText);
  });
});

describe('a policy that keeps its setter from setting another', () => {
  const everybody = { Effect: 'Allow', Principal: '*', Action: 'ecr:*' };
  const deny = (more: object = {}) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 'ecr:SetRepositoryPolicy',
    ...more,
  });
  const ARN = `arn:aws:iam::${OWN}:role/admin`;
  const force = (policyText: string, flag?: boolean) =>
    owner.send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText, force: flag }));

  test.each([
    ['everything', deny({ Action: '*' })],
    ['the very action', deny()],
    ['the account', deny({ Principal: { AWS: OWN } })],
    ['all but another', { ...deny({ NotPrincipal: { AWS: ARN } }), Principal: undefined }],
  ])('needs force: a denial of %s', async (_, statement) => {
    const text = policy(everybody, statement);
    for (const flag of [undefined, false]) {
      await expect(force(text, flag)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringContaining("at 'PolicyText'") as string,
      });
    }
    await expect(get()).rejects.toMatchObject(noPolicy);
    await force(text, true);
    await expect(force(policy(everybody), true)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test.each([
    ['denies others', deny({ Principal: { AWS: CALLER } })],
    [
      'denies under a condition that does not hold',
      deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ],
    ['denies another action', deny({ Action: 'ecr:DeleteRepositoryPolicy' })],
  ])('does not need force if it %s', async (_, statement) => {
    await set(policy(statement));
    await set(policy(everybody));
  });

  test('is judged for who sets it: another account needs to be let in', async () => {
    await set(policy({ ...statement, Action: 'ecr:*' }));
    const byCaller = (policyText: string, flag?: boolean) =>
      caller.send(
        new SetRepositoryPolicyCommand({ registryId: OWN, repositoryName: 'app', policyText, force: flag }),
      );
    await expect(byCaller(policy(statement))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await byCaller(policy(statement), true);
    await expect(byCaller(policy(statement), true)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('is judged for a role that the policy alone lets in', async () => {
    const letIn = { Effect: 'Allow', Principal: { AWS: ARN }, Action: 'ecr:SetRepositoryPolicy' };
    await set(policy(letIn));
    const role = ecr.principal(ARN, { policies: [] }).client('us-east-1');
    const byRole = (policyText: string) =>
      role.send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText }));
    await expect(byRole(policy(statement))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await byRole(policy(letIn, statement));
  });
});

describe('rules', () => {
  test('I36 a document that is not a policy is refused', async () => {
    await expect(set('x')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
    });
    await expect(get()).rejects.toMatchObject(noPolicy);
  });

  test('I37 there is none until one is set', async () => {
    await expect(get()).rejects.toMatchObject(noPolicy);
  });

  test('I39 a missing repository is what is missing', async () => {
    await expect(set(policy(statement), 'nope')).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
    });
  });
});

describe('effects', () => {
  test('I38 deleting answers the text, once', async () => {
    const { policyText } = await set(policy(statement));
    expect((await remove()).policyText).toBe(policyText);
    await expect(remove()).rejects.toMatchObject(noPolicy);
  });

  test('I118 another account is refused without a policy', async () => {
    await expect(pull()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${CALLER}:user/fake-ecr is not authorized to perform: ecr:BatchGetImage on resource: ${APP} because no resource-based policy allows the ecr:BatchGetImage action`,
    });
  });

  test('I118 also for a repository that does not exist', async () => {
    await expect(pull('nope')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('I119 an Allow lets it do that and nothing else', async () => {
    await push(owner, 'app', 'v1');
    await set(policy(statement));
    expect((await pull()).images?.[0]).toMatchObject({ registryId: OWN });
    await expect(
      caller.send(new DescribeImagesCommand({ repositoryName: 'app', registryId: OWN })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('I120 a Deny beside the Allow refuses it', async () => {
    await push(owner, 'app', 'v1');
    await set(policy(statement, { ...statement, Effect: 'Deny' }));
    await expect(pull()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test('every repository of a call must be allowed, not only the first', async () => {
  ecr.registry(OWN, 'us-east-1').createRepository('web');
  await set(policy({ ...statement, Action: 'ecr:DescribeRepositories' }));
  const describe_ = (...repositoryNames: string[]) =>
    caller.send(new DescribeRepositoriesCommand({ registryId: OWN, repositoryNames }));
  await expect(describe_('app')).resolves.toMatchObject({ repositories: { length: 1 } });
  await expect(describe_('app', 'web')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

describe('errors', () => {
  const caught = async (action: Promise<unknown>): Promise<Error> => {
    try {
      await action;
    } catch (error) {
      return error as Error;
    }
    throw new Error('nothing was thrown');
  };

  test('I121 an access denial is not a modelled class', async () => {
    const error = await caught(pull());
    expect(error).toBeInstanceOf(ECRServiceException);
    expect(error.constructor).toBe(ECRServiceException);
    expect(error).toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 400 } });
  });

  test('I122 a modelled error is its class', async () => {
    const error = await caught(set(policy(statement), 'nope'));
    expect(error).toBeInstanceOf(RepositoryNotFoundException);
    expect(error).toMatchObject({ name: 'RepositoryNotFoundException', $fault: 'client' });
    expect('$service' in error).toBe(false);
  });

  test('I123 a success has its metadata', async () => {
    const { $metadata } = await set(policy(statement));
    expect($metadata).toMatchObject({
      httpStatusCode: 200,
      requestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
      attempts: 1,
      totalRetryDelay: 0,
    });
  });
});
