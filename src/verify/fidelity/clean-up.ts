import type { ProbingSdk } from './bench.js';
import type { Ledger, Made } from './ledger.js';
import type { Places } from './place.js';

const REMOVALS = {
  repository: {
    command: 'DeleteRepositoryCommand',
    absence: 'RepositoryNotFoundException',
    input: (name: string) => ({ repositoryName: name, force: true }),
  },
  'creation template': {
    command: 'DeleteRepositoryCreationTemplateCommand',
    absence: 'TemplateNotFoundException',
    input: (name: string) => ({ prefix: name }),
  },
  'pull-through cache rule': {
    command: 'DeletePullThroughCacheRuleCommand',
    absence: 'PullThroughCacheRuleNotFoundException',
    input: (name: string) => ({ ecrRepositoryPrefix: name }),
  },
} as const;

/** Things that could not be removed, and why. */
export interface Leftover extends Made {
  readonly problem: string;
}

/**
 * Removes what a run created, latest first. Things that no longer exist are skipped.
 *
 * @returns what could not be removed; it stays in the ledger
 */
export async function cleanUp(sdk: ProbingSdk, places: Places, ledger: Ledger): Promise<readonly Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const thing of ledger.made) {
    const { command, absence, input } = REMOVALS[thing.kind];
    const Command = (sdk as Readonly<Record<string, new (input: object) => object>>)[command];
    const place = places[thing.place];
    if (Command === undefined || place === undefined) {
      leftovers.push({ ...thing, problem: 'its account is not at hand' });
      continue;
    }
    try {
      await place.client.send(new Command(input(thing.name)) as never);
      ledger.remove(thing);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === absence) ledger.remove(thing);
      else leftovers.push({ ...thing, problem: `${name}: ${message.split('\n')[0]}` });
    }
  }
  return leftovers;
}
