import { requireRegion } from '../aws/arguments.js';
import { clientEnvironment } from './client-environment.js';
import type { FakeWorld } from './fake-world.js';
import type { FakeWorldOptions } from './options.js';
import { type ServeOptions, serve } from './serve.js';

/** Options of an endpoint for a whole test run. All have defaults. @public */
export interface EndpointOptions extends ServeOptions {
  /** The Region of programs without one; by default the environment's, otherwise `us-east-1`. */
  readonly region?: string;
}

/**
 * Starts an endpoint for this process and its children: environment variables lead SDKs and the AWS CLI to it until
 * it is stopped (`AWS_ENDPOINT_URL_ECR`, `AWS_ENDPOINT_URL_STS`, keys, Region), and `FAKE_ECR_URL` is its URL. Meant
 * for the global set-up of a test runner; `fake-ecr/global-setup` does this without options.
 *
 * @public
 * @param world a fake, or the options of a new world
 * @param options those of `serve()`, and the Region
 * @returns a function that stops the endpoint and restores the variables
 * @throws a `[fake-ecr]` error if an option is misspelt, the port is taken, or the host is not valid
 * @example
 * const stop = await startEndpoint({ layers: 'assumed' }, { region: 'eu-west-1' });
 * const client = new ECRClient({});
 * await stop();
 */
export async function startEndpoint(
  world: FakeWorld | FakeWorldOptions = {},
  options: EndpointOptions = {},
): Promise<() => Promise<void>> {
  const { region, ...serving } = options;
  if (region !== undefined) requireRegion(region);
  const server = await serve(world, serving);
  const led = clientEnvironment(process.env, server, region);
  const before = Object.keys(led).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(led)) setVariable(name, value);
  return async () => {
    for (const [name, value] of before) setVariable(name, value);
    await server.close();
  };
}

/** Environment variables are strings: undefined would become 'undefined'. */
function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
