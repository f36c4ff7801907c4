import { type CallSite, callSiteFrom } from './send-stub.js';
import { callbackOf, callBack } from './send-stub.js';
import type { Entrance } from './entrance.js';
import type { SendArguments } from './send-stub.js';

export type Answer = (entrance: Entrance, client: unknown, args: SendArguments) => Promise<object>;

/** Shared by the clients of one fake, and released when the fake is restored. */
export interface Link {
  answer: Answer | undefined;
}

/**
 * Gives a client that the fake created a `send` that leads to the fake, if its class has none. There is no stub and
 * no list of such clients, so they can be garbage-collected.
 */
export function leadToFake(client: object, link: Link, classes: Entrance['classes']): void {
  const inherited = (args: SendArguments, self: object): Promise<object> => {
    const { send } = Object.getPrototypeOf(client) as { send: (...args: SendArguments) => Promise<object> };
    return send.apply(self, [...args]);
  };
  function send(this: object, ...args: SendArguments): unknown {
    const { answer } = link;
    if (answer === undefined) return inherited(args, this);
    const site: CallSite = callSiteFrom(send);
    const entrance: Entrance = {
      classes,
      callThrough: (self, given) => inherited(given, self),
      runningCall: () => site,
      recordedCall: () => site,
    };
    const callback = callbackOf(args);
    const answered = answer(entrance, this, args);
    return callback === undefined ? answered : callBack(answered, callback);
  }
  Object.defineProperty(client, 'send', { value: send, writable: true, configurable: true });
}
