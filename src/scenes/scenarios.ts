import { parseDestination } from '../aws/registry-id.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import type { ReplicationScope } from '../handles/replication-grant.js';
import { requireList, requireOptions } from '../lib/arguments.js';
import { INSIDE, KIND, requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';

/** A registry as scenarios name it: a handle, or `<account>/<region>`. @public */
export type RegistryRef = RegistryHandle | string;

/** Where scenarios are set up, for example a fake. */
export interface Stage {
  /** A registry, by its account (twelve digits) and its Region. */
  registry(accountId: string, region: string): RegistryHandle;
}

/** Options of {@link hubAndSpokes}. @public */
export interface HubAndSpokesOptions extends ReplicationScope {
  /** The registry for pushes; `111122223333/us-east-1` by default. */
  readonly hub?: RegistryRef;
  /** The registries that get copies; by default two other accounts, in `us-west-2` and in `eu-west-1`. */
  readonly spokes?: readonly RegistryRef[];
}

/**
 * One registry that replicates to many, each of which allows it.
 *
 * @public
 * @param stage the fake
 * @param options hub, spokes and prefix; everything has a default
 * @returns handles of the hub and of the spokes, in order
 * @throws a `[fake-ecr]` error if a registry is malformed or no spoke is given
 * @example
 * const { hub, spokes } = hubAndSpokes(ecr, { prefix: 'shared/' });
 * hub.createRepository('shared/base').push('shared/base:v1');
 * for (const spoke of spokes) expectImage(spoke, 'shared/base:v1');
 */
export function hubAndSpokes(
  stage: Stage,
  options: HubAndSpokesOptions = {},
): { readonly hub: RegistryHandle; readonly spokes: readonly RegistryHandle[] } {
  requireOptions(options, 'hubAndSpokes()', ['hub', 'spokes', 'prefix']);
  const {
    hub: center = '111122223333/us-east-1',
    spokes: places = ['444455556666/us-west-2', '777788889999/eu-west-1'],
    ...scope
  } = options;
  const hub = at(stage, center);
  requireList(places, 'hubAndSpokes({ spokes })', "a list such as ['444455556666/us-west-2']");
  const spokes = places.map((place) => at(stage, place));
  if (spokes.length === 0)
    throw new FakeEcrError('hubAndSpokes() was given no spokes.', 'Name at least one.');
  hub.replicateTo(spokes, scope);
  for (const spoke of spokes) letIn(spoke, hub, scope);
  return { hub, spokes };
}

/** Options of {@link disasterRecovery}. @public */
export interface DisasterRecoveryOptions extends ReplicationScope {
  /** The registry in use; `111122223333/us-east-1` by default. */
  readonly primary?: RegistryRef;
  /** The registry for a failover; the same account in `us-west-2` by default. */
  readonly standby?: RegistryRef;
  /** Whether pushes to the standby are copied back, as after a failover; false by default. */
  readonly bothWays?: boolean;
}

/**
 * A registry with a standby in another Region.
 *
 * @public
 * @param stage the fake
 * @param options primary, standby, prefix and direction; everything has a default
 * @returns handles of both
 * @throws a `[fake-ecr]` error if a place is malformed
 * @example
 * const { primary, standby } = disasterRecovery(ecr);
 * primary.createRepository('payments').push('payments:v1');
 * expectImage(standby, 'payments:v1');
 */
export function disasterRecovery(
  stage: Stage,
  options: DisasterRecoveryOptions = {},
): { readonly primary: RegistryHandle; readonly standby: RegistryHandle } {
  requireOptions(options, 'disasterRecovery()', ['primary', 'standby', 'bothWays', 'prefix']);
  const { bothWays = false, primary: first = '111122223333/us-east-1', standby: second, ...scope } = options;
  const primary = at(stage, first);
  const standby = at(stage, second ?? `${primary.accountId}/us-west-2`);
  primary.replicateTo(standby, scope);
  letIn(standby, primary, scope);
  if (bothWays) {
    standby.replicateTo(primary, scope);
    letIn(primary, standby, scope);
  }
  return { primary, standby };
}

/** Options of {@link promotion}. @public */
export interface PromotionOptions {
  /** Where images are built; `111122223333/us-east-1` by default. */
  readonly from?: RegistryRef;
  /** Where they are released; account `444455556666` in the same Region by default. */
  readonly to?: RegistryRef;
  /** Repositories that both have. */
  readonly repositories: readonly string[];
}

/**
 * Two accounts with the same repositories, of which the second may pull from the first, for copying tested images
 * from development to production. Nothing is replicated.
 *
 * @public
 * @param stage the fake
 * @param options the repositories, and the two registries
 * @returns handles of both
 * @throws a `[fake-ecr]` error if a place or a name is malformed
 * @example
 * const { from, to } = promotion(ecr, { repositories: ['payments'] });
 * from.push('payments:v1');
 */
export function promotion(
  stage: Stage,
  options: PromotionOptions,
): { readonly from: RegistryHandle; readonly to: RegistryHandle } {
  requireOptions(options, 'promotion()', ['from', 'to', 'repositories']);
  requireList(options.repositories, 'promotion({ repositories })', "a list such as ['payments']");
  const from = at(stage, options.from ?? '111122223333/us-east-1');
  const to = at(stage, options.to ?? `444455556666/${from.region}`);
  const pull = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: `PullBy${to.accountId}`,
        Effect: 'Allow',
        Principal: { AWS: `arn:${from[INSIDE].registry.partition.id}:iam::${to.accountId}:root` },
        Action: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:DescribeImages',
          'ecr:GetDownloadUrlForLayer',
        ],
      },
    ],
  };
  for (const repository of options.repositories) {
    from.createRepository(repository, { policy: pull });
    to.createRepository(repository);
  }
  return { from, to };
}

/** Within an account no permission is needed [docs]. */
function letIn(destination: RegistryHandle, source: RegistryHandle, scope: ReplicationScope): void {
  if (destination.accountId !== source.accountId) destination.allowReplicationFrom(source, scope);
}

function at(stage: Stage, place: RegistryRef): RegistryHandle {
  requireKind(stage, 'fake', 'A scenario');
  if (typeof place !== 'string') {
    if (place?.[KIND] === 'registry') return place;
    throw new FakeEcrError(
      'A scenario was given no registry.',
      "Expected ecr.registry(…) or '<account>/<region>'.",
    );
  }
  const destination = parseDestination(place);
  if (destination === undefined) {
    throw new FakeEcrError(
      `'${place}' is not a registry.`,
      "Expected '<account>/<region>', for example '111122223333/us-east-1'.",
    );
  }
  return stage.registry(destination.registryId, destination.region);
}
