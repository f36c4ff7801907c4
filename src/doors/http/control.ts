import type { Destination } from '../../aws/registry-id.js';
import type { ConsoleViews } from '../../inspect/console/console-views.js';
import { requireOptions, shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { utf8Text } from '../../lib/utf8.js';
import { CONSOLE_VIEWS } from './console-routes.js';
import { ControlQuery } from './control-query.js';
import {
  type FailBody,
  type StallBody,
  failOf,
  grantOf,
  outageOf,
  registryOf,
  stallOf,
} from './fault-bodies.js';

/** What a test in another process can do with the world. */
export interface Control {
  reset(): void;
  /** @param to the registry whose work is finished; all when absent */
  settle(to?: Destination): void;
  /** @param milliseconds how far to advance the clock */
  advance(milliseconds: number): void;
  snapshot(): unknown;
  load(state: unknown): void;
  events(): readonly object[];
  /**
   * Subscribes permanently: resets don't end it.
   *
   * @returns a function that ends the subscription
   */
  onEvent(listener: (event: object) => void): () => void;
  /** Why an image is, or is not, in a registry. @param question as it was sent */
  explain(question: ExplainQuestion): string;
  topology(): string;
  /** The tree of the world. */
  inspect(): string;
  /** An HTML document. */
  report(): string;
  /** @param ends whether the outage is over, instead of beginning */
  outage(region: string, ends: boolean): void;
  stall(which: StallBody): void;
  fail(which: FailBody): void;
  /** Lets an account replicate into a registry. @param from twelve digits */
  grant(to: Destination, from: string): void;
  /** What the console shows. */
  readonly views: ConsoleViews;
  /**
   * @param listener called while something changes; it must not look at the world yet
   * @returns ends it
   */
  onChange(listener: () => void): () => void;
}

/** Of which image, and in which registry. */
export interface ExplainQuestion {
  /** For example `payments:v1`. */
  readonly image: string;
  readonly to: Destination;
  /** Where it was pushed; found if it is absent. */
  readonly from?: Destination | undefined;
}

export const CONTROL_PREFIX = '/_fake-ecr/';

/** A complete control request. */
export interface ControlRequest {
  readonly method: string;
  /** The path after the prefix, for example `reset`. */
  readonly route: string;
  readonly query?: URLSearchParams;
  readonly body: Uint8Array;
  /** Whether the server is closing. */
  readonly isClosing?: boolean;
}

/** The answer to a control request. */
export interface ControlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Action = (control: Control, body: Uint8Array, query: ControlQuery) => unknown;

/** What was asked for is not there. */
const NOT_THERE = Symbol('not there');

/** The process is running. */
const health: Action = () => ({ status: 'ok' });
/** The world exists, and requests are answered: a server listens only after its world was seeded. */
const ready: Action = () => ({ status: 'ready' });

const ROUTES: ReadonlyMap<string, ReadonlyMap<string, Action>> = new Map(
  Object.entries<Record<string, Action>>({
    reset: { POST: (control) => control.reset() },
    settle: { POST: (control, body) => control.settle(destinationOf(body)) },
    advance: { POST: (control, body) => control.advance(millisecondsOf(body)) },
    state: {
      GET: (control) => control.snapshot(),
      PUT: (control, body) => control.load(jsonOf(body)),
    },
    events: { GET: (control) => control.events() },
    explain: { POST: (control, body) => control.explain(questionOf(body)) },
    topology: { GET: (control) => control.topology() },
    inspect: { GET: (control) => control.inspect() },
    report: { GET: (control) => control.report() },
    // Some health checks use HEAD.
    health: { GET: health, HEAD: health },
    ready: { GET: ready, HEAD: ready },
    outage: {
      POST: (control, body) => {
        const { region, ends } = outageOf(objectOf(body));
        control.outage(region, ends);
      },
    },
    stall: { POST: (control, body) => control.stall(stallOf(objectOf(body))) },
    fail: { POST: (control, body) => control.fail(failOf(objectOf(body))) },
    grant: {
      POST: (control, body) => {
        const { to, from } = grantOf(objectOf(body));
        control.grant(to, from);
      },
    },
    'console/changes': { GET: ({ views }) => ({ version: views.version }) },
    ...Object.fromEntries(
      Object.entries(CONSOLE_VIEWS).map(([route, view]): [string, Record<string, Action>] => [
        route,
        {
          GET: ({ views }, _body, query) => {
            const found = view(views, query);
            query.requireNoOthers();
            return found ?? NOT_THERE;
          },
        },
      ]),
    ),
  }).map(([route, actions]) => [route, new Map(Object.entries(actions))]),
);

/** Answers a control request; a mistake of the test is answered with 400 and a text that explains it. */
export function answerControl(request: ControlRequest, control: Control): ControlAnswer {
  const { method, route, body, isClosing = false, query: parameters = new URLSearchParams() } = request;
  const actions = ROUTES.get(route);
  if (actions === undefined) {
    return refuseControl(404, `There is no route ${route}: there are ${[...ROUTES.keys()].join(', ')}.`);
  }
  const action = actions.get(method);
  if (action === undefined) {
    const methods = [...actions.keys()];
    const answer = refuseControl(405, `${route} takes ${methods.join(' and ')}, not ${method}.`);
    return { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } };
  }
  if (action === ready && isClosing) return json(503, { status: 'closing' });
  try {
    const query = new ControlQuery(route, parameters);
    const answer = action(control, body, query);
    if (answer === NOT_THERE) return refuseControl(404, 'What was asked for is not there.');
    if (typeof answer === 'string') {
      const type = route === 'report' ? 'text/html' : 'text/plain';
      return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body: answer };
    }
    return json(200, answer ?? { status: 'ok' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return refuseControl(error instanceof FakeEcrError ? 400 : 500, message);
  }
}

/** A refusal with its reason. */
export function refuseControl(status: number, message: string): ControlAnswer {
  return json(status, { message });
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Text(body));
  } catch {
    throw new FakeEcrError('The body is not JSON.', 'Send a JSON document.');
  }
}

