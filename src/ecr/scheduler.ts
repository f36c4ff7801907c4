import type { Destination } from '../aws/registry-id.js';
import type { UnitOfWork } from '../world/domain-event.js';

/** Background work of ECR, at a moment of the clock. */
export interface Job {
  readonly kind: string;
  /** Epoch milliseconds; Infinity waits for `settle()`. */
  readonly dueAt: number;
  /** The destination it affects, for settling one destination only. */
  readonly destination?: Destination;
  /** True for work that depends only on the calendar, which `settle()` does not run. */
  readonly isRecurring?: boolean;
  /** True once it has no effect any more, for example because its image was removed; then it is not run. */
  readonly isOver?: boolean;
  /** A line for people, for listings of pending work. */
  describe(): string;
  run(unit: UnitOfWork): void;
}

interface Entry {
  readonly job: Job;
  readonly sequence: number;
  /** The length of the chain of jobs at this moment that planned one another. */
  readonly depth: number;
}

/** Limit for jobs that plan each other at one moment: more means an endless loop in this package. */
const DEEPEST = 1000;

/** Pending work by due moment; equal moments keep the order of planning. */
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

  /** The due moment of the next job, or Infinity. */
  get nextDueAt(): number {
    return this.heap[0]?.job.dueAt ?? Infinity;
  }

  /** Jobs that still have an effect, next first. */
  pending(): readonly Job[] {
    return this.heap
      .filter(({ job }) => job.isOver !== true)
      .sort(compare)
      .map(({ job }) => job);
  }

  /** Runs what is due, each job at its moment, including what these jobs plan. */
  runDue(now: number, at: (dueAt: number) => UnitOfWork): void {
    while (this.nextDueAt <= now) {
      const entry = this.take();
      this.run(entry, at(entry.job.dueAt));
    }
  }

  /**
   * Runs matching jobs now, no matter when they are due, until none is left. Calendar work, such as the next daily
   * lifecycle run, is not run early.
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
