import { DNS_SUFFIXES } from '../../aws/regions.js';

/** The registry that a host name means. */
export type Address =
  /** Account and Region are in the name. */
  | { readonly kind: 'registry'; readonly accountId: string; readonly region: string }
  /** The name does not say: the token does. */
  | { readonly kind: 'plain' }
  /** The form of a registry's name, but with an invalid account or Region. */
  | { readonly kind: 'malformed' };

const SUFFIX = DNS_SUFFIXES.map((suffix) => suffix.replaceAll('.', '\\.')).join('|');
const REGISTRY = new RegExp(`^([^.]+)\\.dkr\\.ecr(?:-fips)?\\.([^.]+)\\.(?:${SUFFIX}|localhost)$`);
const DUAL_STACK = /^([^.]+)\.dkr-ecr(?:-fips)?\.([^.]+)\.on\.(?:aws|amazonwebservices\.com\.cn)$/;

/**
 * Reads a `Host` header: the names of ECR, with FIPS and dual-stack ones, and the same below `localhost` [docs].
 *
 * @param host with or without port; case does not matter
 */
export function readAddress(host: string): Address {
  const name = hostName(host).toLowerCase();
  const match = REGISTRY.exec(name) ?? DUAL_STACK.exec(name);
  if (match === null) return { kind: 'plain' };
  const [, accountId = '', region = ''] = match;
  const isWellFormed = /^\d{12}$/.test(accountId) && /^[a-z]{2,5}(-[a-z]+)+-\d+$/.test(region);
  return isWellFormed ? { kind: 'registry', accountId, region } : { kind: 'malformed' };
}

/** A host without its port. */
export function hostName(host: string): string {
  return host.replace(/:\d*$/, '');
}

/** The name below `localhost` for a registry of this server. */
export function servedHost(accountId: string, region: string, port: number): string {
  return `${accountId}.dkr.ecr.${region}.localhost:${port}`;
}
