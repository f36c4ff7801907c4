import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { FakeEcrError } from '../lib/misuse.js';

/** Tells other processes where an endpoint listens; it exists as long as the endpoint. */
export class ReadyFile {
  /**
   * Removes the file of an endpoint that was killed, so that its URL is not used any more.
   *
   * @throws FakeEcrError if that is not possible
   */
  constructor(private readonly path: string) {
    this.attempt(() => this.remove());
  }

  /**
   * Writes it atomically.
   *
   * @throws FakeEcrError if it can't be written
   */
  write(line: string): void {
    const draft = `${this.path}.${process.pid}`;
    this.attempt(() => {
      writeFileSync(draft, `${line}\n`);
      renameSync(draft, this.path);
    });
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  private attempt(change: () => void): void {
    try {
      change();
    } catch (error) {
      throw new FakeEcrError(
        `The ready file ${this.path} can't be written: ${(error as Error).message}.`,
        'Expected a file in an existing folder.',
      );
    }
  }
}
