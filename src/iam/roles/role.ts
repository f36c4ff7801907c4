import { requireOptions, shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { requireIdentityPolicies } from '../policy/require-policy.js';
import type { StsRoleOptions } from './role-options.js';
import { type TrustPolicy, trustPolicy } from './trust-policy.js';

/** What a role is made from. */
export interface RoleDefinition extends StsRoleOptions {
  /** For example `arn:aws:iam::444455556666:role/promoter`. */
  readonly arn: string;
}

/** A role of the directory. */
export interface Role extends RoleArn {
  readonly trust: TrustPolicy;
  /** JSON texts; absent for administrators. */
  readonly identityPolicies?: readonly string[];
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Seconds [docs]. */
const SHORTEST_MAXIMUM = 3600;
export const LONGEST_SESSION = 43_200;

/** A trust policy that lets anyone assume the role in any way. */
const OPEN_TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:*' }],
};

/**
 * Makes a role.
 *
 * @param definition see {@link RoleDefinition}
 * @throws FakeEcrError if the ARN, a policy or the duration is malformed
 * @example
 * role({ arn: 'arn:aws:iam::444455556666:role/promoter', trustPolicy, policies: [ecrWrite] });
 */
export function role(definition: RoleDefinition): Role {
  requireOptions(definition, 'A role', ['arn', 'trustPolicy', 'policies', 'maxSessionDuration', 'tags']);
  const { arn, policies, maxSessionDuration = SHORTEST_MAXIMUM, tags = {} } = definition;
  const parts = parseRoleArn(arn);
  if (parts === undefined) {
    throw new FakeEcrError(
      `${shown(arn)} is not the ARN of a role.`,
      "Expected 'arn:aws:iam::444455556666:role/promoter' or the like.",
    );
  }
  const isDuration = Number.isInteger(maxSessionDuration);
  if (!isDuration || maxSessionDuration < SHORTEST_MAXIMUM || maxSessionDuration > LONGEST_SESSION) {
    throw new FakeEcrError(
      `${shown(maxSessionDuration)} is not a maximum session duration for ${arn}.`,
      `Expected seconds, from ${SHORTEST_MAXIMUM} to ${LONGEST_SESSION}.`,
    );
  }
  return {
    ...parts,
    trust: trustPolicy(definition.trustPolicy, arn),
    maxSessionDuration,
    tags,
    ...(policies === undefined
      ? {}
      : {
          identityPolicies: requireIdentityPolicies(policies, arn),
        }),
  };
}

/**
 * A role that anyone may assume, and whose sessions are administrators of its account: the default for roles that are
 * not defined.
 *
 * @param parts of its ARN
 */
export function openRole(parts: RoleArn): Role {
  return {
    ...parts,
    trust: trustPolicy(OPEN_TRUST, parts.arn),
    maxSessionDuration: LONGEST_SESSION,
    tags: {},
  };
}
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
 * @returns its parts, or undefined if the text is not a role's ARN
 * @example
 * parseRoleArn('arn:aws:iam::444455556666:role/delivery/promoter')?.name; // 'promoter'
 */
export function parseRoleArn(arn: unknown): RoleArn | undefined {
  const match = typeof arn === 'string' ? ROLE.exec(arn) : null;
  if (match === null) return undefined;
  const [, partition = '', accountId = '', , name = ''] = match;
  return { arn: arn as string, partition, accountId, name };
}
