import { destinationKey } from '../../aws/registry-id.js';
import { explainAccess } from '../../ecr/access/explain-access.js';
import type { WrittenQuestion } from '../../ecr/access/written-policies.js';
import type { JournalEntry } from '../../ecr/journal-entry.js';
import { printable } from '../../lib/printable.js';
import type { Tracer } from '../../service/tracer.js';
import { type CallRecord, isCallOfEcr } from '../../world/call-record.js';
import type { DomainEvent, ImageStored, LifecycleRan, UnitOfWork } from '../../world/domain-event.js';
import type { World } from '../../world/world.js';
import { calledRegistry, describeCall, describeEvent, describeReplication } from '../entry-text.js';
import { counted, shortDigest } from '../format.js';
import { describeEnd, describeRoutes } from './replication-text.js';
import type { TraceScope } from './scopes.js';

export interface TraceOptions {
  readonly scopes: ReadonlySet<TraceScope>;
  /** Takes a line, without its line break. */
  readonly write: (line: string) => void;
  readonly world: () => World;
  /** The moment of the fake's clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** Something that happened, not yet in words: what decided is known when all has happened. */
type Happening =
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  | { readonly kind: 'reacted'; readonly event: DomainEvent; readonly at: number }
  | { readonly kind: 'asked'; readonly question: WrittenQuestion; readonly at: number }
  | { readonly kind: 'faulted'; readonly fault: string };

/** Arrivals that may be sent on; what came by replication is not. */
const SENT_ON: ReadonlySet<string> = new Set(['push', 'restore', 'pull-through', 'signing']);

/**
 * Writes a line for each call, decision and event, with the rule, filter, statement or moment that decided. The lines of a
 * call come when it has ended, in the order in which things happened.
 */
export class Trace implements Tracer {
  private depth = 0;
  private held: Happening[] = [];

  constructor(private readonly options: TraceOptions) {}

  begin(): void {
    this.depth += 1;
  }

  end(): void {
    this.depth -= 1;
    if (this.depth > 0) return;
    const { held } = this;
    this.held = [];
    this.tell(held);
  }

  entry(entry: JournalEntry): void {
    this.hold({ kind: 'entry', entry });
  }

  reacted(event: DomainEvent, { now: at }: UnitOfWork): void {
    this.hold({ kind: 'reacted', event, at });
  }

  asked(question: WrittenQuestion): void {
    this.hold({ kind: 'asked', question, at: this.options.now() });
  }

  faulted(fault: string): void {
    this.hold({ kind: 'faulted', fault });
  }

  /** Something that the world does not know of, such as a request or the passing of time. */
  note(scope: TraceScope, text: string): void {
    this.write(scope, this.options.now(), text);
  }

  private hold(happening: Happening): void {
    if (this.depth === 0) this.tell([happening]);
    else this.held.push(happening);
  }

  private tell(happenings: readonly Happening[]): void {
    const call = happenings.find(
      (one) => one.kind === 'entry' && one.entry.kind === 'call' && !isCallOfEcr(one.entry.call),
    );
    const faults = happenings.flatMap((one) => (one.kind === 'faulted' ? [`by ${one.fault}`] : []));
    const stored = happenings.flatMap((one) =>
      one.kind === 'reacted' && one.event.type === 'image-stored' && SENT_ON.has(one.event.origin)
        ? [one.event]
        : [],
    );
    const told = this.options.scopes.has(call === undefined ? 'replication' : 'call') ? stored : [];
    for (const one of happenings) {
      if (one.kind === 'asked') this.write('access', one.at, describeAccess(one.question));
      else if (one.kind === 'reacted') this.tellReaction(one.event, one.at, call === undefined);
      else if (one.kind === 'entry')
        this.tellEntry(one.entry, one === call ? [...faults, ...stored.flatMap(describeRoutes)] : [], told);
    }
  }

  private tellEntry(entry: JournalEntry, clauses: readonly string[], told: readonly ImageStored[]): void {
    switch (entry.kind) {
      case 'call':
        return this.write('call', entry.at, [describeAnswer(entry.call), ...clauses].join('; '));
      case 'replication': {
        const { replication } = entry;
        const isTold = told.some(
          ({ repository, image, tag }) =>
            image.manifest === replication.manifest &&
            tag === replication.tag &&
            repository.registry.key === destinationKey(replication.source),
        );
        if (isTold) return;
        const how = describeEnd(replication, this.options.world());
        const text = `${destinationKey(replication.source)} ${describeReplication(replication, entry.at)}`;
        return this.write('replication', entry.at, how === undefined ? text : `${text}; ${how}`);
      }
      case 'event': {
        const event = entry.read();
        return this.write('event', entry.at, `${event.account}/${event.region} ${describeEvent(event)}`);
      }
      case 'assertion':
        return;
    }
  }

  private tellReaction(event: DomainEvent, at: number, isByTest: boolean): void {
    if (event.type === 'lifecycle-ran') return this.write('lifecycle', at, describeRun(event));
    if (event.type !== 'image-stored' || !isByTest || !SENT_ON.has(event.origin)) return;
    const { repository, image, tag } = event;
    const suffix = tag === undefined ? `@${shortDigest(image.digest)}` : `:${tag}`;
    const routes = describeRoutes(event);
    if (routes.length === 0) return;
    this.write(
      'replication',
      at,
      `${repository.name}${suffix} ${repository.registry.key} ${routes.join('; ')}`,
    );
  }

  private write(scope: TraceScope, at: number, text: string): void {
    if (!this.options.scopes.has(scope)) return;
    this.options.write(`${new Date(at).toISOString()} fake-ecr:${scope} ${printable(text)}`);
  }
}

/** `PutImage payments:v1 111122223333/us-west-2 by user/fake-ecr -> ok`. */
function describeAnswer(call: CallRecord): string {
  return describeCall(call, { registry: calledRegistry(call), success: 'ok' });
}

/** Who asked for what, and the statement that decided, or the one that came nearest. */
function describeAccess(question: WrittenQuestion): string {
  const verdict = explainAccess(question);
  const { decidedBy, allowed, statements } = verdict;
  const near = decidedBy ?? statements.find(({ failed }) => failed !== undefined);
  const statement =
    near && `${near.policy}, statement ${near.sid === undefined ? `#${near.statement}` : `"${near.sid}"`}`;
  const failed = near?.failed;
  const why =
    failed === undefined
      ? statement === undefined
        ? ''
        : ` (${statement})`
      : ` (${statement ?? ''}: ${failed.element} is ${failed.expected}, the call has ${failed.received})`;
  return `${verdict.question} -> ${allowed ? 'allowed' : 'DENIED'}, ${verdict.reason}${why}`;
}

const SHOWN = 3;

function describeRun({ repository, run }: LifecycleRan): string {
  const done = run.actions.map(({ digest, tags, type, rulePriority }) => {
    const by = rulePriority === undefined ? 'with its subject' : `by rule ${rulePriority}`;
    return `${type === 'EXPIRE' ? 'expired' : 'archived'} ${tags[0] ?? shortDigest(digest)} ${by}`;
  });
  const kept = run.failures.map(({ digest, reason }) => `kept ${shortDigest(digest)}: ${reason}`);
  const all = [...done, ...kept];
  const more = all.length > SHOWN ? `; ${counted(all.length - SHOWN, 'more')}` : '';
  return `${repository.name} ${repository.registry.key} ${all.slice(0, SHOWN).join('; ')}${more}`;
}
