import type { OperationName } from '../../api/facts.js';
import type { Control } from '../../doors/http/control.js';
import type { Caller } from '../../iam/caller.js';
import type { IssuedKey } from '../../iam/credentials.js';
import type { BlobPlace, GainedBlob, Instant } from '../../service/recorder.js';
import type { RegistryProfile } from '../../world/registry-protocol.js';

/** Control requests that change the world. */
export const CHANGING_CONTROLS = [
  'reset',
  'settle',
  'advance',
  'load',
  'outage',
  'stall',
  'fail',
  'grant',
] as const satisfies readonly (keyof Control)[];

export type ChangingControl = (typeof CHANGING_CONTROLS)[number];

/** @param args as they were given, or read from JSON, which has no undefined */
export function runControl(control: Control, name: ChangingControl, args: readonly unknown[]): void {
  const run = Reflect.get(control, name) as (...args: unknown[]) => void;
  Reflect.apply(
    run,
    control,
    args.map((arg) => arg ?? undefined),
  );
}

/** Who called, and how: a `Scope` as JSON. */
export interface WrittenScope {
  readonly caller: Caller;
  readonly region: string;
  readonly isDefaultCaller?: boolean | undefined;
  readonly protocol?: { readonly profile: RegistryProfile; readonly strictManifests: boolean };
}

/** One thing that changed the world. */
export type Change =
  | {
      readonly did: 'call';
      readonly operation: OperationName;
      readonly input: Readonly<Record<string, unknown>>;
      readonly scope: WrittenScope;
      /** The code of the refusal, or `success`. */
      readonly answered: string;
    }
  /** Work that was due has run. */
  | { readonly did: 'due' }
  | { readonly did: 'blob'; readonly blob: GainedBlob }
  | { readonly did: 'lose-blob'; readonly blob: BlobPlace }
  | { readonly did: 'key'; readonly key: IssuedKey }
  | { readonly did: 'control'; readonly name: ChangingControl; readonly args: readonly unknown[] }
  /** A process has opened the folder, which ends the faults and uploads of the one before. */
  | { readonly did: 'open' };

/** A line of the journal: with its moment a change happens again in the same way. */
export type Entry = Change & { readonly at: Instant };
