import type { Arrival } from './held-work.js';

/** Work that some later work must not overtake. */
export interface InOrder extends Arrival {
  readonly isOver: boolean;
}

/** What a piece of work carries, or takes away. */
export interface Travelling {
  /** A digest. */
  readonly image: string;
  readonly tag: string | undefined;
  readonly isDeletion?: boolean;
}

/** How many entries there may be before those that are over are looked for. */
const FEW = 64;

/**
 * Which work of a repository to a destination waits for which: arrivals of the same tag or the same image keep their
 * order, and a deletion comes after all that was under way before it; nothing else waits [assumed].
 */
export class ArrivalOrder {
  /** The last work of a lane to be due, of a tag in it and of an image in it. */
  private readonly last = new Map<string, InOrder>();
  private most = FEW;

  get isEmpty(): boolean {
    return this.last.size === 0;
  }

  /**
   * The latest moment at which something is due that a piece of work has to let go first; -Infinity if there is
   * nothing.
   *
   * @param lane a repository and a destination
   */
  lastDueBefore(lane: string, what: Travelling): number {
    let due = -Infinity;
    for (const key of what.isDeletion === true ? [lane] : keysOf(lane, what)) {
      const before = this.last.get(key);
      if (before?.isOver === true) this.last.delete(key);
      else if (before !== undefined) due = Math.max(due, before.dueAt);
    }
    return due;
  }

  /** Notes work that takes time. */
  note(lane: string, what: Travelling, job: InOrder): void {
    for (const key of [lane, ...keysOf(lane, what)]) {
      const before = this.last.get(key);
      const isLater = before === undefined || before.isOver || before.dueAt <= job.dueAt;
      if (isLater) this.last.set(key, job);
    }
    if (this.last.size > this.most) this.forgetWhatIsOver();
  }

  private forgetWhatIsOver(): void {
    for (const [key, job] of this.last) if (job.isOver) this.last.delete(key);
    this.most = Math.max(FEW, this.last.size * 2);
  }
}

function keysOf(lane: string, { image, tag }: Travelling): readonly string[] {
  return tag === undefined ? [`${lane}@${image}`] : [`${lane}@${image}`, `${lane}:${tag}`];
}
