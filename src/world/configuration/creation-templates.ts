import { type Outcome, isFailure } from '../../aws/failure.js';
import { OrderedIndex, type Positioned } from '../../lib/ordered-index.js';
import * as failures from '../failures.js';
import type { TagMutability } from '../images/tag-mutability.js';
import type { OwningRegistry } from './owning-registry.js';
import { type Encryption, normalEncryption } from './encryption.js';

/** Why ECR creates a repository. */
export type CreationPurpose = 'REPLICATION' | 'PULL_THROUGH_CACHE' | 'CREATE_ON_PUSH';

/** The prefix of the template for every name without a better match. */
const ROOT_PREFIX = 'ROOT';

/** The settings in a template. */
export interface TemplateSettings {
  readonly description?: string;
  readonly appliedFor: readonly CreationPurpose[];
  readonly tagMutability: TagMutability;
  readonly encryption: Encryption;
  readonly resourceTags: ReadonlyMap<string, string>;
  readonly repositoryPolicyText?: string;
  readonly lifecyclePolicyText?: string;
  readonly customRoleArn?: string;
}

/** The settings of repositories that ECR creates by itself. Times are epoch milliseconds. */
export interface CreationTemplate extends TemplateSettings, Positioned {
  readonly prefix: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The repository creation templates of one registry. */
export class CreationTemplates {
  /** By prefix without its final slash, which is implied anyway [docs]: `org` and `org/` are the same. */
  private readonly byPrefix = new Map<string, CreationTemplate>();
  private readonly order = new OrderedIndex<CreationTemplate>();

  constructor(private readonly owner: OwningRegistry) {}

  get size(): number {
    return this.byPrefix.size;
  }

  create(prefix: string, settings: TemplateSettings, at: number): Outcome<CreationTemplate> {
    const { accountId, limits, positions } = this.owner;
    if (this.byPrefix.has(keyOf(prefix))) return failures.templateAlreadyExists(prefix, accountId);
    const limit = limits.templatesPerRegistry;
    if (this.byPrefix.size >= limit) return failures.tooManyTemplates(accountId, limit);
    return this.put({ ...settings, prefix, position: positions.next(), createdAt: at, updatedAt: at });
  }

  /** Replaces the given settings and keeps the rest; existing repositories do not change [docs]. */
  update(prefix: string, changes: Partial<TemplateSettings>, at: number): Outcome<CreationTemplate> {
    const known = this.require(prefix);
    if (isFailure(known)) return known;
    this.order.delete(known);
    return this.put({ ...known, ...changes, updatedAt: at });
  }

  delete(prefix: string): Outcome<CreationTemplate> {
    const known = this.require(prefix);
    if (isFailure(known)) return known;
    this.byPrefix.delete(keyOf(prefix));
    this.order.delete(known);
    return known;
  }

  get(prefix: string): CreationTemplate | undefined {
    return this.byPrefix.get(keyOf(prefix));
  }

  /** @returns puts back the templates that there are now */
  mark(): () => void {
    const before = [...this.order];
    return () => {
      for (const one of [...this.order]) this.order.delete(one);
      this.byPrefix.clear();
      for (const one of before) {
        this.byPrefix.set(keyOf(one.prefix), one);
        this.order.add(one);
      }
    };
  }

  /** In the order of their creation, from a position on. */
  list(position?: number): Iterable<CreationTemplate> {
    return this.order.from(position);
  }

  /** Adds a template as it is. */
  put(given: CreationTemplate): CreationTemplate {
    const template = normalTemplate(given);
    this.byPrefix.set(keyOf(template.prefix), template);
    this.order.add(template);
    return template;
  }

  private require(prefix: string): Outcome<CreationTemplate> {
    return this.byPrefix.get(keyOf(prefix)) ?? failures.templateNotFound(prefix, this.owner.accountId);
  }

  /**
   * The template for a name: the longest prefix, with an implied slash, else ROOT [docs]. Only templates for the
   * purpose are considered, so a longer prefix for another purpose does not hide a shorter one [assumed].
   */
  resolve(repositoryName: string, purpose: CreationPurpose): CreationTemplate | undefined {
    const candidates = [...this.byPrefix.values()].filter((template) =>
      template.appliedFor.includes(purpose),
    );
    const matching = candidates
      .filter(({ prefix }) => prefix !== ROOT_PREFIX && templateMatches(prefix, repositoryName))
      .sort((a, b) => keyOf(b.prefix).length - keyOf(a.prefix).length);
    return matching[0] ?? candidates.find(({ prefix }) => prefix === ROOT_PREFIX);
  }
}

/** The same form for every source: members in one order, and none without a value. */
function normalTemplate(given: CreationTemplate): CreationTemplate {
  const { description, repositoryPolicyText, lifecyclePolicyText, customRoleArn } = given;
  return {
    tagMutability: given.tagMutability,
    encryption: normalEncryption(given.encryption),
    resourceTags: given.resourceTags,
    appliedFor: [...given.appliedFor],
    ...(description === undefined ? {} : { description }),
    ...(repositoryPolicyText === undefined ? {} : { repositoryPolicyText }),
    ...(lifecyclePolicyText === undefined ? {} : { lifecyclePolicyText }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
    prefix: given.prefix,
    position: given.position,
    createdAt: given.createdAt,
    updatedAt: given.updatedAt,
  };
}

function templateMatches(prefix: string, repositoryName: string): boolean {
  return repositoryName.startsWith(`${keyOf(prefix)}/`);
}

function keyOf(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}

/** Whether two prefixes name the same template. */
export function isSamePrefix(one: string, other: string): boolean {
  return keyOf(one) === keyOf(other);
}
