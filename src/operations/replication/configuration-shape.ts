import type { ReplicationConfiguration, ReplicationRule as RuleShape } from '@aws-sdk/client-ecr';
import type { ReplicationRule } from '../../domain/replication-configuration.js';

/** A rule's member for delete replication, which the SDK's types do not have yet [docs]. */
export interface DeleteReplicationMember {
  deleteReplication?: { enabled: boolean };
}

/** The document as it was put: rules, destinations and filters in their order. */
export function configurationShape(rules: readonly ReplicationRule[]): ReplicationConfiguration {
  return { rules: rules.map(ruleShape) };
}

function ruleShape(rule: ReplicationRule): RuleShape & DeleteReplicationMember {
  return {
    destinations: rule.destinations.map(({ region, registryId }) => ({ region, registryId })),
    ...(rule.prefixes === undefined
      ? {}
      : {
          repositoryFilters: rule.prefixes.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' as const })),
        }),
    ...(rule.deleteReplication === undefined
      ? {}
      : { deleteReplication: { enabled: rule.deleteReplication } }),
  };
}
