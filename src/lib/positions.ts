import { Random } from './ids.js';

/** How lists are ordered: in the order of creation, or shuffled, since ECR promises no order [docs]. */
export type ListOrder = 'insertion' | 'shuffled';

/** Each position given moves the fraction of a shuffled one by this much. */
const STEP = 2 ** -21;

/** The order in which positions were given out, even if the positions themselves are shuffled. */
export function sequenceOf(position: number): number {
  const fraction = position % 1;
  return fraction === 0 ? position : Math.round(fraction / STEP);
}

/** Hands out the places of repositories, images and tags in listings. */
export class Positions {
  private last = 0;
  private random: Random | undefined;

  constructor(order: ListOrder, seed: number) {
    this.random = order === 'shuffled' ? new Random(seed ^ 0x5bd1e995) : undefined;
  }

  /** How many were given out. */
  get lastGiven(): number {
    return this.last;
  }

  /** Continues after the positions that an earlier world gave out. */
  goOnAfter(last: number): void {
    this.last = Math.max(this.last, last);
  }

  /** @returns a function that takes back the positions given out from now on, so that they are given out again */
  mark(): () => void {
    const { last } = this;
    const state = this.random?.skip(0);
    return () => {
      this.last = last;
      if (state !== undefined) this.random = new Random(state);
    };
  }

  next(): number {
    this.last += 1;
    if (this.random === undefined) return this.last;
    // The fraction keeps positions distinct when two draws collide.
    return this.random.next() + this.last * STEP;
  }
}
