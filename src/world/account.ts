import { isOptInRegion } from '../aws/regions.js';

/** An AWS account: what it has in every Region. */
export class Account {
  /** Paths of service-linked roles created for the account. */
  readonly serviceLinkedRoles = new Set<string>();
  /** `o-…`, if the test put the account into an organization. */
  organizationId: string | undefined;
  /** For example `o-a1b2c3/r-ab12/ou-ab12-11111111/`. */
  organizationPath: string | undefined;
  private readonly enabledRegions = new Set<string>();
  private readonly disabledRegions = new Set<string>();

  constructor(
    /** Twelve digits. */
    readonly id: string,
  ) {}

  /** Opt-in Regions are disabled until enabled; all others are enabled until disabled [docs]. */
  isRegionEnabled(region: string): boolean {
    if (this.disabledRegions.has(region)) return false;
    return !isOptInRegion(region) || this.enabledRegions.has(region);
  }

  enableRegion(region: string): void {
    this.disabledRegions.delete(region);
    this.enabledRegions.add(region);
  }

  disableRegion(region: string): void {
    this.disabledRegions.add(region);
    this.enabledRegions.delete(region);
  }

  /** Use enables an opt-in Region, unless the test disabled it [assumed]. */
  useRegion(region: string): void {
    if (isOptInRegion(region) && !this.disabledRegions.has(region)) this.enabledRegions.add(region);
  }

  /** @returns a function that restores the account's present state */
  mark(): () => void {
    const { enabled, disabled } = this.regionSettings();
    const roles = [...this.serviceLinkedRoles];
    const { organizationId, organizationPath } = this;
    return () => {
      refill(this.enabledRegions, enabled);
      refill(this.disabledRegions, disabled);
      refill(this.serviceLinkedRoles, roles);
      this.organizationId = organizationId;
      this.organizationPath = organizationPath;
    };
  }

  regionSettings(): { enabled: readonly string[]; disabled: readonly string[] } {
    return { enabled: [...this.enabledRegions], disabled: [...this.disabledRegions] };
  }
}

function refill(set: Set<string>, values: readonly string[]): void {
  set.clear();
  for (const value of values) set.add(value);
}
