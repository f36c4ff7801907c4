import { createHash } from 'node:crypto';
import { type Outcome, invalidParameter } from '../aws/failure.js';
import type { Positioned } from '../lib/ordered-index.js';

/** Rows on a page if the caller does not say: in most lists [docs]. */
export const DEFAULT_PAGE = 100;

/** Where the next page starts: the position of an item, and of a part of it. */
export interface PageStart {
  readonly position: number;
  readonly part: number;
}

/** The service's own text for a bad token is unknown [assumed]. */
const INVALID_TOKEN_CONSTRAINT = 'Invalid token';

/**
 * Opaque page tokens, bound to a listing: a damaged token is refused, and so is one of another operation, repository
 * or filter.
 */
function encodePageToken(listing: string, start: PageStart): string {
  const body = `${start.position}:${start.part}`;
  return Buffer.from(`${body}:${seal(listing, body)}`).toString('base64');
}

function decodePageToken(listing: string, token: string): Outcome<PageStart> {
  const text = Buffer.from(token, 'base64').toString();
  const end = text.lastIndexOf(':');
  const body = text.slice(0, end);
  const canonical = Buffer.from(text).toString('base64') === token;
  if (end < 0 || !canonical || text.slice(end + 1) !== seal(listing, body)) {
    return invalidParameter('nextToken', INVALID_TOKEN_CONSTRAINT);
  }
  const [position, part] = body.split(':').map(Number);
  return { position: position as number, part: part as number };
}

function seal(listing: string, body: string): string {
  return createHash('sha256').update(`${listing}\n${body}`).digest('hex').slice(0, 24);
}

export interface Page<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

interface Row<T> extends PageStart {
  readonly item: T;
}

/**
 * One page of a listing. The token names the position to continue after, so pages stay correct while items come and
 * go. There is a token only if there is more: never an empty page with a token.
 *
 * @param rows the listing from a position on, each row with its position
 */
export function takePage<T>(
  listing: string,
  token: string | undefined,
  limit: number,
  rows: (start: PageStart | undefined) => Iterable<Row<T>>,
): Outcome<Page<T>> {
  let start: PageStart | undefined;
  if (token !== undefined) {
    const decoded = decodePageToken(listing, token);
    if (!('position' in decoded)) return decoded;
    start = decoded;
  }
  const items: T[] = [];
  let last: PageStart | undefined;
  for (const row of rows(start)) {
    if (start !== undefined && row.position === start.position && row.part <= start.part) continue;
    if (items.length === limit) {
      return { items, nextToken: encodePageToken(listing, last as PageStart) };
    }
    items.push(row.item);
    last = row;
  }
  return { items };
}

/** The rows of a listing in which each item is one row. */
export function* positionedRows<T extends Positioned>(items: Iterable<T>): Iterable<Row<T>> {
  for (const item of items) yield { item, position: item.position, part: 0 };
}

/** The rows of a list that does not change while it is read. */
export function* indexedRows<T>(items: readonly T[], start: PageStart | undefined): Iterable<Row<T>> {
  for (let position = start?.position ?? 0; position < items.length; position += 1) {
    yield { item: items[position] as T, position, part: 0 };
  }
}

/** The token as an output member: absent if there is no further page. */
export function nextTokenOf({ nextToken }: Page<unknown>): { nextToken?: string } {
  return nextToken === undefined ? {} : { nextToken };
}
