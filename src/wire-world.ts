import type { WireWorld } from './doors/wire/wire-message.js';
import { internalsOf } from './internals.js';

/** A fake, as the doors on the wire see it. */
export function wireWorldOf(fake: object): WireWorld {
  const internals = internalsOf(fake);
  return {
    dispatcher: internals.model,
    callers: internals.callers,
    defaultRegion: internals.defaultRegion,
    // That door may be opened later.
    get sts() {
      return internals.sts;
    },
  };
}
