import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { FakeEcrError } from '../lib/misuse.js';

/** Tells other processes where an endpoint listens: it is there as long as the endpoint is. */
export class ReadyFile {
  /**
   * Removes what an endpoint left that was killed: nobody is to be led there.
   *
   * @throws FakeEcrError if that is not possible
   */
  constructor(private readonly path: string) {
    this.attempt(() => this.remove());
  }

  /**
   * Writes it as a whole: nobody reads half of it.
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
        'Expected a file in a folder that there is.',
      );
    }
  }
}
