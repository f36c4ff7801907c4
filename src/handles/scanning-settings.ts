import { requireList, requireOneOf, requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { ScanFrequency, ScanType, ScanningRule } from '../world/configuration/scanning-configuration.js';

/** A registry's scanning, with the members of PutRegistryScanningConfiguration. */
export interface ScanningSettings {
  /** `BASIC` or `ENHANCED`; the present one when absent. */
  readonly scanType?: ScanType;
  /** Which repositories are scanned, and when. When absent: the present rules, or with a type those it starts with. */
  readonly rules?: readonly ScanningRuleSettings[];
}

/** Which repositories are scanned, and when. */
export interface ScanningRuleSettings {
  /** When they are scanned. */
  readonly scanFrequency: ScanFrequency | undefined;
  /** Filters as in the SDK, or only their texts, such as `prod-*`. */
  readonly repositoryFilters:
    | readonly (
        string | { readonly filter: string | undefined; readonly filterType: 'WILDCARD' | undefined }
      )[]
    | undefined;
}

/** The form of a filter [docs]. */
const FILTER = /^[a-z0-9*]+(?:[._\-/][a-z0-9*]+)*$/;
const LONGEST_FILTER = 255;
const WHO = 'setScanning()';

/** @throws FakeEcrError if the form is wrong, or ECR would not accept a filter */
export function readScanning(given: ScanningSettings): {
  readonly scanType: ScanType | undefined;
  readonly rules: readonly ScanningRule[] | undefined;
} {
  requireOptions(given, WHO, ['scanType', 'rules']);
  const { scanType, rules } = given;
  if (scanType !== undefined) requireOneOf(scanType, `${WHO}: scanType`, ['BASIC', 'ENHANCED']);
  if (rules !== undefined) requireList(rules, `${WHO}: rules`, 'a list of rules');
  return { scanType, rules: rules?.map(ruleOf) };
}

function ruleOf(rule: ScanningRuleSettings): ScanningRule {
  requireOptions(rule, `A rule of ${WHO}`, ['scanFrequency', 'repositoryFilters']);
  const { scanFrequency, repositoryFilters } = rule;
  const frequencies: readonly ScanFrequency[] = ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL'];
  requireOneOf(scanFrequency, `${WHO}: scanFrequency`, frequencies);
  requireList(repositoryFilters, `${WHO}: repositoryFilters`, "a list such as ['prod-*']");
  return {
    scanFrequency: scanFrequency as ScanFrequency,
    filters: (repositoryFilters as readonly unknown[]).map(filterOf),
  };
}

function filterOf(given: unknown): string {
  const { filter, filterType } = (
    typeof given === 'string' ? { filter: given, filterType: 'WILDCARD' } : (given ?? {})
  ) as { filter?: unknown; filterType?: unknown };
  const isFilter = typeof filter === 'string' && filter.length <= LONGEST_FILTER && FILTER.test(filter);
  if (isFilter && filterType === 'WILDCARD') return filter;
  throw new FakeEcrError(
    `${WHO} was given the filter ${shown(given)}.`,
    "Expected 'prod-*' or { filter: 'prod-*', filterType: 'WILDCARD' }: lower case letters, digits and . _ - / *.",
  );
}
