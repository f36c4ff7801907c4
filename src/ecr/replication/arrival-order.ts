import type { Arrival } from './held-work.js';

/** Work that later work must not overtake. */
export interface InOrder extends Arrival {
  readonly isOver: boolean;
}

/** The image and tag that a piece of work adds or removes. */
export interface Travelling {
  /** A digest. */
  readonly image: string;
  readonly tag: string | undefined;
  readonly isDeletion?: boolean;
}

/** The number of entries above which finished ones are removed. */
const FEW = 64;

/**
 * The order of work from a repository to a destination: arrivals of the same tag or the same image keep their order,
 * and a deletion comes after everything that was under way before it; nothing else waits [assumed].
 */
export class ArrivalOrder {
  /** The latest due moment of a lane, of each tag and of each image in it. */
  private readonly last = new Map<string, InOrder>();
  private most = FEW;

  get isEmpty(): boolean {
    return this.last.size === 0;
  }

  /**
   * The latest due moment of the work that has to come first; -Infinity if there is none.
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

  /** Records work that takes time. */
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
