import { describeScan, findingsOf } from '../../ecr/scanning/scan-report.js';
import type { Witness } from '../../ecr/witness.js';
import { ENHANCED_SEVERITIES } from '../../handles/scan-findings.js';
import { requireAmount, requireOptions } from '../../lib/arguments.js';
import { isAsymmetric } from '../../lib/asymmetric.js';
import { ANYTHING, members, requireWords } from '../../lib/vocabulary.js';
import { parseImageReference } from '../../world/images/image-reference.js';
import { severityCounts } from '../../world/records/scan.js';
import type { Registry } from '../../world/registry.js';
import type { Check, UnknownName } from '../check.js';
import { matchesPartly, renderValue } from '../pattern.js';
import { checkImage } from './content.js';

const SEVERITIES = members(Object.fromEntries(ENHANCED_SEVERITIES.map((name) => [name, ANYTHING])));

/** Whether a scan of an image ended with these counts of severities; without counts, with any finding. */
export function checkFindings(
  registry: Registry,
  reference: string,
  counts: object | undefined,
  now: number,
  witness: Witness,
): Check {
  if (counts !== undefined) requireCounts(counts);
  const found = checkImage(registry, reference, witness);
  const expected = `scan findings of ${reference} at ${registry.key}${counts === undefined ? '' : `: ${renderValue(counts)}`}`;
  const notScanned = (what: string): UnknownName => ({ what, advice: 'Push it and let a scan end first.' });
  if (!found.pass) {
    const unknown = () => found.unknown?.() ?? notScanned(`findings of ${reference}, which is not there`);
    return { ...found, expected, unknown };
  }
  const { repositoryName, tag, digest } = parseImageReference(reference);
  const repository = registry.repository(repositoryName);
  const image = tag === undefined ? repository?.image(digest as string) : repository?.tag(tag)?.image;
  const report =
    repository === undefined || image === undefined ? undefined : describeScan(repository, image, now);
  if (report === undefined) {
    return {
      witness,
      expected,
      about: { repositoryName, tag, digest },
      pass: false,
      found: false,
      unknown: () => notScanned(`findings of ${reference}, which was never scanned`),
      received: 'an image that was never scanned',
      reasons: [`scan type ${registry.scanning.scanType}; start a scan, or let the repository scan on push`],
    };
  }
  const received = severityCounts(findingsOf(report, registry.scanning.scanType === 'ENHANCED'));
  const has = report.findings !== undefined && Object.keys(received).length > 0;
  return {
    witness,
    expected,
    about: { repositoryName, tag, digest },
    // A failed scan has ended, too, without findings.
    found: report.status !== 'IN_PROGRESS' && report.status !== 'PENDING',
    unknown: () => notScanned(`findings of ${reference}, whose scan is ${report.status}`),
    pass: counts === undefined ? has : report.findings !== undefined && matchesPartly(received, counts),
    received: report.findings === undefined ? `status ${report.status}` : renderValue(received),
    reasons: report.description === '' ? [] : [report.description],
  };
}

function requireCounts(counts: object): void {
  if (isAsymmetric(counts)) return requireWords(counts, SEVERITIES, 'Counts of findings');
  requireOptions(counts, 'Counts of findings', ENHANCED_SEVERITIES);
  for (const [severity, count] of Object.entries(counts) as [string, unknown][]) {
    if (count !== undefined && !isAsymmetric(count)) requireAmount(count, `The count of ${severity}`);
  }
}
