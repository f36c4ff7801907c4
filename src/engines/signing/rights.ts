import type { Caller } from '../../domain/caller.js';
import type { Registry } from '../../domain/registry.js';

/** May somebody sign with a profile? Asked on behalf of whoever pushed. */
export interface SigningRights {
  /** @returns why not, in the service's words; undefined where it is allowed */
  refusal(pusher: Caller, profileArn: string, registry: Registry, now: number): string | undefined;
}
