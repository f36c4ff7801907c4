export type { EcrRequestHandler } from './doors/request-handler/ecr-request-handler.js';
export { fakeEcrWorld, requestHandler } from './fake/fake-world.js';
export type { FakeWorld } from './fake/fake-world.js';
export type { FakeWorldOptions } from './fake/options.js';
