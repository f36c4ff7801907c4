import type { Caller } from '../../domain/caller.js';
import type { Callers } from '../../pipeline/callers.js';

/**
 * Whether credentials that were supplied to a client are asked whose they are: `auto` asks and takes what is
 * known without input or output, `true` waits for the answer and fails as the SDK would, `false` never asks.
 */
export type ResolveCredentials = 'auto' | boolean;

/** How long credentials may take to be taken for local, in turns of the microtask queue [assumed]. */
export const LOCAL_CREDENTIALS_TURNS = 100;

/**
 * Who calls with a client, from its `config.credentials`: at once where they were handed out here or are the
 * SDK's default look-up, which is never started.
 *
 * @param provider what the client has there
 * @returns (a promise of) the caller; undefined where nothing tells
 */
export function callerOf(
  provider: unknown,
  callers: Callers,
  mode: ResolveCredentials,
): Caller | undefined | Promise<Caller | undefined> {
  if (typeof provider !== 'function') return callers.byCredentials(provider);
  const known = callers.byProvider(provider);
  if (known !== undefined) return known;
  // The SDK marks what it was given this way, and leaves its own default unmarked [observed].
  const isSupplied = (provider as { attributed?: unknown }).attributed === true;
  if (!isSupplied || mode === false) return undefined;
  return ask(provider as () => unknown, callers, mode);
}

async function ask(
  provider: () => unknown,
  callers: Callers,
  mode: 'auto' | true,
): Promise<Caller | undefined> {
  if (mode === true) return callers.byCredentials(await provider());
  return callers.byCredentials(await atOnce(provider));
}

/** What a provider answers within the microtask queue; nothing if it fails or needs longer. */
async function atOnce(provider: () => unknown): Promise<unknown> {
  let answer: unknown;
  let isSettled = false;
  // Within the promise, so that a provider that throws is one that rejects.
  new Promise((resolve) => resolve(provider())).then(
    (credentials) => {
      answer = credentials;
      isSettled = true;
    },
    () => {
      isSettled = true;
    },
  );
  for (let turn = 0; turn < LOCAL_CREDENTIALS_TURNS && !isSettled; turn++) await Promise.resolve();
  return answer;
}
