import { BatchGetImageCommand, ListImagesCommand } from '@aws-sdk/client-ecr';
import { refusal } from '../support/refusal.js';
import { SOURCE, scene } from '../support/scene.js';

const input = { repositoryName: 'app', fitler: { tagStatus: 'TAGGED' } };
const TEXT = "[fake-ecr] ListImages has no input member 'fitler' that this version knows.";
let warn: jest.SpyInstance;

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => warn.mockRestore());

function list(options: Parameters<typeof scene>[0] = {}) {
  const ecr = scene(options);
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const client = ecr.client(SOURCE, 'us-west-2');
  return () => client.send(new ListImagesCommand(input));
}

test('by default an unknown member is reported once, and ignored', async () => {
  const call = list();
  expect((await call()).imageIds).toEqual([]);
  await call();
  expect(warn.mock.calls).toEqual([[expect.stringContaining(TEXT)]]);
});

test('it fails the call if the test wants it', async () => {
  expect((await refusal(list({ onUnmodelled: 'error' })())).message).toContain(TEXT);
});

test('it is silent if the test wants it', async () => {
  expect((await list({ onUnmodelled: 'ignore' })()).imageIds).toEqual([]);
  expect(warn).not.toHaveBeenCalled();
});

test('the place in a list does not make it another member', async () => {
  const ecr = scene();
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const client = ecr.client(SOURCE, 'us-west-2');
  const imageIds = Array.from({ length: 12 }, () => ({ imageTag: 'v1', tga: 'x' }));
  const get = (name: string) => client.send(new BatchGetImageCommand({ repositoryName: name, imageIds }));
  await get('app');
  await client.send(new ListImagesCommand(input));
  expect(warn.mock.calls.map(([text]: unknown[]) => text)).toEqual([
    "[fake-ecr] BatchGetImage has no input member 'imageIds[0].tga' that this version knows. It is ignored, as the serializer of the SDK does; is it a typing error?",
    `${TEXT} It is ignored, as the serializer of the SDK does; is it a typing error?`,
  ]);
});
