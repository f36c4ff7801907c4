/** A refusal of STS as its wire and its SDK know it. */
export interface ErrorFacts {
  /** The HTTP status. */
  readonly status: number;
  /** The class of the SDK, where the model has one for it. */
  readonly className?: string;
}

/** On the wire some modelled exceptions go by a shorter name than their class [docs]. */
const MODELLED: Readonly<Record<string, ErrorFacts>> = {
  ExpiredTokenException: { status: 400, className: 'ExpiredTokenException' },
  IDPCommunicationError: { status: 400, className: 'IDPCommunicationErrorException' },
  IDPRejectedClaim: { status: 403, className: 'IDPRejectedClaimException' },
  InvalidIdentityToken: { status: 400, className: 'InvalidIdentityTokenException' },
  MalformedPolicyDocument: { status: 400, className: 'MalformedPolicyDocumentException' },
  PackedPolicyTooLarge: { status: 400, className: 'PackedPolicyTooLargeException' },
  RegionDisabledException: { status: 403, className: 'RegionDisabledException' },
};

/** Common errors with a status of their own [docs]. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'AccessDenied',
  'ExpiredToken',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
]);

/**
 * What belongs to an error code of STS.
 *
 * @param code as on the wire, for example `MalformedPolicyDocument`
 * @example
 * errorFacts('AccessDenied').status; // 403
 */
export function errorFacts(code: string): ErrorFacts {
  if (Object.hasOwn(MODELLED, code)) return MODELLED[code] as ErrorFacts;
  return { status: FORBIDDEN.has(code) ? 403 : 400 };
}
