import type { IncomingMessage, ServerResponse } from 'node:http';
import { MisuseError } from '../../domain/misuse.js';

/** What a test in another process may do to the world. */
export interface Control {
  reset(): void;
  settle(): void;
  /** @param milliseconds how far the clock goes */
  advance(milliseconds: number): void;
  snapshot(): unknown;
  load(state: unknown): void;
  events(): readonly object[];
  /** @returns ends the subscription */
  onEvent(listener: (event: object) => void): () => void;
  topology(): string;
  /** The tree of the world. */
  inspect(): string;
  /** An HTML document. */
  report(): string;
}

export const CONTROL_PREFIX = '/_fake-ecr/';

/** A control request, whole. */
export interface ControlRequest {
  readonly method: string;
  /** Behind the prefix, for example `reset`. */
  readonly route: string;
  readonly body: Uint8Array;
}

interface ControlAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

type Action = (control: Control, body: Uint8Array) => unknown;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  reset: { POST: (control) => control.reset() },
  settle: { POST: (control) => control.settle() },
  advance: { POST: (control, body) => control.advance(millisecondsOf(body)) },
  state: {
    GET: (control) => control.snapshot(),
    PUT: (control, body) => control.load(jsonOf(body)),
  },
  events: { GET: (control) => control.events() },
  topology: { GET: (control) => control.topology() },
  inspect: { GET: (control) => control.inspect() },
  report: { GET: (control) => control.report() },
  health: { GET: () => ({ status: 'ok' }) },
};

/** Answers a control request; what the test got wrong is 400 with a text that says what. */
export function answerControl({ method, route, body }: ControlRequest, control: Control): ControlAnswer {
  const actions = ROUTES[route];
  if (actions === undefined) {
    return json(404, { message: `There is no route ${route}: there are ${Object.keys(ROUTES).join(', ')}.` });
  }
  const action = actions[method];
  if (action === undefined) {
    return json(405, { message: `${route} takes ${Object.keys(actions).join(' and ')}, not ${method}.` });
  }
  try {
    const answer = action(control, body);
    if (typeof answer === 'string') {
      const type = route === 'report' ? 'text/html' : 'text/plain';
      return { status: 200, type: `${type}; charset=utf-8`, body: answer };
    }
    return json(200, answer ?? { status: 'ok' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return json(error instanceof MisuseError ? 400 : 500, { message });
  }
}

/** Sends each event as it is raised, until the client goes. @returns ends the stream */
export function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  control: Control,
): () => void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': events of Amazon ECR, as EventBridge has them\n\n');
  const unsubscribe = control.onEvent((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  const end = () => {
    unsubscribe();
    response.end();
  };
  request.once('close', end);
  return end;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new MisuseError('The body is no JSON.', 'Send a JSON document.');
  }
}

function millisecondsOf(body: Uint8Array): number {
  const { milliseconds } = (jsonOf(body) ?? {}) as { milliseconds?: unknown };
  if (typeof milliseconds !== 'number') {
    throw new MisuseError('advance was not told how far.', 'Send { "milliseconds": 60000 }.');
  }
  return milliseconds;
}

function json(status: number, value: unknown): ControlAnswer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}
