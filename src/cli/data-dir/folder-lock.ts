import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { later } from '../../doors/http/real-time.js';
import { FakeEcrError } from '../../lib/misuse.js';

/** The process that uses a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** Where it listens, once it does. */
  readonly url?: string;
}

/** How often a holder shows that it lives, and after which time without that it counts as gone, in milliseconds. */
const BEAT = 5_000;
const GONE = 30_000;

/** Locks of this process. Another one with its number, for example in a container that was restarted, is gone. */
const own = new Set<string>();

/** Makes sure that one process at a time uses a folder. A process that was killed leaves its lock behind, which counts for nothing. */
export class FolderLock {
  private readonly path: string;
  private stopBeating: () => void = () => undefined;
  private holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };

  /** @throws FakeEcrError if another process uses the folder; it names that process */
  constructor(private readonly folder: string) {
    this.path = resolve(folder, 'lock');
    const draft = this.write();
    try {
      this.take(draft);
    } finally {
      rmSync(draft, { force: true });
    }
    own.add(this.path);
    this.showLifeLater();
  }

  /** Says where the holder listens, for those that are refused. */
  tell(url: string): void {
    this.holder = { ...this.holder, url };
    renameSync(this.write(), this.path);
  }

  release(): void {
    this.stopBeating();
    own.delete(this.path);
    rmSync(this.path, { force: true });
  }

  private write(): string {
    const draft = `${this.path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(this.holder), { mode: 0o600 });
    return draft;
  }

  /** Linking fails if the lock is there, and what is there is whole. */
  private take(draft: string): void {
    if (linked(draft, this.path)) return;
    const holder = readHolder(this.path);
    if (holder !== undefined && this.lives(holder, this.path)) throw this.refusal(holder);
    const stale = `${this.path}.${process.pid}.stale`;
    rename(this.path, stale);
    // Another process may have taken the lock in the meantime, and this one then has moved it away.
    const moved = readHolder(stale);
    if (moved !== undefined && this.lives(moved, stale)) {
      linked(stale, this.path);
      rmSync(stale, { force: true });
      throw this.refusal(moved);
    }
    rmSync(stale, { force: true });
    if (!linked(draft, this.path)) throw this.refusal(readHolder(this.path));
  }

  /** @param path where its lock is now */
  private lives({ pid, host }: Holder, path: string): boolean {
    if (host === hostname()) return pid === process.pid ? own.has(this.path) : isRunning(pid);
    return Date.now() - beatOf(path) < GONE;
  }

  private refusal(holder: Holder | undefined): FakeEcrError {
    const { pid, host, since, url } = holder ?? {};
    const whose =
      holder === undefined
        ? 'another process'
        : `process ${pid} on ${host}, since ${since}${url === undefined ? '' : `, which listens at ${url}`}`;
    return new FakeEcrError(
      `The folder ${this.folder} is in use by ${whose}.`,
      `Stop that process, or use another folder. If it does not run any more, delete ${this.path}.`,
    );
  }

  private showLifeLater(): void {
    this.stopBeating = later(BEAT, () => {
      this.showLife();
      this.showLifeLater();
    });
  }

  private showLife(): void {
    const now = new Date();
    try {
      utimesSync(this.path, now, now);
    } catch {
      // The folder is gone, or can't be written to: the next change says so.
    }
  }
}

function linked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** When a lock was last shown to be alive, in epoch milliseconds. */
function beatOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** A process of another user can't be signalled, but it runs. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
