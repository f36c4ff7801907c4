import { requireRegion } from '../aws/arguments.js';
import { clientEnvironment } from './client-environment.js';
import type { FakeWorld } from './fake-world.js';
import type { FakeWorldOptions } from './options.js';
import { type ServeOptions, serve } from './serve.js';

/** How an endpoint for a whole run of tests is served. Everything has a default. */
export interface EndpointOptions extends ServeOptions {
  /** The Region of programs that name none; that of the environment by default, else `us-east-1`. */
  readonly region?: string;
}

/**
 * Serves for this process and those that it starts: the environment variables of the SDKs and the AWS CLI lead to the
 * endpoint until it is stopped (`AWS_ENDPOINT_URL_ECR`, `AWS_ENDPOINT_URL_STS`, keys, Region), and `FAKE_ECR_URL` is its
 * address. Made for the global set-up of a test runner; `fake-ecr/global-setup` is this with nothing to choose.
 *
 * @param world a fake, or the options of a new world
 * @param options those of `serve()`, and the Region
 * @returns stops the endpoint, and puts the variables back
 * @throws a `[fake-ecr]` error if an option is misspelt, the port is taken, or the host is none
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

/** An environment has texts only: undefined would become one. */
function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
