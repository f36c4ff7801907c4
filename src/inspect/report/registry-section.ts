import { destinationKey } from '../../aws/registry-id.js';
import type { Registry } from '../../world/registry.js';
import { repositoriesByName } from '../contents.js';
import { clipped } from '../format.js';
import { filtersOf } from '../routes.js';
import { summaryOfRegistry } from '../summaries.js';
import { type Markup, html } from './html.js';
import { policyDetails } from './policy-section.js';
import { repositoryDetails } from './repository-section.js';
import { leftOut, table } from './table.js';

const MOST_REPOSITORIES = 50;
const MOST_RULES = 50;
const LONGEST_FILTERS = 500;

/**
 * A registry in the report: rules, policy, caches and repositories.
 *
 * @param open whether it and its repositories are unfolded at first
 */
export function registryDetails(
  registry: Registry,
  open: { registry: boolean; repositories: boolean },
): Markup {
  const repositories = repositoriesByName(registry);
  return html`<details ${open.registry ? 'open' : undefined}>
    <summary>
      <b class="mono">${registry.key}</b> <span class="soft">${summaryOfRegistry(registry)}</span>
    </summary>
    ${rulesOf(registry)}${cachesOf(registry)}${policyDetails('Registry policy', registry.policyText)}
    ${repositories.length === 0 ? html`<p class="empty">No repositories.</p>` : undefined}
    ${repositories.slice(0, MOST_REPOSITORIES).map((one) => repositoryDetails(one, open.repositories))}
    ${leftOut(repositories.length - MOST_REPOSITORIES, 'repositories')}
  </details> `;
}

function rulesOf({ replication }: Registry): Markup | undefined {
  if (replication.rules.length === 0) return undefined;
  return table(
    [{ title: 'Replicates' }, { title: 'To' }, { title: 'Deletions', style: 'tight' }],
    replication.rules,
    MOST_RULES,
    (rule) => [
      clipped(filtersOf(rule), LONGEST_FILTERS),
      rule.destinations.map(destinationKey).join(', '),
      rule.deleteReplication === true ? 'too' : 'stay here',
    ],
    'rules',
  );
}

function cachesOf({ pullThrough }: Registry): Markup | undefined {
  if (pullThrough.size === 0) return undefined;
  return table(
    [{ title: 'Pulls through' }, { title: 'From' }],
    [...pullThrough.list()],
    MOST_RULES,
    ({ prefix, upstreamUrl }) => [prefix, upstreamUrl],
    'pull-through rules',
  );
}
