import type { Destination } from '../../aws/registry-id.js';
import type { Job, Scheduler } from '../scheduler.js';

/** Work whose effect is seen at a destination. */
export interface Arrival extends Job {
  readonly destination: Destination;
  readonly repositoryName: string;
}

/** What holds work back from a destination for now, for example `an outage of us-east-1`. */
export type Blockade = (destination: Destination, repositoryName: string) => string | undefined;

/** Where work waits that was due at a destination which takes nothing for now; it goes on in its order. */
export class HeldWork {
  private waiting: Arrival[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly blockade: Blockade,
  ) {}

  get jobs(): readonly Arrival[] {
    return this.waiting;
  }

  /** Readable lines for what waits, with what it waits for. */
  describe(): readonly string[] {
    return this.waiting.map((job) => `${job.describe()}, held back by ${this.blockadeOf(job) ?? 'nothing'}`);
  }

  /** Keeps work that can't go on now. @returns what holds it back, or undefined if nothing does */
  hold(job: Arrival): string | undefined {
    const blockade = this.blockadeOf(job);
    if (blockade !== undefined) this.waiting.push(job);
    return blockade;
  }

  isBlocked(destination: Destination, repositoryName: string): boolean {
    return this.blockade(destination, repositoryName) !== undefined;
  }

  /** Lets go on, at this moment, what nothing holds back any longer. */
  release(now: number): void {
    const waiting = this.waiting;
    this.waiting = waiting.filter((job) => this.blockadeOf(job) !== undefined);
    for (const job of waiting) {
      if (this.blockadeOf(job) !== undefined) continue;
      const { kind, destination } = job;
      this.scheduler.schedule({
        kind,
        destination,
        dueAt: now,
        describe: () => job.describe(),
        run: (unit) => job.run(unit),
      });
    }
  }

  private blockadeOf({ destination, repositoryName }: Arrival): string | undefined {
    return this.blockade(destination, repositoryName);
  }
}
