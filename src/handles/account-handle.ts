import { requireRegion } from '../aws/arguments.js';
import { describeAccount } from '../inspect/summaries.js';
import { INSPECT, KIND } from '../lib/handle-kind.js';
import type { WorldEditor } from './world-editor.js';

/** An account: its settings for all Regions. @public */
export class AccountHandle {
  readonly #workbench: WorldEditor;

  /** @internal */
  constructor(
    workbench: WorldEditor,
    /** Twelve digits. */
    readonly id: string,
  ) {
    this.#workbench = workbench;
  }

  /** @internal */
  get [KIND](): 'account' {
    return 'account';
  }

  /**
   * Enables a Region: opt-in Regions are disabled by default.
   *
   * @param region for example `me-central-1`
   * @throws a `[fake-ecr]` error if the name can't be a Region
   * @example
   * ecr.account('444455556666').enableRegion('me-central-1');
   */
  enableRegion(region: string): this {
    this.#workbench.world.account(this.id).enableRegion(requireRegion(region));
    return this;
  }

  /**
   * Disables a Region: calls there fail, and there is no replication from or into it.
   *
   * @param region for example `eu-west-1`
   * @throws a `[fake-ecr]` error if the name can't be a Region
   * @example
   * ecr.account('444455556666').disableRegion('eu-west-1');
   */
  disableRegion(region: string): this {
    this.#workbench.world.account(this.id).disableRegion(requireRegion(region));
    return this;
  }

  /**
   * Whether a Region is enabled.
   *
   * @param region for example `me-central-1`
   * @throws a `[fake-ecr]` error if the name can't be a Region
   * @example
   * ecr.account('444455556666').isRegionEnabled('me-central-1'); // false until a test enables it
   */
  isRegionEnabled(region: string): boolean {
    return this.#workbench.world.account(this.id).isRegionEnabled(requireRegion(region));
  }

  /** Paths of the service-linked roles that ECR created in this account. */
  get serviceLinkedRoles(): readonly string[] {
    return [...this.#workbench.world.account(this.id).serviceLinkedRoles];
  }

  /** @internal */
  [INSPECT](): string {
    return `[AccountHandle ${describeAccount(this.#workbench.world, this.id)}]`;
  }
}
