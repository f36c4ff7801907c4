import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** Names by which clients may call a server, besides those that are always its own. */
export type AllowedHosts = readonly string[] | 'all';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:127(\.\d{1,3}){3}\])$/i;

/**
 * Why a request that may come from a web page is refused. A page of another site is recognised by `Origin`; a page
 * whose name resolves to the address of this server is recognised by `Host`, which is not the name of the server. Nobody
 * can make an address resolve to another one, so addresses are safe.
 *
 * @param headers those of the request
 * @param boundTo the address that the server listens at
 * @param allowed names of the server; a name that begins with a dot stands for all names below it
 * @returns undefined if it is allowed
 */
export function browserFault(
  { host, origin }: IncomingHttpHeaders,
  boundTo: string,
  allowed: AllowedHosts = [],
): string | undefined {
  if (origin !== undefined && origin !== `http://${host ?? ''}`) {
    return `Pages of ${origin} may not use this server.`;
  }
  // Every browser sends the host.
  if (host === undefined || allowed === 'all') return undefined;
  const name = host.replace(/:\d*$/, '').toLowerCase();
  if (LOOPBACK.test(name) || allowed.some((one) => stands(one.toLowerCase(), name))) return undefined;
  const isOnLoopback = LOOPBACK.test(boundTo.includes(':') ? `[${boundTo}]` : boundTo);
  if (!isOnLoopback && isIP(name.replace(/^\[|\]$/g, '')) !== 0) return undefined;
  return `The host ${host} is not the name of this server: use the URL that was printed, or allow the name (--allow-host, allowedHosts of serve()).`;
}

function stands(allowed: string, name: string): boolean {
  return allowed.startsWith('.') ? name.endsWith(allowed) : name === allowed;
}
