import { type SourceLine, sourceLine } from '../lib/source-line.js';
import type { History } from './what-came-near.js';

/** A declaration of a test that was used less often than declared. @public */
export interface Unused {
  /** The method that declared it; `door` stands for those of `ecr.door`, `mock` for overrides of a mock. */
  readonly kind: DeclaredKind;
  /** As it was written, for example `ecr.fail('PutImage').with('ServerException').once()`. */
  readonly declared: string;
  /** Where it was written, for example `test/release.test.ts:31`; undefined if that is unknown. */
  readonly at: string | undefined;
  /** How often it was used. */
  readonly met: number;
  /** How often it was declared for; Infinity if that is until the next reset, or until it is ended. */
  readonly times: number;
  /** What came nearest, for example `PutImage was called 3 times, but never on repository 'payment'`. */
  readonly nearest: string;
}

/** The method that declared it, without `ecr.`; `door` for those of `ecr.door`, `mock` for overrides of a mock. */
export type DeclaredKind =
  | 'fail'
  | 'delay'
  | 'failReplication'
  | 'delayReplication'
  | 'stallReplication'
  | 'failWork'
  | 'outage'
  | 'door'
  | 'mock';

/** How often something was used, and how often it should be. */
export interface Use {
  readonly met: number;
  readonly times: number;
}

/** What a declaration says of itself. */
export interface Said {
  readonly kind: DeclaredKind;
  readonly declared: string;
  /** @returns what came nearest, as a clause; asked only if it was not met often enough */
  nearest(history: History, use: Use): string;
}

/** A fault, a delay or an override that a test declared. */
export class Declaration {
  met = 0;
  /** Whether it was reported already. */
  isReported = false;
  /** Whether every test declares it, so that it is enough if any test uses it. */
  isShared = false;

  /**
   * @param times how often it is to be met; Infinity where once is enough
   * @param line where it was written
   * @param use how often it was met and is to be, where somebody else counts
   */
  constructor(
    private readonly said: Said,
    private times: number,
    private readonly line: () => SourceLine | undefined = sourceLine(),
    private readonly use: () => Use = () => ({ met: this.met, times: this.times }),
  ) {}

  get isUnused(): boolean {
    const { met, times } = this.use();
    return times === Infinity ? met === 0 : met < times;
  }

  /** It was ended by its author: to have been met once is enough. */
  wasEnded(): void {
    this.times = Infinity;
  }

  /** As it was written. */
  get declared(): string {
    return this.said.declared;
  }

  /** Where it was written. */
  get source(): SourceLine | undefined {
    return this.line();
  }

  /** As text, which keeps nothing of the world in memory. */
  describe(history: History): Unused {
    const { kind, declared } = this.said;
    const use = this.use();
    const nearest = this.said.nearest(history, use);
    return { kind, declared, at: this.source?.text, met: use.met, times: use.times, nearest };
  }
}

/** What a test declared since the last reset. */
export class Declarations {
  readonly all: Declaration[] = [];

  /** @param position how many entries the journal has had: what came before a declaration could not meet it */
  constructor(private readonly position: () => number = () => 0) {}

  /** The position of the journal. */
  get now(): number {
    return this.position();
  }

  add(said: Said, times: number, line?: () => SourceLine | undefined): Declaration {
    const declaration = new Declaration(said, times, line);
    this.all.push(declaration);
    return declaration;
  }

  /** Removes a declaration that is replaced. */
  remove(declaration: Declaration): void {
    const index = this.all.lastIndexOf(declaration);
    if (index !== -1) this.all.splice(index, 1);
  }
}

/** One declaration that was not used, in lines for people: what, where, and what came nearest. */
export function describeUnused({ declared, at, met, times, nearest }: Unused): readonly string[] {
  const part = met === 0 ? '' : `, met ${met} of ${times} times`;
  return [declared, `declared at ${at ?? 'an unknown place'}${part}`, nearest];
}
