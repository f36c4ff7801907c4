import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ECRClient,
  ECRServiceException,
  InvalidLayerPartException,
  ListImagesCommand,
  RepositoryNotFoundException,
  ServerException,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { closeDoors, openDoor, rejection } from './recording-dispatcher.js';

afterEach(closeDoors);

const command = () => new ListImagesCommand({ repositoryName: 'payments' });

describe('a refusal', () => {
  test('is an instance of the exception class of its name', async () => {
    const { model } = openDoor();
    model.refuse('RepositoryNotFoundException', 'It does not exist.');
    const error = await rejection(new ECRClient({}).send(command()));

    expect(error.constructor).toBe(RepositoryNotFoundException);
    expect(error).toBeInstanceOf(ECRServiceException);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('RepositoryNotFoundException: It does not exist.');
    expect(error).toMatchObject({
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: 'request-1' },
    });
    expect('$service' in error).toBe(false);
  });

  test.each([
    ['AccessDeniedException', 'client', 400],
    ['ThrottlingException', 'client', 400],
    ['UnrecognizedClientException', 'client', 400],
    ['ServiceUnavailable', 'server', 503],
    // A name that the module exports for something else.
    ['ListImagesCommand', 'client', 400],
    ['ECRClient', 'client', 400],
  ])(
    'that is not modelled, %s, is an ECRServiceException of that name',
    async (code, $fault, httpStatusCode) => {
      const { model } = openDoor();
      model.refuse(code, 'No.');
      const error = await rejection(new ECRClient({}).send(command()));
      expect(error.constructor).toBe(ECRServiceException);
      expect(error).toMatchObject({
        name: code,
        message: 'No.',
        __type: code,
        $fault,
        $metadata: { httpStatusCode },
      });
    },
  );

  test('ServerException is the fault of the server', async () => {
    const { model } = openDoor();
    model.refuse('ServerException', 'Oops.');
    const error = await rejection(new ECRClient({}).send(command()));
    expect(error).toBeInstanceOf(ServerException);
    expect(error).toMatchObject({ $fault: 'server', $metadata: { httpStatusCode: 500 } });
  });

  test('without text says UnknownError, as the SDK does', async () => {
    const { model } = openDoor();
    model.refuse('SerializationException');
    const error = await rejection(new ECRClient({}).send(command()));
    expect(error.message).toBe('UnknownError');
  });

  test('carries its further members', async () => {
    const { model } = openDoor();
    model.refuse('InvalidLayerPartException', 'Wrong part.', { uploadId: 'u', lastValidByteReceived: 5 });
    const input = {
      repositoryName: 'a',
      uploadId: 'u',
      partFirstByte: 0,
      partLastByte: 1,
      layerPartBlob: new Uint8Array(2),
    };
    const error = await rejection(new ECRClient({}).send(new UploadLayerPartCommand(input)));
    expect(error).toBeInstanceOf(InvalidLayerPartException);
    expect(error).toMatchObject({ uploadId: 'u', lastValidByteReceived: 5 });
  });

  test('carries them even if its class knows of none', async () => {
    const { model } = openDoor();
    model.refuse('SomethingNewException', 'New.', { retryAfter: 5 });
    const error = await rejection(new ECRClient({}).send(command()));
    expect(error.constructor).toBe(ECRServiceException);
    expect(error).toMatchObject({ name: 'SomethingNewException', retryAfter: 5 });
  });

  test.each([
    ['RepositoryNotFoundException', { message: 'm' }],
    ['AccessDeniedException', { message: 'm' }],
    ['SerializationException', {}],
    ['InvalidLayerPartException', { message: 'm', uploadId: 'u', lastValidByteReceived: 5 }],
  ])('has the properties that the SDK gives %s from the wire', async (code, body) => {
    const fromWire = propertiesOf(await rejectionFromWire({ __type: code, ...body }));

    const { model } = openDoor();
    const { message, ...members } = body as { message?: string };
    model.refuse(code, message, members);
    const fromModel = propertiesOf(await rejection(new ECRClient({}).send(command())));

    expect(fromModel).toStrictEqual(fromWire);
  });
});

describe('the stack of a refusal', () => {
  const linesHere = (error: Error) =>
    (error.stack ?? '').split('\n').filter((line) => line.includes(__filename));

  async function application(client: ECRClient): Promise<unknown> {
    return client.send(command());
  }

  test('begins where send was called, at the first call and at later ones', async () => {
    const { model } = openDoor();
    model.refuse('RepositoryNotFoundException', 'It does not exist.');
    const client = new ECRClient({});
    for (const error of [await rejection(application(client)), await rejection(application(client))]) {
      const [header, first] = (error.stack ?? '').split('\n');
      expect(header).toBe('RepositoryNotFoundException: It does not exist.');
      expect(first).toContain('application');
      expect(first).toContain(__filename);
      expect(linesHere(error).length).toBeGreaterThan(1);
    }
  });
});

/** Everything that can be observed of an error's own properties, the stack and the request id aside. */
function propertiesOf(error: Error): Record<string, unknown> {
  const { stack: _, ...properties } = Object.getOwnPropertyDescriptors(error) as Record<
    string,
    PropertyDescriptor
  >;
  return Object.fromEntries(
    Object.entries(properties)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { enumerable, value }]) => [
        name,
        {
          enumerable,
          value: name === '$response' ? 'any' : name === '$metadata' ? withoutId(value) : (value as unknown),
        },
      ]),
  );
}

function withoutId(metadata: unknown): unknown {
  return { ...(metadata as object), requestId: 'any' };
}

async function rejectionFromWire(body: object): Promise<Error> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'id' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const client = new ECRClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  try {
    return await rejection(client.send(command()));
  } finally {
    client.destroy();
    server.close();
  }
}
