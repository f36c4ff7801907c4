import { startEndpoint } from './http.js';

let stop: (() => Promise<void>) | undefined;

/** Starts an endpoint for a whole run of tests. @returns ends it, for the runners that ask for that */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // A watching runner may set up again without having torn down.
  await globalTeardown();
  stop = await startEndpoint();
  return globalTeardown;
}

/** Ends the endpoint. */
export async function globalTeardown(): Promise<void> {
  const end = stop;
  stop = undefined;
  await end?.();
}
