import { Bench } from 'tinybench';

/** A line of the report. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: 'µs' | 'ms' | 'bytes';
  /** The same figure of what it is compared with, in this very run. */
  readonly ratio?: number;
  readonly against?: string;
  /** What the project promises of it. */
  readonly budget?: Budget;
}

export interface Budget {
  readonly of: 'ratio' | 'value';
  readonly most: number;
}

export interface Task {
  /** What is measured. */
  readonly run: () => Promise<unknown>;
  /** Prepares each run, unmeasured. */
  readonly before?: () => void;
}

/** Rounds of a comparison: in each, every task has its turn, so that a slow spell of the machine meets all. */
const ROUNDS = 5;

/** @returns the median of each task in microseconds, over rounds that alternate between them */
export async function compare<N extends string>(
  tasks: Readonly<Record<N, Task>>,
  milliseconds = 60,
): Promise<Record<N, number>> {
  const medians = new Map<N, number[]>();
  const names = Object.keys(tasks) as N[];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const p50 = await medianOf(tasks[name], milliseconds);
      medians.set(name, [...(medians.get(name) ?? []), p50]);
    }
  }
  return Object.fromEntries(names.map((name) => [name, middle(medians.get(name) ?? [])])) as Record<
    N,
    number
  >;
}

async function medianOf(task: Task, milliseconds: number): Promise<number> {
  const bench = new Bench({ time: milliseconds, warmupTime: milliseconds / 4, throws: true });
  bench.add('task', async () => task.run(), task.before === undefined ? {} : { beforeEach: task.before });
  const [measured] = await bench.run();
  const p50 = measured?.result?.latency.p50;
  if (p50 === undefined) throw new Error('a measurement did not complete');
  return p50 * 1000;
}

/** @returns the median of a few runs in milliseconds, for what is too long to be run often */
export function clock(run: () => unknown, times = 5, before: () => void = () => undefined): number {
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) {
    before();
    const start = performance.now();
    run();
    all.push(performance.now() - start);
  }
  return middle(all);
}

export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
