/** A range of bytes: the first and the last, both counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a `Range` header with one part, as S3 and registries support it.
 *
 * @param size of the whole, in bytes
 * @returns undefined for the whole, and if several parts are requested; `impossible` if the part contains no byte
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined | 'impossible' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'impossible' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size) return 'impossible';
  return last < first ? undefined : { first, last };
}
