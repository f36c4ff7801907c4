import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  type ECRClientConfig,
  InitiateLayerUploadCommand,
  RepositoryNotFoundException,
  ListImagesCommand,
  UploadLayerPartCommand,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, fakeEcr } from '../../../src/index.js';
import { fakeEcrWorld, requestHandler } from '../../../src/request-handler.js';
import { sha256 } from '../../../src/domain/manifest.js';
import { refusal } from '../../support/refusal.js';
import { SOURCE, START, scene } from '../../support/scene.js';

const credentials = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'x' });
const FAST = { maxAttempts: 3, retryMode: 'standard' as const };
let ecr: ReturnType<typeof fakeEcrWorld>;

beforeEach(() => {
  ecr = fakeEcrWorld({ now: START });
});

const client = (config: ECRClientConfig = {}) =>
  new ECRClient({
    region: 'us-west-2',
    credentials: credentials(SOURCE),
    requestHandler: ecr.requestHandler(),
    ...FAST,
    ...config,
  });

test('a call goes through the whole middleware, and dates come back as dates', async () => {
  const { repository, $metadata } = await client().send(
    new CreateRepositoryCommand({ repositoryName: 'app' }),
  );
  expect(repository).toMatchObject({
    repositoryArn: `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`,
    createdAt: new Date(START),
  });
  expect($metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 });
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('middleware of the application runs', async () => {
  const seen: string[] = [];
  const application = client();
  application.middlewareStack.add(
    (next) => (args) => {
      seen.push((args.request as { headers: Record<string, string> }).headers['x-amz-target'] ?? '');
      return next(args);
    },
    { step: 'finalizeRequest', name: 'spy' },
  );
  await application.send(new DescribeRepositoriesCommand({}));
  expect(seen).toEqual(['AmazonEC2ContainerRegistry_V20150921.DescribeRepositories']);
});

test('errors are parsed by the SDK into its own classes', async () => {
  const call = client().send(new ListImagesCommand({ repositoryName: 'nope' }));
  const error = await call.catch((one: unknown) => one as Error);
  expect(error).toBeInstanceOf(RepositoryNotFoundException);
  expect(error).toMatchObject({
    name: 'RepositoryNotFoundException',
    message: `The repository with name 'nope' does not exist in the registry with id '${SOURCE}'`,
    $fault: 'client',
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
});

test('layers are uploaded as bytes', async () => {
  await client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  const repositoryName = 'app';
  const layerPartBlob = new Uint8Array([1, 2, 3, 250]);
  const { uploadId } = await client().send(new InitiateLayerUploadCommand({ repositoryName }));
  await client().send(
    new UploadLayerPartCommand({
      repositoryName,
      uploadId,
      partFirstByte: 0,
      partLastByte: 3,
      layerPartBlob,
    }),
  );
  const digest = sha256(layerPartBlob);
  const done = await client().send(
    new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }),
  );
  expect(done.layerDigest).toBe(digest);
});

test('pages are walked by the paginator', async () => {
  for (const repositoryName of ['aa', 'bb', 'cc']) {
    await client().send(new CreateRepositoryCommand({ repositoryName }));
  }
  const names: (string | undefined)[] = [];
  for await (const page of paginateDescribeRepositories({ client: client(), pageSize: 2 }, {})) {
    names.push(...(page.repositories ?? []).map((one) => one.repositoryName));
  }
  expect(names).toEqual(['aa', 'bb', 'cc']);
});

test('Region and account are those of the signature', async () => {
  const own = client({ region: 'eu-west-1', credentials: credentials('444455556666') });
  const { repository } = await own.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  expect(repository?.repositoryUri).toBe('444455556666.dkr.ecr.eu-west-1.amazonaws.com/app');
  const unknown = client({ credentials: credentials('AKIDEXAMPLE') });
  const created = await unknown.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  expect(created.repository?.registryId).toBe('123456789012');
  const handedOut = client({ credentials: ecr.credentials('777788889999') });
  const third = await handedOut.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  expect(third.repository?.registryId).toBe('777788889999');
});

test('throttling is retried by the SDK as in reality', async () => {
  ecr.fail('DescribeRepositories').with('ThrottlingException').times(2);
  const answer = await client().send(new DescribeRepositoriesCommand({}));
  expect(answer.repositories).toEqual([]);
  expect(answer.$metadata.attempts).toBe(3);
  expect(ecr.calls.map((call) => call.outcome)).toEqual([
    'ThrottlingException',
    'ThrottlingException',
    'success',
  ]);
});

test('throttling that goes on fails when the attempts are used up', async () => {
  ecr.fail('DescribeRepositories').with('ThrottlingException').always();
  const error = await client({ maxAttempts: 2 })
    .send(new DescribeRepositoriesCommand({}))
    .catch((one: unknown) => one as Error);
  expect(error).toMatchObject({ name: 'ThrottlingException', $metadata: { attempts: 2 } });
});

test('an outage is a fault of the server, and retried', async () => {
  ecr.outage('us-west-2');
  const { name } = await refusal(client({ maxAttempts: 2 }).send(new DescribeRepositoriesCommand({})));
  expect(name).toBe('ServiceUnavailableException');
  expect(ecr.calls).toHaveLength(2);
});

test('an aborted signal is refused, and nothing is done', async () => {
  const controller = new AbortController();
  controller.abort();
  const call = client().send(new CreateRepositoryCommand({ repositoryName: 'app' }), {
    abortSignal: controller.signal,
  });
  expect((await refusal(call)).name).toBe('AbortError');
  expect(ecr.calls).toEqual([]);
});

test('the same world serves clients of the mock and clients of the handler', async () => {
  const fake: FakeEcr = scene();
  fake.registry(SOURCE, 'us-west-2').createRepository('app');
  const through = new ECRClient({
    region: 'us-west-2',
    credentials: credentials(SOURCE),
    requestHandler: requestHandler(fake),
  });
  const names = (one: ECRClient) =>
    one
      .send(new DescribeRepositoriesCommand({}))
      .then(({ repositories, $metadata }) => [repositories?.[0]?.repositoryName, 'cfId' in $metadata]);
  expect((await names(through))[0]).toBe('app');
  expect((await names(fake.client(SOURCE, 'us-west-2')))[0]).toBe('app');
  await through.send(new CreateRepositoryCommand({ repositoryName: 'second' }));
  expect(fake.calls.filter((call) => call.operation === 'CreateRepository')).toHaveLength(1);
  expect(fake.registry(SOURCE, 'us-west-2').repository('second').exists).toBe(true);
});

test('a world of its own leaves other clients alone', () => {
  expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
  const fake = fakeEcr();
  expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(true);
  fake.restore();
});
