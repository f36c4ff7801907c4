import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const putAccountSetting: Operation<'PutAccountSetting'> = {
  name: 'PutAccountSetting',
  handle({ name, value }, context) {
    return registryOf(context).settings.put(name, value) ?? { name, value };
  },
};
