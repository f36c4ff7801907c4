import type { ServerResponse } from 'node:http';
import { type Control, terminalSafeJson } from './control.js';
import { later } from './real-time.js';

/** The most unread bytes for a client, in addition to the operating system's buffer. */
export const MOST_UNREAD = 256 * 1024;
/** How long a dropped client has for reading the reason, in milliseconds of real time. */
const FAREWELL = 10_000;

/** Learns how a stream ends. */
export interface StreamWatcher {
  /** Called once when the stream is over. */
  onEnd(): void;
  /** Called if the client was dropped because it fell behind. */
  onDrop(message: string): void;
}

/**
 * Sends each event as it is raised, as server-sent events, until the client disconnects. A client that does not read
 * is dropped when more than {@link MOST_UNREAD} bytes wait for it; the last message has the type `dropped`.
 *
 * @param response to write to
 * @param control the world whose events are sent
 * @param watcher learns how the stream ends
 * @returns a function that ends the stream
 */
export function streamEvents(
  response: ServerResponse,
  control: Pick<Control, 'onEvent'>,
  watcher: StreamWatcher,
): () => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': events of Amazon ECR, as EventBridge has them\n\n');
  const unsubscribe = control.onEvent((event) => {
    // Listeners are called a little later; the stream may have ended by then.
    if (response.writableEnded) return;
    response.write(`data: ${terminalSafeJson(event)}\n\n`);
    if (response.writableLength > MOST_UNREAD) drop();
  });
  const drop = () => {
    unsubscribe();
    const message = `This client was dropped: more than ${MOST_UNREAD} bytes of events waited for it to read them. Connect again, and read GET /_fake-ecr/events for the missed events.`;
    response.end(`event: dropped\ndata: ${JSON.stringify({ message })}\n\n`);
    watcher.onDrop(message);
    response.once(
      'close',
      later(FAREWELL, () => response.destroy()),
    );
  };
  // The response's event: a request counts as closed once it was read.
  response.once('close', () => {
    unsubscribe();
    watcher.onEnd();
  });
  return () => response.end();
}
