import { type Declaration, type Unused, describeUnused } from '../service/declarations.js';
import type { History } from '../service/what-came-near.js';
import { FakeEcrError } from '../lib/misuse.js';

/** What happens where something was declared and never used. */
export type OnUnused = 'error' | 'warn' | 'ignore';

export const ON_UNUSED = ['error', 'warn', 'ignore'] as const satisfies readonly OnUnused[];

/** What was declared somewhere since the last reset. */
export type DeclarationSource = () => readonly Declaration[];

/** A report of one declaration: words, and the stack of the line that declared it. Nothing of the world. */
interface Finding {
  readonly unused: Unused;
  readonly stack: readonly string[];
}

/**
 * Reports what was declared and never used, each once: when it is about to be forgotten, or when a test ends. What the
 * scene of a suite declares for every test is reported when the suite ends, if no test has used it.
 */
export class UnusedReports {
  private readonly sources = new Set<DeclarationSource>();
  /** Declared by the scene, by line: not used by any test so far, or used by one. */
  private readonly shared = new Map<string, Finding | 'used'>();

  /** @param history what happened, asked for where something is unused */
  constructor(
    private mode: OnUnused,
    private readonly history: () => History,
  ) {}

  /** @returns how to forget that source */
  add(source: DeclarationSource): () => void {
    this.sources.add(source);
    return () => void this.sources.delete(source);
  }

  /** What has not been used so far, without what the scene declared. */
  list(): readonly Unused[] {
    const found = this.declared().filter((one) => one.isUnused && !one.isShared);
    return this.described(found).map(({ unused }) => unused);
  }

  /** The same, for a test that asserts something of it: it is not reported again. */
  asserted(): readonly Unused[] {
    const found = this.declared().filter((one) => one.isUnused && !one.isShared);
    for (const one of found) one.isReported = true;
    return this.described(found).map(({ unused }) => unused);
  }

  /** Notes what a scene declares as what any test may use. */
  sharing(scene: () => void): void {
    const before = new Set(this.declared());
    scene();
    for (const one of this.declared()) if (!before.has(one)) one.isShared = true;
  }

  /**
   * Reports what was declared and has not been used, when a test ends.
   *
   * @param when what ends
   * @throws FakeEcrError if the fake's option says so
   */
  check(when = 'the end of the test'): void {
    const found = this.unreported();
    const findings = this.described(found);
    for (const one of found) one.isReported = true;
    this.report(findings, when);
  }

  /**
   * Does what makes declarations forgotten, and then reports those that were not used.
   *
   * @param when for example `reset()`
   * @param isLast whether no test comes after it
   * @param source only these declarations; all when absent
   * @throws FakeEcrError if the fake's option says so, when everything is done
   */
  around(forget: () => void, when: string, isLast = false, source?: DeclarationSource): void {
    const declared = source === undefined ? this.declared() : source();
    const found = this.unreported(declared);
    const findings = this.described(found);
    this.noteShared(declared.filter(({ isShared }) => isShared));
    forget();
    for (const one of declared) one.isReported = true;
    const ofScene = isLast ? [...this.shared.values()].filter((one) => one !== 'used') : [];
    if (isLast) this.shared.clear();
    this.report([...findings, ...ofScene], when);
  }

  /** Prints what is unused instead of throwing, for callers whose errors would be lost or would hide another error. */
  leniently(run: () => void): void {
    const { mode } = this;
    if (mode === 'error') this.mode = 'warn';
    try {
      run();
    } finally {
      this.mode = mode;
    }
  }

  private declared(): readonly Declaration[] {
    return [...this.sources].flatMap((source) => source());
  }

  private unreported(declared = this.declared()): readonly Declaration[] {
    if (this.mode === 'ignore') return [];
    return declared.filter((one) => one.isUnused && !one.isReported && !one.isShared);
  }

  private noteShared(declared: readonly Declaration[]): void {
    for (const one of declared) {
      const line = `${one.source?.text ?? ''} ${one.declared}`;
      if (!one.isUnused) this.shared.set(line, 'used');
      else if (!this.shared.has(line)) this.shared.set(line, this.described([one])[0] as Finding);
    }
  }

  private described(found: readonly Declaration[]): readonly Finding[] {
    if (found.length === 0) return [];
    const history = this.history();
    return found.map((one) => ({ unused: one.describe(history), stack: one.source?.stack ?? [] }));
  }

  private report(findings: readonly Finding[], when: string): void {
    const [first] = findings;
    if (first === undefined || this.mode === 'ignore') return;
    const error = new FakeEcrError(`${unusedText(findings, when)}\n${ADVICE}`);
    if (this.mode === 'warn') {
      console.warn(error.message);
      return;
    }
    // A runner shows the line that declared it.
    if (first.stack.length > 0) error.stack = [`${error.name}: ${error.message}`, ...first.stack].join('\n');
    throw error;
  }
}

const ADVICE =
  'Mend what does not match, or remove it. Where nothing is to meet it, expectUnused(ecr) says so. ' +
  'fakeEcr({ onUnused }) says what becomes of this: error, warn or ignore.';

function unusedText(findings: readonly Finding[], when: string): string {
  const lines = findings.map(({ unused }) => describeUnused(unused).join('\n    '));
  return `Declared, and not used up to ${when}:\n  ${lines.join('\n  ')}`;
}
