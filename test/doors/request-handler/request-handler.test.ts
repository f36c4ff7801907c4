import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  ECR,
  DescribeRepositoriesCommand,
  ECRClient,
  type ECRClientConfig,
  InitiateLayerUploadCommand,
  RepositoryNotFoundException,
  ListImagesCommand,
  StartImageScanCommand,
  UploadLayerPartCommand,
  paginateDescribeRepositories,
  waitUntilImageScanComplete,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, fakeEcr } from '../../../src/index.js';
import { fakeEcrWorld, requestHandler } from '../../../src/fake/fake-world.js';
import { sha256 } from '../../../src/world/images/manifest.js';
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

test.each([
  ['a text', 'app'],
  ['a number', 7],
  ['a function', () => ({ repositoryName: 'app' })],
  ['a Date', new Date(0)],
  ['a boxed text', new String('app')],
])("D37 %s for an input is empty here too, by the SDK's own serializer", async (_, input) => {
  const nothing = input as unknown as { repositoryName: string };
  expect(await refusal(client().send(new ListImagesCommand(nothing)))).toEqual({
    name: 'InvalidParameterException',
    message: "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must not be null'",
  });
  expect((await client().send(new DescribeRepositoriesCommand(nothing as object))).repositories).toEqual([]);
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

test('a waiter waits through the whole middleware', async () => {
  ecr = fakeEcrWorld({ now: START, layers: 'assumed', durations: { scan: 60_000 } });
  ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1');
  const input = { repositoryName: 'app', imageId: { imageTag: 'v1' } };
  await client().send(new StartImageScanCommand(input));
  let polls = 0;
  const application = client();
  // Time passes between two looks, on the clock of the world.
  application.middlewareStack.add(
    (next) => (args) => {
      polls += 1;
      if (polls === 2) ecr.clock.advance(60_000);
      return next(args);
    },
    { step: 'initialize' },
  );
  const waiting = { client: application, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.01 };
  const { state } = await waitUntilImageScanComplete(waiting, input);
  expect([state, polls]).toEqual(['SUCCESS', 2]);
});

test('the aggregated client, its paginators too', async () => {
  const aggregated = new ECR({
    region: 'us-west-2',
    credentials: credentials(SOURCE),
    requestHandler: ecr.requestHandler(),
  });
  await aggregated.createRepository({ repositoryName: 'aa' });
  await aggregated.createRepository({ repositoryName: 'bb' });
  const pages: number[] = [];
  for await (const page of aggregated.paginateDescribeRepositories({ maxResults: 1 })) {
    pages.push(page.repositories?.length ?? 0);
  }
  expect(pages.slice(0, 2)).toEqual([1, 1]);
  await expect(aggregated.listImages({ repositoryName: 'nope' })).rejects.toBeInstanceOf(
    RepositoryNotFoundException,
  );
});

test('latency passes on the clock of the world, so a time limit of the client is never met', async () => {
  ecr.delay('CreateRepository', 3_600_000).once();
  const begun = performance.now();
  await client().send(new CreateRepositoryCommand({ repositoryName: 'app' }), { requestTimeout: 10 });
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(ecr.clock.now()).toEqual(new Date(START + 3_600_000));
});

test('a signal that is aborted while the body is read', async () => {
  const controller = new AbortController();
  const handler = ecr.requestHandler();
  // eslint-disable-next-line @typescript-eslint/require-await -- what the SDK hands over for streams
  async function* body() {
    controller.abort();
    yield '{}';
  }
  const call = handler.handle(
    { method: 'POST', path: '/', headers: {}, body: body() },
    { abortSignal: controller.signal },
  );
  expect((await refusal(call)).name).toBe('AbortError');
  expect(ecr.calls).toEqual([]);
});

describe('a body', () => {
  const text = '{"repositoryName":"app"}';
  const bytes = new TextEncoder().encode(text);

  /** What the SDK hands over for streams. */
  // eslint-disable-next-line @typescript-eslint/require-await -- the chunks are there already
  async function* chunks(...all: (Uint8Array | string)[]) {
    yield* all;
  }

  const answerTo = async (operation: string, body?: unknown) => {
    const headers = {
      'X-Amz-Target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
      'Content-Type': 'application/x-amz-json-1.1',
      Authorization: `AWS4-HMAC-SHA256 Credential=${SOURCE}/20261124/us-west-2/ecr/aws4_request, SignedHeaders=host, Signature=0`,
    };
    const request = { method: 'POST', path: '/', headers, body };
    const { response } = await ecr.requestHandler().handle(request);
    return JSON.parse(new TextDecoder().decode(response.body)) as Record<string, unknown>;
  };

  test.each<[string, unknown]>([
    ['text', text],
    ['bytes', bytes],
    ['a buffer of them', bytes.buffer],
    ['a stream of bytes', chunks(bytes.subarray(0, 9), bytes.subarray(9))],
    ['a stream of texts', chunks(text.slice(0, 9), text.slice(9))],
  ])('is read if it is %s', async (_form, body) => {
    expect(await answerTo('CreateRepository', body)).toMatchObject({ repository: { repositoryName: 'app' } });
  });

  test.each([undefined, null])('counts as an empty input if it is %s', async (body) => {
    expect(await answerTo('DescribeRepositories', body)).toEqual({ repositories: [] });
  });
});

test.each([
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  [
    'its signature',
    {
      authorization: `AWS4-HMAC-SHA256 Credential=${SOURCE}/20261124/us-west-2/sts/aws4_request, SignedHeaders=host, Signature=0`,
    },
  ],
])('a request that is for STS by %s is told that the door is closed', async (_by, headers) => {
  const request = { method: 'POST', path: '/', headers, body: 'Action=GetCallerIdentity&Version=2011-06-15' };
  const { response } = await ecr.requestHandler().handle(request);
  expect(response.statusCode).toBe(404);
  expect(JSON.parse(new TextDecoder().decode(response.body))).toEqual({
    __type: 'UnknownOperationException',
    message: 'The STS door is not open at this endpoint.',
  });
});

test('the largest layer part goes through', async () => {
  const repositoryName = 'app';
  await client().send(new CreateRepositoryCommand({ repositoryName }));
  const { uploadId } = await client().send(new InitiateLayerUploadCommand({ repositoryName }));
  const layerPartBlob = Buffer.alloc(20_971_520, 1);
  const { lastByteReceived } = await client().send(
    new UploadLayerPartCommand({
      repositoryName,
      uploadId,
      partFirstByte: 0,
      partLastByte: layerPartBlob.length - 1,
      layerPartBlob,
    }),
  );
  expect(lastByteReceived).toBe(20_971_519);
}, 30_000);

test('hundreds of calls at once keep apart', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `repository-${index}`);
  const one = client();
  const answers = await Promise.all(
    names.map((repositoryName) => one.send(new CreateRepositoryCommand({ repositoryName }))),
  );
  expect(answers.map(({ repository }) => repository?.repositoryName)).toEqual(names);
  expect(new Set(answers.map(({ $metadata }) => $metadata.requestId)).size).toBe(300);
});

test('a separate world leaves other clients alone', () => {
  expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
  const fake = fakeEcr();
  expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(true);
  fake.restore();
});
