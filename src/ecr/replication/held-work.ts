import type { Destination } from '../../aws/registry-id.js';
import type { Job, Scheduler } from '../scheduler.js';

/** Work that has an effect at a destination. */
export interface Arrival extends Job {
  readonly destination: Destination;
  readonly repositoryName: string;
}

/** What holds work back from a destination for now, for example `an outage of us-east-1`. */
export type Blockade = (destination: Destination, repositoryName: string) => string | undefined;

/** Work that was due at a destination that accepts nothing at the moment; it continues in order. */
export class HeldWork {
  private waiting: Arrival[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly blockade: Blockade,
  ) {}

  get jobs(): readonly Arrival[] {
    return this.waiting;
  }

  /** Lines for people about the waiting work and its reason. */
  describe(): readonly string[] {
    return this.waiting.map((job) => `${job.describe()}, held back by ${this.blockadeOf(job) ?? 'nothing'}`);
  }

  /** Holds work that can't continue now. @returns what holds it back, or undefined */
  hold(job: Arrival): string | undefined {
    const blockade = this.blockadeOf(job);
    if (blockade !== undefined) this.waiting.push(job);
    return blockade;
  }

  isBlocked(destination: Destination, repositoryName: string): boolean {
    return this.blockade(destination, repositoryName) !== undefined;
  }

  /** Continues the work that is no longer held back. */
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
