import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import type { Subscribers } from '../ecr/events/subscribers.js';
import { AccountHandle } from '../handles/account-handle.js';
import { RegistryHandle } from '../handles/registry-handle.js';
import { UpstreamHandle } from '../handles/upstream-handle.js';
import type { Callers } from '../iam/credentials.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { EcrService } from '../service/ecr-service.js';
import { upstreamKindOf, urlOfUpstream } from '../world/configuration/upstreams.js';
import { FakeViews } from './views.js';

/** Who and where: accounts and their organizations, registries, upstreams, and credentials of callers. */
export abstract class FakePlaces extends FakeViews {
  readonly #callers: Callers;

  /** @internal */
  protected constructor(model: EcrService, listeners: Subscribers, callers: Callers) {
    super(model, listeners);
    this.#callers = callers;
  }

  /** @internal */
  protected get callers(): Callers {
    return this.#callers;
  }

  /**
   * A registry: one account in one Region. Taking the handle enables an opt-in Region for the account.
   *
   * @param accountId twelve digits, as a string
   * @param region for example `us-west-2`
   * @throws a `[fake-ecr]` error where either is malformed
   * @example
   * const prod = ecr.registry('111122223333', 'us-west-2');
   */
  registry(accountId: string, region: string): RegistryHandle {
    requireAccountId(accountId);
    requireRegion(region);
    this.model.world.account(accountId).useRegion(region);
    return new RegistryHandle(this.workbench, accountId, region);
  }

  /** @internal The registry that an assertion names by Region, and by account or the default one. */
  registryAt(region: string, account = this.callers.defaultAccount): RegistryHandle {
    // Looking at a registry must not enable its Region.
    return new RegistryHandle(this.workbench, requireAccountId(account), requireRegion(region));
  }

  /** An account, for enabling and disabling Regions. */
  account(accountId: string): AccountHandle {
    return new AccountHandle(this.workbench, requireAccountId(accountId));
  }

  /**
   * A registry outside AWS that pull-through cache rules name, for filling it.
   *
   * @param name a kind with one address (`docker-hub`, `quay`, `ecr-public`, `k8s`, `github-container-registry`,
   *   `gitlab-container-registry`, `chainguard`) or an address such as `myname.azurecr.io`
   * @throws a `[fake-ecr]` error where no rule could name it
   * @example
   * ecr.upstream('docker-hub').push('library/node:22', image('node'));
   */
  upstream(name: string): UpstreamHandle {
    const address = typeof name === 'string' && upstreamKindOf(name) !== undefined ? name : undefined;
    const url = urlOfUpstream(name) ?? address;
    if (url === undefined) {
      throw new FakeEcrError(
        `${shown(name)} is no upstream registry.`,
        "Expected a kind such as 'docker-hub', or an address such as 'myname.azurecr.io'.",
      );
    }
    return new UpstreamHandle(this.workbench, url);
  }

  /**
   * Puts accounts into an organization, which conditions know as `aws:PrincipalOrgID`.
   *
   * @param id for example `o-a1b2c3d4e5`
   * @param members their account ids, and their path if conditions ask for it
   * @throws a `[fake-ecr]` error where an id is malformed
   * @example
   * ecr.organization('o-a1b2c3d4e5', { accounts: ['111122223333', '444455556666'] });
   */
  organization(id: string, members: { accounts: readonly string[]; path?: string }): this {
    if (typeof id !== 'string' || !/^o-[a-z0-9]{10,32}$/.test(id)) {
      throw new FakeEcrError(
        `${shown(id)} is no organization id.`,
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
      const account = this.model.world.account(requireAccountId(accountId));
      account.organizationId = id;
      account.organizationPath = members.path;
    }
    return this;
  }

  /** Credentials that make a client act as an administrator of an account. */
  credentials(accountId: string): AwsCredentialIdentityProvider {
    return this.callers.credentials(this.callers.administrator(requireAccountId(accountId)));
  }
}
