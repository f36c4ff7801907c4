import type { ExceptionClasses } from '../sdk-exceptions.js';
import type { CallSite } from './send-stub.js';
import type { SendArguments } from './send-stub.js';

/** Where a call came in: a stub, or the `send` of a client that the fake made. */
export interface Entrance {
  /** The exception classes of the attached copy, where its module is known. */
  readonly classes: ExceptionClasses | undefined;
  /** What the client would do by itself. */
  callThrough(client: object, args: SendArguments): Promise<object>;
  /** Where the call comes from that is running right now. */
  runningCall(): CallSite;
  /** The same, to be used later. */
  recordedCall(): CallSite;
}
