/** The arguments of `send`: the command, then options, a callback, or both. */
export type SendArguments = readonly unknown[];

/** Sinon's record of how a stub behaves for a call. */
export interface Behavior {
  isPresent(): unknown;
  invoke: (self: unknown, args: SendArguments) => unknown;
}

/**
 * The parts of a sinon stub that the door uses, beyond sinon's published types. They are the same in every version
 * that `aws-sdk-client-mock` 4 depends on or that a sandbox may come from.
 */
export interface SendStub {
  (this: unknown, ...args: SendArguments): unknown;

  /** The original method. */
  readonly wrappedMethod: (this: object, ...args: SendArguments) => unknown;

  // The history.
  readonly callCount: number;
  /** What each call was given. */
  readonly args: readonly SendArguments[];
  readonly errorsWithCallStack: readonly Error[];
  resetHistory: (this: SendStub) => unknown;

  /** Present during a call. */
  invoking?: boolean;
  /** The stubbed object. */
  rootObj?: object | undefined;
  /** Where the stub was created. */
  stackTraceError?: Error | undefined;

  // Overrides: each is a separate stub, for the calls that its matchers match.
  fakes: readonly SendStub[];
  matchingFakes: (args: SendArguments) => readonly SendStub[];
  withArgs: (this: SendStub, ...matchers: unknown[]) => SendStub;

  // The stub's answers: by the number of the call, or the default.
  behaviors: (Behavior | undefined)[];
  readonly defaultBehavior: Behavior | null;
  onCall: (this: SendStub, index: number) => Behavior;
  callsFake: (answer: (this: unknown, ...args: SendArguments) => unknown) => unknown;
  resetBehavior: (this: SendStub) => void;

  invoke: (this: SendStub, func: unknown, self: unknown, args: SendArguments) => unknown;
  restore: (this: SendStub) => void;
}

/** Replaces a method of a stub, non-enumerable like sinon's own. */
export function replaceMethod<K extends keyof SendStub>(stub: SendStub, name: K, method: SendStub[K]): void {
  Object.defineProperty(stub, name, { value: method, writable: true, configurable: true });
}

/** Sinon's answer for the call that was just recorded; undefined once it is used up. */
export function currentBehavior(stub: SendStub): Behavior | undefined {
  const numbered = stub.behaviors[stub.callCount - 1];
  if (numbered?.isPresent()) return numbered;
  return stub.defaultBehavior?.isPresent() ? stub.defaultBehavior : undefined;
}

/** Makes an error's stack begin where `send` was called. */
export type CallSite = (error: Error) => void;

/** The line that calls `send`. It takes no time until it is used. */
export function runningCall(stub: SendStub): CallSite {
  return (error) => Error.captureStackTrace(error, stub);
}

/** The same for later use: the stub records the stack of each call anyway. */
export function recordedCall(stub: SendStub): CallSite {
  const records = stub.errorsWithCallStack;
  const index = stub.callCount - 1;
  return (error) => {
    const frames = records[index]?.stack?.split('\n').slice(1 + FRAMES_OF_SINON);
    if (frames !== undefined) error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  };
}

/** The innermost lines of a recorded stack: sinon's `invoke`, our wrapper of it, and the stub. */
const FRAMES_OF_SINON = 3;

/** The line that called `send`, recorded now: for a `send` that is not a stub. */
export function callSiteFrom(send: (...args: never[]) => unknown): CallSite {
  const record: { stack?: string } = {};
  Error.captureStackTrace(record, send);
  return (error) => {
    const frames = record.stack?.split('\n').slice(1);
    if (frames !== undefined) error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  };
}

type Callback = (error: unknown, data?: unknown) => void;

/**
 * Supports `send(command, callback)` and `send(command, options, callback)`, for answers of the model and of
 * overrides. As in the SDK such a call returns nothing, and an error that a callback throws is lost.
 */
export function serveCallbacks(stub: SendStub): void {
  const { invoke } = stub;
  replaceMethod(stub, 'invoke', (func, self, args) => {
    const answer = invoke.call(stub, func, self, args);
    const callback = callbackOf(args);
    return callback === undefined ? answer : callBack(answer, callback);
  });
}

/** Passes an answer to a callback. @returns nothing, as in the SDK */
export function callBack(answer: unknown, callback: Callback): undefined {
  Promise.resolve(answer)
    .then(
      (data) => callback(null, data),
      (error: unknown) => callback(error),
    )
    .catch(() => {});
  return undefined;
}

/** The callback among the arguments of `send`. */
export function callbackOf([, optionsOrCallback, callback]: readonly unknown[]): Callback | undefined {
  if (typeof optionsOrCallback === 'function') return optionsOrCallback as Callback;
  return typeof callback === 'function' ? (callback as Callback) : undefined;
}

interface Matcher {
  test(actual: unknown): boolean;
  readonly message?: string;
}

type MatcherOf = ((test: (actual: unknown) => boolean, message?: string) => Matcher) & {
  isMatcher(value: unknown): boolean;
};

/** A sandbox of any version of sinon. */
export interface SinonSandbox {
  stub(object: object, property: string): unknown;
  inject(target: object): object;
}

/**
 * Makes a stub of the test's own sinon understand the matchers of `mock.on(…)`. They come from the sinon that
 * `aws-sdk-client-mock` depends on; another copy would treat them as plain objects that match nothing.
 */
export function understandMatchers(stub: SendStub, sandbox: SinonSandbox): void {
  const { match } = sandbox.inject({}) as { match?: MatcherOf };
  if (match === undefined) return;
  const translations = new WeakMap<Matcher, Matcher>();
  const withArgs = stub.withArgs.bind(stub);

  const translate = (given: unknown): unknown => {
    if (match.isMatcher(given) || !isMatcher(given)) return given;
    // The same matcher for the same input, so that sinon recognises an existing override.
    let translation = translations.get(given);
    if (translation === undefined) {
      translation = match((actual) => given.test(actual), given.message);
      translations.set(given, translation);
    }
    return translation;
  };
  replaceMethod(stub, 'withArgs', (...matchers) => withArgs(...matchers.map(translate)));
}

function isMatcher(value: unknown): value is Matcher {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Matcher>).test === 'function' &&
    'and' in value
  );
}
