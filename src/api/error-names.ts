import { errorNames } from './generated/operations.js';

/** Errors that any operation of AWS can return [docs: Common Errors]. */
const COMMON = [
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InternalFailure',
  'InternalServerException',
  'InvalidSignatureException',
  'MalformedHttpRequestException',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'RequestAbortedException',
  'RequestEntityTooLargeException',
  'RequestExpired',
  'RequestTimeoutException',
  'SerializationException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'ValidationError',
];

/** Codes that SDKs treat as throttling or as a transient fault, and retry [docs: retry behavior]. */
const RETRIED = [
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'InternalError',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionInProgressException',
];

/** Every name by which a call of ECR can fail: those of its API, and those of any AWS service. */
export const knownErrors: readonly string[] = [
  ...new Set<string>([...errorNames, ...COMMON, ...RETRIED]),
].sort();
