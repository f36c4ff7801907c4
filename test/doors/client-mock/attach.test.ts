import * as sdk from '@aws-sdk/client-ecr';
import { ECR, ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { createSandbox } from 'sinon';
import { anotherSdk, closeDoors, openDoor, rejection, sendOf } from './recording-dispatcher.js';

afterEach(closeDoors);

const command = () => new ListImagesCommand({ repositoryName: 'payments' });
const realSend = sendOf(ECRClient.prototype);
const callsOf = (target: object) => (sendOf(target) as { callCount: number }).callCount;

describe('another copy of the SDK', () => {
  test('is attached to in place of the default one', async () => {
    const other = anotherSdk();
    expect(other.ECRClient).not.toBe(ECRClient);
    const { model } = openDoor({ sdk: other });
    model.refuse('RepositoryNotFoundException', 'No.');

    const error = await rejection(
      new other.ECRClient({}).send(new other.ListImagesCommand({ repositoryName: 'a' })),
    );

    expect(error.constructor).toBe(other.RepositoryNotFoundException);
    expect(model.operations).toEqual(['ListImages']);
    expect(sendOf(ECRClient.prototype)).toBe(realSend);
  });

  test('can be attached later, beside the default one, each with its own exceptions', async () => {
    const other = anotherSdk();
    const { door, model } = openDoor();
    expect(door.attach(other)).toBe(door);
    model.refuse('AccessDeniedException', 'No.');
    // Commands of one copy may be sent by the client of another.
    const theirs = await rejection(new other.ECRClient({}).send(command() as never));
    const ours = await rejection(new ECRClient({}).send(command()));
    expect(theirs.constructor).toBe(other.ECRServiceException);
    expect(ours.constructor).toBe(sdk.ECRServiceException);
    expect([ECRClient.prototype, other.ECRClient.prototype].map(callsOf)).toEqual([1, 1]);
    expect(door.mock.calls()).toHaveLength(1);
  });

  test.each(['a client', 'a class'])('is known by %s alone, exceptions included', async (what) => {
    const other = anotherSdk();
    const client = new other.ECRClient({});
    const { door, model } = openDoor();
    door.attach(what === 'a client' ? client : other.ECRClient);
    model.refuse('RepositoryNotFoundException', 'No.');
    const error = await rejection(client.send(new other.ListImagesCommand({ repositoryName: 'a' })));
    expect(error.constructor).toBe(other.RepositoryNotFoundException);
  });

  test('that has no classes at all gets plain errors, with all that the model says', async () => {
    const other = anotherSdk();
    const { model } = openDoor({ sdk: { ECRClient: other.ECRClient } });
    const client = Object.assign(new other.ECRClient({}), { config: {} });
    model.refuse('RepositoryNotFoundException', 'No.', { extra: 1 });
    const error = await rejection(client.send(command() as never));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'RepositoryNotFoundException',
      message: 'No.',
      extra: 1,
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('that keeps no registry of its exceptions gets those of the default copy', async () => {
    const { model } = openDoor();
    const client = Object.assign(new ECRClient({}), { config: {} });
    Object.setPrototypeOf(client, { send: realSend });
    closeDoors();
    const lone = openDoor({ clients: [client] });
    lone.model.refuse('RepositoryNotFoundException', 'No.');
    const error = await rejection(client.send(command()));
    expect(error.constructor).toBe(sdk.RepositoryNotFoundException);
    expect(model.seen).toEqual([]);
  });
});

describe('single clients', () => {
  test('are attached to, and other clients are not', async () => {
    const client = new ECRClient({});
    const { model, mock } = openDoor({ clients: [client] });
    await client.send(command());
    expect(model.operations).toEqual(['ListImages']);
    expect(mock.calls()).toHaveLength(1);
    expect(sendOf(ECRClient.prototype)).toBe(realSend);
  });

  test('several have a mock each, over one model', async () => {
    const clients = [new ECRClient({}), new ECR({})];
    const { model } = openDoor({ clients });
    for (const client of clients) await client.send(command());
    expect(model.operations).toEqual(['ListImages', 'ListImages']);
    expect(clients.map(callsOf)).toEqual([1, 1]);
  });

  test('attaching what the fake reaches already changes nothing', async () => {
    const { door, mock } = openDoor();
    const client = new ECRClient({});
    door.attach(client).attach(sdk).attach(ECRClient).attach(ECR);
    await client.send(command());
    expect(door.mock).toBe(mock);
    expect(mock.calls()).toHaveLength(1);
    expect(Object.hasOwn(client, 'send')).toBe(false);
  });

  test('none at all is a mistake that is explained', () => {
    expect(() => openDoor({ clients: [] })).toThrow('[fake-ecr] No client was given to attach to.');
  });

  test.each([{}, 'ECRClient', () => {}, { ECRClient: undefined }])('%p is nothing to attach to', (given) => {
    const { door } = openDoor();
    expect(() => door.attach(given as object)).toThrow('[fake-ecr] There is nothing to attach to');
  });
});

describe('a client that the door makes', () => {
  test('is one of the copy that is attached, and reached', async () => {
    const other = anotherSdk();
    const { door, model } = openDoor({ sdk: other });
    const client = door.client({ region: 'eu-west-1' });
    expect(client.constructor).toBe(other.ECRClient);
    await client.send(command());
    expect(model.seen).toMatchObject([{ scope: { region: 'eu-west-1' } }]);
  });

  test('is reached where the door has single clients only', async () => {
    const { door, model } = openDoor({ clients: [new ECRClient({})] });
    await door.client({}).send(command());
    expect(model.operations).toEqual(['ListImages']);
  });

  test('has no stub that a reset would have to see to, there or elsewhere', () => {
    const single = openDoor({ clients: [new ECRClient({})] });
    expect(sendOf(single.door.client({}))).not.toHaveProperty('isSinonProxy');
    const { door } = openDoor();
    expect(Object.hasOwn(door.client({}), 'send')).toBe(false);
  });

  test('without a stub takes callbacks, gives its own exceptions, and says where it was called', async () => {
    const { door, model } = openDoor({ clients: [new ECRClient({})] });
    const client = door.client({});
    const data = await new Promise((resolve) => {
      client.send(command(), (_error: unknown, answer: unknown) => resolve(answer));
    });
    expect(data).toMatchObject({ answeredBy: 'model' });
    model.refuse('RepositoryNotFoundException', 'No.');
    const error = await rejection(client.send(command()));
    expect(error.constructor).toBe(sdk.RepositoryNotFoundException);
    expect(error.stack?.split('\n')[1]).toContain(__filename);
  });

  test('is its own again once the fake is restored', async () => {
    const { door, model } = openDoor({ clients: [new ECRClient({})] });
    const client = door.client({});
    door.restore();
    const spy = jest
      .spyOn(ECRClient.prototype, 'send')
      .mockImplementation((() => Promise.resolve('own')) as never);
    await expect(client.send(command())).resolves.toBe('own');
    expect(model.seen).toEqual([]);
    spy.mockRestore();
  });
});

describe('a reset', () => {
  test('attaches the fake again beneath a spy that was put over it', async () => {
    const { door, model } = openDoor();
    const spy = jest
      .spyOn(ECRClient.prototype, 'send')
      .mockImplementation((() => Promise.resolve('spy')) as never);
    door.reset();
    await new ECRClient({}).send(command());
    spy.mockRestore();
    await new ECRClient({}).send(command());
    expect(model.seen).toHaveLength(2);
  });

  test('within a call forgets that call too', async () => {
    const { door, mock, model } = openDoor();
    mock.on(ListImagesCommand).callsFake(() => {
      door.reset();
      return { nextToken: 'override' };
    });
    expect(await new ECRClient({}).send(command())).toEqual({ nextToken: 'override' });
    expect(mock.calls()).toHaveLength(0);
    await new ECRClient({}).send(command());
    expect(model.seen).toHaveLength(1);
  });

  test('of a fake that was restored is refused', () => {
    const { door, mock } = openDoor();
    door.restore();
    expect(() => door.reset()).toThrow(
      '[fake-ecr] reset() was called on a fake that was restored. Create a new one with fakeEcr(), or restore this one later.',
    );
    expect(() => mock.reset()).toThrow('[fake-ecr] reset() was called on a fake that was restored.');
    expect(sendOf(ECRClient.prototype)).toBe(realSend);
  });
});

describe('two fakes at once', () => {
  test('on the same class are refused, with what to do', () => {
    const { model } = openDoor();
    expect(() => openDoor()).toThrow(
      /^\[fake-ecr\] ECRClient is attached to another fake\. Restore that one first .*fakeEcr\(\{ clients: \[client\] \}\)/,
    );
    return new ECRClient({}).send(command()).then(() => expect(model.operations).toEqual(['ListImages']));
  });

  test('on the same client are refused', () => {
    const client = new ECRClient({});
    openDoor({ clients: [client] });
    expect(() => openDoor({ clients: [client] })).toThrow(
      '[fake-ecr] a client (ECRClient) is attached to another fake.',
    );
  });

  test('may follow one another', async () => {
    const first = openDoor();
    first.door.restore();
    const second = openDoor();
    await new ECRClient({}).send(command());
    first.door.restore();
    await new ECRClient({}).send(command());
    expect([first.model.seen.length, second.model.seen.length]).toEqual([0, 2]);
  });

  test('are kept apart by single clients, whichever came first', async () => {
    const [early, late, other] = [new ECRClient({}), new ECRClient({}), new ECRClient({})];
    const before = openDoor({ clients: [early] });
    const everybody = openDoor();
    const after = openDoor({ clients: [late] });
    for (const client of [early, late, other]) await client.send(command());
    expect([before, everybody, after].map(({ model }) => model.seen.length)).toEqual([1, 1, 1]);

    after.door.restore();
    expect(Object.hasOwn(late, 'send')).toBe(false);
    await late.send(command());
    expect(everybody.model.seen).toHaveLength(2);
  });

  test('a failed attempt leaves nothing attached', () => {
    const [free, taken] = [new ECRClient({}), new ECRClient({})];
    openDoor({ clients: [taken] });
    expect(() => openDoor({ clients: [free, taken] })).toThrow('[fake-ecr]');
    expect(sendOf(free)).toBe(realSend);
  });
});

describe("a mock of the test's own", () => {
  test('is refused if the fake would silently take its place', () => {
    const own = mockClient(ECRClient);
    expect(() => openDoor()).toThrow(
      '[fake-ecr] ECRClient is mocked by another mockClient(). Use ecr.mock instead',
    );
    own.restore();
    openDoor();
    expect(sendOf(ECRClient.prototype)).not.toBe(realSend);
  });

  test('that took the place of the fake is reported at the next reset', () => {
    const { door } = openDoor();
    const own = mockClient(ECRClient);
    expect(() => door.reset()).toThrow('[fake-ecr] ECRClient is mocked by another mockClient().');
    door.restore();
    expect(sendOf(ECRClient.prototype)).toBe(sendOf(own));
    own.restore();
    expect(sendOf(ECRClient.prototype)).toBe(realSend);
  });

  test('a spy of jest beneath the fake is found again afterwards', async () => {
    const spy = jest
      .spyOn(ECRClient.prototype, 'send')
      .mockImplementation((() => Promise.resolve('spy')) as never);
    const { door } = openDoor();
    await expect(new ECRClient({}).send(command())).resolves.toMatchObject({ answeredBy: 'model' });
    door.restore();
    await expect(new ECRClient({}).send(command())).resolves.toBe('spy');
    spy.mockRestore();
  });
});

describe("a sandbox of the test's own sinon", () => {
  test('holds the stub, and overrides work in it', async () => {
    const sandbox = createSandbox();
    const { mock, model } = openDoor({ sandbox });
    expect(fakesOf(sandbox)).toContain(mock.send);
    const client = new ECRClient({});
    const ask = async (repositoryName: string) =>
      client.send(new ListImagesCommand({ repositoryName })).catch((error: Error) => error.message);

    await ask('payments');
    mock.on(ListImagesCommand, { repositoryName: 'broken' }).rejectsOnce('refused');
    mock.onAnyCommand({ repositoryName: 'other' }).resolves({ nextToken: 'other' });
    expect(await ask('broken')).toBe('refused');
    expect(await ask('broken')).toMatchObject({ answeredBy: 'model' });
    expect(await ask('other')).toEqual({ nextToken: 'other' });
    expect(model.seen).toHaveLength(2);
    expect(mock.commandCalls(ListImagesCommand)).toHaveLength(4);
  });

  test("takes its sinon's own matchers, in its words", async () => {
    const sandbox = createSandbox();
    const { mock, model } = openDoor({ sandbox });
    const isBroken = sandbox.match({ input: { repositoryName: 'broken' } });
    mock.send.withArgs(isBroken as never).rejects(new Error('refused'));
    const ask = async (repositoryName: string) =>
      new ECRClient({})
        .send(new ListImagesCommand({ repositoryName }))
        .catch((error: Error) => error.message);
    expect(await ask('broken')).toBe('refused');
    expect(await ask('payments')).toMatchObject({ answeredBy: 'model' });
    expect(model.operations).toEqual(['ListImages']);
  });

  test('sandbox.reset() takes overrides and history, and not the model', async () => {
    const sandbox = createSandbox();
    const { mock } = openDoor({ sandbox });
    mock.on(ListImagesCommand).resolves({ nextToken: 'override' });
    sandbox.reset();
    await expect(new ECRClient({}).send(command())).resolves.toMatchObject({ answeredBy: 'model' });
    expect(mock.calls()).toHaveLength(1);
  });

  test('mock.reset() stays in the sandbox', () => {
    const sandbox = createSandbox();
    const { mock } = openDoor({ sandbox });
    mock.reset();
    expect(fakesOf(sandbox)).toContain(mock.send);
  });

  test('sandbox.restore() gives the client back, and a reset of the door puts the fake back', async () => {
    const sandbox = createSandbox();
    const { door, model } = openDoor({ sandbox });
    sandbox.restore();
    expect(sendOf(ECRClient.prototype)).toBe(realSend);
    door.reset();
    await new ECRClient({}).send(command());
    expect(model.seen).toHaveLength(1);
  });

  test('sandbox.restore() leaves a later fake alone', async () => {
    const sandbox = createSandbox();
    openDoor({ sandbox }).door.restore();
    const { model } = openDoor();
    sandbox.restore();
    await new ECRClient({}).send(command());
    expect(model.seen).toHaveLength(1);
  });
});

/** Missing in sinon's types. */
function fakesOf(sandbox: object): unknown[] {
  return (sandbox as { getFakes(): unknown[] }).getFakes();
}
