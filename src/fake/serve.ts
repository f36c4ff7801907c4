import { consolePage } from '../doors/http/console-page.js';
import type { Control } from '../doors/http/control.js';
import {
  type HttpServerOptions,
  type RunningServer,
  ownNames,
  startHttpServer,
} from '../doors/http/http-server.js';
import { RegistryDoor } from '../doors/registry/registry-door.js';
import { REGISTRY_OPTIONS, type RegistryOptions } from '../doors/registry/registry-options.js';
import { requireAmount, requireOptions } from '../lib/arguments.js';
import { INSPECT } from '../lib/handle-kind.js';
import { controlOf } from './control-of.js';
import { openSts } from './open-sts.js';
import { FakeWorld } from './fake-world.js';
import { simulationOf } from './simulation-of.js';
import {
  type FakeWorldOptions,
  requireHosts,
  requireRegistryOptions,
  requireWorldOptions,
} from './options.js';
import type { Simulation } from './simulation.js';

/** The default number of calls and events that an endpoint keeps, since it may run for days. */
export const JOURNAL = 5_000;
/** The length to which strings in a call's input are cut: names of layers are shorter, manifests longer. */
const TEXT_LENGTH = 1_000;

/** Options of an endpoint. All have defaults. @public */
export interface ServeOptions extends HttpServerOptions, RegistryOptions {
  /**
   * How many of the latest calls and events are kept; then strings in their inputs are cut at 1000 characters. 5000
   * if `serve()` creates the world. The journal of a given world is not cut, and neither is it with `Infinity`.
   */
  readonly journal?: number;
}

/** A world behind an endpoint. @public */
export class EcrServer implements RunningServer {
  /** The address for clients, for example `http://127.0.0.1:4566`. */
  readonly url: string;
  /** The address it listens on. */
  readonly host: string;
  /** The port it listens on. */
  readonly port: number;
  /** Stops listening, lets requests in flight finish, and closes open connections. */
  readonly close: () => Promise<void>;

  /** @internal */
  constructor(
    running: RunningServer,
    /** The world that answers. */
    readonly ecr: FakeWorld,
    registry?: RegistryDoor,
    onClosed?: () => void,
  ) {
    this.url = running.url;
    this.host = running.host;
    this.port = running.port;
    this.close = async () => {
      registry?.close();
      await running.close();
      onClosed?.();
    };
  }

  /** @internal */
  [INSPECT](): string {
    return `[EcrServer at ${this.url} of ${this.ecr[INSPECT]()}]`;
  }
}

/**
 * Answers over HTTP, for programs in other processes and languages: the AWS CLI, boto3, any SDK with a custom
 * endpoint. The Region is that of the signature. The account is that of a key issued by this fake or of an access key
 * of twelve digits, otherwise the default account. STS is answered, too: with the roles of `fakeSts(world)` if there
 * is one, otherwise every role can be assumed.
 *
 * @public
 * @param world a fake, or the options of a new world
 * @param options host and port; loopback and a free port by default. `journal`: how many calls and events are kept,
 *   and how `docker push` is answered
 * @returns URL, world and a function that stops it
 * @throws a `[fake-ecr]` error if an option is misspelt, the port is taken, or the host is not valid
 * @example
 * const server = await serve({ seed: 7 });
 * const client = new ECRClient({ endpoint: server.url, region: 'us-west-2', credentials });
 * await server.close();
 */
export function serve(
  world: FakeWorld | FakeWorldOptions = {},
  options: ServeOptions = {},
): Promise<EcrServer> {
  return serveKept(world, options);
}

/** A world that outlives its process, as far as serving it goes. */
export interface KeptWorld {
  /** Control requests, with each change written down. */
  keep(control: Control): Control;
  /** Called with the URL at which it is served. */
  servedAt(url: string): void;
  close(): void;
}

/** {@link serve}, for a world that may be kept. */
export async function serveKept(
  world: FakeWorld | FakeWorldOptions,
  options: ServeOptions,
  kept?: KeptWorld,
): Promise<EcrServer> {
  if (!(world instanceof FakeWorld)) requireWorldOptions(world, 'serve()');
  requireOptions(options, 'serve()', [
    'host',
    'allowedHosts',
    'port',
    'requestTimeout',
    'closeTimeout',
    'journal',
    'onLog',
    ...REGISTRY_OPTIONS,
  ]);
  const isOwn = !(world instanceof FakeWorld);
  const ecr = isOwn ? new FakeWorld(world) : world;
  const simulation = simulationOf(ecr);
  const { journal = isOwn ? JOURNAL : undefined } = options;
  if (journal !== undefined) {
    requireAmount(journal, 'journal');
    simulation.service.retain(journal, journal === Infinity ? Infinity : TEXT_LENGTH);
  }
  if (options.allowedHosts !== undefined) requireHosts(options.allowedHosts);
  openSts(simulation);
  requireRegistryOptions(options);
  const registry = options.registry === false ? undefined : registryDoorOf(simulation, options);
  const control = controlOf(ecr, simulation);
  const running = await startHttpServer(
    { wire: simulation, control: kept?.keep(control) ?? control, registry, page: consolePage() },
    { ...options, ...tellingRequests(simulation, options) },
  );
  kept?.servedAt(running.url);
  registry?.open(running, ownNames(options));
  // A world that can't be restored may end with its endpoint.
  const report = () => simulation.unused.leniently(() => simulation.unused.check('close()'));
  return new EcrServer(running, ecr, registry, () => {
    kept?.close();
    if (!('restore' in ecr)) report();
  });
}

/** Requests are part of the trace, if there is one. */
function tellingRequests(
  { trace }: Simulation,
  { onLog }: HttpServerOptions,
): Pick<HttpServerOptions, 'onLog'> {
  if (trace === undefined) return {};
  return {
    onLog: (line) => {
      trace.note('request', line);
      onLog?.(line);
    },
  };
}

function registryDoorOf(
  { service, callers, defaultRegion }: Simulation,
  options: RegistryOptions,
): RegistryDoor {
  return new RegistryDoor({ service, callers, defaultRegion }, options);
}
