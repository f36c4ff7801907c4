import { requirePolicyText } from '../policy/require-policy.js';
import { type Role, type RoleDefinition, openRole, parseRoleArn, role } from './role.js';

/**
 * Which roles exist: with `any`, an undefined role can be assumed by anyone and may do everything in its account;
 * with `defined`, only defined roles exist.
 *
 * @public
 */
export type KnownRoles = 'any' | 'defined';

/** The roles and managed policies of all accounts. */
export class Directory {
  private readonly roles = new Map<string, Role>();
  private readonly policies = new Map<string, string>();

  /**
   * @param known which roles exist
   * @param deployed the roles that templates have made; one that is defined here goes before them
   */
  constructor(
    private readonly known: KnownRoles = 'any',
    private readonly deployed: (arn: string) => RoleDefinition | undefined = () => undefined,
  ) {}

  /**
   * Defines a role, and replaces an earlier one with the same ARN.
   *
   * @throws FakeEcrError if the definition is malformed
   * @example
   * directory.defineRole({ arn: 'arn:aws:iam::444455556666:role/promoter', trustPolicy });
   */
  defineRole(definition: RoleDefinition): Role {
    const defined = role(definition);
    this.roles.set(defined.arn, defined);
    return defined;
  }

  /**
   * Defines a managed policy, for sessions that are restricted by it.
   *
   * @param arn for example `arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly`
   * @param policy an object or a JSON text
   * @throws FakeEcrError if the policy is malformed
   */
  definePolicy(arn: string, policy: object | string): void {
    this.policies.set(arn, requirePolicyText(policy, 'identity', `Policy ${arn}`));
  }

  /** The role with an ARN, or undefined. */
  role(arn: string): Role | undefined {
    const defined = this.roles.get(arn);
    if (defined !== undefined) return defined;
    const deployed = this.deployed(arn);
    if (deployed !== undefined) return role(deployed);
    if (this.known === 'defined') return undefined;
    const parts = parseRoleArn(arn);
    return parts === undefined ? undefined : openRole(parts);
  }

  /** The text of a managed policy, or undefined if it is not defined. */
  policy(arn: string): string | undefined {
    return this.policies.get(arn);
  }

  /** How many roles and policies are defined, and what applies to others, in one line. */
  summary(): string {
    const others = this.known === 'any' ? 'others may be assumed by anybody' : 'there are no others';
    return `roles defined: ${this.roles.size}, ${others}; managed policies: ${this.policies.size}`;
  }

  /** Forgets all roles and policies. */
  clear(): void {
    this.roles.clear();
    this.policies.clear();
  }
}
