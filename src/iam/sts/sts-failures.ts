import { Failure } from '../../aws/failure.js';

/** @param message in full, as STS words it */
export function accessDenied(message: string): Failure {
  return new Failure('AccessDenied', message);
}

/** STS does not say which policy refuses [observed]. */
export function notAuthorized(callerArn: string, action: string, resource: string): Failure {
  return accessDenied(`User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`);
}

/** @param message in full, as STS words it */
export function validationError(message: string): Failure {
  return new Failure('ValidationError', message);
}

/** For an unsigned request [docs]. */
export function missingAuthentication(): Failure {
  return new Failure('MissingAuthenticationToken', 'Request is missing Authentication Token');
}

/** For an access key whose session token is missing, or is another's [assumed]. */
export function invalidClientToken(): Failure {
  return new Failure('InvalidClientTokenId', 'The security token included in the request is invalid.');
}

/** For credentials of a session that is over [observed]. */
export function expiredCredentials(): Failure {
  return new Failure('ExpiredToken', 'The security token included in the request is expired');
}

/** For an operation or a version that STS does not have [observed]. */
export function invalidAction(operation: string, version: string): Failure {
  return new Failure('InvalidAction', `Could not find operation ${operation} for version ${version}`);
}
