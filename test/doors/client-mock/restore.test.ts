import { ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { closeDoors, openDoor, sendOf } from './recording-dispatcher.js';

afterEach(closeDoors);

const command = () => new ListImagesCommand({ repositoryName: 'payments' });

describe('restore', () => {
  test('leaves the class as it was: send is inherited', () => {
    const send = sendOf(ECRClient.prototype);
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
    const { door } = openDoor();
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(true);
    door.restore();
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
    expect(sendOf(ECRClient.prototype)).toBe(send);
  });

  test("leaves a client as it was: send is its class's", () => {
    const client = new ECRClient({});
    const { door } = openDoor({ clients: [client] });
    door.restore();
    expect(Object.hasOwn(client, 'send')).toBe(false);
  });

  test("leaves a send of a client's own as it was", async () => {
    const own = jest.fn(() => Promise.resolve('own'));
    const client = new ECRClient({});
    Object.defineProperty(client, 'send', {
      value: own,
      enumerable: false,
      writable: true,
      configurable: true,
    });
    const before = Object.getOwnPropertyDescriptor(client, 'send');
    const { door, model } = openDoor({ clients: [client] });
    await client.send(command());
    door.restore();
    expect(Object.getOwnPropertyDescriptor(client, 'send')).toEqual(before);
    expect(model.operations).toEqual(['ListImages']);
    expect(own).not.toHaveBeenCalled();
  });

  test('restores everything that was attached, and twice is as good as once', () => {
    const client = new ECRClient({});
    const { door } = openDoor({ clients: [client] });
    door.attach(ECRClient);
    door.restore();
    door.restore();
    expect(Object.hasOwn(client, 'send')).toBe(false);
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
  });

  test('after mock.reset() as well', () => {
    const client = new ECRClient({});
    openDoor();
    const { door, mock } = openDoor({ clients: [client] });
    mock.reset();
    expect(Object.hasOwn(client, 'send')).toBe(true);
    door.restore();
    expect(Object.hasOwn(client, 'send')).toBe(false);
  });
});

describe('mock.restore()', () => {
  test('restores, until a reset of the door, or until it is attached again', async () => {
    const { door, mock, model } = openDoor();
    mock.restore();
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
    door.reset();
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(true);
    mock.restore();
    door.attach(ECRClient);
    await new ECRClient({}).send(command());
    expect(model.operations).toEqual(['ListImages']);
    expect(door.mock.calls()).toHaveLength(1);
  });
});
