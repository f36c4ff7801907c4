import { isFailure } from '../../aws/failure.js';
import type { Control } from '../../doors/http/control.js';
import { later } from '../../doors/http/real-time.js';
import type { BlobFolder } from '../../doors/registry/blob-folder.js';
import type { IssuedKey } from '../../iam/credentials.js';
import type { Scope } from '../../service/call.js';
import type { BlobPlace, DoneCall, GainedBlob, Instant, Recorder } from '../../service/recorder.js';
import type { Snapshot } from '../../snapshot/snapshot.js';
import type { FakeWorld } from '../../fake/fake-world.js';
import type { KeptWorld } from '../../fake/serve.js';
import { DAY } from '../../world/world-options.js';
import { simulationOf } from '../../fake/simulation-of.js';
import type { Simulation } from '../../fake/simulation.js';
import {
  CHANGING_CONTROLS,
  type Change,
  type ChangingControl,
  type WrittenScope,
  runControl,
} from './entry.js';
import type { FolderLock } from './folder-lock.js';
import { JournalFile } from './journal-file.js';
import { FOLDER_VERSION, type KeptOptions, journalPath, removeOthers, writeState } from './state-file.js';

/** From this size a journal is replaced by a state, in bytes. */
const LARGE = 16 * 1024 * 1024;

/** How long the key of a session is known after its end, in milliseconds. */
const KNOWN_FOR = 30 * DAY;

/** Operations that change nothing, unless something happens because of them. */
const READS = /^(?:Describe|List|Get|BatchCheck|BatchGetRepository|Validate)/;
/** These begin like reads: a token names its bearer from then on, and pulls have a time. */
const NOT_READS = new Set(['GetAuthorizationToken', 'GetDownloadUrlForLayer']);
/** An upload is lost with its process until it is a blob. */
const UPLOADS = new Set(['InitiateLayerUpload', 'UploadLayerPart']);

/** What a keeper works with. */
export interface KeeperParts {
  readonly folder: string;
  readonly lock: FolderLock;
  readonly blobs: BlobFolder;
  readonly version: string;
  readonly options: KeptOptions;
  readonly world: FakeWorld;
  /** The number of the state that the journal belongs to. */
  readonly number: number;
  readonly journal: JournalFile;
  readonly baseline: Snapshot | undefined;
  readonly keys: readonly IssuedKey[];
}

/** Writes down what changes a world, before it is answered. */
export class Keeper implements Recorder, KeptWorld {
  readonly world: FakeWorld;
  private readonly simulation: Simulation;
  private number: number;
  private journal: JournalFile;
  private keys: IssuedKey[];
  private isClosed = false;
  private isPlanned = false;

  get folder(): string {
    return this.parts.folder;
  }

  constructor(private readonly parts: KeeperParts) {
    this.world = parts.world;
    this.simulation = simulationOf(parts.world);
    this.number = parts.number;
    this.journal = parts.journal;
    this.keys = [...parts.keys];
    const { service, callers } = this.simulation;
    service.recorder = this;
    callers.onIssue = (key) => {
      this.keys.push(key);
      this.append({ did: 'key', key }, service.moment());
    };
  }

  called({ operation, input, scope, outcome, hasEffects }: DoneCall, at: Instant): void {
    const isRefused = isFailure(outcome);
    if (!hasEffects) {
      if (isRefused || UPLOADS.has(operation)) return;
      if (READS.test(operation) && !NOT_READS.has(operation)) return;
    }
    if (operation === 'CompleteLayerUpload') {
      if (!isRefused) this.gained(this.completed(outcome, scope));
      return;
    }
    const answered = isRefused ? outcome.code : 'success';
    this.append({ did: 'call', operation, input, scope: written(scope), answered }, at);
  }

  ran(at: Instant): void {
    this.append({ did: 'due' }, at);
  }

  gained(blob: GainedBlob): void {
    this.append({ did: 'blob', blob }, this.simulation.service.moment());
  }

  lost(blob: BlobPlace): void {
    this.append({ did: 'lose-blob', blob }, this.simulation.service.moment());
  }

  requireReady(): void {
    this.writing(() => this.journal.catchUp());
  }

