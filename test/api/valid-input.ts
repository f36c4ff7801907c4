import { factShape, facts } from './api-facts.js';

/** A text of the given length that the shape's expression matches. */
type Sample = (length: number) => string;

const filled =
  (start: string): Sample =>
  (length) =>
    start.slice(0, length).padEnd(length, 'a');

const UUID = '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';

/** For shapes with an expression that a row of letters does not match. */
const samples: Readonly<Record<string, Sample>> = {
  CredentialArn: filled('arn:aws:secretsmanager:a:secret:ecr-pullthroughcache/hub'),
  ImageDigest: filled('sha256:'),
  KmsKeyForRepositoryCreationTemplate: (length) =>
    length === 0 ? '' : filled('arn:aws:kms:us-east-1:111122223333:key/a')(length),
  LayerDigest: filled('sha256:abc'),
  PrincipalArn: filled('arn:aws:iam::111122223333:role/team/reader'),
  RegistryId: () => '111122223333',
  ReplicationBackfillId: () => UUID,
  SigningProfileArn: filled('arn:aws:signer:us-east-1:111122223333:/signing-profiles/release'),
  UploadId: () => UUID,
};

/** Lengths to use where none is asked for; elsewhere the least that the bounds allow, from eight on. */
const NATURAL_LENGTH: Readonly<Record<string, number>> = {
  CredentialArn: 80,
  ImageDigest: 71,
  KmsKeyForRepositoryCreationTemplate: 60,
  LayerDigest: 71,
  PrincipalArn: 60,
  SigningProfileArn: 80,
};

/** The least length that a shape's expression can match, where its lower bound is less than that. */
export function shortestMatch(shapeName: string): number {
  return shapeName === 'CredentialArn' ? 'arn:aws:secretsmanager:a:secret:ecr-pullthroughcache/h'.length : 0;
}

/** A text of a shape, of a length that has to be within its bounds. */
export function textOf(shapeName: string, length = NATURAL_LENGTH[shapeName]): string {
  const shape = factShape(shapeName);
  const within = length ?? Math.min(Math.max(shape.min ?? 0, 8), shape.max ?? 8);
  return (samples[shapeName] ?? filled(''))(within);
}

/** A value of a shape that keeps all constraints, with every member present and lists of two entries. */
export function valid(shapeName: string): unknown {
  const shape = factShape(shapeName);
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members ?? {}).map(([name, target]) => [name, valid(target)]),
      );
    case 'list':
      return [valid(shape.member ?? ''), valid(shape.member ?? '')];
    case 'map':
      return {};
    case 'string':
      return shape.enum?.[0] ?? textOf(shapeName);
    case 'boolean':
      return true;
    case 'blob':
      return new Uint8Array(1);
    case 'timestamp':
      return new Date(0);
    default:
      return shape.min ?? 1;
  }
}

/** An input with all members of the operation, each of them right. */
export function validInput(operation: string): Record<string, unknown> {
  return valid(facts.operations[operation]?.input ?? '') as Record<string, unknown>;
}