/** A body that has to be a JSON object; none is an empty one. */
function objectOf(body: Uint8Array): object {
  const given = body.length === 0 ? {} : jsonOf(body);
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw new FakeEcrError('The body is not a JSON object.', 'Send an object, such as {"region":"us-east-1"}.');
}

/** The registry to settle: undefined for all. */
function destinationOf(body: Uint8Array): Destination | undefined {
  if (body.length === 0) return undefined;
  const given = jsonOf(body) ?? {};
  requireOptions(given, 'settle', ['to']);
  return (given as { to?: unknown }).to === undefined ? undefined : registryOf(given, 'to', 'settle');
}

function questionOf(body: Uint8Array): ExplainQuestion {
  const advice = 'Send { "image": "payments:v1", "to": "444455556666/eu-west-1" }.';
  if (body.length === 0) throw new FakeEcrError('explain was not told which image.', advice);
  const given = jsonOf(body) ?? {};
  requireOptions(given, 'explain', ['image', 'to', 'from']);
  const { image, from } = given as { image?: unknown; from?: unknown };
  if (typeof image !== 'string') {
    throw new FakeEcrError(`explain was given ${shown(image)} as \`image\`.`, advice);
  }
  return {
    image,
    to: registryOf(given, 'to', 'explain', advice),
    from: from === undefined ? undefined : registryOf(given, 'from', 'explain', advice),
  };
}

function millisecondsOf(body: Uint8Array): number {
  const { milliseconds } = (jsonOf(body) ?? {}) as { milliseconds?: unknown };
  if (typeof milliseconds !== 'number') {
    throw new FakeEcrError('advance was not told how far.', 'Send { "milliseconds": 60000 }.');
  }
  return milliseconds;
}

function json(status: number, value: unknown): ControlAnswer {
  const headers = { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' };
  return { status, headers, body: terminalSafeJson(value) };
}

/** JSON with C1 control characters escaped as well, since people print it with curl. */
export function terminalSafeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}
