import type { PrincipalOptions } from '../../handles/principal.js';
import { principal } from '../../handles/principal.js';
import { PrincipalHandle } from '../../handles/principal-handle.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { policiesOfPrincipal } from '../../scenes/iac/principals.js';
import type { PrincipalThing } from '../../scenes/iac/thing.js';
import type { FakeWorld } from '../fake-world.js';
import { simulationOf } from '../simulation-of.js';

/**
 * A role or a user that was deployed, with the policies that are attached to it now.
 *
 * @param more what its requests have besides
 * @throws FakeEcrError if the text of one of its policies is not known
 */
export function principalOf(
  world: FakeWorld,
  { arn, tags, ...thing }: PrincipalThing,
  more: PrincipalOptions,
): PrincipalHandle {
  const { service, callers } = simulationOf(world);
  const attached = policiesOfPrincipal(service.world, { arn, tags, ...thing });
  const options = {
    ...more,
    policies: [...attached, ...(more.policies ?? [])],
    tags: { ...tags, ...more.tags },
  };
  if (isAttached(world)) return world.principal(arn, options);
  const caller = principal(arn, options);
  return new PrincipalHandle(caller, callers.credentials(caller), () => {
    throw new FakeEcrError(
      `This world is attached to no SDK, so ${arn} has no clients of its own.`,
      'Give its credentials to a client with the request handler of this world, or use fakeEcr().',
    );
  });
}

/** A world with clients. It is told by its method: its class would load the SDK, which an endpoint does without. */
function isAttached(world: FakeWorld): world is FakeWorld & {
  principal(arn: string, options: PrincipalOptions): PrincipalHandle;
} {
  return 'principal' in world;
}
