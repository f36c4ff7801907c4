import type { Encryption } from './encryption.js';
import { Failure, type Outcome } from './failure.js';
import type { Registry } from './registry.js';
import type { Repository } from './repository.js';
import type { TagMutability } from './tag-mutability.js';

/** What a repository is made for when ECR makes it. */
export type CreationPurpose = 'REPLICATION' | 'PULL_THROUGH_CACHE' | 'CREATE_ON_PUSH';

/** The prefix of the template that serves every name without a better match. */
export const ROOT_PREFIX = 'ROOT';

/** The settings of repositories that ECR makes on its own. Times are epoch milliseconds. */
export interface CreationTemplate {
  readonly prefix: string;
  readonly description?: string;
  readonly appliedFor: readonly CreationPurpose[];
  readonly tagMutability: TagMutability;
  readonly encryption: Encryption;
  readonly resourceTags: ReadonlyMap<string, string>;
  readonly repositoryPolicyText?: string;
  readonly lifecyclePolicyText?: string;
  readonly customRoleArn?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The repository creation templates of one registry. */
export class CreationTemplates {
  private readonly byPrefix = new Map<string, CreationTemplate>();

  get(prefix: string): CreationTemplate | undefined {
    return this.byPrefix.get(prefix);
  }

  put(template: CreationTemplate): void {
    this.byPrefix.set(template.prefix, template);
  }

  delete(prefix: string): void {
    this.byPrefix.delete(prefix);
  }

  all(): readonly CreationTemplate[] {
    return [...this.byPrefix.values()];
  }

  /**
   * The template for a name: the longest prefix, with an assumed slash behind it, else ROOT [docs]. Only
   * templates for the purpose take part, so a longer one for another purpose does not hide a shorter [assumed].
   */
  resolve(repositoryName: string, purpose: CreationPurpose): CreationTemplate | undefined {
    const candidates = this.all().filter((template) => template.appliedFor.includes(purpose));
    const matching = candidates
      .filter(({ prefix }) => prefix !== ROOT_PREFIX && templateMatches(prefix, repositoryName))
      .sort((a, b) => b.prefix.length - a.prefix.length);
    return matching[0] ?? candidates.find(({ prefix }) => prefix === ROOT_PREFIX);
  }
}

function templateMatches(prefix: string, repositoryName: string): boolean {
  return repositoryName.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

/** Why ECR could not make a repository by a template; our own code, since none is published [assumed]. */
export const TEMPLATE_NEEDS_ROLE = 'RepositoryCreationTemplateRoleRequired';

/**
 * Makes a repository on ECR's own account: by the matching template of its registry, else with defaults. A
 * template with tags or KMS needs a role to make anything with [docs].
 */
export function createRepositoryFor(
  purpose: CreationPurpose,
  registry: Registry,
  name: string,
  at: number,
): Outcome<Repository> {
  const template = registry.templates.resolve(name, purpose);
  if (template === undefined) return registry.createRepository(name, at);
  const needsRole = template.resourceTags.size > 0 || template.encryption.type !== 'AES256';
  if (needsRole && template.customRoleArn === undefined) {
    return new Failure(
      TEMPLATE_NEEDS_ROLE,
      `The repository creation template '${template.prefix}' sets resource tags or KMS encryption and has no customRoleArn`,
    );
  }
  return registry.createRepository(name, at, {
    tagMutability: template.tagMutability,
    encryption: template.encryption,
    resourceTags: template.resourceTags,
    ...(template.repositoryPolicyText === undefined ? {} : { policyText: template.repositoryPolicyText }),
    ...(template.lifecyclePolicyText ? { lifecyclePolicyText: template.lifecyclePolicyText } : {}),
  });
}
