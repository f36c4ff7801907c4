import { type Step, formatSteps } from '../../../world/written-origin.js';
import type { ResourcePlace } from '../refuse.js';

/** Where values came from that are not where they are written. */
export interface Trace {
  readonly moved: { readonly resolved: readonly Step[]; readonly written: readonly Step[] }[];
}

/** Something that is resolved: where it is, for messages. */
export interface Position {
  readonly place: ResourcePlace;
  readonly written: readonly Step[];
  readonly resolved: readonly Step[];
  readonly trace?: Trace | undefined;
}

/** A position inside another one. Most paths are never asked for, so each is made only when it is. */
class Inside implements Position {
  readonly place: ResourcePlace;
  readonly trace: Trace | undefined;

  constructor(
    private readonly outer: Position,
    private readonly stepsWritten: readonly Step[],
    private readonly stepsResolved: readonly Step[],
  ) {
    this.place = outer.place;
    this.trace = outer.trace;
  }

  get written(): readonly Step[] {
    return [...this.outer.written, ...this.stepsWritten];
  }

  get resolved(): readonly Step[] {
    return [...this.outer.resolved, ...this.stepsResolved];
  }
}

/** One step into a value, which may end up elsewhere than where it is written. */
export function into(at: Position, written: Step, resolved: Step): Position {
  return new Inside(at, [written], [resolved]);
}

/** Inside a function, whose arguments end up nowhere. */
export function inFunction(at: Position, ...written: readonly Step[]): Position {
  return new Inside(at, written, []);
}

/** Notes that a value is not where it is written. */
export function note({ trace, written, resolved }: Position): void {
  trace?.moved.push({ resolved, written });
}

/** The places of a trace that lie in a document of a resource, by their path in it. */
export function movedIn(
  trace: Trace,
  document: readonly Step[],
): Readonly<Record<string, readonly Step[]>> | undefined {
  const isInside = (steps: readonly Step[]) => document.every((step, index) => steps[index] === step);
  const moved = trace.moved.filter(({ resolved, written }) => isInside(resolved) && isInside(written));
  if (moved.length === 0) return undefined;
  return Object.fromEntries(
    moved.map(({ resolved, written }) => [
      formatSteps(resolved.slice(document.length)),
      written.slice(document.length),
    ]),
  );
}
