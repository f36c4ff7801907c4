import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { FakeEcrError } from '../../lib/misuse.js';

/** What a journal holds. */
export interface JournalContents {
  readonly entries: readonly unknown[];
  /** Bytes of the whole lines; what follows was being written when the process was killed. */
  readonly size: number;
}

/**
 * Reads a journal: a line of JSON for each entry, with its checksum before it.
 *
 * @param path of the file, which may be missing
 * @throws FakeEcrError if a line that others follow is damaged
 */
export function readJournal(path: string): JournalContents {
  const bytes = contentsOf(path);
  const entries: unknown[] = [];
  let size = 0;
  while (size < bytes.length) {
    const end = bytes.indexOf(10, size);
    const entry = end < 0 ? undefined : readLine(bytes.subarray(size, end));
    if (entry === undefined) {
      if (end < 0 || end === bytes.length - 1) break;
      throw new FakeEcrError(
        `Line ${entries.length + 1} of ${path} is damaged.`,
        'Restore the folder from a copy. To give up what follows, delete the file from that line on.',
      );
    }
    entries.push(entry.value);
    size = end + 1;
  }
  return { entries, size };
}

function contentsOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** @returns undefined if the line is not whole */
function readLine(line: Buffer): { readonly value: unknown } | undefined {
  const [sum = '', ...rest] = line.toString('utf8').split(' ');
  const json = rest.join(' ');
  if (sum !== checksum(json)) return undefined;
  return { value: JSON.parse(json) };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** A journal that is written. */
export class JournalFile {
  private readonly descriptor: number;
  private end: number;
  /** Lines that could not be written yet. */
  private backlog = '';

  /** @param size how much of the file is kept, in bytes */
  constructor(
    readonly path: string,
    size: number,
  ) {
    this.descriptor = openSync(path, 'a', 0o600);
    this.end = size;
    ftruncateSync(this.descriptor, size);
  }

  /** Bytes. */
  get size(): number {
    return this.end;
  }

  /**
   * Adds an entry. When this returns it survives the end of the process.
   *
   * @throws if it can't be written; then nothing of it is there, and it is tried again with the next one
   */
  append(entry: unknown): void {
    const json = JSON.stringify(entry);
    this.backlog += `${checksum(json)} ${json}\n`;
    this.catchUp();
  }

  /** Writes what could not be written before. @throws if it still can't be */
  catchUp(): void {
    if (this.backlog === '') return;
    const lines = Buffer.from(this.backlog);
    try {
      for (let written = 0; written < lines.length;) {
        written += writeSync(this.descriptor, lines, written);
      }
    } catch (error) {
      ftruncateSync(this.descriptor, this.end);
      throw error;
    }
    this.end += lines.length;
    this.backlog = '';
  }

  close(): void {
    fsyncSync(this.descriptor);
    closeSync(this.descriptor);
  }
}
