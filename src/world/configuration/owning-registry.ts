import type { Positions } from '../../lib/positions.js';
import type { Limits } from '../world-options.js';

/** What a list of a registry's settings needs from its registry: the owner, the limit, and positions. */
export interface OwningRegistry {
  readonly accountId: string;
  readonly limits: Limits;
  readonly positions: Positions;
}
