import { list } from '../lib/json-shape.js';
import type { Account } from '../world/account.js';
import { accountId, members, present, region, texts, words } from './words.js';

export interface AccountSnapshot {
  readonly id: string;
  readonly organizationId?: string;
  readonly organizationPath?: string;
  readonly enabledRegions: readonly string[];
  readonly disabledRegions: readonly string[];
  readonly serviceLinkedRoles: readonly string[];
}

export const accountShape = members<AccountSnapshot>(
  'an account',
  {
    id: accountId,
    organizationId: words,
    organizationPath: words,
    enabledRegions: list(region, 'a list of Regions'),
    disabledRegions: list(region, 'a list of Regions'),
    serviceLinkedRoles: texts,
  },
  ['organizationId', 'organizationPath'],
);

export function captureAccount(account: Account): AccountSnapshot {
  const { enabled, disabled } = account.regionSettings();
  return {
    id: account.id,
    ...present({ organizationId: account.organizationId, organizationPath: account.organizationPath }),
    enabledRegions: [...enabled].sort(),
    disabledRegions: [...disabled].sort(),
    serviceLinkedRoles: [...account.serviceLinkedRoles].sort(),
  };
}

/** An account that was only mentioned has nothing to save. */
export function isUntouchedAccount({ id: _, ...settings }: AccountSnapshot): boolean {
  return Object.values(settings).every((value: unknown) => Array.isArray(value) && value.length === 0);
}

export function restoreAccount(account: Account, saved: AccountSnapshot): void {
  account.organizationId = saved.organizationId;
  account.organizationPath = saved.organizationPath;
  for (const region of saved.enabledRegions) account.enableRegion(region);
  for (const region of saved.disabledRegions) account.disableRegion(region);
  for (const role of saved.serviceLinkedRoles) account.serviceLinkedRoles.add(role);
}
