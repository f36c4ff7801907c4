import type { SendStub } from './send-stub.js';

/** Lets the stack of an error begin where `send` was called. */
export type CallSite = (error: Error) => void;

/** The line that is calling `send` right now. Costs nothing until it is used. */
export function runningCall(stub: SendStub): CallSite {
  return (error) => Error.captureStackTrace(error, stub);
}

/** The same, to be used later: the stub records where each call came from, so nothing more has to be. */
export function recordedCall(stub: SendStub): CallSite {
  const records = stub.errorsWithCallStack;
  const index = stub.callCount - 1;
  return (error) => {
    const frames = records[index]?.stack?.split('\n').slice(1 + FRAMES_OF_SINON);
    if (frames !== undefined) error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  };
}

/** Sinon's own innermost lines in what it records: its `invoke`, the one around it here, and the stub. */
const FRAMES_OF_SINON = 3;

/** The line that called `send`, kept from here on: for a `send` that is not a stub. */
export function callSiteFrom(send: (...args: never[]) => unknown): CallSite {
  const record: { stack?: string } = {};
  Error.captureStackTrace(record, send);
  return (error) => {
    const frames = record.stack?.split('\n').slice(1);
    if (frames !== undefined) error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  };
}
