import { MisuseError } from './domain/misuse.js';
import type { Callers } from './pipeline/callers.js';
import type { WireRequest, WireResponse } from './doors/wire/wire-message.js';
import type { Model } from './pipeline/model.js';

/** What the further doors need of a fake, and users do not. */
export interface Internals {
  readonly model: Model;
  readonly callers: Callers;
  readonly defaultRegion: string;
  /** Answers requests for STS, once that door is open. */
  sts?: ((request: WireRequest) => WireResponse) | undefined;
  /** Runs a function at every reset. @returns how to stop that */
  onReset(run: () => void): () => void;
  /** Runs a function when the fake is restored. @returns how to stop that */
  onRestore(run: () => void): () => void;
}

const byFake = new WeakMap<object, Internals>();

export function rememberInternals(fake: object, internals: Internals): void {
  byFake.set(fake, internals);
}

/** @throws MisuseError where the object was not made by fakeEcr() */
export function internalsOf(fake: object): Internals {
  const internals = byFake.get(fake);
  if (internals === undefined) {
    throw new MisuseError('That is no fake.', 'Pass what fakeEcr() returned.');
  }
  return internals;
}
