import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  DeleteRepositoryCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  type DescribeRepositoriesCommandInput,
  type ECRClient,
  GetRepositoryPolicyCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  type PutImageTagMutabilityCommandInput,
  SetRepositoryPolicyCommand,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr';
import { OTHER, push, putRules, scene, tagsByDigest, to } from '../../support/scene.js';

const OWN = '111111111111';
const invalid = (field: string, constraint: string) => ({
  name: 'InvalidParameterException',
  message: `Invalid parameter at '${field}' failed to satisfy constraint: '${constraint}'`,
});
const missing = (name: string) => ({
  name: 'RepositoryNotFoundException',
  message: `The repository with name '${name}' does not exist in the registry with id '${OWN}'`,
});

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
});

const create = (input: Partial<CreateRepositoryCommandInput> = {}, caller = client) =>
  caller.send(new CreateRepositoryCommand({ repositoryName: 'app', ...input }));
const describeAll = (input: DescribeRepositoriesCommandInput = {}, caller = client) =>
  caller.send(new DescribeRepositoriesCommand(input));
const remove = (force?: boolean) =>
  client.send(
    new DeleteRepositoryCommand({ repositoryName: 'app', ...(force === undefined ? {} : { force }) }),
  );
const mutability = (input: Partial<PutImageTagMutabilityCommandInput>) =>
  client.send(
    new PutImageTagMutabilityCommand({ repositoryName: 'app', imageTagMutability: 'MUTABLE', ...input }),
  );
const filters = (...texts: string[]) => ({
  imageTagMutabilityExclusionFilters: texts.map((filter) => ({ filter, filterType: 'WILDCARD' as const })),
});

