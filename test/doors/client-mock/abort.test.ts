import { ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { closeDoors, openDoor, rejection } from './recording-dispatcher.js';

afterEach(closeDoors);

const command = () => new ListImagesCommand({ repositoryName: 'payments' });

describe('D30 a signal that is aborted already', () => {
  test.each([undefined, 'a reason', new Error('a reason')])(
    'rejects as the SDK does (%s)',
    async (reason) => {
      const abortSignal = AbortSignal.abort(reason);
      const real = new ECRClient({
        region: 'us-east-1',
        endpoint: 'http://127.0.0.1:1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      });
      const expected = await rejection(real.send(command(), { abortSignal }));

      const { model } = openDoor();
      const error = await rejection(new ECRClient({}).send(command(), { abortSignal }));

      expect({ ...error, message: error.message }).toStrictEqual({ ...expected, message: expected.message });
      expect(error.name).toBe('AbortError');
      expect(error.constructor).toBe(Error);
      expect(model.seen).toEqual([]);
    },
  );

  test('reaches a callback', async () => {
    openDoor();
    const abortSignal = AbortSignal.abort();
    const error = await new Promise((resolve) => {
      new ECRClient({}).send(command(), { abortSignal }, resolve);
    });
    expect(error).toMatchObject({ name: 'AbortError' });
  });
});

test('a signal that aborts before the first command of a client is dispatched is heeded', async () => {
  const { model } = openDoor();
  const controller = new AbortController();
  const sent = new ECRClient({}).send(command(), { abortSignal: controller.signal });
  controller.abort();
  expect((await rejection(sent)).name).toBe('AbortError');
  expect(model.seen).toEqual([]);
});

test('a signal that is not aborted changes nothing', async () => {
  const { model } = openDoor();
  await new ECRClient({}).send(command(), { abortSignal: new AbortController().signal });
  expect(model.operations).toEqual(['ListImages']);
});
