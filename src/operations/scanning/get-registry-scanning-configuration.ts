import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { scanningConfigurationShape } from './scanning-configuration-shape.js';

export const getRegistryScanningConfiguration: Operation<'GetRegistryScanningConfiguration'> = {
  name: 'GetRegistryScanningConfiguration',
  handle(_input, context) {
    const { accountId: registryId, scanning } = registryOf(context);
    return { registryId, scanningConfiguration: scanningConfigurationShape(scanning) };
  },
};
