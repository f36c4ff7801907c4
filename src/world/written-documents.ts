import type { CreationTemplate } from './configuration/creation-templates.js';
import type { PullThroughRule } from './configuration/pull-through-rules.js';
import type { Registry } from './registry.js';
import type { Repository } from './repository.js';
import type { Step } from './written-origin.js';
import type { WrittenAnswer } from './written-origins.js';

// The key of each kind of thing, and what makes it a different one: deployments record it under these, and
// explanations look it up by them.

export function contentOfReplication({ replication }: Registry): string {
  return JSON.stringify(replication.rules);
}

export function contentOfScanning({ scanning }: Registry): string {
  return JSON.stringify([scanning.scanType, scanning.rules]);
}

export function contentOfSigning({ signing }: Registry): string {
  return JSON.stringify(signing.rules ?? []);
}

export function contentOfTemplate(template: CreationTemplate | undefined): string {
  if (template === undefined) return '';
  const { position: _, updatedAt: __, resourceTags, ...settings } = template;
  return JSON.stringify([settings, [...resourceTags]]);
}

export function contentOfCacheRule(rule: PullThroughRule | undefined): string {
  if (rule === undefined) return '';
  const { position: _, updatedAt: __, ...settings } = rule;
  return JSON.stringify(settings);
}

/** A repository that was created again under the same name is a different one. */
export function contentOfRepository(repository: Repository | undefined): string {
  return String(repository?.position);
}

/** `<account>/<region>/<prefix or name>`. */
export function placeIn({ key }: Registry, name: string): string {
  return `${key}/${name}`;
}

export function writtenReplication(registry: Registry): WrittenAnswer | undefined {
  const { origins } = registry.world;
  return origins.of('replication configuration', registry.key, () => contentOfReplication(registry));
}

/** @param policyText the policy in question, which may have been replaced since */
export function writtenRegistryPolicy(
  registry: Registry,
  policyText = registry.policyText,
): WrittenAnswer | undefined {
  return registry.world.origins.of('registry policy', registry.key, () => policyText ?? '');
}

export function writtenRepository(registry: Registry, name: string): WrittenAnswer | undefined {
  const { origins } = registry.world;
  return origins.of('repository', placeIn(registry, name), () =>
    contentOfRepository(registry.repository(name)),
  );
}

export function writtenRepositoryPolicy(repository: Repository): WrittenAnswer | undefined {
  const { registry, name } = repository;
  return registry.world.origins.of(
    'repository policy',
    placeIn(registry, name),
    () => repository.policyText ?? '',
  );
}

export function writtenLifecyclePolicy(repository: Repository): WrittenAnswer | undefined {
  const { registry, name } = repository;
  return registry.world.origins.of(
    'lifecycle policy',
    placeIn(registry, name),
    () => repository.lifecycle?.text ?? '',
  );
}

export function writtenTemplate(registry: Registry, prefix: string): WrittenAnswer | undefined {
  return registry.world.origins.of('creation template', placeIn(registry, prefix), () =>
    contentOfTemplate(registry.templates.get(prefix)),
  );
}

/** The path to a setting of a repository or a creation template, by its name in each. */
export function settingSteps(
  answer: WrittenAnswer | undefined,
  { cloudformation, terraform }: { readonly cloudformation: string; readonly terraform: string },
): readonly Step[] {
  return [answer?.document.naming === 'terraform' ? terraform : cloudformation];
}

/** The path to a rule of a replication document, and to one of its filters. @param rule from 1 */
export function ruleSteps(answer: WrittenAnswer | undefined, rule: number, filter?: number): readonly Step[] {
  const isTerraform = answer?.document.naming === 'terraform';
  const toRule: Step[] = [isTerraform ? 'rule' : 'Rules', rule - 1];
  if (filter === undefined) return toRule;
  return isTerraform
    ? [...toRule, 'repository_filter', filter, 'filter']
    : [...toRule, 'RepositoryFilters', filter, 'Filter'];
}
