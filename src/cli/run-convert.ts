import { writeFileSync } from 'node:fs';
import { FakeWorld } from '../fake/fake-world.js';
import { simulationOf } from '../fake/simulation-of.js';
import { printable } from '../lib/printable.js';
import type { ConvertCommand } from './arguments.js';
import { plantSeeds } from './seeds/plant-seeds.js';

/** Where the file goes if no other was named, and what is said besides. */
interface Output {
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
  /** Told how far it is; absent without a terminal. */
  readonly status?: (line: string) => void;
}

/**
 * Writes what seeds of all kinds come to as one seed: a snapshot, since a declaration has no words for principals and
 * for signing. It keeps where everything was written.
 */
export async function runConvert(command: ConvertCommand, { print, note, status }: Output): Promise<void> {
  const { seeds, seedOptions, account, out } = command;
  const world = new FakeWorld({
    layers: 'assumed',
    ...(account === undefined ? {} : { defaultAccount: account }),
  });
  await plantSeeds(world, seeds, seedOptions, {
    note: (line) => note(printable(line)),
    ...(status && { status }),
  });
  const text = JSON.stringify(world.snapshot(), null, 2);
  if (out === undefined) return print(text);
  writeFileSync(out, `${text}\n`);
  print(`${out}: ${contentsOf(world)}`);
}

function contentsOf(world: FakeWorld): string {
  const registries = [...simulationOf(world).world.registries()];
  const repositories = registries.reduce((sum, one) => sum + one.repositoryCount, 0);
  const count = (amount: number, one: string, many: string) => `${amount} ${amount === 1 ? one : many}`;
  return `${count(repositories, 'repository', 'repositories')} in ${count(registries.length, 'registry', 'registries')}`;
}
