/** What was decided where the descriptions of ECR are silent or contradict one another: input. */
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  ECRServiceException,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutRegistryScanningConfigurationCommand,
  SetRepositoryPolicyCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { image } from '../../src/index.js';
import { START, push, scene } from '../support/scene.js';

const OWN = '111111111111';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
});

const create = (input: object) =>
  client.send(new CreateRepositoryCommand(input as { repositoryName: string }));
const repositories = async () =>
  (await client.send(new DescribeRepositoriesCommand({}))).repositories?.map((one) => one.repositoryName);
const messageOf = async (action: Promise<unknown>) => {
  try {
    await action;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

test('D12 constraint violations have the style of ECR in every operation', async () => {
  const maxResults = 0;
  const messages = await Promise.all([
    messageOf(client.send(new ListImagesCommand({ repositoryName: 'app', maxResults }))),
    messageOf(client.send(new DescribeRepositoriesCommand({ maxResults }))),
    messageOf(client.send(new PutRegistryScanningConfigurationCommand({ scanType: 'BEST' as 'BASIC' }))),
  ]);
  for (const message of messages)
    expect(message).toMatch(/^Invalid parameter at '\w+' failed to satisfy constraint: '/);
  expect(messages.join()).not.toContain('validation error');
});

test('D13 a missing member comes before a wrong one, and one violation is reported', async () => {
  const input = { registryId: 'x', imageTagMutability: 'BAD' as 'MUTABLE', repositoryName: undefined };
  const both = messageOf(client.send(new PutImageTagMutabilityCommand(input)));
  expect(await both).toBe(
    "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must not be null'",
  );
  const wrong = messageOf(client.send(new PutImageTagMutabilityCommand({ ...input, repositoryName: 'App' })));
  expect(await wrong).toContain("at 'imageTagMutability'");
  const patterns = { ...input, repositoryName: 'App', imageTagMutability: 'MUTABLE' as const };
  expect(await messageOf(client.send(new PutImageTagMutabilityCommand(patterns)))).toContain(
    "at 'registryId'",
  );
});

test('D13 permission comes before existence, and existence before the rest', async () => {
  const nope = { repositoryName: 'nope', imageManifest: 'not json' };
  await expect(client.send(new PutImageCommand(nope))).rejects.toMatchObject({
    name: 'RepositoryNotFoundException',
  });
  await expect(
    client.send(new PutImageCommand({ ...nope, registryId: '222222222222' })),
  ).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('D16 exclusion filters with a plain mode are worded as measured', async () => {
  const imageTagMutabilityExclusionFilters = [{ filter: 'a*', filterType: 'WILDCARD' as const }];
  const message = await messageOf(
    create({ repositoryName: 'web', imageTagMutability: 'MUTABLE', imageTagMutabilityExclusionFilters }),
  );
  expect(message).toContain('are not allowed when imageTagMutability is set as MUTABLE');
});

describe('D37 an input that is not an object counts as an empty one', () => {
  test.each([
    ['a text', 'app'],
    ['a number', 7],
    ['a function', () => ({ repositoryName: 'app' })],
    ['a Date', new Date(0)],
    ['a boxed text', new String('app')],
    ['a symbol', Symbol('app')],
    ['null', null],
  ])('%s', async (_, input) => {
    const nothing = input as unknown as Record<string, never>;
    for (const by of [client, ecr.client(OWN, 'eu-west-1')]) {
      const missing = messageOf(
        by.send(new ListImagesCommand(nothing as unknown as { repositoryName: string })),
      );
      expect(await missing).toBe(
        "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must not be null'",
      );
      expect((await by.send(new DescribeRepositoriesCommand(nothing))).repositories).toBeDefined();
    }
  });
});

describe('D31 wrong JavaScript types', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;

  test.each([
    ['a number for a name', { repositoryName: 5 }],
    ['a list for a name', { repositoryName: ['web'] }],
    ['a list for a structure', { repositoryName: 'web', encryptionConfiguration: [] }],
    ['an object for a list', { repositoryName: 'web', tags: {} }],
    ['a text for a flag', { repositoryName: 'web', imageScanningConfiguration: { scanOnPush: 'yes' } }],
    ['a cyclic object for a name', { repositoryName: cyclic }],
    ['a symbol', { repositoryName: Symbol('web') }],
    ['a function', { repositoryName: () => 'web' }],
  ])('%s is a SerializationException', async (_case, input) => {
    const error = await create(input).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ECRServiceException);
    expect(error).toMatchObject({ name: 'SerializationException', $metadata: { httpStatusCode: 400 } });
    expect(await repositories()).toEqual(['app']);
  });

  test('null and undefined members count as absent', async () => {
    await create({ repositoryName: 'web', tags: null, encryptionConfiguration: undefined });
    expect(await repositories()).toEqual(['app', 'web']);
  });

  test('null entries of lists are dropped', async () => {
    await push(client, 'app', 'v1');
    const imageIds = [null, { imageTag: 'v1' }] as { imageTag: string }[];
    const { images, failures } = await client.send(
      new BatchGetImageCommand({ repositoryName: 'app', imageIds }),
    );
    expect([images?.length, failures]).toEqual([1, []]);
  });

  test('boxed primitives are unboxed', async () => {
    await create({ repositoryName: new String('web') });
    expect(await repositories()).toEqual(['app', 'web']);
  });

  test('a getter that throws throws its own error', async () => {
    const mine = new Error('mine');
    const input = {
      get repositoryName(): string {
        throw mine;
      },
    };
    await expect(create(input)).rejects.toBe(mine);
    expect(await repositories()).toEqual(['app']);
  });

  test('a cyclic member that the model does not know is ignored', async () => {
    await create({ repositoryName: 'web', cyclic });
    expect(await repositories()).toEqual(['app', 'web']);
  });
});

test('D32 hostile texts are judged in linear time', async () => {
  const filter = `${'a'.repeat(250)}!`;
  const rules = [
    {
      scanFrequency: 'SCAN_ON_PUSH' as const,
      repositoryFilters: [{ filter, filterType: 'WILDCARD' as const }],
    },
  ];
  const action = client.send(new PutRegistryScanningConfigurationCommand({ scanType: 'BASIC', rules }));
  await expect(action).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(create({ repositoryName: `${'a-'.repeat(127)}!` })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('D33 a name of one character is too short', async () => {
  expect(await messageOf(create({ repositoryName: 'a' }))).toBe(
    "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length greater than or equal to 2'",
  );
});

describe('D34 layers and batches', () => {
  test('a part has at most 20,971,520 bytes', async () => {
    const send = (length: number) =>
      client.send(
        new UploadLayerPartCommand({
          repositoryName: 'app',
          uploadId: '00000000-0000-4000-8000-000000000000',
          partFirstByte: 0,
          partLastByte: length - 1,
          layerPartBlob: new Uint8Array(length),
        }),
      );
    await expect(send(20_971_520)).rejects.toMatchObject({ name: 'UploadNotFoundException' });
    await expect(send(20_971_521)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each(['', 'x'.repeat(301)])(
    'a tag of 0 or over 300 characters is an exception in batches too',
    async (imageTag) => {
      for (const Command of [BatchGetImageCommand, BatchDeleteImageCommand]) {
        const command = new Command({ repositoryName: 'app', imageIds: [{ imageTag }] });
        await expect(client.send(command)).rejects.toMatchObject({
          name: 'InvalidParameterException',
        });
      }
    },
  );
});

test('D35 a policy is printed in one style, also its empty lists and what is not ASCII', async () => {
  const policyText = JSON.stringify({
    Version: '2012-10-17',
    Id: 'Grüße',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage', Condition: {} }],
  });
  const answer = await client.send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText }));
  expect(answer.policyText).toContain('"Id" : "Grüße"');
  expect(answer.policyText).toContain('"Condition" : { }');
});

test('D36 the recorded pull moves with every pull', async () => {
  await push(client, 'app', 'v1');
  for (const minute of [1, 2]) {
    ecr.clock.advance(60_000);
    const imageIds = [{ imageTag: 'v1' }];
    await client.send(new BatchGetImageCommand({ repositoryName: 'app', imageIds }));
    const { imageDetails } = await client.send(
      new DescribeImagesCommand({ repositoryName: 'app', imageIds }),
    );
    expect(imageDetails?.[0]?.lastRecordedPullTime).toEqual(new Date(START + minute * 60_000));
  }
});

describe('encryption settings', () => {
  const kms = async (repositoryName: string, kmsKey?: string, encryptionType: 'KMS' | 'KMS_DSSE' = 'KMS') => {
    const { repository } = await create({
      repositoryName,
      encryptionConfiguration: { encryptionType, kmsKey },
    });
    return repository?.encryptionConfiguration;
  };

  test('a key id, an alias and an ARN are answered as full key ARNs', async () => {
    const id = '12345678-1234-1234-1234-123456789012';
    const arn = `arn:aws:kms:us-east-1:${OWN}:key/${id}`;
    expect(await kms('by-id', id)).toEqual({ encryptionType: 'KMS', kmsKey: arn });
    expect(await kms('by-arn', arn, 'KMS_DSSE')).toEqual({ encryptionType: 'KMS_DSSE', kmsKey: arn });
    const alias = await kms('by-alias', 'alias/mine');
    expect(alias?.kmsKey).toMatch(new RegExp(`^arn:aws:kms:us-east-1:${OWN}:key/[0-9a-f-]{36}$`));
    expect(await kms('by-alias-arn', `arn:aws:kms:us-east-1:${OWN}:alias/mine`)).toEqual(alias);
  });

  test('an alias of another account is a key of that account', async () => {
    const foreign = await kms('by-foreign-alias', 'arn:aws:kms:us-east-1:222222222222:alias/mine');
    expect(foreign?.kmsKey).toMatch(/^arn:aws:kms:us-east-1:222222222222:key\//);
  });

  test('a key beside AES256 is refused', async () => {
    const call = create({
      repositoryName: 'plain',
      encryptionConfiguration: { encryptionType: 'AES256', kmsKey: 'alias/mine' },
    });
    await expect(call).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'encryptionConfiguration' failed to satisfy constraint: 'Invalid encryption " +
        "configuration: Encryption key should not be set for AES256 encryption.'",
    });
    expect(await repositories()).toEqual(['app']);
  });

  const ID = '12345678-1234-1234-1234-123456789012';
  test.each([
    ['no id', 'mine', 'NotFoundException', 'Invalid keyId mine'],
    [
      'an id of another form',
      `arn:aws:kms:us-east-1:${OWN}:key/mine`,
      'NotFoundException',
      'Invalid keyId mine',
    ],
    ['an alias of another form', 'alias/m ine', 'NotFoundException', 'Invalid keyId alias/m ine'],
    [
      'an ARN of another form',
      `arn:aws:kms:us-east-1:12:key/${ID}`,
      'InvalidArnException',
      `Invalid arn arn:aws:kms:us-east-1:12:key/${ID}`,
    ],
    [
      'another Region',
      `arn:aws:kms:eu-west-1:${OWN}:key/${ID}`,
      'NotFoundException',
      'Invalid arn eu-west-1',
    ],
    [
      'an alias in another Region',
      `arn:aws:kms:eu-west-1:${OWN}:alias/mine`,
      'NotFoundException',
      'Invalid arn eu-west-1',
    ],
    [
      'another partition',
      `arn:aws-cn:kms:us-east-1:${OWN}:key/${ID}`,
      'NotFoundException',
      'Invalid arn us-east-1',
    ],
    [
      "another service's",
      'alias/aws/s3',
      'AccessDeniedException',
      expect.stringContaining('alias/aws/s3') as string,
    ],
  ])('KMS does not know or grant a key: %s', async (_, kmsKey, kmsError, message) => {
    for (const encryptionType of ['KMS', 'KMS_DSSE'] as const) {
      await expect(kms('kms', kmsKey, encryptionType)).rejects.toMatchObject({
        name: 'KmsException',
        kmsError,
        message,
      });
    }
    expect(await repositories()).toEqual(['app']);
  });

  test('keys of the right form are there: multi-Region, of another account, by the alias of ECR', async () => {
    const mrk = `arn:aws:kms:us-east-1:222222222222:key/mrk-${'1234abcd'.repeat(4)}`;
    expect((await kms('mrk', mrk))?.kmsKey).toBe(mrk);
    expect((await kms('managed', 'alias/aws/ecr'))?.kmsKey).toBe((await kms('default'))?.kmsKey);
  });

  test('nothing else is a key of AES256', async () => {
    const { repository } = await create({
      repositoryName: 'plain',
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
    expect(repository?.encryptionConfiguration).toEqual({ encryptionType: 'AES256' });
  });
});

test('quotas can be lowered by option', async () => {
  const low = scene({ limits: { tagsPerImage: 1, tagsPerRepository: 1 } });
  const caller = low.client(OWN, 'us-east-1');
  const tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  const input = { repositoryName: 'app' };
  await expect(caller.send(new CreateRepositoryCommand({ ...input, tags }))).rejects.toMatchObject({
    name: 'TooManyTagsException',
  });
  await caller.send(new CreateRepositoryCommand(input));
  const put = (imageTag: string) =>
    caller.send(new PutImageCommand({ ...input, imageTag, imageManifest: image().manifest }));
  await put('v1');
  await expect(put('v2')).rejects.toMatchObject({ name: 'LimitExceededException' });
});
