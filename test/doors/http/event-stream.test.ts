import { connect } from 'node:net';
import { type Control } from '../../../src/doors/http/control.js';
import { startHttpServer } from '../../../src/doors/http/http-server.js';
import { type EcrServer, serve } from '../../../src/http.js';
import { image } from '../../../src/index.js';
import { fakeEcrWorld } from '../../../src/fake/fake-world.js';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { SOURCE, START } from '../../support/scene.js';

const STREAM = { headers: { accept: 'text/event-stream' } };

/** Pushes an image, which raises an event. */
function push(server: EcrServer, tag: string): void {
  const registry = server.ecr.registry(SOURCE, 'us-west-2');
  if (!registry.repository('app').exists) registry.createRepository('app');
  registry.push(`app:${tag}`, image(tag));
}

/** Reads until a text has come. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  let text = '';
  while (!text.includes(wanted)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The stream ended after: ${text}`);
    text += new TextDecoder().decode(value);
  }
  return text;
}

test('a stream goes on after resets and loads', async () => {
  const server = await serve({ now: START });
  try {
    const { body } = await fetch(`${server.url}/_fake-ecr/events`, STREAM);
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    push(server, 'one');
    await readUntil(reader, '"image-tag":"one"');
    await fetch(`${server.url}/_fake-ecr/reset`, { method: 'POST' });
    push(server, 'two');
    await readUntil(reader, '"image-tag":"two"');
    const state = await (await fetch(`${server.url}/_fake-ecr/state`)).text();
    await fetch(`${server.url}/_fake-ecr/state`, { method: 'PUT', body: state });
    push(server, 'three');
    expect(await readUntil(reader, '"image-tag":"three"')).not.toContain('"image-tag":"two"');
  } finally {
    await server.close();
  }
});

test('two streams hear the same, and one that ends does not take the other along', async () => {
  const server = await serve({ now: START });
  try {
    const stop = new AbortController();
    const open = (signal?: AbortSignal) =>
      fetch(`${server.url}/_fake-ecr/events`, { ...STREAM, ...(signal === undefined ? {} : { signal }) });
    const readers = [await open(stop.signal), await open()].map(({ body }) =>
      (body as ReadableStream<Uint8Array>).getReader(),
    ) as [ReadableStreamDefaultReader<Uint8Array>, ReadableStreamDefaultReader<Uint8Array>];
    push(server, 'one');
    for (const reader of readers) await readUntil(reader, '"image-tag":"one"');
    stop.abort();
    await readers[0].read().catch(() => undefined);
    push(server, 'two');
    await readUntil(readers[1], '"image-tag":"two"');
  } finally {
    await server.close();
  }
});

test('a client that leaves is no longer told', async () => {
  const world = fakeEcrWorld();
  let tellLeft = (): void => undefined;
  const left = new Promise<void>((resolve) => (tellLeft = resolve));
  const control = { onEvent: () => () => tellLeft() } as unknown as Control;
  const server = await startHttpServer({ wire: simulationOf(world), control });
  const socket = connect(server.port, server.host);
  socket.write('GET /_fake-ecr/events HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  await left;
  await server.close();
});

test('closing the server ends its streams, and what is raised later harms no other client', async () => {
  const server = await serve({ now: START });
  const { body } = await fetch(`${server.url}/_fake-ecr/events`, STREAM);
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  push(server, 'one');
  const closed = server.close();
  push(server, 'two');
  await closed;
  let isDone = false;
  while (!isDone) ({ done: isDone } = await reader.read().catch(() => ({ done: true })));
  push(server, 'three');
  await Promise.resolve();
  expect(server.ecr.events).toHaveLength(3);
});
