import { TOKEN_LIFETIME, authorizationToken } from '../../ecr/settings/authorization-token.js';
import type { Operation } from '../operation.js';

export const getAuthorizationToken: Operation<'GetAuthorizationToken'> = {
  name: 'GetAuthorizationToken',
  handle(input, context) {
    const { caller, region, now, bearers } = context;
    const { world } = context.registry;
    const expiresAt = now + TOKEN_LIFETIME;
    const registryIds = input.registryIds ?? [caller.accountId];
    return {
      authorizationData: registryIds.map((registryId) => ({
        authorizationToken: authorizationToken(world.ids.hex(64), {
          principal: caller.arn,
          accountId: caller.accountId,
          registryId,
          region,
          expiresAt,
          sessionEndsAt: caller.expiresAt,
          serial: bearers.remember(caller),
        }),
        expiresAt: new Date(expiresAt),
        proxyEndpoint: `${world.serving.hostOf === undefined ? 'https' : 'http'}://${world.hostOf(registryId, region)}`,
      })),
    };
  },
};
