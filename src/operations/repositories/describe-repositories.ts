import { type Outcome, invalidParameter, isFailure } from '../../domain/failure.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../../domain/page-token.js';
import type { Registry } from '../../domain/registry.js';
import type { Repository } from '../../domain/repository.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { repositoryShape } from './repository-shape.js';

export const describeRepositories: Operation<'DescribeRepositories'> = {
  name: 'DescribeRepositories',
  // Every name must be allowed; without names, all repositories are touched [observed].
  target: ({ registryId, repositoryNames }) =>
    repositoryNames === undefined
      ? { scope: 'repositories', registryId }
      : repositoryNames.map((repositoryName) => ({ scope: 'repository', registryId, repositoryName })),
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const { repositoryNames: names } = input;
    if (names !== undefined) {
      const paged = input.nextToken !== undefined || input.maxResults !== undefined;
      if (paged && context.world.behaviour.pagingWithIds === 'refuse') {
        return invalidParameter('repositoryNames', 'must not be set together with nextToken or maxResults');
      }
      const found = findAll(registry, names);
      return isFailure(found) ? found : { repositories: found.map(repositoryShape) };
    }
    const page = takePage(
      `DescribeRepositories ${registry.key}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => positionedRows(registry.repositories(start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      repositories: page.items.map(repositoryShape),
      ...nextTokenOf(page),
    };
  },
};

/** One missing name fails the call; a name given twice is shown once [assumed]. */
function findAll(registry: Registry, names: readonly string[]): Outcome<Repository[]> {
  const found: Repository[] = [];
  for (const name of new Set(names)) {
    const repository = registry.requireRepository(name);
    if (isFailure(repository)) return repository;
    found.push(repository);
  }
  return found;
}
