import { registryHost } from '../../domain/arn.js';
import { TOKEN_LIFETIME, authorizationToken } from '../../domain/authorization-token.js';
import type { Operation } from '../operation.js';

export const getAuthorizationToken: Operation<'GetAuthorizationToken'> = {
  name: 'GetAuthorizationToken',
  handle(input, context) {
    const { caller, region, world, now } = context;
    const expiresAt = now + TOKEN_LIFETIME;
    const registryIds = input.registryIds ?? [caller.accountId];
    return {
      authorizationData: registryIds.map((registryId) => ({
        authorizationToken: authorizationToken(world.ids.hex(64), expiresAt),
        expiresAt: new Date(expiresAt),
        proxyEndpoint: `https://${registryHost(region, registryId)}`,
      })),
    };
  },
};
