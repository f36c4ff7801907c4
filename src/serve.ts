import type { Control } from './doors/http/control.js';
import { type HttpServerOptions, type RunningServer, startHttpServer } from './doors/http/http-server.js';
import { wireWorldOf } from './wire-world.js';
import type { FakeWorldOptions } from './fake-ecr-options.js';
import { FakeWorld } from './fake-world.js';

/** A world behind an endpoint. */
export interface EcrServer extends RunningServer {
  /** The world that answers. */
  readonly ecr: FakeWorld;
}

/**
 * Answers over HTTP, for programs in other processes and languages: the AWS CLI, boto3, any SDK with an
 * endpoint. The Region is that of the signature; the account that of a key this fake handed out, or of an
 * access key of twelve digits, else the default account.
 *
 * @param world a fake, or the options of a new world
 * @param options host and port; loopback and a free port by default
 * @returns address, world and how to stop
 * @throws a `[fake-ecr]` error where the port is taken
 * @example
 * const server = await serve({ seed: 7 });
 * const client = new ECRClient({ endpoint: server.url, region: 'us-west-2', credentials });
 * await server.close();
 */
export async function serve(
  world: FakeWorld | FakeWorldOptions = {},
  options: HttpServerOptions = {},
): Promise<EcrServer> {
  const ecr = world instanceof FakeWorld ? world : new FakeWorld(world);
  const running = await startHttpServer(
    // Not a copy: doors that are opened later show.
    Object.assign(wireWorldOf(ecr), { control: controlOf(ecr) }),
    options,
  );
  return { ...running, ecr };
}

function controlOf(ecr: FakeWorld): Control {
  return {
    reset: () => ecr.reset(),
    settle: () => ecr.settle(),
    advance: (milliseconds) => ecr.clock.advance(milliseconds),
    snapshot: () => ecr.snapshot(),
    load: (state) => void ecr.load(state),
    events: () => ecr.events,
    onEvent: (listener) => ecr.onEvent(listener),
    topology: () => String(ecr.topology()),
  };
}
