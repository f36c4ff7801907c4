import { Failure, type Outcome } from '../../aws/failure.js';

/** The contents of an identity provider's token; its signature is not verified. */
export interface WebIdentityToken {
  /** The issuer without its scheme, as in condition keys and ARNs. */
  readonly provider: string;
  readonly subject: string;
  readonly audience: string;
  /** Claims that are strings or lists of strings. */
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
}

/** Claims with session tags and a source identity [docs]. */
const TAGS = 'https://aws.amazon.com/tags';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';

/**
 * Reads a token.
 *
 * @param text a JWT
 * @param now epoch milliseconds
 * @returns its contents, or the refusal of a malformed or expired token
 * @example
 * readWebIdentityToken(jwt, Date.parse('2026-11-24T09:00:00Z'));
 */
export function readWebIdentityToken(text: string, now: number): Outcome<WebIdentityToken> {
  const payload = payloadOf(text);
  if (payload === undefined) {
    return invalid(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
  const { iss, sub, exp } = payload;
  const claims = textsIn(payload);
  const audience = [claims['aud'] ?? []].flat()[0];
  if (typeof iss !== 'string') return invalid('Missing a required claim: iss');
  if (typeof sub !== 'string') return invalid('Missing a required claim: sub');
  if (audience === undefined) return invalid('Missing a required claim: aud');
  const seconds = Math.floor(now / 1000);
  // A token without an expiry never expires [assumed].
  if (typeof exp === 'number' && exp <= seconds) {
    return new Failure(
      'ExpiredTokenException',
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${exp}`,
    );
  }
  const source = payload[SOURCE_IDENTITY];
  return {
    provider: iss.replace(/^https?:\/\//, '').replace(/\/$/, ''),
    subject: sub,
    audience,
    claims,
    ...tagsIn(payload[TAGS]),
    ...(typeof source === 'string' ? { sourceIdentity: source } : {}),
  };
}

/** Three parts separated by dots, and the middle one is a JSON object. */
function payloadOf(text: string): Record<string, unknown> | undefined {
  const parts = text.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const payload: unknown = JSON.parse(Buffer.from(parts[1] as string, 'base64url').toString());
    return isRecord(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

function textsIn(payload: Record<string, unknown>): Record<string, string | readonly string[]> {
  const isTexts = (value: unknown): value is string | string[] =>
    typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
  return Object.fromEntries(
    Object.entries(payload).filter((entry): entry is [string, string | string[]] => isTexts(entry[1])),
  );
}

function tagsIn(claim: unknown): Pick<WebIdentityToken, 'tags' | 'transitiveTagKeys'> {
  const { principal_tags: tags, transitive_tag_keys: keys } = isRecord(claim) ? claim : {};
  const values = Object.entries(isRecord(tags) ? tags : {}).map(([key, value]): [string, string] => [
    key,
    String([value].flat()[0]),
  ]);
  return { tags: Object.fromEntries(values), transitiveTagKeys: Array.isArray(keys) ? keys.map(String) : [] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): Failure {
  return new Failure('InvalidIdentityToken', message);
}
