import { type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { later, laterAfterReading } from './real-time.js';

/** How long a client may take to send another request after an answer, in milliseconds. */
const LAST_CALL = 25;

/** Tracks the requests in flight, and closes the server without interrupting them. */
export class Traffic {
  private readonly underWay = new Set<ServerResponse>();
  private isClosing = false;

  add(response: ServerResponse): void {
    // Sends `connection: close`, so that the client does not send another request on it.
    if (this.isClosing) response.shouldKeepAlive = false;
    this.underWay.add(response);
    response.once('close', () => this.underWay.delete(response));
  }

  /**
   * Stops listening and lets requests in flight finish.
   *
   * @param patience how long to wait before they are aborted, in milliseconds of real time
   */
  async close(server: Server, patience: number): Promise<void> {
    this.isClosing = true;
    for (const response of this.underWay) response.shouldKeepAlive = false;
    const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
    if (!server.listening) return;
    // Not `closeIdleConnections()` yet: it would cut connections on which a request is just arriving.
    // Bun's servers for HTTP are not servers of sockets, and their own close() cuts no connection [observed].
    const closer: Pick<NetServer, 'close'> =
      (server as object) instanceof NetServer ? NetServer.prototype : server;
    closer.close.call(server);
    const callOff = [
      laterAfterReading(LAST_CALL, () => server.closeIdleConnections()),
      later(patience, () => server.closeAllConnections()),
    ];
    await closed;
    for (const call of callOff) call();
    // Ends the server's timer for slow clients.
    server.close(() => undefined);
  }
}
