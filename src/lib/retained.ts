/** How much of the history is kept. It may be lowered while the world runs. */
export interface Retention {
  /** How many entries of each kind: calls, events, and the journal of both. */
  entries: number;
  /** How many UTF-16 units of each string in a call's input or error message. */
  textLength: number;
}

/** Everything, since a test in the same process may look at it. */
export function keepAll(): Retention {
  return { entries: Infinity, textLength: Infinity };
}

/** A list that forgets its oldest entries. */
export class Retained<T> {
  private entries: T[] = [];
  private dropped = 0;

  constructor(private readonly retention: Retention) {}

  /** How many were added in total. */
  get added(): number {
    return this.dropped + this.entries.length;
  }

  /** How many of the oldest are no longer kept. */
  get forgotten(): number {
    this.trim();
    return this.dropped;
  }

  add(entry: T): void {
    this.entries.push(entry);
    // A quarter more than is kept, so that the list is not moved at every entry.
    if (this.entries.length > this.retention.entries * 1.25) this.trim();
  }

  /** Those that are kept, the oldest first. */
  all(): readonly T[] {
    this.trim();
    return this.entries;
  }

  private trim(): void {
    const surplus = this.entries.length - this.retention.entries;
    if (surplus <= 0) return;
    this.entries = this.entries.slice(surplus);
    this.dropped += surplus;
  }
}

/**
 * A value whose long strings are cut and end with their full length. A value without long strings is returned as it
 * is.
 *
 * @param length at most this many UTF-16 units of each text
 * @example
 * withTextsCut({ imageManifest: '{"schemaVersion":2}' }, 3); // { imageManifest: '{"s… (19 characters)' }
 */
export function withTextsCut<T>(value: T, length: number): T {
  return length === Infinity ? value : (cut(value, length) as T);
}

/** Whether a value was cut by {@link withTextsCut}, as far as can be seen. */
export function hasTextsCut(value: unknown): boolean {
  if (typeof value === 'string') return /… \(\d+ characters\)$/.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasTextsCut);
}

function cut(value: unknown, length: number): unknown {
  if (typeof value === 'string') {
    return value.length <= length
      ? value
      : `${ownText(value.slice(0, length))}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map((entry) => cut(entry, length));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member, length)]));
}

/** A slice of a string would keep the whole string in memory. */
function ownText(piece: string): string {
  return Buffer.from(piece, 'utf16le').toString('utf16le');
}
