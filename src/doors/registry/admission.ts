import { partitionOf } from '../../aws/regions.js';
import { readAuthorizationToken } from '../../ecr/settings/authorization-token.js';
import type { Caller } from '../../iam/caller.js';
import type { Callers } from '../../iam/credentials.js';
import type { EcrService } from '../../service/ecr-service.js';
import type { ProtocolRules } from '../../world/registry-protocol.js';
import type { Address } from './address.js';
import { type RegistryAnswer, error, plain } from './answer.js';

/** What the door needs. */
export interface RegistryWorld {
  readonly service: EcrService;
  readonly callers: Callers;
  readonly defaultRegion: string;
}

/** What every path of the protocol begins with. */
export const PREFIX = '/v2';

/** The caller, and the registry if the host does not name it. */
export interface Bearer {
  readonly caller: Caller;
  readonly registryId: string;
  readonly region: string;
  /** Whether the token is no longer valid. */
  readonly isExpired: boolean;
}

/** The registry that a request is for. */
export interface Place {
  readonly registryId: string;
  readonly region: string;
}

/**
 * The caller of a request; undefined if it has no credentials in the form of a token.
 *
 * @param anonymous the account of requests without credentials, if they are accepted
 */
export function bearerOf(
  { service, callers, defaultRegion }: RegistryWorld,
  authorization: string | undefined,
  anonymous: string | undefined,
): Bearer | undefined {
  if (authorization === undefined) {
    if (anonymous === undefined) return undefined;
    const caller = callers.administrator(anonymous, partitionOf(defaultRegion).id);
    return { caller, registryId: anonymous, region: defaultRegion, isExpired: false };
  }
  const claims = readAuthorizationToken(/^basic\s+(\S+)\s*$/i.exec(authorization)?.[1] ?? '');
  if (claims === undefined) return undefined;
  const { principal, accountId, registryId, region, expiresAt, sessionEndsAt, serial } = claims;
  const now = service.clock.now();
  return {
    caller:
      service.lasting.bearers.find(principal, sessionEndsAt) ??
      callers.administrator(accountId, partitionOf(region).id),
    registryId,
    region,
    isExpired:
      now >= expiresAt ||
      (sessionEndsAt !== undefined && now >= sessionEndsAt) ||
      service.faults.door.isExpired(serial),
  };
}

/**
 * Account and Region: from the host, from the path if that option is set, otherwise from the token.
 *
 * @param rest of the path, after the prefix of the protocol
 * @param mayBeInPath whether the path may name account and Region
 */
export function placeOf(
  address: Exclude<Address, { kind: 'malformed' }>,
  bearer: Bearer,
  rest: string,
  mayBeInPath: boolean,
): { place: Place; rest: string; prefix: string } {
  if (address.kind === 'registry') {
    const { accountId: registryId, region } = address;
    return { place: { registryId, region }, rest, prefix: `${PREFIX}/` };
  }
  const match = mayBeInPath ? /^(\d{12})\.([a-z]{2,5}(?:-[a-z]+)+-\d+)\/(.+)$/.exec(rest) : null;
  if (match === null) return { place: bearer, rest, prefix: `${PREFIX}/` };
  const [, registryId = '', region = '', inner = ''] = match;
  return { place: { registryId, region }, rest: inner, prefix: `${PREFIX}/${registryId}.${region}/` };
}

/** Asks for credentials. Nothing was looked up before, so that the answer does not reveal what exists [observed]. */
export function challenge({ profile }: ProtocolRules, host: string): RegistryAnswer {
  const headers = { 'www-authenticate': `Basic realm="http://${host}/",service="ecr.amazonaws.com"` };
  return profile === 'spec'
    ? error(401, 'UNAUTHORIZED', 'Not Authorized', headers)
    : plain(401, 'Not Authorized\n', headers);
}

/** Asks for a new token. */
export function expired(rules: ProtocolRules, host: string): RegistryAnswer {
  const text = 'Your authorization token has expired. Reauthenticate and try again.';
  return rules.profile === 'spec'
    ? error(401, 'UNAUTHORIZED', text, challenge(rules, host).headers)
    : error(403, 'DENIED', text);
}
