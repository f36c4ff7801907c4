import { readFileSync } from 'node:fs';
import { FakeWorld } from '../fake/fake-world.js';
import { type EcrServer, serve } from '../fake/serve.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Seed } from '../scenes/seed/seed.js';
import type { ServeCommand } from './arguments.js';
import { ReadyFile } from './ready-file.js';

/**
 * Starts to serve, and says where.
 *
 * @returns how to stop
 */
export async function runServe(
  command: ServeCommand,
  print: (line: string) => void,
): Promise<{ close(): Promise<void> }> {
  const file = command.readyFile === undefined ? undefined : new ReadyFile(command.readyFile);
  const server = await startServing(command, print);
  const { url, host, port } = server;
  const place = JSON.stringify({ url, host, port, pid: process.pid });
  try {
    file?.write(place);
  } catch (error) {
    await server.close();
    throw error;
  }
  print(
    command.json
      ? place
      : `fake-ecr listens at ${url} (stop it with Ctrl+C; control routes are at ${url}/_fake-ecr/)`,
  );
  return {
    close: () => {
      // First of all: nobody new is to be led here.
      file?.remove();
      return server.close();
    },
  };
}

/**
 * Serves the world that a command line describes.
 *
 * @param print takes a line for each request where these are asked for
 */
export async function startServing(command: ServeCommand, print: (line: string) => void): Promise<EcrServer> {
  const { host, port, account, layers, replication, seed, journal, verbose } = command;
  const { registry, endpoints, dataDir } = command;
  const world = new FakeWorld({
    layers,
    replication,
    ...(account === undefined ? {} : { defaultAccount: account }),
    ...(dataDir === undefined ? {} : { blobs: { directory: dataDir } }),
  });
  if (seed !== undefined) begin(world, seed);
  return serve(world, {
    host,
    port,
    journal,
    registry,
    endpoints,
    ...(verbose ? { onLog: print } : {}),
  });
}

/** The world that is there at the start, and after each reset. */
function begin(world: FakeWorld, file: string): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new FakeEcrError(`The seed file ${file} can't be read: ${(error as Error).message}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FakeEcrError(`The seed file ${file} is not JSON: ${(error as Error).message}.`);
  }
  const isSnapshot = typeof value === 'object' && value !== null && 'fakeEcrSnapshot' in value;
  if (isSnapshot) world.load(value);
  else world.seed(value as Seed);
  world.baseline();
}
