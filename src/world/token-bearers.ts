import type { Caller } from '../iam/caller.js';

/** The callers that have authorization tokens. They outlive a reset, as tokens do. */
export class TokenBearers {
  private readonly byName = new Map<string, Caller>();
  private issued = 0;

  /** The serial number of the latest token. */
  get latest(): number {
    return this.issued;
  }

  /** All of them, in the order of their first token. */
  get all(): readonly Caller[] {
    return [...this.byName.values()];
  }

  /** Takes over those of an earlier process. @param latest the serial number of its latest token */
  goOnAfter(latest: number, bearers: readonly Caller[]): void {
    for (const bearer of bearers) this.remember(bearer);
    this.issued = latest;
  }

  /** @returns the serial number of a new token of the caller's */
  remember(caller: Caller): number {
    this.byName.set(keyOf(caller.arn, caller.expiresAt), caller);
    this.issued += 1;
    return this.issued;
  }

  /** The caller with an ARN, and for a session its end; undefined if it has no token. */
  find(arn: string, sessionEndsAt: number | undefined): Caller | undefined {
    return this.byName.get(keyOf(arn, sessionEndsAt));
  }
}

function keyOf(arn: string, sessionEndsAt: number | undefined): string {
  return `${arn} ${sessionEndsAt ?? ''}`;
}
