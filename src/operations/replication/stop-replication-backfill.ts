import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { backfillShape } from './backfill-shape.js';

export const stopReplicationBackfill: Operation<'StopReplicationBackfill'> = {
  name: 'StopReplicationBackfill',
  handle({ registryId, replicationBackfillId: id }, context) {
    const registry = registryOf(context, registryId);
    const backfill = registry.backfills.require(id, context.now, registry.accountId);
    if (isFailure(backfill)) return backfill;
    const stopped = context.engines.backfill.stop(backfill, context);
    return isFailure(stopped) ? stopped : backfillShape(registry, stopped);
  },
};
