import type { Caller } from '../../iam/caller.js';
import type { Callers } from '../../iam/credentials.js';

/**
 * Whether a client's credential provider is called to find out the caller: `auto` reads plain objects and calls
 * nothing; `true` waits for the provider and fails as the SDK would; `false` ignores credentials except those issued
 * by the fake.
 */
export type ResolveCredentials = 'auto' | boolean;

/**
 * The caller behind a client, from its `config.credentials`: synchronously, unless a provider is called. The SDK's
 * default look-up is never started.
 *
 * @param provider what the client has there
 * @param given the plain object that it was configured with, if known
 * @returns (a promise of) the caller; undefined if it is not known
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
  // The SDK marks configured credentials this way, and leaves its own default unmarked [observed].
  const isSupplied = (provider as { attributed?: unknown }).attributed === true;
  return isSupplied && mode ? ask(provider as () => unknown, callers) : undefined;
}

async function ask(provider: () => unknown, callers: Callers): Promise<Caller | undefined> {
  return callers.byCredentials(await provider());
}