  keep(control: Control): Control {
    const kept = Object.fromEntries(
      CHANGING_CONTROLS.map((name) => [
        name,
        (...args: unknown[]) =>
          this.did({ did: 'control', name, args }, () => runControl(control, name, args)),
      ]),
    ) as unknown as Pick<Control, ChangingControl>;
    return { ...control, ...kept };
  }

  servedAt(url: string): void {
    this.parts.lock.tell(url);
  }

  /** Does something that is not a call, and writes it down. */
  did(change: Change, work: () => void): void {
    const { service } = this.simulation;
    this.requireReady();
    service.catchUp();
    const at = service.moment();
    service.within(work);
    this.append(change, at);
  }

  /**
   * Replaces the journal by a state, unless work is pending or a fault is in force, which a state does not hold.
   *
   * @returns whether it did
   */
  compact(options = this.parts.options): boolean {
    if (this.world.pending().length > 0 || this.hasFaults()) return false;
    const { folder, version, baseline } = this.parts;
    const { service } = this.simulation;
    const world = this.world.snapshot();
    const now = service.clock.now();
    // A key that is not known is taken for one of the default account: those that are over must stay known for a while.
    this.keys = this.keys.filter(({ caller: { expiresAt = Infinity } }) => expiresAt + KNOWN_FOR > now);
    const { latest, all } = service.lasting.bearers;
    writeState(folder, this.number + 1, {
      fakeEcrData: FOLDER_VERSION,
      writtenBy: version,
      options,
      world,
      ...(baseline === undefined ? {} : { baseline }),
      ahead: service.clock.ahead,
      ids: service.world.ids.position,
      keys: this.keys,
      bearers: { latest, callers: all },
    });
    this.number += 1;
    this.journal.close();
    this.journal = new JournalFile(journalPath(folder, this.number), 0);
    removeOthers(folder, this.number);
    this.parts.blobs.tidy();
    return true;
  }

  /** Ends keeping, and releases the folder. */
  close(): void {
    if (this.isClosed) return;
    try {
      if (this.journal.size > 0) this.compact();
    } finally {
      this.leave();
      this.parts.lock.release();
    }
  }

  /** Ends keeping. */
  leave(): void {
    this.isClosed = true;
    this.simulation.service.recorder = undefined;
    this.simulation.callers.onIssue = undefined;
    this.journal.close();
  }

  private hasFaults(): boolean {
    const { lasting, failing } = this.simulation.service.faults;
    return lasting.regionsDown.length + lasting.stuck.length + failing.length > 0;
  }

  private append(change: Change, at: Instant): void {
    this.writing(() => this.journal.append({ ...change, at }));
    // What the journal no longer needs: nobody holds it now.
    this.parts.blobs.tidy();
    if (this.journal.size < LARGE || this.isPlanned) return;
    this.isPlanned = true;
    later(0, () => {
      this.isPlanned = false;
      try {
        if (!this.isClosed) this.compact();
      } catch {
        // A full disk: everything is in the journal, which goes on.
      }
    });
  }

  /** Nobody's mistake, so clients get an internal error, which they may repeat. */
  private writing(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw new Error(
        `[fake-ecr] ${this.journal.path} can't be written to: ${(error as Error).message}. Make room, and repeat the request: nothing more is changed until then.`,
      );
    }
  }

  private completed(outcome: object, { region }: Scope): GainedBlob {
    const { registryId, repositoryName, layerDigest } = outcome as Record<string, string>;
    const [account = '', repository = '', digest = ''] = [registryId, repositoryName, layerDigest];
    const layer = this.simulation.service.world
      .registry(account, region)
      .repository(repository)
      ?.layers.get(digest);
    return { account, region, repository, digest, size: layer?.size ?? 0 };
  }
}

function written({ caller, region, isDefaultCaller, protocol }: Scope): WrittenScope {
  return {
    caller,
    region,
    ...(isDefaultCaller === undefined ? {} : { isDefaultCaller }),
    ...(protocol === undefined
      ? {}
      : { protocol: { profile: protocol.profile, strictManifests: protocol.strictManifests } }),
  };
}
