import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { configurationShape } from '../replication/configuration-shape.js';

export const describeRegistry: Operation<'DescribeRegistry'> = {
  name: 'DescribeRegistry',
  handle(_input, context) {
    const registry = registryOf(context);
    return {
      registryId: registry.accountId,
      replicationConfiguration: configurationShape(registry.replication.rules),
    };
  },
};
