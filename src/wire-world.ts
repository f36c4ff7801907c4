import type { WireWorld } from './doors/wire/wire-message.js';
import { internalsOf } from './internals.js';

/** A fake, as the doors on the wire see it. */
export function wireWorldOf(fake: object): WireWorld {
  const internals = internalsOf(fake);
  return {
    dispatcher: internals.model,
    callers: internals.callers,
    defaultRegion: internals.defaultRegion,
    newRequestId: () => internals.model.world.ids.uuid(),
    // Asked each time: STS may be opened after this door was.
    sts: (request) => internals.sts?.(request),
  };
}
