import { ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { closeDoors, openDoor } from './recording-dispatcher.js';

afterEach(closeDoors);

type Send = (...args: unknown[]) => unknown;

const command = () => new ListImagesCommand({ repositoryName: 'payments' });

/** Sends in the callback style, and gives what the callback was given. */
function sent(client: ECRClient, ...options: unknown[]): { returned: unknown; given: Promise<unknown[]> } {
  let returned: unknown;
  const given = new Promise<unknown[]>((resolve) => {
    returned = (client.send as Send)(command(), ...options, (...args: unknown[]) => resolve(args));
  });
  return { returned, given };
}

describe.each([
  ['send(command, callback)', []],
  ['send(command, options, callback)', [{}]],
  ['send(command, undefined, callback)', [undefined]],
])('%s', (_, options) => {
  test('gives null and the data', async () => {
    openDoor();
    const { returned, given } = sent(new ECRClient({}), ...options);
    expect(returned).toBeUndefined();
    expect(await given).toEqual([null, expect.objectContaining({ answeredBy: 'model' })]);
  });

  test('gives the error alone', async () => {
    const { model } = openDoor();
    model.refuse('RepositoryNotFoundException', 'No.');
    const { given } = sent(new ECRClient({}), ...options);
    expect(await given).toEqual([expect.objectContaining({ name: 'RepositoryNotFoundException' })]);
  });

  test('works for overrides as well', async () => {
    const { mock } = openDoor();
    const client = new ECRClient({});
    mock.on(ListImagesCommand).resolvesOnce({ nextToken: 'override' }).rejectsOnce('refused');
    expect(await sent(client, ...options).given).toEqual([null, { nextToken: 'override' }]);
    expect(await sent(client, ...options).given).toEqual([new Error('refused')]);
    expect(await sent(client, ...options).given).toEqual([
      null,
      expect.objectContaining({ answeredBy: 'model' }),
    ]);
  });
});

test('a callback is called after send has returned, and what it throws is lost', async () => {
  openDoor();
  const client = new ECRClient({ region: 'us-east-1' });
  await client.send(command());
  const order: string[] = [];
  const called = new Promise<void>((resolve) => {
    (client.send as Send)(command(), () => {
      order.push('callback');
      resolve();
      throw new Error('lost');
    });
  });
  order.push('returned');
  await called;
  expect(order).toEqual(['returned', 'callback']);
});
