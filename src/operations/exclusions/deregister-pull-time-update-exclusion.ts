import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const deregisterPullTimeUpdateExclusion: Operation<'DeregisterPullTimeUpdateExclusion'> = {
  name: 'DeregisterPullTimeUpdateExclusion',
  handle({ principalArn }, context) {
    const exclusion = registryOf(context).pullTimeExclusions.deregister(principalArn);
    return isFailure(exclusion) ? exclusion : { principalArn };
  },
};
