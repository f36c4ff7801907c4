/** What a client was given as credentials, and what the SDK made of it. */
interface Given {
  readonly credentials: object;
  provider: unknown;
}

// On client classes, so that several copies of this package share what they know.
const KEY = Symbol.for('fake-ecr.given-credentials');

type ClientClass = (abstract new (...args: never[]) => object) & { [KEY]?: WeakMap<object, Given> };

/**
 * Remembers the credentials that clients of a class are given as plain objects. The SDK wraps objects and provider
 * functions alike, and afterwards nothing tells them apart but a call; and a provider may go out for its answer.
 *
 * Every client passes its configuration to the constructor of its class's parent first. That is where this looks.
 */
export function rememberGivenCredentials(clientClass: unknown): void {
  if (typeof clientClass !== 'function' || KEY in clientClass) return;
  const parent: unknown = Object.getPrototypeOf(clientClass);
  if (typeof parent !== 'function' || parent === Function.prototype) return;
  const known = new WeakMap<object, Given>();
  const observed = new Proxy(parent as ClientClass, {
    construct(target, args: unknown[], newTarget) {
      // Read first: the configuration that is passed on becomes the client's own.
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
 * The plain object of credentials that a client was given.
 *
 * @param provider what the client has as its credentials by now
 * @returns undefined if it was given a provider, or others since, or was made before anybody looked
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
  // The provider is there once the client's own constructor has run.
  void Promise.resolve().then(() => {
    given.provider ??= (client.config as { credentials?: unknown } | undefined)?.credentials;
  });
}
