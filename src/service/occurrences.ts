import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { type SourceLine, sourceLine } from '../lib/source-line.js';
import type { Declaration, Declarations, Said } from './declarations.js';

/**
 * How often a fault applies. It has no effect until one of these is called. Each returns a function that ends the fault
 * before it was used up; a reset ends all of them.
 *
 * @public
 */
export interface Occurrences {
  /** The next time only. */
  once(): { end(): void };
  /**
   * The next `count` times.
   *
   * @param count a whole number of at least 1
   * @throws a `[fake-ecr]` error if that is not a whole number of at least 1
   */
  times(count: number): { end(): void };
  /** Until it is ended, or the next reset. */
  always(): { end(): void };
}

/** Something that applies a number of times. */
export class Rationed<T> {
  constructor(
    readonly what: T,
    /** How often it will still apply; Infinity until it is ended. */
    private remaining: number,
    private readonly declaration: Declaration,
  ) {}

  get isSpent(): boolean {
    return this.remaining <= 0;
  }

  get left(): number {
    return this.remaining;
  }

  /** How and where it was declared. */
  get declared(): string {
    const { declared, source } = this.declaration;
    return source === undefined ? declared : `${declared} at ${source.text}`;
  }

  spend(): T {
    this.remaining -= 1;
    this.declaration.met += 1;
    return this.what;
  }

  /** It does not apply any more. */
  end(): void {
    if (this.isSpent) return;
    this.remaining = 0;
    this.declaration.wasEnded();
  }
}

/** A declaration that is not finished. */
interface Begun {
  /** Marks it as finished. */
  readonly end: () => void;
  /** Where it was written. */
  readonly line: () => SourceLine | undefined;
  /** Stands for it until then. */
  readonly declaration: Declaration;
}

/** Creates occurrences, and tracks those that were declared but not finished. */
export class Rations {
  private readonly open = new Map<Declaration, string>();

  constructor(readonly declarations: Declarations) {}

  /**
   * Tracks a declaration that is not finished.
   *
   * @param sentence describes it and ends with what is missing, for example `ecr.delay('PutImage') does not say`
   * @param said what is declared, once it is finished
   * @param line where it was written; here, if absent
   */
  begin(sentence: string, said: Said, line = sourceLine()): Begun {
    const halves = { ...said, nearest: () => `${sentence} how often, so it never applies` };
    const declaration = this.declarations.add(halves, 1, line);
    this.open.set(declaration, sentence);
    const end = () => {
      this.open.delete(declaration);
      this.declarations.remove(declaration);
    };
    return { end, line, declaration };
  }

  /**
   * The three ways to say how often, for a list that the fault is to join.
   *
   * @param sentence the declaration so far, for example `ecr.fail('PutImage')`
   * @param said what is declared, without how often
   * @param line where the declaration began; here, if absent
   */
  of<T>(
    sentence: string,
    what: T,
    list: Rationed<T>[],
    said: Said,
    line?: () => SourceLine | undefined,
  ): Occurrences {
    const begun = this.begin(`${sentence} does not say`, said, line);
    const join = (count: number, often: string) => {
      begun.end();
      const declared = { ...said, declared: `${said.declared}.${often}` };
      const declaration = this.declarations.add(declared, count, begun.line);
      const rationed = new Rationed(what, count, declaration);
      list.push(rationed);
      return { end: () => rationed.end() };
    };
    return {
      once: () => join(1, 'once()'),
      times: (count) => {
        if (!Number.isInteger(count) || count < 1) {
          // What is thrown here tells of it.
          begun.declaration.isReported = true;
          throw new FakeEcrError(
            `times(${shown(count)}) was called.`,
            'Expected a whole number of at least 1.',
          );
        }
        return join(count, `times(${count})`);
      },
      always: () => join(Infinity, 'always()'),
    };
  }

  /** @throws FakeEcrError if a declaration was not finished: it would silently never apply */
  requireNoneOpen(): void {
    if (this.open.size === 0) return;
    const [sentence] = this.open.values();
    // Reported once: later calls should fail for their own reasons.
    for (const declaration of this.open.keys()) this.declarations.remove(declaration);
    this.open.clear();
    throw new FakeEcrError(
      `${sentence} how often, so it never applies.`,
      'End it with .once(), .times(2) or .always().',
    );
  }
}
