import { isFailure } from '../../aws/failure.js';
import type { Operation } from '../operation.js';

export const putAccountSetting: Operation<'PutAccountSetting'> = {
  name: 'PutAccountSetting',
  handle({ name, value }, context) {
    return context.registry.settings.put(name, value) ?? { name, value };
  },
};

export const getAccountSetting: Operation<'GetAccountSetting'> = {
  name: 'GetAccountSetting',
  handle({ name }, context) {
    const value = context.registry.settings.get(name);
    return isFailure(value) ? value : { name, value };
  },
};
