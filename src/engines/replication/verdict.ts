import { INSPECT } from '../../domain/inspect-symbol.js';

/** What became of an image at a destination. */
export type ReplicationOutcome = 'replicated' | 'pending' | 'failed' | 'never';

/** One link in the chain of reasons. */
export interface ReplicationReason {
  /** A stable name for what decided, for example `filter-mismatch`. */
  readonly code: ReasonCode;
  /** A full sentence for humans. */
  readonly text: string;
  /** Further lines: the statement, the filters, the moments. */
  readonly details: readonly string[];
}

export type ReasonCode =
  | 'arrived'
  | 'already-there'
  | 'no-such-repository'
  | 'no-such-image'
  | 'name-not-mapped'
  | 'no-rule'
  | 'no-such-destination'
  | 'filter-mismatch'
  | 'pushed-before-rule'
  | 'second-hop'
  | 'region-disabled'
  | 'access-denied'
  | 'create-denied'
  | 'creation-failed'
  | 'limit-exceeded'
  | 'failure-injected'
  | 'source-deleted'
  | 'tag-withheld'
  | 'in-progress'
  | 'archived'
  | 'removed-there'
  | 'other-image-there'
  | 'same-registry';

/** The answer to "is it there, and why not?". */
export class ReplicationVerdict {
  constructor(
    readonly outcome: ReplicationOutcome,
    /** What was asked, for example `payments:v1 from 111122223333/us-west-2 to 444455556666/eu-west-1`. */
    readonly question: string,
    /** Most telling first. */
    readonly reasons: readonly ReplicationReason[],
  ) {}

  get isReplicated(): boolean {
    return this.outcome === 'replicated';
  }

  /** The verdict with its reasons, one to a line. */
  get text(): string {
    return [`${this.question}: ${this.outcome}`, ...this.reasons.flatMap(lines)].join('\n');
  }

  toString(): string {
    return this.text;
  }

  /** @internal */
  [INSPECT](): string {
    return this.text;
  }
}

function lines(reason: ReplicationReason): string[] {
  return [`- ${reason.text}`, ...reason.details.map((detail) => `    ${detail}`)];
}

/** One reason, with further lines if there are any. */
export function reason(
  code: ReplicationReason['code'],
  text: string,
  details: readonly string[] = [],
): ReplicationReason {
  return { code, text, details };
}

/** A moment as messages show it. */
export function time(moment: number): string {
  return new Date(moment).toISOString();
}
