import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const getAccountSetting: Operation<'GetAccountSetting'> = {
  name: 'GetAccountSetting',
  handle({ name }, context) {
    const value = registryOf(context).settings.get(name);
    return isFailure(value) ? value : { name, value };
  },
};
