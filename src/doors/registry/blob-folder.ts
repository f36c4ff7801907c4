import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FakeEcrError } from '../../lib/misuse.js';
import {
  type BlobStorage,
  type BlobWriter,
  type FoundBytes,
  MemoryStorage,
  type StoredBytes,
  copyOf,
} from '../../world/blobs.js';
import { BlobFile } from './blob-file.js';
import { BlobReading } from './blob-reading.js';

/** Smaller blobs stay in memory, unless the folder is permanent: a file for each would take more than it saves. */
const SMALLEST_FILE = 1024 ** 2;

/** A file is named by the digest of its bytes, with a hyphen for the colon. */
const NAME = /^(sha256-[0-9a-f]{64}|sha512-[0-9a-f]{128})$/;
/** An incomplete file. */
const UNDER_WAY = /^\d+\.part$/;

/** How a folder is used. */
export interface BlobFolderOptions {
  /**
   * False, the default: this process creates its own folder below the given one, and removes it when it ends. True:
   * the folder itself is used, everything is in files, and they stay for a later process, which finds them with
   * `found()`. Files are removed only by `tidy()`, so that what the world is written down to hold is never missing.
   * Only one process at a time may use the folder, which the caller has to ensure.
   */
  readonly lasts?: boolean;
}

/**
 * Keeps bytes in files that are named by their digest. They are written under a temporary name and renamed when
 * complete. A temporary folder is removed with its last file; if the process is killed it stays behind, and no other
 * process reads it.
 */
export class BlobFolder implements BlobStorage {
  private readonly memory = new MemoryStorage();
  private readonly lasts: boolean;
  private folder: string | undefined;
  /** How many files were written so far, for temporary names. */
  private begun = 0;
  /** How many files there are, complete and incomplete. */
  private files = 0;
  /** Paths of blobs that nobody holds any more, in a permanent folder. */
  private readonly left = new Set<string>();

  /** @param directory is created if it is missing, once there is something to keep */
  constructor(
    private readonly directory: string,
    { lasts = false }: BlobFolderOptions = {},
  ) {
    this.lasts = lasts;
  }

  /**
   * The blobs that an earlier process left in a permanent folder. Incomplete files are removed; files with other
   * names are left alone.
   */
  found(): readonly FoundBytes[] {
    if (!this.lasts) return [];
    const folder = (this.folder ??= this.open());
    const found: FoundBytes[] = [];
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (UNDER_WAY.test(name)) rmSync(path, { force: true });
      else if (NAME.test(name)) {
        this.files += 1;
        found.push({ digest: name.replace('-', ':'), bytes: this.stored(path, statSync(path).size) });
      }
    }
    return found;
  }

  /** Removes from a permanent folder what nobody holds any more. */
  tidy(): void {
    for (const path of this.left) rmSync(path, { force: true });
    this.left.clear();
  }

  create(): BlobWriter {
    const small: Uint8Array[] = [];
    let file: BlobFile | undefined;
    let size = 0;
    const intoFile = (): BlobFile => {
      if (file !== undefined) return file;
      const opened = this.begin();
      let at = 0;
      for (const piece of small) {
        opened.write(piece, at);
        at += piece.byteLength;
      }
      small.length = 0;
      return (file = opened);
    };
    return {
      append: (bytes, isSteady = false) => {
        if (file === undefined && !this.lasts && size + bytes.byteLength < SMALLEST_FILE) {
          small.push(copyOf(bytes));
        } else {
          const into = intoFile();
          if (isSteady) into.writeAlongside(bytes, size);
          else into.write(bytes, size);
        }
        size += bytes.byteLength;
      },
      written: () => file?.written(),
      cut: (length) => {
        if (file === undefined) {
          const kept = Buffer.concat(small).subarray(0, length);
          small.splice(0, small.length, kept);
        }
        size = length;
      },
      finish: (digest) => {
        if (!this.lasts && file === undefined) {
          const writer = this.memory.create();
          for (const piece of small) writer.append(piece);
          return writer.finish(digest);
        }
        const whole = intoFile();
        const path = join(this.folder ?? '', nameOf(digest));
        this.left.delete(path);
        whole.finish(size, path);
        return this.stored(path, size);
      },
      discard: () => {
        if (file === undefined) return;
        file.discard();
        this.removed();
      },
    };
  }

  private stored(path: string, size: number): StoredBytes {
    return {
      size,
      read: (first, last) => new BlobReading(path, first, last),
      remove: () => {
        if (this.lasts) this.left.add(path);
        else rmSync(path, { force: true });
        this.removed();
      },
    };
  }

  private begin(): BlobFile {
    this.folder ??= this.open();
    this.begun += 1;
    const file = new BlobFile(join(this.folder, `${this.begun}.part`));
    this.files += 1;
    return file;
  }

  private removed(): void {
    this.files -= 1;
    if (this.files > 0 || this.lasts || this.folder === undefined) return;
    removeFolder(this.folder);
    this.folder = undefined;
  }

  private open(): string {
    try {
      mkdirSync(this.directory, { recursive: true });
      if (this.lasts) return this.directory;
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

/**
 * Digests are computed, never taken from a client: a name that leads to another folder would be a bug in this
 * package.
 */
function nameOf(digest: string): string {
  const name = digest.replace(':', '-');
  if (!NAME.test(name)) throw new Error(`'${digest}' is not a digest, so it can't be the name of a file.`);
  return name;
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
