export { EcrRequestHandler } from './doors/request-handler/ecr-request-handler.js';
export { FakeWorld, fakeEcrWorld, requestHandler } from './fake/fake-world.js';
export type { FakeWorldOptions } from './fake/options.js';
