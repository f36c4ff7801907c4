export { serve } from './fake/serve.js';
export { startEndpoint } from './fake/start-endpoint.js';
export type { EndpointOptions } from './fake/start-endpoint.js';
export type { EcrServer, ServeOptions } from './fake/serve.js';
