import { type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { later, laterAfterReading } from './real-time.js';

/** How long a client that has just been answered may take to be heard once more, in milliseconds. */
const LAST_CALL = 25;

/** The requests that a server has begun to answer, and how it comes to its end without breaking one off. */
export class Traffic {
  private readonly underWay = new Set<ServerResponse>();
  private isClosing = false;

  add(response: ServerResponse): void {
    // Says `connection: close`, so that the client opens no further request on it.
    if (this.isClosing) response.shouldKeepAlive = false;
    this.underWay.add(response);
    response.once('close', () => this.underWay.delete(response));
  }

  /**
   * Stops listening and lets what is under way end.
   *
   * @param patience after which it is broken off, in milliseconds of real time
   */
  async close(server: Server, patience: number): Promise<void> {
    this.isClosing = true;
    for (const response of this.underWay) response.shouldKeepAlive = false;
    const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
    if (!server.listening) return;
    // Not the server's own way yet: it would cut connections on which a request is just arriving.
    NetServer.prototype.close.call(server);
    const callOff = [
      laterAfterReading(LAST_CALL, () => server.closeIdleConnections()),
      later(patience, () => server.closeAllConnections()),
    ];
    await closed;
    for (const call of callOff) call();
    // Ends the timer with which it looks for slow clients.
    server.close(() => undefined);
  }
}
