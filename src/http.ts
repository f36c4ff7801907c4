export { serve } from './fake/serve.js';
export { startEndpoint } from './fake/start-endpoint.js';
export type { EndpointOptions } from './fake/start-endpoint.js';
export type { EcrServer, ServeOptions } from './fake/serve.js';
export type { HttpServerOptions, RunningServer } from './doors/http/http-server.js';
export type { RegistryOptions } from './doors/registry/registry-options.js';
export type { RegistryProfile } from './world/registry-protocol.js';
