/** How the endpoint stops listening on a runtime whose servers are not Node's. */
import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { Traffic } from '../../../src/doors/http/traffic.js';

/** As Bun's server for HTTP is: it has the methods, and is not a server of `node:net`. */
class OtherServer extends EventEmitter {
  listening = true;
  idle = 0;

  close(): this {
    this.listening = false;
    return this;
  }
  closeIdleConnections(): void {
    this.idle += 1;
    this.emit('close');
  }
  closeAllConnections(): void {
    this.emit('close');
  }
}

test('given a server that is not one of node:net, when it closes, then by its own methods', async () => {
  const server = new OtherServer();
  await new Traffic().close(server as unknown as Server, 5_000);
  expect([server.listening, server.idle]).toEqual([false, 1]);
});
