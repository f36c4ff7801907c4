/** The credentials that a client was configured with, and the provider that the SDK made from them. */
interface Given {
  readonly credentials: object;
  provider: unknown;
}

// Stored on client classes, so that several copies of this package share it.
const KEY = Symbol.for('fake-ecr.given-credentials');

type ClientClass = (abstract new (...args: never[]) => object) & { [KEY]?: WeakMap<object, Given> };

/**
 * Remembers the credentials that clients of a class get as plain objects. The SDK wraps objects and provider
 * functions alike; afterwards only a call could distinguish them, and a provider may use the network.
 *
 * Every client first passes its configuration to the constructor of its parent class. It is read there.
 */
export function rememberGivenCredentials(clientClass: unknown): void {
  if (typeof clientClass !== 'function' || KEY in clientClass) return;
  const parent: unknown = Object.getPrototypeOf(clientClass);
  if (typeof parent !== 'function' || parent === Function.prototype) return;
  const known = new WeakMap<object, Given>();
  const observed = new Proxy(parent as ClientClass, {
    construct(target, args: unknown[], newTarget) {
      // Read before the call: the SDK changes the configuration object it gets.
      const credentials = (args[0] as { credentials?: unknown } | undefined)?.credentials;
      const client = Reflect.construct(target, args as never[], newTarget) as { config?: unknown };
      if (typeof credentials === 'object' && credentials !== null) remember(known, client, credentials);
      return client;
    },
  });
  if (Reflect.setPrototypeOf(clientClass, observed))
    Object.defineProperty(clientClass, KEY, { value: known });
}

/**
 * The plain object of credentials that a client was configured with.
 *
 * @param provider the client's present credentials
 * @returns undefined if it has a provider, if its credentials were replaced, or if it was created before this watched
 */
export function givenCredentials(client: object, provider: unknown): object | undefined {
  const given = (client.constructor as ClientClass | undefined)?.[KEY]?.get(client);
  if (given === undefined) return undefined;
  given.provider ??= provider;
  return given.provider === provider ? given.credentials : undefined;
}

function remember(known: WeakMap<object, Given>, client: { config?: unknown }, credentials: object): void {
  const given: Given = { credentials, provider: undefined };
  known.set(client, given);
  // The provider exists once the client's own constructor has run.
  void Promise.resolve().then(() => {
    given.provider ??= (client.config as { credentials?: unknown } | undefined)?.credentials;
  });
}
