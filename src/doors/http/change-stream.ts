import type { ServerResponse } from 'node:http';
import { later } from './real-time.js';

/** How long changes are gathered before clients are told, in milliseconds of real time. */
const GATHERED = 200;
/** How often the world is looked at where nobody calls: work may have become due. */
const LOOKED_AT = 1_000;

/** A world that counts its changes. */
export interface ChangingWorld {
  /** How many there were, after all work that is due. */
  readonly version: number;
  /**
   * @param listener called while something changes; it must not look at the world yet
   * @returns ends it
   */
  listen(listener: () => void): () => void;
}

/**
 * Tells clients that the world has changed, in the form of server-sent events: `event: change`, whose data is the
 * version. What changes within a fifth of a second is told once. A client that does not read is told the latest once it
 * has read what waits for it, so that nothing piles up.
 */
export class ChangeStreams {
  /** Each client with the version that it was told last. */
  private readonly told = new Map<ServerResponse, number>();
  private stopListening = () => undefined as void;
  private callOffLook = () => undefined as void;
  private callOffTell: (() => void) | undefined;

  constructor(private readonly world: ChangingWorld) {}

  /**
   * Begins to tell a client, at once what the version is.
   *
   * @param onEnd told once when the stream is over
   * @returns a function that ends the stream
   */
  open(response: ServerResponse, onEnd: () => void): () => void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    if (this.told.size === 0) this.begin();
    this.told.set(response, -1);
    response.once('close', () => {
      this.told.delete(response);
      if (this.told.size === 0) this.end();
      onEnd();
    });
    this.tell();
    return () => response.end();
  }

  private begin(): void {
    this.stopListening = this.world.listen(() => {
      this.callOffTell ??= later(GATHERED, () => this.tell());
    });
    this.lookLater();
  }

  private end(): void {
    this.stopListening();
    this.callOffLook();
    this.callOffTell?.();
    this.callOffTell = undefined;
  }

  private lookLater(): void {
    this.callOffLook = later(LOOKED_AT, () => {
      this.lookLater();
      this.tell();
    });
  }

  private tell(): void {
    this.callOffTell?.();
    let version: number;
    try {
      ({ version } = this.world);
    } catch {
      // A clock that does not tell the time: whoever asks for the world is told so.
      return;
    } finally {
      this.callOffTell = undefined;
    }
    for (const [response, before] of this.told) {
      if (before === version || response.writableEnded || response.writableLength > 0) continue;
      this.told.set(response, version);
      response.write(`event: change\ndata: ${JSON.stringify({ version })}\n\n`);
    }
  }
}
