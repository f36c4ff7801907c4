import { ECRClient, ListImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { closeDoors, openDoor, rejection } from './recording-dispatcher.js';

afterEach(closeDoors);

const list = (repositoryName: string) => new ListImagesCommand({ repositoryName });

/** Repository names in the order in which the model saw them. */
function seenBy(model: { seen: { input: unknown }[] }): string[] {
  return model.seen.map(({ input }) => (input as { repositoryName: string }).repositoryName);
}

test('commands of one client are dispatched in the order in which they were sent', async () => {
  const { model } = openDoor();
  const client = new ECRClient({ region: 'us-east-1' });
  const names = ['a', 'b', 'c', 'd'];
  await Promise.all(names.map((name) => client.send(list(name))));
  await Promise.all(['e', 'f'].map((name) => client.send(list(name))));
  expect(seenBy(model)).toEqual([...names, 'e', 'f']);
});

test('a command that is sent while earlier ones are dispatched comes after all of them', async () => {
  const { model } = openDoor();
  const client = new ECRClient({ region: 'us-east-1' });
  let nested: Promise<unknown> | undefined;
  model.answer = ({ input }) => {
    if ((input as { repositoryName: string }).repositoryName === 'a') nested = client.send(list('nested'));
    return {};
  };
  await Promise.all(['a', 'b', 'c'].map((name) => client.send(list(name))));
  await nested;
  expect(seenBy(model)).toEqual(['a', 'b', 'c', 'nested']);
});

test('a refused command holds none up', async () => {
  const { model } = openDoor();
  model.refuse('RepositoryNotFoundException', 'No.');
  const client = new ECRClient({ region: 'us-east-1' });
  const errors = await Promise.all(['a', 'b'].map((name) => rejection(client.send(list(name)))));
  expect(errors.map(({ name }) => name)).toEqual([
    'RepositoryNotFoundException',
    'RepositoryNotFoundException',
  ]);
  expect(seenBy(model)).toEqual(['a', 'b']);
});

test('once its client is known a command is dispatched before send returns', async () => {
  const { model } = openDoor();
  const client = new ECRClient({ region: 'us-east-1' });
  await client.send(list('first'));
  void client.send(list('second'));
  expect(seenBy(model)).toEqual(['first', 'second']);
});

test('changes to an input after send has returned do not matter', async () => {
  const { model } = openDoor();
  const blob = Buffer.from('abc');
  const input = {
    repositoryName: 'payments',
    imageManifest: '{}',
    tags: ['v1'],
    nested: { more: [{ deep: 1 }] },
    layerPartBlob: blob,
  };
  const client = new ECRClient({ region: 'us-east-1' });
  const sent = client.send(new PutImageCommand(input));
  input.repositoryName = 'changed';
  input.tags.push('v2');
  (input.nested.more[0] as { deep: number }).deep = 2;
  blob.fill(0);
  await sent;
  expect(model.seen[0]?.input).toMatchObject({
    repositoryName: 'payments',
    tags: ['v1'],
    nested: { more: [{ deep: 1 }] },
    layerPartBlob: new Uint8Array([97, 98, 99]),
  });
});
