import { Agent } from 'node:http';
import { Socket } from 'node:net';

/** Decides which connections are refused. */
export interface Watch {
  /** @returns the error of a refused connection; undefined if it is allowed */
  refusalOf(host: string): Error | undefined;
}

/** The state that is stored on Node's own classes. */
interface Post {
  readonly realm: typeof globalThis;
  readonly watches: Set<Watch>;
  leave(): void;
}

// Node's modules are the same for every module registry, sandbox and bundle in a thread, unlike the global
// object. So the state is stored there.
const POST = Symbol.for('fake-ecr.network-guard');
const holder = Socket.prototype as Socket & { [POST]?: Post };

/**
 * Refuses connections before a name is looked up, for all code in this thread: every copy of the SDK uses Node's
 * sockets.
 *
 * @returns a function that ends it; after the last one Node's classes are as before
 */
export function guardNetwork(watch: Watch): () => void {
  let post = holder[POST];
  // Runners give each file a new global object: the earlier file is over and did not restore.
  if (post !== undefined && post.realm !== globalThis) {
    post.leave();
    post = undefined;
  }
  const standing = post ?? take();
  standing.watches.add(watch);
  return () => {
    standing.watches.delete(watch);
    if (standing.watches.size === 0) standing.leave();
  };
}

function take(): Post {
  const watches = new Set<Watch>();
  const refusalOf = (host: unknown): Error | undefined => {
    if (typeof host !== 'string') return undefined;
    for (const watch of watches) {
      const refusal = watch.refusalOf(host);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  };
  const leaves = [guardSockets(refusalOf), guardAgents(refusalOf)];
  const post: Post = {
    realm: globalThis,
    watches,
    leave: () => {
      watches.clear();
      for (const leave of leaves) leave();
      if (holder[POST] === post) delete holder[POST];
    },
  };
  Object.defineProperty(holder, POST, { value: post, configurable: true });
  return post;
}

type RefusalOf = (host: unknown) => Error | undefined;
type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Every connection over TCP and TLS: of agents, of HTTP/2, of fetch. */
function guardSockets(refusalOf: RefusalOf): () => void {
  return replace(
    Socket.prototype,
    'connect',
    (connect) =>
      function (this: unknown, ...args) {
        const [options, callback] = optionsOf(args);
        const refusal = refusalOf(options.path == null ? options.host : undefined);
        if (refusal === undefined) return Reflect.apply(connect, this, args);
        // A name that is not found is an error that every user of a socket handles.
        const lookup = (_name: string, _options: unknown, found: (error: Error) => void): void =>
          process.nextTick(found, refusal);
        return Reflect.apply(connect, this, [{ ...options, lookup }, callback]);
      },
  );
}

/** Requests through a proxy: they connect to the proxy, and only their agent gets the host. */
function guardAgents(refusalOf: RefusalOf): () => void {
  return replace(
    Agent.prototype,
    'addRequest',
    (addRequest) =>
      function (this: unknown, ...args) {
        const [request, options] = args as [{ onSocket(socket: null, error: Error): void }, unknown];
        const refusal = refusalOf((options as { host?: unknown } | undefined)?.host);
        if (refusal === undefined) return Reflect.apply(addRequest, this, args);
        // As agents do if they get no connection.
        request.onSocket(null, refusal);
        return undefined;
      },
  );
}

/** @returns a function that restores the method; if others wrapped it since, it only calls through from then on */
function replace(prototype: object, name: string, replacementOf: (method: Method) => Method): () => void {
  const before = Object.getOwnPropertyDescriptor(prototype, name) as TypedPropertyDescriptor<Method>;
  const value = replacementOf(before.value as Method);
  Object.defineProperty(prototype, name, { ...before, value });
  return () => {
    if (Object.getOwnPropertyDescriptor(prototype, name)?.value === value) {
      Object.defineProperty(prototype, name, before);
    }
  };
}

interface ConnectOptions {
  readonly host?: unknown;
  /** For a socket that is a file. */
  readonly path?: unknown;
}

/** For `connect(options)`, `connect(port, host)` and the list of options and callback that Node passes on. */
function optionsOf(args: readonly unknown[]): readonly [ConnectOptions, unknown] {
  const given = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  const [first, second] = given;
  const callback = given.find((one) => typeof one === 'function');
  if (typeof first === 'object' && first !== null) return [first, callback];
  return [typeof second === 'string' ? ({ port: first, host: second } as ConnectOptions) : {}, callback];
}
