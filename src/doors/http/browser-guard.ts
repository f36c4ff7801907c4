import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:127(\.\d{1,3}){3}\])$/i;

/**
 * Why a request that may come from a web page is refused. A page of another site is recognised by `Origin`; a page
 * whose name resolves to this computer is recognised by `Host`.
 *
 * @param headers those of the request
 * @param boundTo the address that the server listens at
 * @returns undefined if it is allowed
 */
export function browserFault({ host, origin }: IncomingHttpHeaders, boundTo: string): string | undefined {
  if (origin !== undefined && origin !== `http://${host ?? ''}`) {
    return `Pages of ${origin} may not use this server.`;
  }
  // Every browser sends the host.
  if (host === undefined) return undefined;
  const name = host.replace(/:\d+$/, '');
  if (LOOPBACK.test(boundTo.includes(':') ? `[${boundTo}]` : boundTo) && !LOOPBACK.test(name)) {
    return `The host ${host} is not the one that listens here; use the URL that was printed.`;
  }
  return undefined;
}
