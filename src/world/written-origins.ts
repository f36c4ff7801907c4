import type { DeployedSource } from './deployed-source.js';
import {
  type Step,
  type WrittenDocument,
  type WrittenKind,
  type WrittenOrigin,
  formatOrigin,
  originLines,
  originOf,
} from './written-origin.js';

/** Who replaced a declared document. */
export interface Replacement {
  readonly operation: string;
  /** An ARN. */
  readonly caller: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Entry {
  readonly document: WrittenDocument;
  /** The resulting content: another content is another document. */
  readonly content: string;
  readonly replaced?: Replacement;
}

export type WrittenEntry = Entry & { readonly kind: WrittenKind; readonly place: string };

/** What is known of a thing that was declared. */
export interface WrittenAnswer {
  readonly document: WrittenDocument;
  /** Absent if it is still the declared one. */
  readonly since?: Replacement | 'changed';
}

/** Which things of a world came from templates, plans and states, and what was deployed. */
export class WrittenOrigins {
  /** By key. */
  readonly sources = new Map<string, DeployedSource>();
  private readonly byKind = new Map<WrittenKind, Map<string, Entry>>();

  get isEmpty(): boolean {
    return this.byKind.size === 0;
  }

  /** @returns puts back what is known now */
  mark(): () => void {
    const sources = [...this.sources];
    const byKind = [...this.byKind].map(([kind, entries]) => [kind, new Map(entries)] as const);
    return () => {
      this.sources.clear();
      for (const [key, source] of sources) this.sources.set(key, source);
      this.byKind.clear();
      for (const [kind, entries] of byKind) this.byKind.set(kind, entries);
    };
  }

  /**
   * @param place the thing of its kind, for example `111122223333/us-west-2`
   * @param content its present content
   */
  set(kind: WrittenKind, place: string, document: WrittenDocument, content: string): void {
    let entries = this.byKind.get(kind);
    if (entries === undefined) this.byKind.set(kind, (entries = new Map<string, Entry>()));
    entries.set(place, { document, content });
  }

  delete(kind: WrittenKind, place: string): void {
    this.byKind.get(kind)?.delete(place);
  }

  /** Records that a command replaced or removed a document that may have been declared. */
  replace(kind: WrittenKind, place: string, by: Replacement): void {
    const entries = this.byKind.get(kind);
    const entry = entries?.get(place);
    if (entry !== undefined) entries?.set(place, { ...entry, replaced: by });
  }

  /** @param content returns the present content; called only if something was declared */
  of(kind: WrittenKind, place: string, content: () => string): WrittenAnswer | undefined {
    const entry = this.byKind.get(kind)?.get(place);
    if (entry === undefined) return undefined;
    const { document, replaced } = entry;
    if (replaced !== undefined) return { document, since: replaced };
    return entry.content === content() ? { document } : { document, since: 'changed' };
  }

  /** Whether something was declared for a place, even if it was replaced since. */
  has(kind: WrittenKind, place: string): boolean {
    return this.byKind.get(kind)?.has(place) === true;
  }

  *entries(): Iterable<WrittenEntry> {
    for (const [kind, entries] of this.byKind) {
      for (const [place, entry] of entries) yield { kind, place, ...entry };
    }
  }

  /** Adds the records of a snapshot. */
  add({ kind, place, document, content, replaced }: WrittenEntry): void {
    this.set(kind, place, document, content);
    if (replaced !== undefined) this.replace(kind, place, replaced);
  }
}

/** The place of a part of a thing, if it is still as declared. */
export function placeOf(
  answer: WrittenAnswer | undefined,
  steps: readonly Step[] = [],
): WrittenOrigin | undefined {
  return answer === undefined || answer.since !== undefined ? undefined : originOf(answer.document, steps);
}

/** Lines for an explanation: where it is declared, or who replaced it. */
export function placeLines(
  answer: WrittenAnswer | undefined,
  steps: readonly Step[] = [],
): readonly string[] {
  if (answer === undefined) return [];
  const { document, since } = answer;
  if (since === undefined) return originLines(originOf(document, steps));
  const what = formatOrigin({ ...document, path: '' });
  return since === 'changed'
    ? [`not what ${what} says: the test has changed it since`]
    : [
        `what ${what} says was replaced by ${since.operation} of ${since.caller} at ${new Date(since.at).toISOString()}`,
      ];
}
