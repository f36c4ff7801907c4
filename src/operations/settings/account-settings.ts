import { isFailure } from '../../aws/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const putAccountSetting: Operation<'PutAccountSetting'> = {
  name: 'PutAccountSetting',
  handle({ name, value }, context) {
    return registryOf(context).settings.put(name, value) ?? { name, value };
  },
};

export const getAccountSetting: Operation<'GetAccountSetting'> = {
  name: 'GetAccountSetting',
  handle({ name }, context) {
    const value = registryOf(context).settings.get(name);
    return isFailure(value) ? value : { name, value };
  },
};
