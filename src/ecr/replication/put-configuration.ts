import { replicationRoleArn } from '../../aws/arn.js';
import { type Failure, invalidParameter } from '../../aws/failure.js';
import { isKnownRegion, partitionOf } from '../../aws/regions.js';
import { destinationKey } from '../../aws/registry-id.js';
import type { ReplicationRule } from '../../world/configuration/replication-configuration.js';
import type { Registry } from '../../world/registry.js';

const FIELD = 'replicationConfiguration';
/** Destinations over all rules, each counted once [docs]. */
const UNIQUE_DESTINATIONS = 25;

/**
 * Replaces a registry's replication document. Whether a destination account exists and allows replication is not
 * checked here, but for each image [docs].
 */
export function putReplicationConfiguration(
  registry: Registry,
  rules: readonly ReplicationRule[],
  at: number,
): Failure | undefined {
  const unique = new Set<string>();
  for (const rule of rules) {
    for (const destination of rule.destinations) {
      const { region } = destination;
      // The text for unknown Regions and foreign partitions is only partly known [assumed].
      if (!isKnownRegion(region) || partitionOf(region) !== registry.partition) {
        return invalidParameter(FIELD, `Invalid region '${region}'`);
      }
      if (destinationKey(destination) === registry.key) {
        return invalidParameter(FIELD, 'Replication destination cannot be the same as the source registry');
      }
      unique.add(destinationKey(destination));
    }
  }
  if (unique.size > UNIQUE_DESTINATIONS) {
    // The service's own text is unknown [assumed].
    return invalidParameter(
      FIELD,
      `Number of unique destinations across all rules must be less than or equal to ${UNIQUE_DESTINATIONS}`,
    );
  }
  registry.replication.put(rules, at);
  registry.account.serviceLinkedRoles.add(replicationRoleArn(registry.partition.id, registry.accountId));
  return undefined;
}
