import { FakeWorld } from '../fake/fake-world.js';
import { type EcrServer, serve, serveKept } from '../fake/serve.js';
import type { ServeCommand } from './arguments.js';
import { ReadyFile } from './ready-file.js';
import { plantSeeds } from './seeds/plant-seeds.js';
import { version } from './version.js';

/** Where what is printed goes. */
interface Output {
  /** The result. */
  readonly print: (line: string) => void;
  /** What is to be known besides, such as a trace. */
  readonly note: (line: string) => void;
  /** Told how far a seed is; absent without a terminal. */
  readonly status?: (line: string) => void;
}

/**
 * Starts an endpoint and prints its URL.
 *
 * @returns a function that stops it
 */
export async function runServe(command: ServeCommand, output: Output): Promise<{ close(): Promise<void> }> {
  const file = command.readyFile === undefined ? undefined : new ReadyFile(command.readyFile);
  const server = await startServing(command, output);
  const { url, host, port } = server;
  const place = JSON.stringify({ url, host, port, pid: process.pid });
  try {
    file?.write(place);
  } catch (error) {
    await server.close();
    throw error;
  }
  output.print(
    command.json
      ? place
      : `fake-ecr listens at ${url} (stop it with Ctrl+C; the console is at ${url}/_fake-ecr/)`,
  );
  return {
    close: () => {
      // First, so that no new client connects.
      file?.remove();
      return server.close();
    },
  };
}

/**
 * Serves the world that a command line describes.
 *
 * @param output its note takes what is to be known of the seeds, and the lines of a trace if one is asked for
 */
export async function startServing(
  command: ServeCommand,
  output: Pick<Output, 'note' | 'status'>,
): Promise<EcrServer> {
  const { note } = output;
  const { host, allowedHosts, port, account, layers, replication, seeds, journal, verbose } = command;
  const { registry, endpoints, dataDir } = command;
  const serving = { host, allowedHosts, port, journal, registry, endpoints };
  const options = { layers, replication, ...(account === undefined ? {} : { defaultAccount: account }) };
  const debug = verbose ? { debug: note } : {};
  const plant = (world: FakeWorld) => plantSeeds(world, seeds, command.seedOptions, output);
  if (dataDir !== undefined) {
    const { openDataDir } = await import('./data-dir/open-data-dir.js');
    const fill = seeds.length === 0 ? undefined : plant;
    const kept = await openDataDir(dataDir, { options, version, note, fill, ...debug });
    return serveKept(kept.world, serving, kept).catch((error: unknown) => {
      kept.close();
      throw error;
    });
  }
  const world = new FakeWorld({ ...options, ...debug });
  if (seeds.length > 0) {
    await plant(world);
    // What is there at the start is there after each reset.
    world.baseline();
  }
  return serve(world, serving);
}
