import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:127(\.\d{1,3}){3}\])$/i;

/**
 * Why a request is refused that a page in a browser may have sent. A page from elsewhere says so in
 * `Origin`; one whose name was made to resolve to this computer gives itself away by `Host`.
 *
 * @param headers of the request
 * @param boundTo the address that the server listens at
 * @returns undefined if nothing speaks against it
 */
export function browserFault({ host, origin }: IncomingHttpHeaders, boundTo: string): string | undefined {
  if (origin !== undefined && origin !== `http://${host ?? ''}`) {
    return `Pages of ${origin} may not use this server.`;
  }
  // Every browser names the host.
  if (host === undefined) return undefined;
  const name = host.replace(/:\d+$/, '');
  if (LOOPBACK.test(boundTo.includes(':') ? `[${boundTo}]` : boundTo) && !LOOPBACK.test(name)) {
    return `The host ${host} is not the one that listens here; use the URL that was printed.`;
  }
  return undefined;
}
