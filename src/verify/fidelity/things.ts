import type { OperationName } from '../../api/facts.js';
import type { Made } from './ledger.js';
import type { PlaceName } from './place.js';

/** What a call makes that has to be removed afterwards. */
export function thingMade(operation: OperationName, input: object, place: PlaceName): Made | undefined {
  const { repositoryName, ecrRepositoryPrefix, prefix } = input as Readonly<Record<string, string>>;
  switch (operation) {
    case 'CreateRepository':
      return { kind: 'repository', place, name: repositoryName ?? '' };
    case 'CreateRepositoryCreationTemplate':
      return { kind: 'creation template', place, name: prefix ?? '' };
    case 'CreatePullThroughCacheRule':
      return { kind: 'pull-through cache rule', place, name: ecrRepositoryPrefix ?? '' };
    default:
      return undefined;
  }
}

/** What a call removes. */
export function thingRemoved(operation: OperationName, input: object, place: PlaceName): Made | undefined {
  const { repositoryName, ecrRepositoryPrefix, prefix } = input as Readonly<Record<string, string>>;
  switch (operation) {
    case 'DeleteRepository':
      return { kind: 'repository', place, name: repositoryName ?? '' };
    case 'DeleteRepositoryCreationTemplate':
      return { kind: 'creation template', place, name: prefix ?? '' };
    case 'DeletePullThroughCacheRule':
      return { kind: 'pull-through cache rule', place, name: ecrRepositoryPrefix ?? '' };
    default:
      return undefined;
  }
}
