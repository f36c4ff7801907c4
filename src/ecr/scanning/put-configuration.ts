import type { Failure } from '../../aws/failure.js';
import type { ScanType, ScanningRule } from '../../world/configuration/scanning-configuration.js';
import type { ScanFrequencyChanged, UnitOfWork } from '../../world/domain-event.js';
import type { Registry } from '../../world/registry.js';

/** Replaces how a registry's images are scanned, and announces the repositories that are affected. */
export function putScanningConfiguration(
  registry: Registry,
  scanType: ScanType | undefined,
  rules: readonly ScanningRule[] | undefined,
  unit: UnitOfWork,
): Failure | undefined {
  const { scanning } = registry;
  const frequencyOf = (name: string, scanOnPush: boolean) => scanning.effective(name, scanOnPush).frequency;
  const before = new Map(
    [...registry.repositories()].map((one) => [one, frequencyOf(one.name, one.scanOnPush)]),
  );
  const refusal = scanning.put(scanType, rules);
  if (refusal !== undefined) return refusal;
  // Raised under enhanced scanning only [docs].
  if (scanning.scanType !== 'ENHANCED') return undefined;
  const repositories: ScanFrequencyChanged['repositories'][number][] = [];
  for (const [repository, from] of before) {
    const to = frequencyOf(repository.name, repository.scanOnPush);
    if (from !== to) repositories.push({ repository, from, to });
  }
  if (repositories.length > 0) unit.emit({ type: 'scan-frequency-changed', registry, repositories });
  return undefined;
}
