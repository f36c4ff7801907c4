/** Changes are gathered, each client is told the latest, and nothing piles up for one that does not read. */
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { ChangeStreams } from '../../../src/doors/http/change-stream.js';
import { Changes } from '../../../src/lib/changes.js';

/** A client, as far as a stream knows it. */
class Client extends EventEmitter {
  readonly written: string[] = [];
  /** Bytes that wait for it. */
  writableLength = 0;
  writableEnded = false;

  writeHead(): this {
    return this;
  }

  write(text: string): boolean {
    this.written.push(text);
    this.emit('written');
    return true;
  }

  end(): void {
    this.writableEnded = true;
    this.emit('close');
  }

  /** Waits until it has been told so often. */
  async toldTimes(count: number): Promise<void> {
    while (this.written.length < count) await new Promise((resolve) => this.once('written', resolve));
  }
}

const told = (version: number) => `event: change\ndata: {"version":${version}}\n\n`;
const changes = new Changes();
const open = (streams: ChangeStreams, client: Client, onEnd = () => undefined) =>
  streams.open(client as unknown as ServerResponse, onEnd);

test('many changes at once are reported once, to every client', async () => {
  const streams = new ChangeStreams(changes);
  const clients = [new Client(), new Client()];
  const start = changes.version;
  const ends = clients.map((client) => open(streams, client));
  for (let number = 0; number < 1000; number += 1) changes.touch();
  for (const client of clients) await client.toldTimes(2);
  for (const { written } of clients) expect(written).toEqual([told(start), told(start + 1000)]);
  for (const end of ends) end();
});

test('a client that does not read is sent nothing more, and the latest version once it has read', async () => {
  const streams = new ChangeStreams(changes);
  const [slow, quick] = [new Client(), new Client()];
  const start = changes.version;
  const ends = [open(streams, slow), open(streams, quick)];
  slow.writableLength = 1;
  changes.touch();
  await quick.toldTimes(2);
  changes.touch();
  await quick.toldTimes(3);
  expect(slow.written).toEqual([told(start)]);
  slow.writableLength = 0;
  await slow.toldTimes(2);
  expect(slow.written).toEqual([told(start), told(start + 2)]);
  for (const end of ends) end();
});

test('with the last client it stops to listen and to look, and begins again with the next', () => {
  let listening = 0;
  let looked = 0;
  const streams = new ChangeStreams({
    get version() {
      return (looked += 1);
    },
    listen: () => {
      listening += 1;
      return () => void (listening -= 1);
    },
  });
  let ended = 0;
  const first = open(streams, new Client(), () => void (ended += 1));
  const second = open(streams, new Client(), () => void (ended += 1));
  expect(listening).toBe(1);
  first();
  expect([listening, ended]).toEqual([1, 1]);
  second();
  expect([listening, ended]).toEqual([0, 2]);
  const before = looked;
  const third = open(streams, new Client());
  expect([listening, looked]).toEqual([1, before + 1]);
  third();
});

test('a world whose clock does not tell the time does not end the stream', async () => {
  let isBroken = true;
  const streams = new ChangeStreams({
    get version(): number {
      if (isBroken) throw new Error('no time');
      return 7;
    },
    listen: () => () => undefined,
  });
  const client = new Client();
  const end = open(streams, client);
  expect(client.written).toEqual([]);
  isBroken = false;
  await client.toldTimes(1);
  expect(client.written).toEqual([told(7)]);
  end();
});
