import type { WrittenQuestion } from '../ecr/access/written-policies.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import type { DomainEvent, UnitOfWork } from '../world/domain-event.js';

/** Observes calls, decisions and events while they happen. */
export interface Tracer {
  /** A call, or a change made by the test, begins: what follows belongs together. */
  begin(): void;
  /** It has ended, with all that it brought about at once. */
  end(): void;
  /** Something was added to the journal. */
  entry(entry: JournalEntry): void;
  /** The engines have reacted to an event. */
  reacted(event: DomainEvent, unit: UnitOfWork): void;
  /** Policies were asked for a permission. */
  asked(question: WrittenQuestion): void;
  /** A fault applies to the call that has begun. @param fault how the test declared it */
  faulted(fault: string): void;
}
