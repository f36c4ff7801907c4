/** Answers as the SDK does where a client has no Region. */
const REQUIRED = 'required';

/** No name of a Region, and refused by the SDK where it checks: what a missing Region is recognised by. */
const NO_REGION = '(no region)';
const MISSING = 'Region is missing';

/**
 * The Region of a client, from its `config.region`.
 *
 * @param provider what the client has there: a function for real clients, whatever they were configured with
 * @param fallback the Region of clients that have none, or `required`
 * @returns the Region, at once where it is plain text, else once the provider has answered
 * @throws (rejects with) the provider's own error; `Region is missing` where there is none and it is required
 */
export function regionOf(provider: unknown, fallback: string): string | Promise<string> {
  if (typeof provider === 'string') return provider;
  if (typeof provider === 'function') return ask(provider as () => unknown, fallback);
  return fallback === REQUIRED ? Promise.reject(new Error(MISSING)) : fallback;
}

/**
 * A client without a Region would look for one in the environment, then in files, then in the instance
 * metadata, and nothing tells it from a client that has one. So the environment holds an answer while such a
 * client starts to look, and it looks no further. It remembers what it found; so when a provider has answered
 * just that, it is asked once more, without: one that has looked remembers, any other now gives its own answer.
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
