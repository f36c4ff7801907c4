/** One `send` as the stub hands it on: the command, then options, a callback, or both. */
export type SendArguments = readonly unknown[];

/** What sinon keeps of how a stub behaves at a call. */
interface Behavior {
  isPresent(): unknown;
  invoke(self: unknown, args: SendArguments): unknown;
}

/**
 * The parts of a sinon stub that the door builds on, beyond sinon's published types. They are the same in
 * every version that `aws-sdk-client-mock` 4 brings along or that a sandbox may come from.
 */
export interface SendStub {
  (this: unknown, ...args: SendArguments): unknown;

  /** What was there before the stub. */
  readonly wrappedMethod: (this: object, ...args: SendArguments) => unknown;

  // The history.
  readonly callCount: number;
  readonly errorsWithCallStack: readonly Error[];
  resetHistory: (this: SendStub) => unknown;

  /** Present while a call is answered. */
  invoking?: boolean;
  /** The object that is stubbed, which sinon remembers. */
  rootObj?: object | undefined;
  /** Where the stub was made. */
  stackTraceError?: Error | undefined;

  // Overrides: each is a stub of its own, for the calls that its matchers match.
  fakes: readonly SendStub[];
  matchingFakes: (args: SendArguments) => readonly SendStub[];
  withArgs: (this: SendStub, ...matchers: unknown[]) => SendStub;

  // What the stub answers: by the number of the call, else by default.
  behaviors: (Behavior | undefined)[];
  readonly defaultBehavior: Behavior | null;
  onCall: (this: SendStub, index: number) => Behavior;
  callsFake: (answer: (this: unknown, ...args: SendArguments) => unknown) => unknown;
  resetBehavior: (this: SendStub) => void;

  invoke: (this: SendStub, func: unknown, self: unknown, args: SendArguments) => unknown;
  restore: (this: SendStub) => void;
}

/** Replaces a method of a stub, out of sight as sinon's own methods are. */
export function replaceMethod<K extends keyof SendStub>(stub: SendStub, name: K, method: SendStub[K]): void {
  Object.defineProperty(stub, name, { value: method, writable: true, configurable: true });
}

/** What sinon would answer a call with that has just been recorded; nothing once it is used up. */
export function currentBehavior(stub: SendStub): Behavior | undefined {
  const numbered = stub.behaviors[stub.callCount - 1];
  if (numbered?.isPresent()) return numbered;
  return stub.defaultBehavior?.isPresent() ? stub.defaultBehavior : undefined;
}
