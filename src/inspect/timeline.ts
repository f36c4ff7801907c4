import { destinationKey } from '../domain/destination.js';
import { INSPECT } from '../domain/inspect-symbol.js';
import type { Happening } from '../engines/happening.js';
import type { ReplicationTask } from '../engines/replication/task.js';
import { calledRegistry, describeCall } from './describe-call.js';
import { describeEvent, tellsOfFailure } from './describe-event.js';
import { describeReplication, describeTask } from './describe-replication.js';
import type { TimelineEntry } from './timeline-entry.js';
import { formatInstant, grouped, oneLine } from './wording.js';

/** What a {@link Timeline} is made of. */
export interface TimelineSources {
  /** In the order in which it happened. */
  readonly journal: readonly Happening[];
  /** Replications that have not arrived. */
  readonly underWay: readonly ReplicationTask[];
}

/** So many of the latest entries are printed to a console that did not ask for them. */
const MOST_INSPECTED = 50;

/**
 * What happened in a world since its last reset, in order: calls, those that ECR makes itself included,
 * replications as they ended, and EventBridge events. What is still under way stands where it began.
 *
 * @example
 * console.log(String(ecr.timeline()));
 */
export class Timeline {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];

  /** @internal */
  constructor({ journal, underWay }: TimelineSources) {
    // Sorting is stable: what happened at one moment keeps its order.
    this.entries = [...journal.map(entryOf), ...underWay.map(taskEntry)].sort((a, b) => a.at - b.at);
  }

  /** One line for each entry: moment, kind, place, text. */
  toString(): string {
    return linesOf(this.entries);
  }

  /** @internal */
  [INSPECT](): string {
    const earlier = this.entries.length - MOST_INSPECTED;
    const latest = linesOf(this.entries.slice(-MOST_INSPECTED));
    return earlier > 0 ? `… ${grouped(earlier)} earlier entries\n${latest}` : latest;
  }
}

function linesOf(entries: readonly TimelineEntry[]): string {
  if (entries.length === 0) return 'nothing happened yet';
  const width = entries.reduce((widest, { where }) => Math.max(widest, where.length), 0);
  return entries
    .map(
      ({ at, kind, where, text }) =>
        `${formatInstant(at)}  ${kind.padEnd('replication'.length)}  ${where.padEnd(width)}  ${text}`,
    )
    .join('\n');
}

function entryOf(happening: Happening): TimelineEntry {
  const { kind, at } = happening;
  switch (kind) {
    case 'call': {
      const { call } = happening;
      const failed = call.outcome !== 'success';
      return { at, kind, where: calledRegistry(call), text: oneLine(describeCall(call)), failed };
    }
    case 'replication': {
      const { replication } = happening;
      const text = oneLine(describeReplication(replication, at));
      return { at, kind, where: destinationKey(replication.source), text, failed: !replication.succeeded };
    }
    case 'event': {
      const { event } = happening;
      const where = `${event.account}/${event.region}`;
      return { at, kind, where, text: oneLine(describeEvent(event)), failed: tellsOfFailure(event) };
    }
  }
}

function taskEntry(task: ReplicationTask): TimelineEntry {
  const { source, startedAt } = task.plan;
  return {
    at: startedAt,
    kind: 'replication',
    where: source.key,
    text: oneLine(describeTask(task)),
    failed: false,
  };
}
