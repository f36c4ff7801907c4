import { type SendStub, replaceMethod } from './send-stub.js';

/** What is replaced on a stub of ours. */
const REPLACED = ['invoke', 'withArgs', 'resetBehavior'] as const;

/** The methods of a new stub, before they are replaced. */
export function ownMethodsOf(stub: SendStub): Partial<SendStub> {
  return Object.fromEntries(REPLACED.map((name) => [name, stub[name]]));
}

/**
 * Takes out of a stub whatever leads to calls, to the model or to the target. Sinon's sandbox keeps every stub
 * that it made until it is restored itself; what is left there calls through.
 *
 * @param stub one that is off its target
 * @param methods what {@link ownMethodsOf} found on it
 */
export function forgetStub(stub: SendStub, methods: Partial<SendStub>): void {
  const { wrappedMethod } = stub;
  for (const name of REPLACED) replaceMethod(stub, name, methods[name] as never);
  replaceMethod(
    stub,
    'restore',
    Object.assign(() => undefined, { sinon: true }),
  );
  // Sinon refuses it within a call, lest what is left of the call be recorded out of step; nobody reads that here.
  delete stub.invoking;
  stub.resetHistory();
  stub.resetBehavior();
  stub.fakes = [];
  stub.rootObj = undefined;
  // Its stack, until somebody reads it, holds the objects whose methods were running.
  stub.stackTraceError = undefined;
  stub.callsFake(function (this: unknown, ...args) {
    return wrappedMethod.apply(this as object, [...args]);
  });
}
