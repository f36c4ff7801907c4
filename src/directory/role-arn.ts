/** The parts of a role's ARN. */
export interface RoleArn {
  readonly arn: string;
  /** For example `aws`. */
  readonly partition: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** Without its path. */
  readonly name: string;
}

const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/((?:[\u0021-\u007e]+\/)?)([\w+=,.@-]{1,64})$/;

/**
 * Reads a role's ARN.
 *
 * @param arn for example `arn:aws:iam::444455556666:role/delivery/promoter`
 * @returns its parts, or undefined where the text is no role's ARN
 * @example
 * parseRoleArn('arn:aws:iam::444455556666:role/delivery/promoter')?.name; // 'promoter'
 */
export function parseRoleArn(arn: unknown): RoleArn | undefined {
  const match = typeof arn === 'string' ? ROLE.exec(arn) : null;
  if (match === null) return undefined;
  const [, partition = '', accountId = '', , name = ''] = match;
  return { arn: arn as string, partition, accountId, name };
}
