import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { backfillShape } from './backfill-shape.js';

export const startReplicationBackfill: Operation<'StartReplicationBackfill'> = {
  name: 'StartReplicationBackfill',
  handle({ registryId, destination }, context) {
    const registry = registryOf(context, registryId);
    const { region, registryId: account } = destination;
    const backfill = context.engines.backfill.start(registry, { region, registryId: account }, context);
    return isFailure(backfill) ? backfill : backfillShape(registry, backfill);
  },
};
