import { Failure, type Outcome, isFailure } from '../../aws/failure.js';
import { unrecognizedClient } from '../../world/failures.js';
import { partitionOf } from '../../aws/regions.js';
import type { Scope } from '../../service/call.js';
import type { WireRequest, WireWorld } from './messages.js';

/** The credential scope of a request. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const SERVICE = 'ecr';

const CREDENTIAL = /\bCredential=([^/,\s]+)\/(\d{8})\/([a-z0-9-]*)\/([a-z0-9-]+)\/aws4_request\s*(?:,|$)/;

/**
 * Who signed a request, for which Region and service. The signature itself is not verified, since there are no
 * secrets.
 */
export function credentialScope({ headers }: WireRequest): Outcome<CredentialScope> {
  const { authorization } = headers;
  if (authorization === undefined || authorization.trim() === '') {
    return new Failure('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const match = CREDENTIAL.exec(authorization);
  const isWhole =
    /^AWS4-[A-Z0-9-]+ /.test(authorization) &&
    /\bSignedHeaders=[^,\s]/.test(authorization) &&
    /\bSignature=[^,\s]/.test(authorization);
  if (match === null || !isWhole) {
    return new Failure(
      'IncompleteSignatureException',
      'Authorization header requires parameters Credential, Signature and SignedHeaders.',
    );
  }
  const [, accessKeyId = '', , region = '', service = ''] = match;
  return { accessKeyId, region, service };
}

/** The caller of a request, and its Region. */
export function scopeOf(request: WireRequest, { callers, defaultRegion }: WireWorld): Outcome<Scope> {
  const signed = credentialScope(request);
  if (isFailure(signed)) return signed;
  if (signed.service !== SERVICE) {
    // Class and text of other services of AWS [assumed].
    return new Failure(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${SERVICE}'.`,
    );
  }
  const region = signed.region === '' ? defaultRegion : signed.region;
  const caller = callers.bySigner(signed.accessKeyId, request.headers['x-amz-security-token']);
  // A session's key without its token, or with another's [assumed].
  if (caller === undefined) return unrecognizedClient();
  const isDefaultCaller = callers.byAccessKeyId(signed.accessKeyId) === undefined;
  return {
    region,
    caller: callers.inPartition(caller, partitionOf(region).id),
    ...(isDefaultCaller ? { isDefaultCaller } : {}),
  };
}
