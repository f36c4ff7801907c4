import { INSPECT } from '../../../lib/handle-kind.js';
import type { Registry } from '../../../world/registry.js';
import type { WrittenOrigin } from '../../../world/written-origin.js';

/** The state of an image at a destination. */
export type ReplicationOutcome = 'replicated' | 'pending' | 'failed' | 'never';

/** One reason in a verdict. @public */
export interface ReplicationReason {
  /** A stable name for what decided, for example `filter-mismatch`. */
  readonly code: ReasonCode;
  /** A full sentence for people. */
  readonly text: string;
  /** Further lines: the statement, the filters, the times, what to do about it. */
  readonly details: readonly string[];
  /** What decided, for programs, as far as it is known. */
  readonly decidedBy: ReplicationDecision;
}

/** What decides whether an image is replicated; members that were not involved are absent. */
export interface ReplicationDecision {
  /** The rule's position in the source's replication document, from 1. */
  readonly rule?: number;
  /** The filter of that rule that matched the repository's name; absent if the rule has none. */
  readonly filter?: string;
  /** The statement of the destination's registry policy: its Sid, or its position. */
  readonly statement?: string;
  /** The prefix of the creation template that created the destination repository, or failed to. */
  readonly template?: string;
  /** The relevant moment, in ISO 8601: when it arrived or failed, is due, or when the rule came into force. */
  readonly moment?: string;
  /**
   * Where the deciding document is declared, if it came from a template, a plan or a state and was not changed since.
   */
  readonly origin?: WrittenOrigin;
}

/** Stable names for what decided about a replication. */
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
  | 'key-unusable'
  | 'failure-injected'
  | 'source-deleted'
  | 'tag-withheld'
  | 'in-progress'
  | 'removed-there'
  | 'other-image-there'
  | 'same-registry';

/** The answer to "is it there, and why not?". @public */
export class ReplicationVerdict {
  /** @internal */
  constructor(
    /** What became of the replication. */
    readonly outcome: ReplicationOutcome,
    /** The question, for example `payments:v1 from 111122223333/us-west-2 to 444455556666/eu-west-1`. */
    readonly question: string,
    /** Most telling first. */
    readonly reasons: readonly ReplicationReason[],
  ) {}

  /** Whether the image is there, by a replication from the source. */
  get isReplicated(): boolean {
    return this.outcome === 'replicated';
  }

  /** The verdict with its reasons, one to a line. */
  get text(): string {
    return [`${this.question}: ${this.outcome}`, ...this.reasons.flatMap(lines)].join('\n');
  }

  /** The same as `text`. */
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
  decidedBy: ReplicationDecision = {},
): ReplicationReason {
  return { code, text, details, decidedBy };
}

/** A moment as messages show it. */
export function time(moment: number): string {
  return new Date(moment).toISOString();
}

/** The image in question, its source and its destination. */
export interface ReplicationQuestion {
  readonly repositoryName: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
  readonly source: Registry;
  readonly destination: Registry;
  /** The time of the clock, in epoch milliseconds, for comparison with due moments. */
  readonly now: number;
}
