import { destinationKey } from '../../aws/registry-id.js';
import { recordOf } from '../../ecr/replication/replication-task.js';
import type { Route } from '../../world/configuration/replication-configuration.js';
import type { ImageStored, ReplicationEnded } from '../../world/domain-event.js';
import type { FailureCause, ReplicationAttempt } from '../../world/records/replication.js';
import type { World } from '../../world/world.js';
import { formatInstant, shortDigest } from '../format.js';

/** Names of filters that are told when none matches. */
const MOST_FILTERS = 5;

/**
 * Where an image that has just arrived goes, by which rules, and what decided that.
 *
 * @returns one clause for each destination; none if the registry has no rules
 */
export function describeRoutes({ repository, image, tag }: ImageStored): readonly string[] {
  const { replication } = repository.registry;
  if (replication.rules.length === 0) return [];
  const routes = replication.routesFor(repository.name);
  if (routes.length === 0) {
    const filters = replication.rules.flatMap(({ prefixes = [] }) => prefixes);
    const more = filters.length > MOST_FILTERS ? ', …' : '';
    const list = filters.slice(0, MOST_FILTERS).map((filter) => `'${filter}'`);
    return [`replicates nowhere: no filter matches the name (${list.join(', ')}${more})`];
  }
  return routes.map((route) => {
    const attempts = recordOf(image, route.destination)?.attempts ?? [];
    const attempt = attempts.find((one) => one.tag === tag) ?? attempts.at(-1);
    const state = attempt === undefined ? 'not started' : describeAttempt(attempt, repository.name);
    return `replicates by ${describeRule(route)} to ${destinationKey(route.destination)}: ${state}`;
  });
}

/** `rule #1 'pay'`. */
function describeRule({ rule, prefix }: Route): string {
  return prefix === undefined ? `rule #${rule}` : `rule #${rule} '${prefix}'`;
}

/** Why a replication that has ended did so, as far as its image is still there to tell. */
export function describeEnd(event: ReplicationEnded, world: World): string | undefined {
  const { source, repositoryName, manifest, tag, destination } = event;
  const image = world
    .findRegistry(source.registryId, source.region)
    ?.repository(repositoryName)
    ?.image(manifest.digest);
  const record = image && recordOf(image, destination);
  const attempt = record?.attempts.find((one) => one.tag === tag);
  if (attempt === undefined || attempt.status === 'IN_PROGRESS') return undefined;
  const rule = attempt.route === undefined ? '' : `by ${describeRule(attempt.route)}: `;
  return rule + describeAttempt(attempt, repositoryName);
}

/** How a replication stands, and what decided that. */
function describeAttempt(attempt: ReplicationAttempt, repositoryName: string): string {
  const { status, cause, permit, madeRepository, withheldBy, heldBy, dueAt } = attempt;
  if (status === 'IN_PROGRESS') {
    if (heldBy !== undefined) return `held back by ${heldBy}`;
    return dueAt === Infinity ? 'waits for ecr.settle()' : `due at ${formatInstant(dueAt)}`;
  }
  if (cause !== undefined) return describeCause(cause, repositoryName);
  const statement = permit?.statement();
  return [
    'COMPLETE',
    ...(statement === undefined ? [] : [`allowed by statement ${statement}`]),
    ...(madeRepository === undefined ? [] : [describeMade(madeRepository)]),
    ...(withheldBy === undefined ? [] : [`without its tag, which stays at ${shortDigest(withheldBy)}`]),
  ].join(', ');
}

function describeMade({ template }: { readonly template?: string }): string {
  return template === undefined ? 'repository made' : `repository made by the template '${template}'`;
}

function describeCause(cause: FailureCause, repositoryName: string): string {
  switch (cause.kind) {
    case 'denied': {
      const { permission, action } = cause;
      const [reason = ''] = permission.reasons();
      const why =
        permission.statement() === undefined ? `no statement for repository/${repositoryName}` : reason;
      return `DENIED ${action}, ${why}`;
    }
    case 'region-disabled':
      return `FAILED, ${cause.region} is not enabled for the ${cause.side} account ${cause.accountId}`;
    case 'creation-failed':
      return `FAILED, the repository could not be made: ${cause.problem}`;
    case 'limit-exceeded':
    case 'key-unusable':
      return `FAILED, ${cause.problem}`;
    case 'source-deleted':
      return 'FAILED, the source deleted the image in the meantime';
    case 'injected':
      return `FAILED ${cause.code}, by the test`;
  }
}
