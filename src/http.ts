export { serve } from './serve.js';
export type { EcrServer, ServeOptions } from './serve.js';
export type { HttpServerOptions, RunningServer } from './doors/http/http-server.js';
