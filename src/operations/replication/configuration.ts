import type {
  ReplicationConfiguration,
  ReplicationRule as RuleInput,
  ReplicationRule as RuleShape,
} from '@aws-sdk/client-ecr';
import { putReplicationConfiguration as replace } from '../../ecr/replication/put-configuration.js';
import type { ReplicationRule } from '../../world/configuration/replication-configuration.js';
import type { Checked, Operation } from '../operation.js';

export const putReplicationConfiguration: Operation<'PutReplicationConfiguration'> = {
  name: 'PutReplicationConfiguration',
  handle(input, context) {
    const { registry } = context;
    const rules = input.replicationConfiguration.rules.map(readRule);
    const refused = replace(registry, rules, context.now);
    if (refused !== undefined) return refused;
    return { replicationConfiguration: configurationShape(rules) };
  },
};

function readRule(rule: Checked<RuleInput> & DeleteReplicationMember): ReplicationRule {
  return {
    destinations: rule.destinations.map(({ region, registryId }) => ({ region, registryId })),
    ...(rule.repositoryFilters === undefined
      ? {}
      : { prefixes: rule.repositoryFilters.map(({ filter }) => filter) }),
    ...(rule.deleteReplication === undefined ? {} : { deleteReplication: rule.deleteReplication.enabled }),
  };
}

export const describeRegistry: Operation<'DescribeRegistry'> = {
  name: 'DescribeRegistry',
  handle(_input, context) {
    const { registry } = context;
    return {
      registryId: registry.accountId,
      replicationConfiguration: configurationShape(registry.replication.rules),
    };
  },
};

/** A rule's member for delete replication, which the SDK's types do not have yet [docs]. */
export interface DeleteReplicationMember {
  deleteReplication?: { enabled: boolean };
}

/**
 * A replication rule with delete replication, for `PutReplicationConfigurationCommand`: the SDK's type lacks the
 * member, but accepts a variable of this type. The SDK's serializer drops unknown members, so it reaches the model
 * through the client mock or a raw request, but not from a real client.
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
