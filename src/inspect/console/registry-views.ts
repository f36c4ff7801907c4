import { destinationKey } from '../../aws/registry-id.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import { repositoriesByName } from '../contents.js';
import { clipped, formatMoment } from '../format.js';
import { filtersOf } from '../routes.js';
import { summaryOfRegistry, summaryOfRepository } from '../summaries.js';
import { indentedJson, policyView } from './policy-view.js';
import type { RegistryView, RepositoryRow, RepositoryView } from './shapes.js';

const MOST_RULES = 100;
const LONGEST_FILTERS = 500;

/** A registry: its rules, its policy and what it is configured to do. */
export function registryView(registry: Registry): RegistryView {
  const policy = policyView(registry.policyText, 'registry');
  return {
    key: registry.key,
    summary: summaryOfRegistry(registry),
    rules: registry.replication.rules.slice(0, MOST_RULES).map((rule) => ({
      what: clipped(filtersOf(rule), LONGEST_FILTERS),
      to: rule.destinations.map(destinationKey),
      deletes: rule.deleteReplication === true,
    })),
    ...(policy === undefined ? {} : { policy }),
    caches: [...registry.pullThrough.list()]
      .slice(0, MOST_RULES)
      .map(({ prefix, upstreamUrl }) => ({ prefix, upstream: upstreamUrl })),
    templates: [...registry.templates.list()]
      .slice(0, MOST_RULES)
      .map(({ prefix, appliedFor }) => ({ prefix, appliedFor: [...appliedFor] })),
  };
}

/** The repositories whose names contain a text, by name. */
export function repositoriesNamed(registry: Registry, text: string): readonly Repository[] {
  const all = repositoriesByName(registry);
  return text === '' ? all : all.filter(({ name }) => name.includes(text.toLowerCase()));
}

export function repositoryRow(repository: Repository): RepositoryRow {
  return {
    name: repository.name,
    images: repository.imageCount,
    tags: repository.tagCount,
    summary: summaryOfRepository(repository),
  };
}

/** A repository: its settings and its policies. */
export function repositoryView(repository: Repository): RepositoryView {
  const policy = policyView(repository.policyText, 'repository');
  const lifecycle = repository.lifecycle?.text;
  return {
    ...repositoryRow(repository),
    registry: repository.registry.key,
    arn: repository.arn,
    uri: repository.uri,
    created: formatMoment(repository.createdAt),
    resourceTags: [...repository.resourceTags],
    ...(policy === undefined ? {} : { policy }),
    ...(lifecycle === undefined ? {} : { lifecyclePolicy: indentedJson(lifecycle) }),
  };
}