describe('shape', () => {
  test('I1 a new repository has its ARN and its address', async () => {
    const { repository } = await create();
    expect(repository?.repositoryArn).toBe(`arn:aws:ecr:us-east-1:${OWN}:repository/app`);
    expect(repository?.repositoryUri).toBe(`${OWN}.dkr.ecr.us-east-1.amazonaws.com/app`);
  });

  test('I2 and the defaults of the service', async () => {
    const { repository } = await create();
    expect(repository?.createdAt).toBeInstanceOf(Date);
    expect(repository).toMatchObject({
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
  });

  test('I3 and neither exclusion filters nor tags', async () => {
    const { repository = {} } = await create();
    expect('imageTagMutabilityExclusionFilters' in repository).toBe(false);
    expect('tags' in repository).toBe(false);
  });

  test('I4 in China the address and the ARN are of that partition', async () => {
    const { repository } = await create({}, ecr.client(OWN, 'cn-north-1'));
    expect(repository?.repositoryUri).toMatch(/\.amazonaws\.com\.cn\/app$/);
    expect(repository?.repositoryArn).toMatch(/^arn:aws-cn:/);
  });

  test('I12 KMS without a key is one full key ARN for the account and Region', async () => {
    const encryptionConfiguration = { encryptionType: 'KMS' as const };
    const first = await create({ encryptionConfiguration });
    const second = await create({ repositoryName: 'web', encryptionConfiguration });
    const key = first.repository?.encryptionConfiguration?.kmsKey;
    expect(key).toMatch(
      new RegExp(`^arn:aws:kms:us-east-1:${OWN}:key/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`),
    );
    expect(second.repository?.encryptionConfiguration?.kmsKey).toBe(key);
  });

  test('I16 an empty registry lists nothing, and says no more', async () => {
    const { $metadata, ...answer } = await describeAll();
    expect(answer).toEqual({ repositories: [] });
    expect($metadata.httpStatusCode).toBe(200);
  });

  test('I26 PutImageTagMutability answers three members', async () => {
    await create();
    const { $metadata: _, ...answer } = await mutability({ imageTagMutability: 'IMMUTABLE' });
    expect(answer).toEqual({ registryId: OWN, repositoryName: 'app', imageTagMutability: 'IMMUTABLE' });
  });

  test('I33 PutImageScanningConfiguration is answered and described', async () => {
    await create();
    const { $metadata: _, ...answer } = await client.send(
      new PutImageScanningConfigurationCommand({
        repositoryName: 'app',
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );
    const imageScanningConfiguration = { scanOnPush: true };
    expect(answer).toEqual({ registryId: OWN, repositoryName: 'app', imageScanningConfiguration });
    expect((await describeAll()).repositories?.[0]).toMatchObject({ imageScanningConfiguration });
  });

  test('I34 a fresh registry describes itself without rules', async () => {
    const { $metadata: _, ...answer } = await client.send(new DescribeRegistryCommand({}));
    expect(answer).toEqual({ registryId: OWN, replicationConfiguration: { rules: [] } });
  });
});

describe('rules', () => {
  const REGEX = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*';

  test('I5 a name is taken once', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'RepositoryAlreadyExistsException',
      message: `The repository with name 'app' already exists in the registry with id '${OWN}'`,
    });
  });

  test('I8 an upper-case name is refused with the pattern', async () => {
    await expect(create({ repositoryName: 'App' })).rejects.toMatchObject(
      invalid('repositoryName', `must satisfy regular expression '${REGEX}'`),
    );
  });

  test.each(['a--b', 'a__b', '1abc', 'a.b/c-d_e', 'aa'])(
    'I9 the name %s is accepted',
    async (repositoryName) => {
      await expect(create({ repositoryName })).resolves.toBeDefined();
    },
  );

  test.each(['a___b', 'a_-b', '-a', 'a-', 'a//b', 'a', ''])(
    'I9 the name %j is refused',
    async (repositoryName) => {
      await expect(create({ repositoryName })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    },
  );

  test('I10 an unknown mode is refused with the set of modes', async () => {
    await expect(create({ imageTagMutability: 'BAD' as 'MUTABLE' })).rejects.toMatchObject(
      invalid(
        'imageTagMutability',
        'Member must satisfy enum value set: [IMMUTABLE, MUTABLE, MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION]',
      ),
    );
  });

  test('I11 a mode with exclusion needs filters', async () => {
    await expect(create({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' })).rejects.toMatchObject(
      invalid(
        'imageTagMutabilityExclusionFilters',
        "ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as IMMUTABLE_WITH_EXCLUSION",
      ),
    );
  });

  test.each(['MUTABLE', 'IMMUTABLE'] as const)(
    'filters are not allowed with %s',
    async (imageTagMutability) => {
      await expect(create({ imageTagMutability, ...filters('a*') })).rejects.toMatchObject(
        invalid(
          'imageTagMutabilityExclusionFilters',
          `ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set as ${imageTagMutability}`,
        ),
      );
    },
  );

  test('I13 a tag with an empty key is refused, and nothing is created', async () => {
    await expect(create({ tags: [{ Key: '', Value: 'x' }] })).rejects.toMatchObject({
      name: 'InvalidTagParameterException',
      message: 'Tag parameters are invalid',
    });
    expect((await describeAll()).repositories).toEqual([]);
  });

  test('I14 a missing name is named', async () => {
    await expect(describeAll({ repositoryNames: ['nope'] })).rejects.toMatchObject(missing('nope'));
  });

  test('I15 one missing name fails the whole call', async () => {
    await create();
    await expect(describeAll({ repositoryNames: ['app', 'nope'] })).rejects.toMatchObject(missing('nope'));
  });

  test('I18 a page has at most 1000 rows', async () => {
    await expect(describeAll({ maxResults: 1001 })).rejects.toMatchObject(
      invalid('maxResults', 'Member must have value less than or equal to 1000'),
    );
  });

  test('I19 a wrong name in the list is reported at repositoryName', async () => {
    await expect(describeAll({ repositoryNames: ['App'] })).rejects.toMatchObject(
      invalid('repositoryName', `must satisfy regular expression '${REGEX}'`),
    );
  });

  test('I20 a registry id has twelve digits', async () => {
    await expect(describeAll({ registryId: '123' })).rejects.toMatchObject(
      invalid('registryId', 'must satisfy regular expression [0-9]{12}'),
    );
  });

  test('I21 a repository with an untagged image is not empty', async () => {
    await create();
    await push(client, 'app', undefined);
    await expect(remove()).rejects.toMatchObject({
      name: 'RepositoryNotEmptyException',
      message: `The repository with name 'app' in registry with id '${OWN}' cannot be deleted because it still contains images`,
    });
  });

  test('I27 the mode is required', async () => {
    await create();
    await expect(mutability({ imageTagMutability: undefined })).rejects.toMatchObject(
      invalid('imageTagMutability', 'Member must not be null'),
    );
  });

  test('I31 a filter has at most two wildcards', async () => {
    await create();
    const mode = { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const };
    await expect(mutability({ ...mode, ...filters('a*b*c*') })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(mutability({ ...mode, ...filters('a*b*') })).resolves.toBeDefined();
  });

  test('I32 there are at most five filters', async () => {
    await create();
    const six = filters('a', 'b', 'c', 'd', 'e', 'f');
    await expect(
      mutability({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', ...six }),
    ).rejects.toMatchObject(
      invalid('imageTagMutabilityExclusionFilters', 'Member must have length less than or equal to 5'),
    );
  });

  test('a foreign or damaged page token is refused', async () => {
    for (let index = 0; index < 3; index += 1) await create({ repositoryName: `app-${index}` });
    const { nextToken = '' } = await describeAll({ maxResults: 1 });
    const elsewhere = ecr.client(OWN, 'eu-west-1');
    await expect(describeAll({ nextToken }, elsewhere)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    for (const bad of ['', 'x', `${nextToken}x`, nextToken.slice(1)]) {
      await expect(describeAll({ nextToken: bad })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });

  test('names with paging are answered, or refused by option', async () => {
    const input = { repositoryNames: ['app'], maxResults: 5 };
    await create();
    await expect(describeAll(input)).resolves.toMatchObject({ repositories: { length: 1 } });
    client = scene({ behaviour: { pagingWithIds: 'refuse' } }).client(OWN, 'us-east-1');
    await create();
    await expect(describeAll(input)).rejects.toMatchObject(
      invalid('repositoryNames', 'must not be set together with nextToken or maxResults'),
    );
    await expect(describeAll({ repositoryNames: ['app'] })).resolves.toMatchObject({
      repositories: { length: 1 },
    });
  });

  test('the number of repositories has a limit', async () => {
    client = scene({ limits: { repositoriesPerRegistry: 1 } }).client(OWN, 'us-east-1');
    await create();
    await expect(create({ repositoryName: 'web' })).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  test.each([
    ['a number', 5],
    ['a list', ['app']],
    ['an object', { toString: () => 'app' }],
  ])('a name that is %s is a SerializationException, and nothing is created', async (_kind, name) => {
    await expect(create({ repositoryName: name as string })).rejects.toMatchObject({
      name: 'SerializationException',
      $metadata: { httpStatusCode: 400 },
    });
    expect((await describeAll()).repositories).toEqual([]);
  });
});

describe('effects', () => {
  test('I6 registries of other Regions and accounts are others', async () => {
    await create();
    await expect(create({}, ecr.client(OWN, 'eu-west-1'))).resolves.toBeDefined();
    await expect(create({}, ecr.client(OTHER, 'us-east-1'))).resolves.toBeDefined();
  });

  test('I7 a slash makes no parent', async () => {
    await create({ repositoryName: 'aa' });
    await create({ repositoryName: 'aa/b' });
    await client.send(new DeleteRepositoryCommand({ repositoryName: 'aa' }));
    const { repositories } = await describeAll();
    expect(repositories?.map((one) => one.repositoryName)).toEqual(['aa/b']);
  });

  test('I17 150 repositories are pages of 100 and 50', async () => {
    for (let index = 0; index < 150; index += 1) await create({ repositoryName: `app-${index}` });
    const first = await describeAll();
    const second = await describeAll({ nextToken: first.nextToken });
    expect([first.repositories?.length, second.repositories?.length]).toEqual([100, 50]);
    expect('nextToken' in second).toBe(false);
  });

  test.each(['insertion', 'shuffled'] as const)(
    'pages are complete and free of duplicates while repositories come and go, in %s order',
    async (listOrder) => {
      ecr = scene({ listOrder, seed: 7 });
      client = ecr.client(OWN, 'us-east-1');
      const names = Array.from({ length: 30 }, (_, index) => `app-${index}`);
      for (const repositoryName of names) await create({ repositoryName });
      const seen: string[] = [];
      const deleted = new Set<string>();
      for await (const page of paginateDescribeRepositories({ client, pageSize: 7 }, {})) {
        const listed = (page.repositories ?? []).map((one) => one.repositoryName as string);
        expect(listed).not.toEqual([]);
        seen.push(...listed);
        // All that was listed so far goes, and something new comes.
        for (const repositoryName of listed) {
          await client.send(new DeleteRepositoryCommand({ repositoryName }));
          deleted.add(repositoryName);
        }
        await create({ repositoryName: `new-${seen.length}` });
        if (seen.length > 60) break;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(names.filter((name) => !seen.includes(name))).toEqual([]);
    },
  );

  test('I22 force deletes with all there is', async () => {
    await create({ tags: [{ Key: 'team', Value: 'a' }] });
    await push(client, 'app', 'v1');
    await expect(remove(true)).resolves.toBeDefined();
    await expect(describeAll({ repositoryNames: ['app'] })).rejects.toMatchObject(missing('app'));
  });

  test('I23 the answer is the deleted repository, which is gone', async () => {
    const { repository } = await create();
    expect((await remove()).repository?.repositoryArn).toBe(repository?.repositoryArn);
    await expect(describeAll({ repositoryNames: ['app'] })).rejects.toMatchObject(missing('app'));
  });

  test('I24 a name used again is a new repository', async () => {
    const policyText = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
    });
    const before = await create({ tags: [{ Key: 'team', Value: 'a' }] });
    await push(client, 'app', 'v1');
    await client.send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText }));
    await remove(true);
    ecr.clock.advance(1000);
    const after = await create();
    expect(await tagsByDigest(client, 'app')).toEqual({});
    await expect(
      client.send(new GetRepositoryPolicyCommand({ repositoryName: 'app' })),
    ).rejects.toMatchObject({
      name: 'RepositoryPolicyNotFoundException',
    });
    const [a, b] = [before.repository?.createdAt, after.repository?.createdAt] as [Date, Date];
    expect(b.getTime()).toBeGreaterThan(a.getTime());
  });

  test('I25 deleting the source leaves its replicas', async () => {
    await create();
    await putRules(client, [{ destinations: [to(OWN, 'eu-west-1')] }]);
    const digest = await push(client, 'app', 'v1');
    await remove(true);
    expect(await tagsByDigest(ecr.client(OWN, 'eu-west-1'), 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('I28 IMMUTABLE_WITH_EXCLUSION: matching tags move, others do not', async () => {
    await create({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', ...filters('dev-*') });
    await push(client, 'app', 'dev-1', 'one');
    const second = await push(client, 'app', 'dev-1', 'two');
    expect((await tagsByDigest(client, 'app'))?.[second]).toEqual(['dev-1']);
    await push(client, 'app', 'v1', 'one');
    await expect(push(client, 'app', 'v1', 'two')).rejects.toMatchObject({
      name: 'ImageTagAlreadyExistsException',
    });
  });

  test('I29 MUTABLE_WITH_EXCLUSION: matching tags stay, others move', async () => {
    await create({ imageTagMutability: 'MUTABLE_WITH_EXCLUSION', ...filters('v*') });
    await push(client, 'app', 'v1', 'one');
    await expect(push(client, 'app', 'v1', 'two')).rejects.toMatchObject({
      name: 'ImageTagAlreadyExistsException',
    });
    await push(client, 'app', 'latest', 'one');
    await expect(push(client, 'app', 'latest', 'two')).resolves.toBeDefined();
  });

  test('I30 in a filter a dot is a dot', async () => {
    await create({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', ...filters('a.b*') });
    await push(client, 'app', 'axb1', 'one');
    await expect(push(client, 'app', 'axb1', 'two')).rejects.toMatchObject({
      name: 'ImageTagAlreadyExistsException',
    });
    await push(client, 'app', 'a.b1', 'one');
    await expect(push(client, 'app', 'a.b1', 'two')).resolves.toBeDefined();
  });

  test('a plain mode drops the filters', async () => {
    await create({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', ...filters('dev-*') });
    await mutability({ imageTagMutability: 'IMMUTABLE' });
    const { repositories: [repository = {}] = [] } = await describeAll();
    expect('imageTagMutabilityExclusionFilters' in repository).toBe(false);
  });

  test('changing an answer changes nothing', async () => {
    const { repository } = await create();
    (repository as { repositoryName: string }).repositoryName = 'other';
    repository?.createdAt?.setFullYear(1999);
    const { repositories } = await describeAll();
    expect(repositories?.[0]?.repositoryName).toBe('app');
    expect(repositories?.[0]?.createdAt?.getFullYear()).toBe(2026);
  });
});
