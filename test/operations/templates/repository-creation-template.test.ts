import {
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  type CreateRepositoryCreationTemplateRequest,
  DeleteRepositoryCommand,
  DeleteRepositoryCreationTemplateCommand,
  DescribeRepositoriesCommand,
  DescribeRepositoryCreationTemplatesCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  UpdateRepositoryCreationTemplateCommand,
  type UpdateRepositoryCreationTemplateRequest,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
import { keep } from '../../ecr/lifecycle/policies.js';
import { body, refusal } from '../../support/refusal.js';
import { START, images, push, putRules, scene, statuses, to } from '../../support/scene.js';

const OWN = '111122223333';
const KEY = `arn:aws:kms:us-east-1:${OWN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const LIFECYCLE = JSON.stringify({ rules: [keep(1, 5)] });
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
};
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
});

const create = (input: Partial<CreateRepositoryCreationTemplateRequest> = {}) =>
  client.send(
    new CreateRepositoryCreationTemplateCommand({ prefix: 'prod', appliedFor: ['CREATE_ON_PUSH'], ...input }),
  );
const update = (input: Partial<UpdateRepositoryCreationTemplateRequest>) =>
  client.send(new UpdateRepositoryCreationTemplateCommand({ prefix: 'prod', ...input }));
const describe_ = async (prefixes?: string[], maxResults?: number, nextToken?: string) =>
  client.send(
    new DescribeRepositoryCreationTemplatesCommand({
      ...(prefixes === undefined ? {} : { prefixes }),
      ...(maxResults === undefined ? {} : { maxResults }),
      ...(nextToken === undefined ? {} : { nextToken }),
    }),
  );
const modeOf = async (repositoryName: string, at = client) =>
  (await at.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))).repositories?.[0]
    ?.imageTagMutability;

test('a policy of no characters takes the policy away', async () => {
  const given = { repositoryPolicy: JSON.stringify(POLICY), lifecyclePolicy: LIFECYCLE };
  expect((await create(given)).repositoryCreationTemplate).toHaveProperty('repositoryPolicy');
  const { repositoryCreationTemplate: left } = await update({ repositoryPolicy: '' });
  expect(left).not.toHaveProperty('repositoryPolicy');
  expect(left).toHaveProperty('lifecyclePolicy');
  await update({ lifecyclePolicy: '' });
  expect((await describe_()).repositoryCreationTemplates?.[0]).not.toHaveProperty('lifecyclePolicy');
});

describe('shape', () => {
  test('defaults read back as those of a plain repository', async () => {
    expect(body(await create())).toEqual({
      registryId: OWN,
      repositoryCreationTemplate: {
        prefix: 'prod',
        encryptionConfiguration: { encryptionType: 'AES256' },
        imageTagMutability: 'MUTABLE',
        appliedFor: ['CREATE_ON_PUSH'],
        createdAt: new Date(START),
        updatedAt: new Date(START),
      },
    });
  });

  test('everything that is set reads back', async () => {
    const given: CreateRepositoryCreationTemplateRequest = {
      prefix: 'prod/team',
      description: 'for the team',
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: KEY },
      resourceTags: [{ Key: 'team', Value: 'a' }],
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [
        { filterType: 'WILDCARD', filter: 'latest*' },
        { filterType: 'WILDCARD', filter: 'dev*' },
      ],
      lifecyclePolicy: LIFECYCLE,
      repositoryPolicy: JSON.stringify(POLICY),
      appliedFor: ['REPLICATION', 'PULL_THROUGH_CACHE'],
      customRoleArn: `arn:aws:iam::${OWN}:role/templates`,
    };
    const { repositoryCreationTemplate: created } = await create(given);
    const { repositoryPolicy, ...rest } = created ?? {};
    const { repositoryPolicy: _, ...expected } = given;
    expect(rest).toEqual({ ...expected, createdAt: new Date(START), updatedAt: new Date(START) });
    expect(JSON.parse(repositoryPolicy ?? '')).toEqual(POLICY);
    expect((await describe_()).repositoryCreationTemplates).toEqual([created]);
  });

  test('Describe pages in the order of creation, and an unknown prefix is not an error', async () => {
    for (const prefix of ['c', 'a', 'b']) await create({ prefix });
    const first = await describe_(undefined, 2);
    expect(first.repositoryCreationTemplates?.map((one) => one.prefix)).toEqual(['c', 'a']);
    const second = await describe_(undefined, 2, first.nextToken);
    expect(second.repositoryCreationTemplates?.map((one) => one.prefix)).toEqual(['b']);
    expect('nextToken' in second).toBe(false);
    expect((await describe_(['b', 'nope'])).repositoryCreationTemplates).toHaveLength(1);
    expect(body(await describe_(['nope']))).toEqual({ registryId: OWN, repositoryCreationTemplates: [] });
  });

  test('Delete answers what it removed', async () => {
    const { repositoryCreationTemplate } = await create();
    const removed = await client.send(new DeleteRepositoryCreationTemplateCommand({ prefix: 'prod' }));
    expect(body(removed)).toEqual({ registryId: OWN, repositoryCreationTemplate });
    expect((await describe_()).repositoryCreationTemplates).toEqual([]);
  });
});

describe('rules', () => {
  test('a prefix has one template', async () => {
    await create();
    expect((await refusal(create())).name).toBe('TemplateAlreadyExistsException');
  });

  test('Update and Delete of a missing template', async () => {
    expect((await refusal(update({ description: 'x' }))).name).toBe('TemplateNotFoundException');
    const call = client.send(new DeleteRepositoryCreationTemplateCommand({ prefix: 'prod' }));
    expect((await refusal(call)).name).toBe('TemplateNotFoundException');
  });

  test('a scenario that is none', async () => {
    const { name, message } = await refusal(create({ appliedFor: ['NEVER' as 'REPLICATION'] }));
    expect(name).toBe('InvalidParameterException');
    expect(message).toContain(
      'Member must satisfy enum value set: [REPLICATION, PULL_THROUGH_CACHE, CREATE_ON_PUSH]',
    );
  });

  test.each([
    ['a key with AES256', { encryptionConfiguration: { encryptionType: 'AES256' as const, kmsKey: KEY } }],
    ['a malformed repository policy', { repositoryPolicy: '{"Statement":[]}' }],
    ['tags that the service keeps for itself', { resourceTags: [{ Key: 'aws:x', Value: 'y' }] }],
    ['a malformed lifecycle policy', { lifecyclePolicy: '{"rules":[]}' }],
    [
      'exclusion filters with a plain mode',
      {
        imageTagMutability: 'MUTABLE' as const,
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD' as const, filter: 'a*' }],
      },
    ],
    ['a mode with exclusions and no filters', { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const }],
  ])('%s is refused, and nothing is made', async (_what, input) => {
    expect((await refusal(create(input))).name).toBe('InvalidParameterException');
    expect((await describe_()).repositoryCreationTemplates).toEqual([]);
  });

  test.each([
    [
      'MUTABLE',
      [{ filterType: 'WILDCARD', filter: 'a*' }],
      'ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set as MUTABLE',
    ],
    [
      'IMMUTABLE_WITH_EXCLUSION',
      undefined,
      "ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as IMMUTABLE_WITH_EXCLUSION",
    ],
  ] as const)('D16 the text for %s and its filters', async (imageTagMutability, filters, text) => {
    const call = create({
      imageTagMutability,
      ...(filters === undefined ? {} : { imageTagMutabilityExclusionFilters: [...filters] }),
    });
    expect((await refusal(call)).message).toContain(text);
  });

  test('embedded policies are refused in the words of their own operations, however short they are', async () => {
    const lifecyclePolicy = '{"rules":[]}';
    expect((await refusal(create({ lifecyclePolicy }))).message).toContain('array is too short');
    expect((await refusal(create({ repositoryPolicy: '{}' }))).message).toContain(
      'Invalid repository policy provided',
    );
  });

  test('the text for a key with AES256', async () => {
    const call = create({ encryptionConfiguration: { encryptionType: 'AES256', kmsKey: KEY } });
    expect((await refusal(call)).message).toContain(
      'Invalid encryption configuration: Encryption key should not be set for AES256 encryption.',
    );
  });
});

test('a registry that has as many templates as it may has no room for another', async () => {
  ecr = scene({ limits: { templatesPerRegistry: 1 } });
  client = ecr.client(OWN, 'us-east-1');
  await create();
  const { name, message } = await refusal(create({ prefix: 'other' }));
  expect([name, message]).toEqual([
    'LimitExceededException',
    `The registry with id '${OWN}' already has the maximum allowed number of repository creation templates which is '1'`,
  ]);
});

describe('effects', () => {
  test('Update replaces what is given and keeps the rest', async () => {
    await create({ description: 'old', imageTagMutability: 'IMMUTABLE', lifecyclePolicy: LIFECYCLE });
    ecr.clock.advance(1000);
    const { repositoryCreationTemplate } = await update({ description: 'new', lifecyclePolicy: '' });
    expect(repositoryCreationTemplate).toEqual({
      prefix: 'prod',
      description: 'new',
      encryptionConfiguration: { encryptionType: 'AES256' },
      imageTagMutability: 'IMMUTABLE',
      appliedFor: ['CREATE_ON_PUSH'],
      createdAt: new Date(START),
      updatedAt: new Date(START + 1000),
    });
  });

  test('T14 the longest prefix wins', async () => {
    await create({ prefix: 'prod', imageTagMutability: 'MUTABLE' });
    await create({ prefix: 'prod/team', imageTagMutability: 'IMMUTABLE' });
    await push(client, 'prod/team/x', 'v1');
    await push(client, 'prod/x', 'v1');
    expect(await modeOf('prod/team/x')).toBe('IMMUTABLE');
    expect(await modeOf('prod/x')).toBe('MUTABLE');
  });

  test('T15 a prefix ends at a slash', async () => {
    await create({ prefix: 'prod' });
    expect((await refusal(push(client, 'production/x', 'v1'))).name).toBe('RepositoryNotFoundException');
    expect((await refusal(push(client, 'prod', 'v1'))).name).toBe('RepositoryNotFoundException');
  });

  test('T15 a slash at the end of a prefix says the same', async () => {
    await create({ prefix: 'prod/', imageTagMutability: 'IMMUTABLE' });
    await push(client, 'prod/app', 'v1');
    expect(await modeOf('prod/app')).toBe('IMMUTABLE');
    expect((await refusal(push(client, 'production', 'v1'))).name).toBe('RepositoryNotFoundException');
  });

  test('T16 an edit leaves existing repositories alone, and CreateRepository knows no templates', async () => {
    await create({ prefix: 'ROOT', imageTagMutability: 'IMMUTABLE' });
    await push(client, 'made', 'v1');
    await update({ prefix: 'ROOT', imageTagMutability: 'MUTABLE' });
    expect(await modeOf('made')).toBe('IMMUTABLE');
    await update({ prefix: 'ROOT', imageTagMutability: 'IMMUTABLE' });
    await client.send(new CreateRepositoryCommand({ repositoryName: 'plain' }));
    expect(await modeOf('plain')).toBe('MUTABLE');
  });

  test('T17 a push to a missing repository makes it, if a template for pushes matches', async () => {
    const { name, message } = await refusal(push(client, 'app', 'v1'));
    expect(name).toBe('RepositoryNotFoundException');
    expect(message).toBe(`The repository with name 'app' does not exist in the registry with id '${OWN}'`);
    await create({
      prefix: 'ROOT',
      resourceTags: [],
      repositoryPolicy: JSON.stringify(POLICY),
      lifecyclePolicy: LIFECYCLE,
    });
    await push(client, 'app', 'v1');
    expect(await images(client, 'app')).toHaveLength(1);
    const repositoryName = 'app';
    const { policyText } = await client.send(new GetRepositoryPolicyCommand({ repositoryName }));
    expect(JSON.parse(policyText ?? '')).toEqual(POLICY);
    const lifecycle = await client.send(new GetLifecyclePolicyCommand({ repositoryName }));
    expect(lifecycle.lifecyclePolicyText).toBe(LIFECYCLE);
  });

  test('D21 InitiateLayerUpload and PutImage create, and nothing else does', async () => {
    await create({ prefix: 'ROOT' });
    const repositoryName = 'app';
    const others = [
      new ListImagesCommand({ repositoryName }),
      new CompleteLayerUploadCommand({
        repositoryName,
        uploadId: '11111111-2222-4333-8444-555555555555',
        layerDigests: [image().digest],
      }),
    ];
    for (const command of others) {
      const call = client.send(command as ListImagesCommand);
      expect((await refusal(call)).name).toBe('RepositoryNotFoundException');
    }
    await client.send(new InitiateLayerUploadCommand({ repositoryName }));
    expect(await modeOf('app')).toBe('MUTABLE');
    await push(client, 'other', 'v1');
    expect(await modeOf('other')).toBe('MUTABLE');
  });

  test('D42 a pusher needs no permission to create repositories', async () => {
    await create({ prefix: 'ROOT' });
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['ecr:PutImage'], Resource: '*' }],
    };
    const pusher = ecr.principal(`arn:aws:iam::${OWN}:role/pusher`, { policies: [policy] });
    await push(pusher.client('us-east-1'), 'app', 'v1');
    expect(await images(client, 'app')).toHaveLength(1);
  });

  test('T18 a replication uses the template of the destination', async () => {
    const west = ecr.client(OWN, 'us-west-2');
    await putRules(client, [{ destinations: [to(OWN, 'us-west-2')] }]);
    await create({ prefix: 'ROOT', appliedFor: ['REPLICATION'], imageTagMutability: 'MUTABLE' });
    await west.send(
      new CreateRepositoryCreationTemplateCommand({
        prefix: 'ROOT',
        appliedFor: ['REPLICATION'],
        imageTagMutability: 'IMMUTABLE',
      }),
    );
    ecr.registry(OWN, 'us-east-1').createRepository('app');
    await push(client, 'app', 'v1');
    expect(await modeOf('app', west)).toBe('IMMUTABLE');
  });

  test('T19 R43 tags without a role: the template is made, a repository is not', async () => {
    const west = ecr.client(OWN, 'us-west-2');
    await putRules(client, [{ destinations: [to(OWN, 'us-west-2')] }]);
    const input = {
      prefix: 'ROOT',
      appliedFor: ['REPLICATION', 'CREATE_ON_PUSH'],
      resourceTags: [{ Key: 'a', Value: 'b' }],
    } satisfies CreateRepositoryCreationTemplateRequest;
    await west.send(new CreateRepositoryCreationTemplateCommand(input));
    ecr.registry(OWN, 'us-east-1').createRepository('app');
    await push(client, 'app', 'v1');
    expect(await statuses(client, 'app', 'v1')).toMatchObject([{ status: 'FAILED' }]);
    expect((await refusal(push(west, 'other', 'v1'))).name).toBe('RepositoryNotFoundException');
    await west.send(
      new UpdateRepositoryCreationTemplateCommand({
        prefix: 'ROOT',
        customRoleArn: `arn:aws:iam::${OWN}:role/templates`,
      }),
    );
    await push(west, 'other', 'v1');
    const resourceArn = `arn:aws:ecr:us-west-2:${OWN}:repository/other`;
    const { tags } = await west.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  test('T19 KMS without a role: no repository is made, and with one it has the key', async () => {
    await create({ prefix: 'ROOT', encryptionConfiguration: { encryptionType: 'KMS', kmsKey: KEY } });
    expect((await refusal(push(client, 'app', 'v1'))).name).toBe('RepositoryNotFoundException');
    await update({ prefix: 'ROOT', customRoleArn: `arn:aws:iam::${OWN}:role/templates` });
    await push(client, 'app', 'v1');
    const input = { repositoryNames: ['app'] };
    const { repositories } = await client.send(new DescribeRepositoriesCommand(input));
    expect(repositories?.[0]?.encryptionConfiguration).toEqual({ encryptionType: 'KMS', kmsKey: KEY });
  });

  test('a template may have a key that KMS does not know; no repository is made with it', async () => {
    const kmsKey = `arn:aws:kms:eu-west-1:${OWN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    await create({
      prefix: 'ROOT',
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey },
      customRoleArn: `arn:aws:iam::${OWN}:role/templates`,
    });
    expect((await refusal(push(client, 'app', 'v1'))).name).toBe('RepositoryNotFoundException');
  });

  test('T14 only templates for the purpose take part, so a longer one for another does not hide one', async () => {
    await create({ prefix: 'prod', imageTagMutability: 'IMMUTABLE' });
    await create({ prefix: 'prod/team', appliedFor: ['REPLICATION'] });
    await push(client, 'prod/team/x', 'v1');
    expect(await modeOf('prod/team/x')).toBe('IMMUTABLE');
  });

  test('T14 ROOT takes what no prefix takes', async () => {
    await create({ prefix: 'ROOT', imageTagMutability: 'IMMUTABLE' });
    await create({ prefix: 'prod' });
    await push(client, 'prod/x', 'v1');
    await push(client, 'production', 'v1');
    expect(await modeOf('prod/x')).toBe('MUTABLE');
    expect(await modeOf('production')).toBe('IMMUTABLE');
  });

  describe('D42 the repository is made before the pusher is judged', () => {
    const FOREIGN = '999988887777';
    const names = async () =>
      (await client.send(new DescribeRepositoriesCommand({}))).repositories?.map((one) => one.repositoryName);

    test.each([
      ['of another account', () => ecr.client(FOREIGN, 'us-east-1')],
      [
        'that may do nothing',
        () => ecr.principal(`arn:aws:iam::${OWN}:user/nobody`, { policies: [] }).client('us-east-1'),
      ],
    ])('and stays when a push of somebody %s is refused', async (_, somebody) => {
      await create({ prefix: 'org' });
      const input = { registryId: OWN, repositoryName: 'org/app' };
      for (const call of [
        () => somebody().send(new InitiateLayerUploadCommand(input)),
        () => somebody().send(new PutImageCommand({ ...input, imageManifest: image().manifest })),
      ]) {
        expect((await refusal(call())).name).toBe('AccessDeniedException');
        expect(await names()).toEqual(['org/app']);
        await client.send(new DeleteRepositoryCommand(input));
      }
      const elsewhere = somebody().send(new InitiateLayerUploadCommand({ ...input, repositoryName: 'app' }));
      expect((await refusal(elsewhere)).name).toBe('AccessDeniedException');
      expect(await names()).toEqual([]);
    });

    test('and stays, with its lifecycle policy, when what is pushed is refused', async () => {
      const lifecyclePolicy = JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
            action: { type: 'expire' },
          },
        ],
      });
      await create({ prefix: 'org', lifecyclePolicy });
      const input = { repositoryName: 'org/app', imageManifest: 'no manifest' };
      expect((await refusal(client.send(new PutImageCommand(input)))).name).toBe('InvalidParameterException');
      const policy = await client.send(new GetLifecyclePolicyCommand({ repositoryName: 'org/app' }));
      expect(policy.lifecyclePolicyText).toBe(lifecyclePolicy);
    });

    test('by a push alone', async () => {
      await create({ prefix: 'org' });
      const pull = new BatchGetImageCommand({ repositoryName: 'org/app', imageIds: [{ imageTag: 'v1' }] });
      expect((await refusal(client.send(pull))).name).toBe('RepositoryNotFoundException');
      expect(await names()).toEqual([]);
    });
  });

  test('a prefix with a slash at its end is the one without', async () => {
    await create({ prefix: 'org/', imageTagMutability: 'IMMUTABLE' });
    expect((await refusal(create({ prefix: 'org' }))).name).toBe('TemplateAlreadyExistsException');
    await update({ prefix: 'org', description: 'one' });
    for (const prefixes of [['org'], ['org/'], undefined]) {
      const answer = await client.send(new DescribeRepositoryCreationTemplatesCommand({ prefixes }));
      expect(answer.repositoryCreationTemplates).toMatchObject([{ prefix: 'org/', description: 'one' }]);
    }
    await create({ prefix: 'org/a' });
    await push(client, 'org/x', 'v1');
    await push(client, 'org/a/x', 'v1');
    expect([await modeOf('org/x'), await modeOf('org/a/x')]).toEqual(['IMMUTABLE', 'MUTABLE']);
    await client.send(new DeleteRepositoryCreationTemplateCommand({ prefix: 'org' }));
    expect((await refusal(update({ prefix: 'org/' }))).name).toBe('TemplateNotFoundException');
  });

  test('exclusion filters of a template are those of the repository', async () => {
    await create({
      prefix: 'ROOT',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest*' }],
    });
    await push(client, 'app', 'latest', 'one');
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'latest', 'two');
    expect((await refusal(push(client, 'app', 'v1', 'two'))).name).toBe('ImageTagAlreadyExistsException');
  });

  test('a template belongs to one Region', async () => {
    await create({ prefix: 'ROOT' });
    const west = ecr.client(OWN, 'us-west-2');
    expect((await refusal(push(west, 'app', 'v1'))).name).toBe('RepositoryNotFoundException');
  });

  test('a deleted template makes nothing any more', async () => {
    await create({ prefix: 'ROOT' });
    await client.send(new DeleteRepositoryCreationTemplateCommand({ prefix: 'ROOT' }));
    expect((await refusal(push(client, 'app', 'v1'))).name).toBe('RepositoryNotFoundException');
  });

  test('templates of other purposes do not create on push', async () => {
    await create({ prefix: 'ROOT', appliedFor: ['REPLICATION', 'PULL_THROUGH_CACHE'] });
    expect((await refusal(push(client, 'app', 'v1'))).name).toBe('RepositoryNotFoundException');
  });
});
