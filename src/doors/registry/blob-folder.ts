import {
  closeSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { FakeEcrError } from '../../lib/misuse.js';
import { type BlobStorage, type BlobWriter, MemoryStorage, type StoredBytes } from '../../world/blobs.js';

/** Bytes below this stay in memory: a file for each would cost more than it saves. */
const SMALLEST_FILE = 1024 ** 2;
/** How much of a file is read at once, in bytes. */
const READ_AT_ONCE = 1024 ** 2;

/**
 * Keeps bytes in files of a folder that this process makes for itself, below the one it is given. Files are written
 * aside and get their name when they are whole; the folder goes with its last file, and with the process. One that
 * was killed leaves its folder behind, which no other ever looks into.
 */
export class BlobFolder implements BlobStorage {
  private readonly memory = new MemoryStorage();
  private folder: string | undefined;
  private written = 0;
  /** How many files there are. */
  private files = 0;

  /** @param directory the folder to make one in; it is made where it is missing */
  constructor(private readonly directory: string) {}

  create(): BlobWriter {
    const pieces: Uint8Array[] = [];
    let file: { readonly path: string; readonly descriptor: number } | undefined;
    let size = 0;
    return {
      append: (bytes) => {
        size += bytes.byteLength;
        if (size < SMALLEST_FILE) {
          pieces.push(new Uint8Array(bytes));
          return;
        }
        file ??= this.open();
        for (const piece of [...pieces.splice(0), bytes]) writeWhole(file.descriptor, piece);
      },
      finish: (): StoredBytes => {
        if (file === undefined) {
          const small = this.memory.create();
          for (const piece of pieces) small.append(piece);
          return small.finish();
        }
        closeSync(file.descriptor);
        const path = `${file.path}.blob`;
        renameSync(`${file.path}.part`, path);
        return { size, read: (first, last) => read(path, first, last), remove: () => this.remove(path) };
      },
      discard: () => {
        if (file === undefined) return;
        closeSync(file.descriptor);
        this.remove(`${file.path}.part`);
      },
    };
  }

  private open(): { readonly path: string; readonly descriptor: number } {
    this.folder ??= this.makeFolder();
    this.written += 1;
    const path = join(this.folder, String(this.written));
    const descriptor = openSync(`${path}.part`, 'wx', 0o600);
    this.files += 1;
    return { path, descriptor };
  }

  private remove(path: string): void {
    rmSync(path, { force: true });
    this.files -= 1;
    if (this.files > 0 || this.folder === undefined) return;
    removeFolder(this.folder);
    this.folder = undefined;
  }

  private makeFolder(): string {
    try {
      mkdirSync(this.directory, { recursive: true });
      const folder = mkdtempSync(join(this.directory, 'fake-ecr-blobs-'));
      rememberFolder(folder);
      return folder;
    } catch (error) {
      throw new FakeEcrError(
        `The folder ${this.directory} can't keep blobs: ${(error as Error).message}.`,
        'Give blobs.directory a folder that can be written to.',
      );
    }
  }
}

const folders = new Set<string>();

function rememberFolder(folder: string): void {
  if (folders.size === 0) process.on('exit', removeFolders);
  folders.add(folder);
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
  if (folders.size === 0) process.off('exit', removeFolders);
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) written += writeSync(descriptor, bytes, written);
}

/** Opened before anything else may remove it: what is open can be read to its end. */
function read(path: string, first: number, last: number): AsyncIterable<Uint8Array> {
  const fd = openSync(path, 'r');
  return createReadStream('', { fd, start: first, end: last, highWaterMark: READ_AT_ONCE });
}
