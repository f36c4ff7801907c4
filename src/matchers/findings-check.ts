import { requireOptions } from '../domain/arguments.js';
import type { Registry } from '../domain/registry.js';
import { parseImageReference } from '../domain/image-reference.js';
import { severityCounts } from '../domain/scan.js';
import { ENHANCED_SEVERITIES } from '../fixtures/scan-findings-fixture.js';
import { describeScan, findingsOf } from '../engines/scanning/describe.js';
import type { Check } from './check.js';
import { checkImage } from './content-check.js';
import { matchesPartly } from './matches-partly.js';
import { isAsymmetric, renderValue } from './render-value.js';

/** Did a scan of an image end with these counts of severities? Without counts, with any finding. */
export function checkFindings(
  registry: Registry,
  reference: string,
  counts: object | undefined,
  now: number,
): Check {
  if (counts !== undefined && !isAsymmetric(counts)) {
    requireOptions(counts, 'Counts of findings', ENHANCED_SEVERITIES);
  }
  const found = checkImage(registry, reference);
  const expected = `scan findings of ${reference} at ${registry.key}${counts === undefined ? '' : `: ${renderValue(counts)}`}`;
  const base = { subject: registry.key, expectation: 'to have scan findings', expected };
  if (!found.pass) return { ...found, ...base };
  const { repositoryName, tag, digest } = parseImageReference(reference);
  const repository = registry.repository(repositoryName);
  const image = tag === undefined ? repository?.image(digest as string) : repository?.tag(tag)?.image;
  const report =
    repository === undefined || image === undefined ? undefined : describeScan(repository, image, now);
  if (report === undefined) {
    return {
      ...base,
      pass: false,
      received: 'an image that was never scanned',
      reasons: [`scan type ${registry.scanning.scanType}; start a scan, or let the repository scan on push`],
    };
  }
  const received = severityCounts(findingsOf(report, registry.scanning.scanType === 'ENHANCED'));
  const has = report.findings !== undefined && Object.keys(received).length > 0;
  return {
    ...base,
    pass: counts === undefined ? has : report.findings !== undefined && matchesPartly(received, counts),
    received: report.findings === undefined ? `status ${report.status}` : renderValue(received),
    reasons: report.description === '' ? [] : [report.description],
  };
}
