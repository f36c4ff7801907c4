/** How long a token is good for, in milliseconds [docs]. */
export const TOKEN_LIFETIME = 12 * 60 * 60 * 1000;

/** What a token says: whose it is, and for which registry it was asked. Nothing proves it, as with signatures. */
export interface TokenClaims {
  /** The ARN of the caller who asked for it. */
  readonly principal: string;
  /** The caller's account. */
  readonly accountId: string;
  /** The account whose registry it was asked for. */
  readonly registryId: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** When the caller's own session ends, where it is one: epoch milliseconds. */
  readonly sessionEndsAt?: number | undefined;
  /** Tells an earlier token from a later one. */
  readonly serial: number;
}

/** The user name that goes with every token [docs]. */
const USER = 'AWS';

/**
 * A token as `docker login` takes it: base64 of `AWS:<password>`, the password itself base64 of a JSON text
 * without a further colon [observed].
 *
 * @param secret hexadecimal digits that tell one token from another
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

/** What a token says; undefined if the text is not one of this form. */
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
