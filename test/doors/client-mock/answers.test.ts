import {
  DescribeRepositoriesCommand,
  ECR,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
  paginateListImages,
  waitUntilImageScanComplete,
} from '@aws-sdk/client-ecr';
import { FakeEcrError } from '../../../src/lib/misuse.js';
import { closeDoors, openDoor, rejection } from './recording-dispatcher.js';

afterEach(closeDoors);

describe('an answer of the model', () => {
  test('reaches the client with the metadata of an answer at the first attempt', async () => {
    const { model } = openDoor();
    model.answer = () => ({ imageIds: [{ imageTag: 'v1' }] });

    const output = await new ECRClient({}).send(new ListImagesCommand({ repositoryName: 'payments' }));

    expect(output).toStrictEqual({
      $metadata: {
        httpStatusCode: 200,
        requestId: 'request-1',
        extendedRequestId: undefined,
        cfId: undefined,
        attempts: 1,
        totalRetryDelay: 0,
      },
      imageIds: [{ imageTag: 'v1' }],
    });
    expect(model.seen).toMatchObject([{ operation: 'ListImages', input: { repositoryName: 'payments' } }]);
  });

  test('reaches clients that were made before the fake was', async () => {
    const client = new ECRClient({});
    const { model } = openDoor();
    await client.send(new ListImagesCommand({ repositoryName: 'payments' }));
    expect(model.operations).toEqual(['ListImages']);
  });

  test('reaches the aggregated client, in each of its styles', async () => {
    const { model } = openDoor();
    const ecr = new ECR({});
    await expect(ecr.listImages({ repositoryName: 'payments' })).resolves.toMatchObject({
      answeredBy: 'model',
    });
    const data = await new Promise((resolve) => {
      ecr.describeRepositories({}, (_error: unknown, output: unknown) => resolve(output));
    });
    expect(data).toMatchObject({ answeredBy: 'model' });
    expect(model.operations).toEqual(['ListImages', 'DescribeRepositories']);
  });

  test('reaches paginators, page by page', async () => {
    const { model } = openDoor();
    model.answer = ({ input }) =>
      (input as { nextToken?: string }).nextToken === undefined
        ? { imageIds: [{ imageTag: 'a' }], nextToken: 'more' }
        : { imageIds: [{ imageTag: 'b' }] };

    const tags: (string | undefined)[] = [];
    for await (const page of paginateListImages(
      { client: new ECRClient({}) },
      { repositoryName: 'payments' },
    )) {
      tags.push(...(page.imageIds ?? []).map(({ imageTag }) => imageTag));
    }
    expect(tags).toEqual(['a', 'b']);
  });

  test('reaches waiters', async () => {
    const { model } = openDoor();
    model.answer = () => ({ imageScanStatus: { status: 'COMPLETE' } });
    const result = await waitUntilImageScanComplete(
      { client: new ECRClient({}), maxWaitTime: 10 },
      { repositoryName: 'payments', imageId: { imageTag: 'v1' } },
    );
    expect(result.state).toBe('SUCCESS');
  });

  test('keeps clients of several Regions apart', async () => {
    const { model } = openDoor();
    const clients = ['eu-west-1', 'us-west-2', 'ap-south-1'].map((region) => new ECRClient({ region }));
    await Promise.all(clients.map((client) => client.send(new DescribeRepositoriesCommand({}))));
    expect(model.seen.map(({ scope }) => scope.region).sort()).toEqual([
      'ap-south-1',
      'eu-west-1',
      'us-west-2',
    ]);
  });
});

describe('values that are not answers of the service', () => {
  test('an error thrown in the model rejects with that very error', async () => {
    const { model } = openDoor();
    const thrown = new FakeEcrError('Something in the test is wrong.');
    model.answer = () => {
      throw thrown;
    };
    const client = new ECRClient({});
    await expect(client.send(new ListImagesCommand({ repositoryName: 'a' }))).rejects.toBe(thrown);
    await expect(client.send(new ListImagesCommand({ repositoryName: 'a' }))).rejects.toBe(thrown);
  });

  test('an error of a getter in the input rejects with that very error, and nothing is done', async () => {
    const { model } = openDoor();
    const thrown = new RangeError('from the getter');
    const input = {
      repositoryName: 'payments',
      get imageManifest(): string {
        throw thrown;
      },
    };
    await expect(new ECRClient({}).send(new PutImageCommand(input))).rejects.toBe(thrown);
    expect(model.seen).toEqual([]);
  });

  test('send without a command is a mistake that is explained', async () => {
    openDoor();
    const error = await rejection(new ECRClient({}).send({ input: {} } as never));
    expect(error.message).toMatch(/^\[fake-ecr\] send\(\) was given an object, which is not a command/);
  });

  test('send without its client is a mistake that is explained', async () => {
    openDoor();
    const { send } = new ECRClient({}) as unknown as { send: (command: unknown) => Promise<unknown> };
    const error = await rejection(send.call(undefined, new ListImagesCommand({ repositoryName: 'a' })));
    expect(error.message).toMatch(/^\[fake-ecr\] send\(\) was called without its client/);
  });
});
