import { DescribeImagesCommand, ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { AwsStub } from 'aws-sdk-client-mock';
import { closeDoors, openDoor, rejection } from './recording-dispatcher.js';

afterEach(closeDoors);

test('the mock is the ordinary stub, with the history of every call', async () => {
  const { mock, model } = openDoor();
  const [first, second] = [new ECRClient({}), new ECRClient({})];
  const list = new ListImagesCommand({ repositoryName: 'payments', maxResults: 5 });
  const describeImages = new DescribeImagesCommand({ repositoryName: 'payments' });
  const options = { abortSignal: new AbortController().signal };
  await first.send(list, options);
  model.refuse('RepositoryNotFoundException', 'No.');
  const error = await rejection(second.send(describeImages));

  expect(mock).toBeInstanceOf(AwsStub);
  expect(mock.clientName()).toBe('ECRClient');
  expect(mock.calls()).toHaveLength(2);
  expect(mock.call(0).args).toEqual([list, options]);
  expect(mock.call(0).args[0]).toBe(list);
  expect(mock.call(0).thisValue).toBe(first);
  expect(mock.call(1).thisValue).toBe(second);
  await expect(mock.call(0).returnValue).resolves.toMatchObject({ answeredBy: 'model' });
  await expect(mock.call(1).returnValue).rejects.toBe(error);
  expect(mock.commandCalls(ListImagesCommand)).toHaveLength(1);
  expect(mock.commandCalls(ListImagesCommand, { repositoryName: 'payments' })).toHaveLength(1);
  expect(mock.commandCalls(ListImagesCommand, { repositoryName: 'payments' }, true)).toHaveLength(0);
  expect(mock.commandCall(0, DescribeImagesCommand).args[0].input).toEqual({ repositoryName: 'payments' });
  expect(mock.send.calledTwice).toBe(true);
});

test('the door can be reset: no history, no overrides, still attached', async () => {
  const { door, mock, model } = openDoor();
  const client = new ECRClient({});
  mock.on(ListImagesCommand).resolves({ nextToken: 'override' });
  await client.send(new ListImagesCommand({ repositoryName: 'payments' }));
  door.reset();
  expect(mock.calls()).toHaveLength(0);
  await client.send(new ListImagesCommand({ repositoryName: 'payments' }));
  expect(model.operations).toEqual(['ListImages']);
});
