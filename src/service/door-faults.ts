import type { DoorAnswer, DoorDrop, DoorLedger, DoorPace, DoorScope } from './door-ledger.js';
import type { Occurrences } from './occurrences.js';

/** Faults of connections that speak the registry protocol, as `docker push` does: `ecr.door`. @public */
export class DoorFaults {
  readonly #ledger: DoorLedger;

  /** @internal */
  constructor(ledger: DoorLedger) {
    this.#ledger = ledger;
  }

  /** `honest` reports how far an upload has come; ECR keeps reporting its first chunk [observed]. */
  get range(): 'ecr' | 'honest' {
    return this.#ledger.range;
  }

  set range(range: 'ecr' | 'honest') {
    this.#ledger.range = range;
  }

  /**
   * Makes every token issued so far count as expired. Tokens issued later are valid.
   *
   * @example
   * ecr.door.expireTokens();
   */
  expireTokens(): void {
    this.#ledger.expireTokens();
  }

  /**
   * Answers requests with a response of your choice.
   *
   * @param scope which requests; all when absent
   * @returns `with({ status, code, message, headers })`, then `once()`, `times(count)` or `always()`
   * @throws a `[fake-ecr]` error if no request can be in that scope, or the status is not one
   * @example
   * ecr.door.fail({ route: 'manifest', method: 'PUT' }).with({ status: 429, headers: { 'retry-after': '1' } }).once();
   */
  fail(scope: DoorScope = {}): { with(answer: DoorAnswer): Occurrences } {
    return this.#ledger.fail(scope);
  }

  /**
   * Breaks connections.
   *
   * @param scope which requests; all when absent
   * @param how after how many bytes, and of whose body
   * @returns `once()`, `times(count)` and `always()`: how often it applies
   * @throws a `[fake-ecr]` error if no request can be in that scope, or the number is not one
   * @example
   * ecr.door.drop({ method: 'PATCH' }, { afterBytes: 1024 }).once();
   */
  drop(scope: DoorScope, how: DoorDrop): Occurrences {
    return this.#ledger.drop(scope, how);
  }

  /**
   * Slows requests down in real time: the fake's clock does not advance.
   *
   * @param scope which requests; all when absent
   * @param pace bytes a second of the bodies, or milliseconds before the first byte of the answer
   * @returns `once()`, `times(count)` and `always()`: how often it applies
   * @throws a `[fake-ecr]` error if no request can be in that scope, or a number is not one
   * @example
   * ecr.door.slow({ route: 'download' }, { bytesPerSecond: 1_000_000 }).always();
   */
  slow(scope: DoorScope, pace: DoorPace): Occurrences {
    return this.#ledger.slow(scope, pace);
  }

  /**
   * Changes one byte of a download, which a client has to notice.
   *
   * @param which the digest of a blob; any blob when absent
   * @returns `once()`, `times(count)` and `always()`: how often it applies
   * @throws a `[fake-ecr]` error if an option is misspelt
   * @example
   * const [config] = v1.blobs;
   * ecr.door.corrupt({ digest: config.digest }).once();
   */
  corrupt(which: { readonly digest?: string } = {}): Occurrences {
    return this.#ledger.corrupt(which);
  }

  /**
   * Redirects to blob URLs that have expired.
   *
   * @returns `once()`, `times(count)` and `always()`: how often it applies
   * @example
   * ecr.door.staleUrls().once();
   */
  staleUrls(): Occurrences {
    return this.#ledger.staleUrls();
  }
}
