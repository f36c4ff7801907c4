import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChangeStreams } from './change-stream.js';
import type { ConsolePage } from './console-page.js';
import { CONTROL_PREFIX, type Control, type ControlAnswer, answerControl, refuseControl } from './control.js';
import { streamEvents } from './event-stream.js';

/** What control requests are answered from. */
export interface ControlServing {
  readonly control: Control;
  readonly page?: ConsolePage | undefined;
  /** How to end the streams that are open. */
  readonly streams: Set<() => void>;
  readonly changes: ChangeStreams;
  readonly isClosing: boolean;
  readonly log: (line: string) => void;
}

/**
 * Answers a control request, or begins a stream.
 *
 * @param route behind the prefix
 * @returns the answer; where a stream has begun, its headers have been sent
 */
export function serveControl(
  { method = 'GET', url = '', headers }: IncomingMessage,
  route: string,
  body: Uint8Array,
  response: ServerResponse,
  { control, page, streams, changes, isClosing, log }: ControlServing,
): ControlAnswer {
  if (route === '' && (method === 'GET' || method === 'HEAD')) {
    return answerPage(page, method, headers['if-none-match']);
  }
  const isStream = method === 'GET' && headers.accept?.includes('text/event-stream') === true;
  if (!isStream || (route !== 'events' && route !== 'console/changes')) {
    return answerControl({ method, route, query: queryOf(url), body, isClosing }, control);
  }
  const onEnd = () => streams.delete(end);
  const end: () => void =
    route === 'events'
      ? streamEvents(response, control, {
          onEnd,
          onDrop: (message) => log(`GET ${CONTROL_PREFIX}events ${message}`),
        })
      : changes.open(response, onEnd);
  streams.add(end);
  return { status: 200, headers: {}, body: '' };
}

function answerPage(page: ConsolePage | undefined, method: string, known: string | undefined): ControlAnswer {
  if (page === undefined) {
    return refuseControl(
      503,
      'The page of the console is not there: it is built with the package. GET /_fake-ecr/report shows the world.',
    );
  }
  const { text, headers } = page;
  if (known === headers['etag']) return { status: 304, headers, body: '' };
  return { status: 200, headers, body: method === 'HEAD' ? '' : text };
}

/** What follows the path. */
function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
}
