/** Something that happened, in words. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: 'assertion' | 'call' | 'event' | 'replication';
  /** `<account>/<region>`: the registry that was called, or that replicates, or where the event is raised, or that a test looked at; empty where it looked at the whole world. */
  readonly where: string;
  /** One line. */
  readonly text: string;
  /** Whether it went wrong. */
  readonly failed: boolean;
}
