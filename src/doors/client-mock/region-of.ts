/** Fails as the SDK does if a client has no Region. */
const REQUIRED = 'required';

/** Not a valid name of a Region: marks that a Region is missing. */
const NO_REGION = '(no region)';
const MISSING = 'Region is missing';

/**
 * The Region of a client, from its `config.region`.
 *
 * @param provider the client's value: a function for real clients
 * @param fallback the Region of clients that have none, or `required`
 * @returns the Region, synchronously if it is plain text, otherwise a promise
 * @throws (rejects with) the provider's own error; `Region is missing` if there is none and it is required
 */
export function regionOf(provider: unknown, fallback: string): string | Promise<string> {
  if (typeof provider === 'string') return provider;
  if (typeof provider === 'function') return ask(provider as () => unknown, fallback);
  return fallback === REQUIRED ? Promise.reject(new Error(MISSING)) : fallback;
}

/**
 * A client without a Region would look for one in the environment, then in files, then in the instance metadata, and
 * it cannot be distinguished from a client that has one. So the environment has a marker while the provider is
 * called, which ends the search. A provider that searched caches what it found. If it returns the marker it is called
 * again without the marker: a provider that searched returns it again, any other returns its own Region.
 */
async function ask(provider: () => unknown, fallback: string): Promise<string> {
  const standIn = fallback === REQUIRED ? NO_REGION : fallback;
  const environment = process.env;
  if (environment.AWS_REGION !== undefined) return textOf(await provider(), fallback);

  let first: unknown;
  environment.AWS_REGION = standIn;
  try {
    first = provider();
  } finally {
    delete environment.AWS_REGION;
  }
  try {
    const answer = await first;
    if (answer !== standIn) return textOf(answer, fallback);
  } catch (error) {
    if (!isAboutStandIn(error)) return orFallback(error, fallback);
  }
  try {
    const answer = await provider();
    return textOf(answer === NO_REGION ? undefined : answer, fallback);
  } catch (error) {
    return orFallback(isAboutStandIn(error) ? new Error(MISSING) : error, fallback);
  }
}

function textOf(answer: unknown, fallback: string): string {
  return typeof answer === 'string' ? answer : orFallback(new Error(MISSING), fallback);
}

function orFallback(error: unknown, fallback: string): string {
  if (fallback === REQUIRED || !(error instanceof Error) || error.message !== MISSING) throw error;
  return fallback;
}

function isAboutStandIn(error: unknown): boolean {
  return error instanceof Error && error.message.includes(NO_REGION);
}
