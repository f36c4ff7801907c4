import type { ExceptionClasses } from '../sdk-exceptions.js';
import type { CallSite } from './send-stub.js';
import type { SendArguments } from './send-stub.js';

/** Where a call arrived: a stub, or the `send` of a client that the fake created. */
export interface Entrance {
  /** The exception classes of the attached copy, if its module is known. */
  readonly classes: ExceptionClasses | undefined;
  /** The client's own `send`. */
  callThrough(client: object, args: SendArguments): Promise<object>;
  /** The stack of the running call. */
  runningCall(): CallSite;
  /** The same for later use. */
  recordedCall(): CallSite;
}
