import type { ReplicationRule as RuleInput } from '@aws-sdk/client-ecr';
import { putReplicationConfiguration as replace } from '../../domain/put-replication-configuration.js';
import type { ReplicationRule } from '../../domain/replication-configuration.js';
import { registryOf } from '../context.js';
import type { Checked, Operation } from '../operation.js';
import { type DeleteReplicationMember, configurationShape } from './configuration-shape.js';

export const putReplicationConfiguration: Operation<'PutReplicationConfiguration'> = {
  name: 'PutReplicationConfiguration',
  handle(input, context) {
    const registry = registryOf(context);
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
