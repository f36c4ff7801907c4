import { readFileSync } from 'node:fs';
import { FakeWorld } from '../fake/fake-world.js';
import { type EcrServer, serve } from '../fake/serve.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Seed } from '../scenes/seed/seed.js';
import type { ServeCommand } from './arguments.js';

/** Starts to serve, and says where. */
export async function runServe(command: ServeCommand, print: (line: string) => void): Promise<EcrServer> {
  const { host, port, account, layers, replication, seed, journal, json, verbose } = command;
  const { registry, endpoints, dataDir } = command;
  const world = new FakeWorld({
    layers,
    replication,
    ...(account === undefined ? {} : { defaultAccount: account }),
    ...(dataDir === undefined ? {} : { blobs: { directory: dataDir } }),
  });
  if (seed !== undefined) begin(world, seed);
  const server = await serve(world, {
    host,
    port,
    journal,
    registry,
    endpoints,
    ...(verbose ? { onLog: print } : {}),
  });
  const { url } = server;
  print(
    json
      ? JSON.stringify({ url, host: server.host, port: server.port, pid: process.pid })
      : `fake-ecr listens at ${url} (stop it with Ctrl+C; control routes are at ${url}/_fake-ecr/)`,
  );
  return server;
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
    throw new FakeEcrError(`The seed file ${file} is no JSON: ${(error as Error).message}.`);
  }
  const isSnapshot = typeof value === 'object' && value !== null && 'fakeEcrSnapshot' in value;
  if (isSnapshot) world.load(value);
  else world.seed(value as Seed);
  world.baseline();
}
