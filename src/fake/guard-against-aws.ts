import type { ClientMockDoor } from '../doors/client-mock/client-mock-door.js';
import { stoppedCall } from '../doors/client-mock/stopped-call.js';
import { guardedService } from '../doors/network-guard/guarded-hosts.js';
import { guardNetwork } from '../doors/network-guard/network-guard.js';

/**
 * Stops calls that bypass the fake before they reach AWS.
 *
 * @param allowed names of hosts, or `all`
 * @returns a function that ends it
 */
export function guardAgainstAws(door: ClientMockDoor, allowed: 'all' | readonly string[]): () => void {
  if (allowed === 'all') return () => undefined;
  const hosts = new Set(allowed.map((host) => host.toLowerCase()));
  return guardNetwork({
    refusalOf: (host) => {
      const service = guardedService(host);
      if (service === undefined || hosts.has(host.toLowerCase())) return undefined;
      return stoppedCall(host, service, door.passedBy());
    },
  });
}
