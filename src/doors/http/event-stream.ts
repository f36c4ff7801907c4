import type { ServerResponse } from 'node:http';
import { type Control, terminalSafeJson } from './control.js';
import { later } from './real-time.js';

/** What may wait for a client to read it, in bytes, besides what the operating system holds for it. */
export const MOST_UNREAD = 256 * 1024;
/** How long a client that was dropped may take to read why, in milliseconds of real time. */
const FAREWELL = 10_000;

/** Who is told how a stream ends. */
export interface StreamWatcher {
  /** Told once when the stream is over. */
  onEnd(): void;
  /** Told if the client was dropped since it fell behind. */
  onDrop(message: string): void;
}

/**
 * Sends each event as it is raised, in the form of server-sent events, until the client goes. One that does not
 * read is dropped when more than {@link MOST_UNREAD} bytes wait for it; the last message of type `dropped` says so.
 *
 * @param response to write to
 * @param control of the world whose events they are
 * @param watcher told how the stream ends
 * @returns ends the stream
 */
export function streamEvents(
  response: ServerResponse,
  control: Pick<Control, 'onEvent'>,
  watcher: StreamWatcher,
): () => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': events of Amazon ECR, as EventBridge has them\n\n');
  const unsubscribe = control.onEvent((event) => {
    // Listeners are told a little later, by when the stream may have ended.
    if (response.writableEnded) return;
    response.write(`data: ${terminalSafeJson(event)}\n\n`);
    if (response.writableLength > MOST_UNREAD) drop();
  });
  const drop = () => {
    unsubscribe();
    const message = `This client was dropped: more than ${MOST_UNREAD} bytes of events waited for it to read them. Connect again, and read GET /_fake-ecr/events for what was missed.`;
    response.end(`event: dropped\ndata: ${JSON.stringify({ message })}\n\n`);
    watcher.onDrop(message);
    response.once(
      'close',
      later(FAREWELL, () => response.destroy()),
    );
  };
  // Of the response: a request counts as closed once it has been read.
  response.once('close', () => {
    unsubscribe();
    watcher.onEnd();
  });
  return () => response.end();
}
