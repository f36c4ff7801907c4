import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { nearest } from '../lib/nearest.js';
import { DEFAULT_REGIONS, OPT_IN_REGIONS, isRegionOfSomePartition } from './regions.js';

/** Refuses a value that cannot be an account id. */
export function requireAccountId(value: unknown): string {
  if (typeof value === 'string' && /^\d{12}$/.test(value)) return value;
  throw new FakeEcrError(
    `${shown(value)} is not an account id.`,
    "Expected a string of twelve digits such as '111122223333' (a string: leading zeros count).",
  );
}

/** Refuses a value that cannot be a Region of any partition; one that AWS may open later is accepted. */
export function requireRegion(value: unknown): string {
  if (typeof value === 'string' && isRegionOfSomePartition(value)) return value;
  const near =
    typeof value === 'string' ? nearest(value, [...DEFAULT_REGIONS, ...OPT_IN_REGIONS]) : undefined;
  throw new FakeEcrError(
    `${shown(value)} is not a Region.`,
    near === undefined ? "Expected a name such as 'us-west-2' or 'eu-west-1'." : `Did you mean '${near}'?`,
  );
}
