import type { Caller } from '../../iam/caller.js';
import type { Callers } from '../../iam/credentials.js';

/**
 * Whether a provider that was supplied to a client is asked whose the credentials are: `auto` takes plain objects, and
 * calls nothing; `true` waits for the answer and fails as the SDK would; `false` does not look at credentials, other
 * than those that were handed out here.
 */
export type ResolveCredentials = 'auto' | boolean;

/**
 * Who calls with a client, from its `config.credentials`: at once, unless a provider is asked. The SDK's default
 * look-up is never started.
 *
 * @param provider what the client has there
 * @param given the plain object that it was configured with, where that is known
 * @returns (a promise of) the caller; undefined if nothing tells
 */
export function callerOf(
  provider: unknown,
  given: object | undefined,
  callers: Callers,
  mode: ResolveCredentials,
): Caller | undefined | Promise<Caller | undefined> {
  if (typeof provider !== 'function') return callers.byCredentials(provider);
  const known = callers.byProvider(provider);
  if (known !== undefined) return known;
  if (mode === 'auto') return callers.byCredentials(given);
  // The SDK marks what it was given this way, and leaves its own default unmarked [observed].
  const isSupplied = (provider as { attributed?: unknown }).attributed === true;
  return isSupplied && mode ? ask(provider as () => unknown, callers) : undefined;
}

async function ask(provider: () => unknown, callers: Callers): Promise<Caller | undefined> {
  return callers.byCredentials(await provider());
}
