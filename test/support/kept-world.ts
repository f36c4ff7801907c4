import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keeper } from '../../src/cli/data-dir/keeper.js';
import { type Opening, openDataDir } from '../../src/cli/data-dir/open-data-dir.js';
import { controlOf } from '../../src/fake/control-of.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import type { Scope } from '../../src/service/call.js';
import { captureSnapshot } from '../../src/snapshot/snapshot.js';
import { START } from './start.js';

let made: string[] = [];
let opened: KeptWorld[] = [];

/** The time passes only if a test moves the clock. */
beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(START));

afterEach(() => {
  jest.restoreAllMocks();
  for (const world of opened) world.keeper.close();
  opened = [];
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
  made = [];
});

/** A folder that goes with the test; it does not exist yet. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fake-ecr-kept-'));
  made.push(folder);
  return join(folder, 'data');
}

/** A world that is kept in a folder, without a server. */
export class KeptWorld {
  private constructor(
    readonly keeper: Keeper,
    private readonly options: Partial<Opening['options']>,
    /** What was said when it was opened. */
    readonly notes: readonly string[],
  ) {}

  static async open(folder = newFolder(), options: Partial<Opening['options']> = {}): Promise<KeptWorld> {
    const notes: string[] = [];
    const keeper = await openDataDir(folder, {
      options: { layers: 'assumed', replication: 'instant', ...options },
      version: '0.1.0',
      note: (line) => void notes.push(line),
    });
    const world = new KeptWorld(keeper, options, notes);
    opened.push(world);
    return world;
  }

  get ecr() {
    return this.keeper.world;
  }

  /** Control routes, whose changes are kept. */
  get control() {
    return this.keeper.keep(controlOf(this.ecr, simulationOf(this.ecr)));
  }

  call(registry: string, operation: string, input: object, further: Partial<Scope> = {}) {
    const { service, callers } = simulationOf(this.ecr);
    const [account = '', region = ''] = registry.split('/');
    return service.dispatch(operation, input, { caller: callers.administrator(account), region, ...further })
      .outcome;
  }

  /** All that a restart should find again. */
  state(): object {
    const { service } = simulationOf(this.ecr);
    service.catchUp();
    return {
      snapshot: captureSnapshot(service.world, service.clock.now()),
      pending: this.ecr.pending(),
      tokens: service.lasting.bearers.latest,
      blobs: service.lasting.blobs.size,
    };
  }

  /** The world that a process finds after this one was killed now: of a copy, since this one goes on. */
  async afterCrash(options = this.options): Promise<KeptWorld> {
    const copy = newFolder();
    cpSync(this.keeper.folder, copy, { recursive: true, filter: (path) => !/lock(\.|$)/.test(path) });
    return KeptWorld.open(copy, options);
  }
}
