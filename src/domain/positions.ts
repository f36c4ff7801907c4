import { Random } from './ids.js';

/** How lists are ordered: as things were put, or shuffled, since ECR promises no order [docs]. */
export type ListOrder = 'insertion' | 'shuffled';

/** Hands out the places of repositories, images and tags in listings. */
export class Positions {
  private last = 0;
  private readonly random: Random | undefined;

  constructor(order: ListOrder, seed: number) {
    this.random = order === 'shuffled' ? new Random(seed ^ 0x5bd1e995) : undefined;
  }

  next(): number {
    this.last += 1;
    if (this.random === undefined) return this.last;
    // The fraction keeps positions distinct when two draws collide.
    return this.random.next() + this.last / 2 ** 21;
  }
}
