import { requirePolicyText } from '../policy/require-policy.js';
import { type Role, type RoleDefinition, openRole, parseRoleArn, role } from './role.js';

/**
 * Which roles there are: `any` takes a role that nobody defined for one that everybody may assume and that may
 * do everything in its account, `defined` knows the defined ones only.
 */
export type KnownRoles = 'any' | 'defined';

/** What IAM knows of all accounts, as far as calls to ECR depend on it. */
export class Directory {
  private readonly roles = new Map<string, Role>();
  private readonly policies = new Map<string, string>();

  /** @param known which roles there are */
  constructor(private readonly known: KnownRoles = 'any') {}

  /**
   * Defines a role, in the place of an earlier one of the same ARN.
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
   * Defines a managed policy, for sessions that are narrowed by its ARN.
   *
   * @param arn for example `arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly`
   * @param policy an object or a JSON text
   * @throws FakeEcrError if the policy is malformed
   */
  definePolicy(arn: string, policy: object | string): void {
    this.policies.set(arn, requirePolicyText(policy, 'identity', `Policy ${arn}`));
  }

  /** The role of an ARN; undefined if there is none. */
  role(arn: string): Role | undefined {
    const defined = this.roles.get(arn);
    if (defined !== undefined || this.known === 'defined') return defined;
    const parts = parseRoleArn(arn);
    return parts === undefined ? undefined : openRole(parts);
  }

  /** The text of a managed policy; undefined if nobody defined it. */
  policy(arn: string): string | undefined {
    return this.policies.get(arn);
  }

  /** How many roles and policies were defined, and what becomes of others, in one line. */
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
