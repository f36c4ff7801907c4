import { type SendStub, replaceMethod } from './send-stub.js';

type Callback = (error: unknown, data?: unknown) => void;

/**
 * Serves `send(command, callback)` and `send(command, options, callback)`, for the model's answers and for
 * those of overrides. As in the SDK such a call returns nothing, and what a callback throws is lost.
 */
export function serveCallbacks(stub: SendStub): void {
  const { invoke } = stub;
  replaceMethod(stub, 'invoke', (func, self, args) => {
    const answer = invoke.call(stub, func, self, args);
    const callback = callbackOf(args);
    return callback === undefined ? answer : callBack(answer, callback);
  });
}

/** Hands an answer to a callback. @returns nothing, as such a call does */
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
