import { withDates } from '../../src/world/records/scan.js';

test('texts become dates at any depth if the SDK has dates there and the text is a date', () => {
  const at = '2026-01-01T00:00:00Z';
  const finding = {
    firstObservedAt: 'last week',
    updatedAt: at,
    description: at,
    packageVulnerabilityDetails: [{ vendorCreatedAt: at, relatedVulnerabilities: [at] }],
  };
  expect(withDates(finding)).toEqual({
    firstObservedAt: 'last week',
    updatedAt: new Date(at),
    description: at,
    packageVulnerabilityDetails: [{ vendorCreatedAt: new Date(at), relatedVulnerabilities: [at] }],
  });
  expect(finding.updatedAt).toBe(at);
});
