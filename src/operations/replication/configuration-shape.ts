import type { ReplicationConfiguration, ReplicationRule as RuleShape } from '@aws-sdk/client-ecr';
import type { ReplicationRule } from '../../domain/replication-configuration.js';

/** A rule's member for delete replication, which the SDK's types do not have yet [docs]. */
export interface DeleteReplicationMember {
  deleteReplication?: { enabled: boolean };
}

/**
 * A replication rule with delete replication, for `PutReplicationConfigurationCommand`: the SDK's type lacks the
 * member, and takes a variable of this type. The SDK's serializer drops what it does not know, so the member
 * reaches the model through the client mock and in a request of its own, not over a real client's wire.
 *
 * @example
 * const rule: DeleteReplicatingRule = { destinations: [destination], deleteReplication: { enabled: true } };
 * await client.send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [rule] } }));
 */
export type DeleteReplicatingRule = RuleShape & DeleteReplicationMember;

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
