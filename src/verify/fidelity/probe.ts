import type { Bench } from './bench.js';

/** What a run has to be given before it may show a statement. */
export type Need =
  /** Settings of the whole registry are changed, and put back. */
  | 'registry settings'
  /** The same account in another Region. */
  | 'second Region'
  /** Another account. */
  | 'second account';

/** A statement about ECR that calls of the SDK can show: what is done, and what is to be looked at. */
export interface Probe {
  /** The number of the statement in docs/fidelity.md, or C and a number for a choice that has none there. */
  readonly id: string;
  /** What is looked at. */
  readonly title: string;
  /** Whether the fake follows documentation and observations, or an assumption: those come first. */
  readonly grade: 'known' | 'assumed';
  /** The beginning of the choice in docs/fidelity.md, if it has no number. */
  readonly choice?: string;
  readonly needs?: readonly Need[];
  /** Does it, and answers what there was to be seen: data without anything that differs between two runs. */
  readonly observe: (bench: Bench) => Promise<unknown>;
}

type Observe = Probe['observe'];

/** A statement that is documented or was observed. */
export function known(id: string, title: string, observe: Observe, ...needs: readonly Need[]): Probe {
  return { id, title, grade: 'known', observe, ...(needs.length === 0 ? {} : { needs }) };
}

/** A statement that is assumed, in part at least. */
export function assumed(id: string, title: string, observe: Observe, ...needs: readonly Need[]): Probe {
  return { ...known(id, title, observe, ...needs), grade: 'assumed' };
}

/** An assumed choice that has no number in docs/fidelity.md. @param choice how it begins there */
export function chosen(
  id: string,
  choice: string,
  title: string,
  observe: Observe,
  ...needs: readonly Need[]
): Probe {
  return { ...assumed(id, title, observe, ...needs), choice };
}
