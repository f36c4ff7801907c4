/** How long a token is valid, in milliseconds [docs]. */
export const TOKEN_LIFETIME = 12 * 60 * 60 * 1000;

/** The contents of a token: the caller and the registry. It is not authenticated, like signatures. */
export interface TokenClaims {
  /** The ARN of the caller who requested it. */
  readonly principal: string;
  /** The caller's account. */
  readonly accountId: string;
  /** The account whose registry it was requested for. */
  readonly registryId: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** When the caller's session ends, if it is one: epoch milliseconds. */
  readonly sessionEndsAt?: number | undefined;
  /** Distinguishes earlier tokens from later ones. */
  readonly serial: number;
}

/** The user name for every token [docs]. */
const USER = 'AWS';

/**
 * A token as `docker login` takes it: base64 of `AWS:<password>`, the password itself base64 of a JSON text
 * without a further colon [observed].
 *
 * @param secret hexadecimal digits that make each token unique
 */
export function authorizationToken(secret: string, claims: TokenClaims): string {
  const password = base64(
    JSON.stringify({
      payload: base64(JSON.stringify(claims)),
      datakey: base64(secret),
      version: '2',
      type: 'DATA_KEY',
      expiration: Math.floor(claims.expiresAt / 1000),
    }),
  );
  return base64(`${USER}:${password}`);
}

/** The contents of a token; undefined if the text does not have its form. */
export function readAuthorizationToken(token: string): TokenClaims | undefined {
  const match = /^AWS:([A-Za-z0-9+/]+={0,2})$/.exec(fromBase64(token));
  if (match === null) return undefined;
  const envelope = parse(fromBase64(match[1] as string));
  const payload = envelope?.['payload'];
  const claims = typeof payload === 'string' ? parse(fromBase64(payload)) : undefined;
  return claims !== undefined && areClaims(claims) ? claims : undefined;
}

function areClaims(value: Record<string, unknown>): value is Record<string, unknown> & TokenClaims {
  const { principal, accountId, registryId, region, expiresAt, sessionEndsAt, serial } = value;
  return (
    [principal, region].every((text) => typeof text === 'string' && text !== '') &&
    [accountId, registryId].every((id) => typeof id === 'string' && /^\d{12}$/.test(id)) &&
    [expiresAt, serial].every((number) => typeof number === 'number') &&
    (sessionEndsAt === undefined || typeof sessionEndsAt === 'number')
  );
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
