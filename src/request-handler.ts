import { requireWorldOptions } from './require-options.js';
import { EcrRequestHandler } from './doors/request-handler/ecr-request-handler.js';
import type { FakeWorldOptions } from './fake-ecr-options.js';
import { FakeWorld } from './fake-world.js';
import { wireWorldOf } from './wire-world.js';

export { EcrRequestHandler } from './doors/request-handler/ecr-request-handler.js';
export type {
  HandlerOptions,
  SmithyRequest,
  SmithyResponse,
} from './doors/request-handler/ecr-request-handler.js';
export { FakeWorld } from './fake-world.js';
export type { FakeWorldOptions } from './fake-ecr-options.js';

/**
 * A world of its own, for clients that are given its request handler; no other client is touched.
 *
 * @param options of the world
 * @returns the world, whose `requestHandler()` its clients are given
 * @throws a `[fake-ecr]` error where an option is misspelt or can't have that value
 * @example
 * const ecr = fakeEcrWorld();
 * const client = new ECRClient({ requestHandler: ecr.requestHandler(), region: 'us-west-2', credentials });
 */
export function fakeEcrWorld(options: FakeWorldOptions = {}): FakeWorld {
  requireWorldOptions(options, 'fakeEcrWorld()');
  return new FakeWorld(options);
}

/** The request handler of a fake; the same as its method. */
export function requestHandler(fake: FakeWorld): EcrRequestHandler {
  return new EcrRequestHandler(wireWorldOf(fake));
}
