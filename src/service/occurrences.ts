import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

/** How often a fault applies. It has no effect until one of these is called. */
export interface Occurrences {
  /** The next time only. */
  once(): void;
  /** The next `count` times. */
  times(count: number): void;
  /** Until the next reset. */
  always(): void;
}

/** Something that applies a number of times. */
export class Rationed<T> {
  constructor(
    readonly what: T,
    private left: number,
  ) {}

  get isSpent(): boolean {
    return this.left <= 0;
  }

  spend(): T {
    this.left -= 1;
    return this.what;
  }
}

/** Creates occurrences, and tracks those that were declared but not finished. */
export class Rations {
  private readonly open = new Map<object, string>();

  /**
   * Tracks a declaration that is not finished.
   *
   * @param sentence describes it and ends with what is missing, for example `ecr.delay('PutImage') does not say`
   * @returns a function that marks it as finished
   */
  begin(sentence: string): () => void {
    const key = {};
    this.open.set(key, sentence);
    return () => this.open.delete(key);
  }

  /**
   * The three ways to say how often, for a list that the fault is to join.
   *
   * @param sentence the declaration so far, for example `ecr.fail('PutImage')`
   */
  of<T>(sentence: string, what: T, list: Rationed<T>[]): Occurrences {
    const end = this.begin(`${sentence} does not say`);
    const join = (count: number) => {
      end();
      list.push(new Rationed(what, count));
    };
    return {
      once: () => join(1),
      times: (count) => {
        if (!Number.isInteger(count) || count < 1) {
          throw new FakeEcrError(
            `times(${shown(count)}) was called.`,
            'Expected a whole number of at least 1.',
          );
        }
        join(count);
      },
      always: () => join(Infinity),
    };
  }

  /** @throws FakeEcrError if a declaration was not finished: it would silently never apply */
  requireNoneOpen(): void {
    if (this.open.size === 0) return;
    const [sentence] = this.open.values();
    // Reported once: later calls should fail for their own reasons.
    this.open.clear();
    throw new FakeEcrError(
      `${sentence} how often, so it never applies.`,
      'End it with .once(), .times(2) or .always().',
    );
  }
}
