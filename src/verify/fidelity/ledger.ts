import type { PlaceName } from './place.js';

/** A thing that a run created, or is about to create. */
export interface Made {
  readonly kind: 'repository' | 'creation template' | 'pull-through cache rule';
  readonly place: PlaceName;
  readonly name: string;
}

/** What a run has made and not removed yet. Written down before it is made: a run may end at any moment. */
export class Ledger {
  readonly #made: Made[];
  readonly #expected: Made[] = [];

  /** @param onChange told whenever something is added or removed */
  constructor(
    made: readonly Made[] = [],
    private readonly onChange: () => void = () => undefined,
  ) {
    this.#made = [...made];
  }

  /** The latest first: the order in which things are removed. */
  get made(): readonly Made[] {
    return [...this.#made].reverse();
  }

  /** What ECR makes by itself, which may come after it was removed. */
  get expected(): readonly Made[] {
    return this.#expected;
  }

  /** Adds what ECR is going to make by itself. */
  expect(thing: Made): void {
    this.#expected.push(thing);
    this.add(thing);
  }

  has(thing: Made): boolean {
    return this.#made.some((one) => isSame(one, thing));
  }

  add(thing: Made): void {
    if (this.has(thing)) return;
    this.#made.push(thing);
    this.onChange();
  }

  remove(thing: Made): void {
    const index = this.#made.findIndex((one) => isSame(one, thing));
    if (index < 0) return;
    this.#made.splice(index, 1);
    this.onChange();
  }
}

function isSame(a: Made, b: Made): boolean {
  return a.kind === b.kind && a.place === b.place && a.name === b.name;
}
