import { closeSync, ftruncateSync, openSync, renameSync, rmSync, write, writeSync } from 'node:fs';

/** Bytes that are written in the background. */
interface Pending {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly done: Promise<void>;
}

/** A file that is written under a temporary name, and renamed when it is complete. */
export class BlobFile {
  private readonly descriptor: number;
  private readonly pending = new Set<Pending>();
  /** The first error of a background write. */
  private trouble: Error | undefined;

  /** @param path the temporary path; the file does not exist yet */
  constructor(private readonly path: string) {
    this.descriptor = openSync(path, 'wx', 0o600);
  }

  /** Writes synchronously. Writing at a place again replaces the bytes. */
  write(bytes: Uint8Array, at: number): void {
    let written = 0;
    while (written < bytes.byteLength) {
      written += writeSync(this.descriptor, bytes, written, bytes.byteLength - written, at + written);
    }
  }

  /** Starts to write bytes, which must not change until {@link written}: meanwhile others are received and hashed. */
  writeAlongside(bytes: Uint8Array, at: number): void {
    const done = this.writeLater(bytes, at).then(
      () => void this.pending.delete(one),
      (error: unknown) => {
        this.pending.delete(one);
        this.trouble ??= error as Error;
      },
    );
    const one: Pending = { bytes, at, done };
    this.pending.add(one);
  }

  /**
   * Resolves when nothing is being written any more, rejects if writing failed; undefined if nothing is being
   * written.
   */
  written(): Promise<void> | undefined {
    if (this.pending.size === 0 && this.trouble === undefined) return undefined;
    return Promise.all([...this.pending].map(({ done }) => done)).then(() => this.requireNoTrouble());
  }

  /**
   * Completes the file and renames it.
   *
   * @param size of the whole: bytes written after it are cut off
   */
  finish(size: number, path: string): void {
    this.requireNoTrouble();
    // Another request may still be writing, but it writes the same bytes at the same place.
    for (const { bytes, at } of this.pending) this.write(bytes, at);
    ftruncateSync(this.descriptor, size);
    if (this.pending.size === 0) closeSync(this.descriptor);
    else this.closeLater();
    renameSync(this.path, path);
  }

  discard(): void {
    if (this.pending.size === 0) closeSync(this.descriptor);
    else this.closeLater();
    rmSync(this.path, { force: true });
  }

  private async writeLater(bytes: Uint8Array, at: number): Promise<void> {
    let written = 0;
    while (written < bytes.byteLength) {
      const from = written;
      written += await new Promise<number>((resolve, reject) => {
        write(this.descriptor, bytes, from, bytes.byteLength - from, at + from, (error, count) => {
          if (error === null) resolve(count);
          else reject(error);
        });
      });
    }
  }

  private closeLater(): void {
    void Promise.all([...this.pending].map(({ done }) => done)).then(() => closeSync(this.descriptor));
  }

  private requireNoTrouble(): void {
    if (this.trouble !== undefined) throw this.trouble;
  }
}
