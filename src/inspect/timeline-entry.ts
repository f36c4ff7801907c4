export type TimelineKind = 'call' | 'event' | 'replication';

/** Something that happened, in words. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: TimelineKind;
  /** `<account>/<region>`: the registry that was called, or that replicates, or where the event is raised. */
  readonly where: string;
  /** One line. */
  readonly text: string;
  /** Whether it went wrong. */
  readonly failed: boolean;
}
