import type { Destination } from '../aws/registry-id.js';
import type { UnitOfWork } from '../world/domain-event.js';

/** Work that ECR does by itself, at a moment of the clock. */
export interface Job {
  readonly kind: string;
  /** Epoch milliseconds; Infinity waits until somebody settles. */
  readonly dueAt: number;
  /** Where its effect is seen, for settling one destination only. */
  readonly destination?: Destination;
  /** True for work that belongs to the calendar and is not waited for. */
  readonly isRecurring?: boolean;
  /** True once nothing is to come of it, for example because its image is gone; it is not run then. */
  readonly isOver?: boolean;
  /** A readable line for listings of pending work. */
  describe(): string;
  run(unit: UnitOfWork): void;
}

interface Entry {
  readonly job: Job;
  readonly sequence: number;
  /** How many jobs of the same moment planned one another before this one. */
  readonly depth: number;
}

/** No work of ECR's plans further work of the same moment this often: more is a loop of ours. */
const DEEPEST = 1000;

/** Pending work in the order of its due moments; equal moments keep the order of planning. */
export class Scheduler {
  private heap: Entry[] = [];
  private planned = 0;
  private running: Entry | undefined;

  schedule(job: Job): void {
    this.planned += 1;
    const depth = this.running?.job.dueAt === job.dueAt ? this.running.depth + 1 : 0;
    if (depth > DEEPEST) throw new Error(`${job.describe()} goes on without an end`);
    this.heap.push({ job, sequence: this.planned, depth });
    this.rise(this.heap.length - 1);
  }

  get isIdle(): boolean {
    return this.heap.length === 0;
  }

  /** The due moment of the next job, or Infinity. */
  get nextDueAt(): number {
    return this.heap[0]?.job.dueAt ?? Infinity;
  }

  /** Jobs of which something is still to come, next first. */
  pending(): readonly Job[] {
    return this.heap
      .filter(({ job }) => job.isOver !== true)
      .sort(compare)
      .map(({ job }) => job);
  }

  /** Runs what is due, each job at its own moment, with what these jobs plan in turn. */
  runDue(now: number, at: (dueAt: number) => UnitOfWork): void {
    while (this.nextDueAt <= now) {
      const entry = this.take();
      this.run(entry, at(entry.job.dueAt));
    }
  }

  /**
   * Runs what matches now, however late it would be due, until nothing that matches is left. Work that only
   * time brings, such as the next daily lifecycle run, is not hurried.
   */
  settle(now: number, at: (moment: number) => UnitOfWork, matches: (job: Job) => boolean = () => true): void {
    for (;;) {
      const hurried: Entry[] = [];
      const kept: Entry[] = [];
      for (const entry of this.heap) {
        (entry.job.isRecurring !== true && matches(entry.job) ? hurried : kept).push(entry);
      }
      if (hurried.length === 0) return;
      hurried.sort(compare);
      // A sorted array is a heap.
      this.heap = kept.sort(compare);
      for (const entry of hurried) this.run(entry, at(Math.min(now, entry.job.dueAt)));
    }
  }

  private run(entry: Entry, unit: UnitOfWork): void {
    if (entry.job.isOver === true) return;
    this.running = entry;
    try {
      entry.job.run(unit);
    } finally {
      this.running = undefined;
    }
  }

  private take(): Entry {
    const first = this.heap[0] as Entry;
    const last = this.heap.pop() as Entry;
    if (last !== first) {
      this.heap[0] = last;
      this.sink(0);
    }
    return first;
  }

  private rise(start: number): void {
    let index = start;
    const entry = this.heap[index] as Entry;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      if (compare(this.heap[parent] as Entry, entry) <= 0) break;
      this.heap[index] = this.heap[parent] as Entry;
      index = parent;
    }
    this.heap[index] = entry;
  }

  private sink(start: number): void {
    let index = start;
    const entry = this.heap[index] as Entry;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= this.heap.length) break;
      if (
        child + 1 < this.heap.length &&
        compare(this.heap[child + 1] as Entry, this.heap[child] as Entry) < 0
      ) {
        child += 1;
      }
      if (compare(entry, this.heap[child] as Entry) <= 0) break;
      this.heap[index] = this.heap[child] as Entry;
      index = child;
    }
    this.heap[index] = entry;
  }
}

function compare(a: Entry, b: Entry): number {
  if (a.job.dueAt !== b.job.dueAt) return a.job.dueAt < b.job.dueAt ? -1 : 1;
  return a.sequence - b.sequence;
}
