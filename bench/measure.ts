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
const ROUNDS = 9;

/** Milliseconds that each task runs before it is measured: until then, what is measured is the compiler. */
const WARM_UP = 250;

/** What a comparison found. */
class Comparison<N extends string> {
  private readonly rounds: Record<N, number>[] = [];

  add(round: Record<N, number>): void {
    this.rounds.push(round);
  }

  /** The median of a task in microseconds. */
  median(name: N): number {
    return middle(this.rounds.map((round) => round[name]));
  }

  /** How many times as long one took as the other: the median of the rounds, each of which is short. */
  ratio(name: N, against: N): number {
    return middle(this.rounds.map((round) => round[name] / round[against]));
  }
}

/** Measures tasks in rounds that alternate between them. */
export async function compare<N extends string>(
  tasks: Readonly<Record<N, Task>>,
  milliseconds = 30,
): Promise<Comparison<N>> {
  const comparison = new Comparison<N>();
  const names = Object.keys(tasks) as N[];
  for (const name of names) await medianOf(tasks[name], WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1) {
    const medians: Partial<Record<N, number>> = {};
    for (const name of names) medians[name] = await medianOf(tasks[name], milliseconds);
    comparison.add(medians as Record<N, number>);
  }
  return comparison;
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
