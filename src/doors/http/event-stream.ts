import type { ServerResponse } from 'node:http';
import type { Control } from './control.js';

/**
 * Sends each event as it is raised, in the form of server-sent events, until the client goes.
 *
 * @param response to write to
 * @param control of the world whose events they are
 * @param onEnd told once when the stream is over
 * @returns ends the stream
 */
export function streamEvents(
  response: ServerResponse,
  control: Pick<Control, 'onEvent'>,
  onEnd: () => void,
): () => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': events of Amazon ECR, as EventBridge has them\n\n');
  const unsubscribe = control.onEvent((event) => {
    // Listeners are told a little later, by when the stream may have ended.
    if (!response.writableEnded) response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  // Of the response: a request counts as closed once it has been read.
  response.once('close', () => {
    unsubscribe();
    onEnd();
  });
  return () => response.end();
}
