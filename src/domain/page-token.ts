import { createHash } from 'node:crypto';
import { type Outcome, invalidParameter } from './failure.js';

/** Where the next page starts: the position of an item, and of a part of it. */
export interface PageStart {
  readonly position: number;
  readonly part: number;
}

/** The service's own text for a bad token is unknown [assumed]. */
export const INVALID_TOKEN_CONSTRAINT = 'Invalid token';

/**
 * Opaque page tokens, bound to what was listed: one of another operation, repository or filter is refused,
 * and so is a damaged one.
 */
export function encodePageToken(listing: string, start: PageStart): string {
  const body = `${start.position}:${start.part}`;
  return Buffer.from(`${body}:${seal(listing, body)}`).toString('base64');
}

export function decodePageToken(listing: string, token: string): Outcome<PageStart> {
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
 * One page of a listing. The token names the position after which to go on, so a page is right whatever
 * came or went meanwhile, and one is handed out only if there is more: never an empty page with a token.
 *
 * @param rows the listing, from a start on, each row with its place
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
