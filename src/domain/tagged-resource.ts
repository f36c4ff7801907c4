import { parseRepositoryArn } from './arn.js';
import { type Outcome, invalidParameter } from './failure.js';
import type { Repository } from './repository.js';
import type { World } from './world.js';

/** The repository that an ARN names; one of another Region or partition counts as no ARN at all [assumed]. */
export function repositoryByArn(world: World, region: string, arn: string): Outcome<Repository> {
  const parsed = parseRepositoryArn(arn);
  const registry = parsed && world.registry(parsed.accountId, region);
  if (parsed?.region !== region || registry?.partition.id !== parsed.partition) {
    return invalidParameter('resourceArn', 'Invalid ARN');
  }
  return registry.requireRepository(parsed.repositoryName);
}
