import { type CallSite, callSiteFrom } from './send-stub.js';
import { callbackOf, callBack } from './send-stub.js';
import type { Entrance } from './entrance.js';
import type { SendArguments } from './send-stub.js';

export type Answer = (entrance: Entrance, client: unknown, args: SendArguments) => Promise<object>;

/** What the clients of one fake have in common: nothing of it is left once the fake is over. */
export interface Link {
  answer: Answer | undefined;
}

/**
 * Gives a client that the fake made a `send` that leads to the fake, where its class has none. There is no stub
 * and no list of such clients: they cost nothing and end with whoever holds them.
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
