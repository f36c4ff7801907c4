import { startEndpoint } from './http.js';

let stop: (() => Promise<void>) | undefined;

/** Starts an endpoint for a whole test run. @returns a function that ends it, for runners that use that */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // A runner in watch mode may set up again without a teardown.
  await globalTeardown();
  stop = await startEndpoint();
  return globalTeardown;
}

/** Stops the endpoint. */
export async function globalTeardown(): Promise<void> {
  const end = stop;
  stop = undefined;
  await end?.();
}
