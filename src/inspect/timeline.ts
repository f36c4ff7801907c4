import type { World } from '../domain/world.js';
import type { EcrEvent } from '../engines/notifications/envelope.js';
import { type LoggedCall, callEntries } from './call-entries.js';
import { eventEntries } from './event-entries.js';
import { replicationEntries } from './replication-entries.js';
import type { TimelineEntry, TimelineKind } from './timeline-entry.js';
import { formatInstant } from './wording.js';

/** What a {@link Timeline} is made of. */
export interface TimelineSources {
  /** Where the replication attempts are. */
  readonly world: World;
  /** In the order in which they were made. */
  readonly calls: readonly LoggedCall[];
  /** In the order in which they were raised. */
  readonly events: readonly EcrEvent[];
}

/** At the same moment a call comes before the replication it started, and both before what tells of them. */
const RANK: Readonly<Record<TimelineKind, number>> = { call: 0, replication: 1, event: 2 };

/**
 * What happened in a world, in order: calls, replications and EventBridge events. Of replications it knows
 * what images remember, which is the last attempt for each tag, and nothing of images that are gone.
 *
 * @example
 * console.log(String(new Timeline({ world, calls, events })));
 */
export class Timeline {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];

  constructor({ world, calls, events }: TimelineSources) {
    const replications = replicationEntries(world);
    // Sorting is stable, so entries of a kind keep their order.
    this.entries = [
      ...callEntries(calls),
      ...replications,
      ...eventEntries(world, events, calls, replications),
    ].sort((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind]);
  }

  /** One line for each entry: moment, kind, place, text. */
  toString(): string {
    if (this.entries.length === 0) return 'nothing happened yet';
    const width = Math.max(...this.entries.map(({ where }) => where.length));
    return this.entries
      .map(
        ({ at, kind, where, text }) =>
          `${formatInstant(at)}  ${kind.padEnd('replication'.length)}  ${where.padEnd(width)}  ${text}`,
      )
      .join('\n');
  }
}
