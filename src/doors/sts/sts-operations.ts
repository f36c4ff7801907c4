/** The operations of STS that are modelled. */
export type StsOperation =
  'AssumeRole' | 'AssumeRoleWithWebIdentity' | 'GetCallerIdentity' | 'GetSessionToken';

const OPERATIONS: ReadonlySet<string> = new Set<StsOperation>([
  'AssumeRole',
  'AssumeRoleWithWebIdentity',
  'GetCallerIdentity',
  'GetSessionToken',
]);

export function isStsOperation(name: string): name is StsOperation {
  return OPERATIONS.has(name);
}

/** Does a token speak for its caller, instead of a signature [docs]? */
export function isUnsigned(operation: StsOperation): boolean {
  return operation === 'AssumeRoleWithWebIdentity';
}
