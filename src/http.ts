export { serve } from './serve.js';
export type { EcrServer } from './serve.js';
export type { HttpServerOptions, RunningServer } from './doors/http/http-server.js';
