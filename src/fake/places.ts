import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import type { Destination } from '../aws/registry-id.js';
import { AccountHandle } from '../handles/account-handle.js';
import { RegistryHandle } from '../handles/registry-handle.js';
import { UpstreamHandle } from '../handles/upstream-handle.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { upstreamKindOf, urlOfUpstream } from '../world/configuration/upstreams.js';
import type { Simulation } from './simulation.js';

/** Looks up accounts, registries and upstreams; issues credentials. FakeWorld documents each method. */
export class Places {
  constructor(private readonly simulation: Simulation) {}

  registry(accountId: string, region: string): RegistryHandle {
    requireAccountId(accountId);
    requireRegion(region);
    this.simulation.service.world.account(accountId).useRegion(region);
    return new RegistryHandle(this.simulation, accountId, region);
  }

  registryAt(region: string, account = this.simulation.callers.defaultAccount): RegistryHandle {
    // Looking up a registry must not enable its Region.
    return new RegistryHandle(this.simulation, requireAccountId(account), requireRegion(region));
  }

  account(accountId: string): AccountHandle {
    return new AccountHandle(this.simulation, requireAccountId(accountId));
  }

  upstream(name: string): UpstreamHandle {
    const address = typeof name === 'string' && upstreamKindOf(name) !== undefined ? name : undefined;
    const url = urlOfUpstream(name) ?? address;
    if (url === undefined) {
      throw new FakeEcrError(
        `${shown(name)} is not an upstream registry.`,
        "Expected a kind such as 'docker-hub', or an address such as 'myname.azurecr.io'.",
      );
    }
    return new UpstreamHandle(this.simulation, url);
  }

  organization(id: string, members: { accounts: readonly string[]; path?: string }): void {
    if (typeof id !== 'string' || !/^o-[a-z0-9]{10,32}$/.test(id)) {
      throw new FakeEcrError(
        `${shown(id)} is not an organization id.`,
        "Expected 'o-' and 10 to 32 lower case letters or digits.",
      );
    }
    if (!Array.isArray(members?.accounts)) {
      throw new FakeEcrError(
        `The organization ${id} was given no accounts.`,
        "Expected { accounts: ['111122223333'] }.",
      );
    }
    requireOptions(members, 'organization()', ['accounts', 'path']);
    for (const accountId of members.accounts as readonly string[]) {
      const account = this.simulation.service.world.account(requireAccountId(accountId));
      account.organizationId = id;
      account.organizationPath = members.path;
    }
  }

  credentials(accountId: string): AwsCredentialIdentityProvider {
    return this.simulation.callers.credentials(
      this.simulation.callers.administrator(requireAccountId(accountId)),
    );
  }
}

/** @returns undefined if no registry was given */
export function destinationOf(to: RegistryHandle | undefined, who: string): Destination | undefined {
  if (to === undefined) return undefined;
  requireKind(to, 'registry', who);
  return { registryId: to.accountId, region: to.region };
}
