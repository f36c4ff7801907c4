import type { Positions } from '../../lib/positions.js';
import type { Limits } from '../world-options.js';

/** What a list of a registry's settings needs of its registry: whose it is, how long it may be, and places in lists. */
export interface OwningRegistry {
  readonly accountId: string;
  readonly limits: Limits;
  readonly positions: Positions;
}
