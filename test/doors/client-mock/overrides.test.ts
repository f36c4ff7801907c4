import {
  DescribeImagesCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { closeDoors, openDoor } from './recording-dispatcher.js';

afterEach(closeDoors);

function opened() {
  const { mock, model } = openDoor();
  const client = new ECRClient({ region: 'us-east-1' });
  /** Who answers: the override's token, the model, or a rejection. */
  const ask = async (command: unknown): Promise<unknown> => {
    // An override may answer without a promise.
    const sent = async (): Promise<unknown> => client.send(command as ListImagesCommand);
    const output = await sent().catch((error: Error) => error.message);
    if (typeof output !== 'object' || output === null) return output;
    return 'answeredBy' in output ? 'model' : (output as { nextToken?: string }).nextToken;
  };
  const list = (repositoryName = 'payments') => ask(new ListImagesCommand({ repositoryName }));
  const describeImages = () => ask(new DescribeImagesCommand({ repositoryName: 'payments' }));
  return { mock, model, list, describeImages };
}

describe('an override', () => {
  test('wins over the model, for its command alone', async () => {
    const { mock, model, list, describeImages } = opened();
    mock.on(ListImagesCommand).resolves({ nextToken: 'override' });
    expect([await list(), await list(), await describeImages()]).toEqual(['override', 'override', 'model']);
    expect(model.operations).toEqual(['DescribeImages']);
  });

  test('wins for its input alone', async () => {
    const { mock, list } = opened();
    mock.on(ListImagesCommand, { repositoryName: 'broken' }).rejects('refused');
    expect([await list('broken'), await list('payments')]).toEqual(['refused', 'model']);
  });

  test('falls through once it is used up', async () => {
    const { mock, list } = opened();
    mock.on(ListImagesCommand).rejectsOnce('first').resolvesOnce({ nextToken: 'second' });
    expect([await list(), await list(), await list()]).toEqual(['first', 'second', 'model']);
  });

  test('counts from its registration, also after earlier calls', async () => {
    const { mock, list, describeImages } = opened();
    await list();
    await list();
    mock.on(ListImagesCommand).rejectsOnce('first').rejectsOnce('second');
    expect([await list(), await describeImages(), await list(), await list()]).toEqual([
      'first',
      'model',
      'second',
      'model',
    ]);
  });

  test('of any command counts from its registration, every time it is registered', async () => {
    const { mock, list, describeImages } = opened();
    await list();
    mock.rejectsOnce('first');
    expect([await list(), await list()]).toEqual(['first', 'model']);
    mock
      .onAnyCommand()
      .rejectsOnce('again')
      .callsFakeOnce(() => ({ nextToken: 'faked' }));
    expect([await describeImages(), await list(), await list()]).toEqual(['again', 'faked', 'model']);
  });

  test('that gets its answers after calls that it matched gives them next, in their order', async () => {
    const { mock, list } = opened();
    const override = mock.on(ListImagesCommand);
    override.resolvesOnce({ nextToken: 'first' });
    expect([await list(), await list(), await list()]).toEqual(['first', 'model', 'model']);
    override.resolvesOnce({ nextToken: 'second' }).resolvesOnce({ nextToken: 'third' }).rejectsOnce('fourth');
    expect([await list(), await list(), await list(), await list()]).toEqual([
      'second',
      'third',
      'fourth',
      'model',
    ]);
  });

  test.each([0, 3])(
    'registered twice before it was needed answers with the second, after %i calls',
    async (calls) => {
      const { mock, list } = opened();
      for (let call = 0; call < calls; call++) await list();
      mock.rejectsOnce('first');
      mock.rejectsOnce('second');
      expect([await list(), await list()]).toEqual(['second', 'model']);
    },
  );

  test('keeps its default behind its numbered answers', async () => {
    const { mock, list } = opened();
    await list();
    mock.on(ListImagesCommand).resolvesOnce({ nextToken: 'once' }).resolves({ nextToken: 'always' });
    expect([await list(), await list(), await list()]).toEqual(['once', 'always', 'always']);
  });

  test('gives way to a later one, and answers again once that one is used up', async () => {
    const { mock, list, describeImages } = opened();
    mock.onAnyCommand().resolves({ nextToken: 'any' });
    mock.on(ListImagesCommand).rejectsOnce('once');
    expect([await list(), await list(), await describeImages()]).toEqual(['once', 'any', 'any']);
  });

  test('counts the calls that a later one answered, if it has an answer for each', async () => {
    const { mock, list } = opened();
    mock.onAnyCommand().resolvesOnce({ nextToken: 'first' }).resolvesOnce({ nextToken: 'second' });
    mock.on(ListImagesCommand).rejectsOnce('once');
    expect([await list(), await list(), await list()]).toEqual(['once', 'second', 'model']);
  });

  test('gets the input and the client that is calling', async () => {
    const { mock } = openDoor();
    mock.on(ListImagesCommand).callsFake(async (input: { repositoryName: string }, getClient) => ({
      nextToken: `${input.repositoryName} in ${await (getClient() as ECRClient).config.region()}`,
    }));
    const [west, east] = ['eu-west-1', 'us-east-1'].map((region) => new ECRClient({ region }));
    const ask = (client?: ECRClient) => client?.send(new ListImagesCommand({ repositoryName: 'payments' }));
    expect(await Promise.all([ask(west), ask(east)])).toEqual([
      { nextToken: 'payments in eu-west-1' },
      { nextToken: 'payments in us-east-1' },
    ]);
  });

  test('may reject with an exception of the SDK', async () => {
    const { mock } = openDoor();
    const refusal = new RepositoryNotFoundException({ message: 'No.', $metadata: {} });
    mock.on(PutImageCommand).rejectsOnce(refusal);
    const put = new PutImageCommand({ repositoryName: 'a', imageManifest: '{}' });
    await expect(new ECRClient({}).send(put)).rejects.toBe(refusal);
  });
});

describe('mock.reset()', () => {
  test('drops overrides and history, and the model stays beneath', async () => {
    const { mock, list } = opened();
    mock.on(ListImagesCommand).resolves({ nextToken: 'override' });
    await list();
    expect(mock.reset()).toBe(mock);
    expect(mock.calls()).toHaveLength(0);
    expect(await list()).toBe('model');

    mock.on(ListImagesCommand).rejectsOnce('again');
    expect([await list(), await list()]).toEqual(['again', 'model']);
  });
});

describe('mock.resetHistory()', () => {
  test('forgets calls and keeps overrides that wait', async () => {
    const { mock, list } = opened();
    await list();
    await list();
    mock.on(ListImagesCommand).rejectsOnce('first').rejectsOnce('second');
    mock.resetHistory();
    expect(mock.calls()).toHaveLength(0);
    expect([await list(), await list(), await list()]).toEqual(['first', 'second', 'model']);
  });
});

describe('the stub itself', () => {
  test.each(['reset', 'resetBehavior'] as const)(
    'send.%s() takes overrides away, and not the model',
    async (method) => {
      const { mock, list } = opened();
      await list();
      mock.on(ListImagesCommand).resolvesOnce({ nextToken: 'once' }).resolves({ nextToken: 'override' });
      mock.send[method]();
      expect([await list(), await list()]).toEqual(['model', 'model']);

      mock.on(ListImagesCommand).rejectsOnce('later');
      expect([await list(), await list()]).toEqual(['later', 'model']);
    },
  );

  test('takes overrides in the words of sinon', async () => {
    const { mock, list } = opened();
    mock.send.onSecondCall().rejects(new Error('second'));
    expect([await list(), await list(), await list()]).toEqual(['model', 'second', 'model']);
  });
});
