import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { meant } from '../../lib/vocabulary.js';

/** What lines of a trace are about. */
export const TRACE_SCOPES = [
  'call',
  'access',
  'replication',
  'lifecycle',
  'test',
  'event',
  'time',
  'request',
] as const;

export type TraceScope = (typeof TRACE_SCOPES)[number];

const PREFIX = 'fake-ecr:';

/**
 * Reads which scopes are to be traced, in the syntax of the `debug` package: names separated by commas or white space,
 * `*` for any part of a name, and `-` before what is left out. `1` and `true` stand for all; empty, `0` and `false` for
 * none.
 *
 * @param text for example `replication,access`, or `*,-event`
 * @param where where it was said, for messages
 * @returns the scopes; undefined for none
 * @throws FakeEcrError if a name is not of a scope
 */
export function traceScopes(text: string, where: string): ReadonlySet<TraceScope> | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.every((word) => word === '0' || word === 'false')) return undefined;
  const selected = new Set<TraceScope>();
  const excluded = new Set<TraceScope>();
  for (const word of words) {
    const isExcluded = word.startsWith('-');
    const found = scopesNamed(isExcluded ? word.slice(1) : word, where);
    for (const scope of found) (isExcluded ? excluded : selected).add(scope);
  }
  return new Set([...selected].filter((scope) => !excluded.has(scope)));
}

function scopesNamed(word: string, where: string): readonly TraceScope[] {
  if (word === '1' || word === 'true') return TRACE_SCOPES;
  const name = word.startsWith(PREFIX) ? word.slice(PREFIX.length) : word;
  const pattern = name
    .split('*')
    .map((part) => part.replace(/[^\w]/g, '\\$&'))
    .join('.*');
  const found = TRACE_SCOPES.filter((scope) => new RegExp(`^${pattern}$`).test(scope));
  if (found.length > 0) return found;
  throw new FakeEcrError(
    `${where} names ${shown(word)}, which nothing is traced by.`,
    `${meant(name, TRACE_SCOPES)} There are ${TRACE_SCOPES.join(', ')}, and * for all.`.trim(),
  );
}
