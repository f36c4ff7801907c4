import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const registerPullTimeUpdateExclusion: Operation<'RegisterPullTimeUpdateExclusion'> = {
  name: 'RegisterPullTimeUpdateExclusion',
  handle({ principalArn }, context) {
    const exclusion = registryOf(context).pullTimeExclusions.register(principalArn, context.now);
    if (isFailure(exclusion)) return exclusion;
    return { principalArn, createdAt: new Date(exclusion.createdAt) };
  },
};
