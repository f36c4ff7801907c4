import { operationNames } from '../../src/api/facts.js';
import { outputProblems } from '../support/output-problems.js';
import { facts } from './api-facts.js';
import { valid } from './valid-input.js';

const image = {
  registryId: '111122223333',
  repositoryName: 'app',
  imageId: { imageDigest: 'sha256:ab', imageTag: 'v1' },
  imageManifest: '{}',
};

test.each(operationNames)('an output of %s with all members right has no problems', (operation) => {
  expect(outputProblems(operation, valid(facts.operations[operation]?.output ?? '') as object)).toEqual([]);
});

test('metadata and absent members are not problems', () => {
  expect(outputProblems('PutImage', { image, $metadata: { attempts: 1 } })).toEqual([]);
  expect(outputProblems('PutImage', {})).toEqual([]);
});

test('the output of delete replication is known', () => {
  const rules = [{ destinations: [], deleteReplication: { enabled: false } }];
  expect(outputProblems('DescribeRegistry', { replicationConfiguration: { rules } })).toEqual([]);
});

test.each([
  ['an unknown member', { image: { ...image, digest: 'x' } }, 'image.digest: is not a member.'],
  ['an undefined member', { image: undefined }, 'image: is undefined instead of absent.'],
  [
    'a null member',
    { image: { imageId: { imageTag: null } } },
    'image.imageId.imageTag: is null instead of absent.',
  ],
  ['a text of another type', { image: { imageManifest: {} } }, 'image.imageManifest: is not a string.'],
  ['a boxed text', { image: { imageManifest: new String('{}') } }, 'image.imageManifest: is not a string.'],
  ['a list for a structure', { image: [] }, 'image: is not a plain object.'],
  ['a text for a structure', { image: 'app' }, 'image: is not a plain object.'],
])('%s is told by its path', (_, output, problem) => {
  expect(outputProblems('PutImage', output)).toEqual([problem]);
});

test('entries of lists are named by their position', () => {
  const failures = [{ failureCode: 'ImageNotFound' }, { failureCode: 'Oops' }, null];
  const problems = outputProblems('BatchGetImage', { images: {}, failures });
  expect(problems).toHaveLength(3);
  expect(problems[0]).toBe('images: is not a list.');
  expect(problems[1]).toMatch(/^failures\[1\]\.failureCode: is 'Oops', none of InvalidImageDigest, /);
  expect(problems[2]).toBe('failures[2]: is null instead of absent.');
});

test('times are dates and numbers are whole if the model says so', () => {
  const row = { imagePushedAt: 0, imageSizeInBytes: 1.5, lastRecordedPullTime: new Date(NaN) };
  expect(outputProblems('DescribeImages', { imageDetails: [row] })).toEqual([
    'imageDetails[0].imagePushedAt: is not a timestamp.',
    'imageDetails[0].imageSizeInBytes: is not a long.',
    'imageDetails[0].lastRecordedPullTime: is not a timestamp.',
  ]);
});

test('keys and values of maps are looked at', () => {
  const output = { imageScanFindings: { findingSeverityCounts: { HIGH: 1, AWFUL: 'many' } } };
  const problems = outputProblems('DescribeImageScanFindings', output);
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^imageScanFindings\.findingSeverityCounts key AWFUL: is 'AWFUL', none of /);
  expect(problems[1]).toBe('imageScanFindings.findingSeverityCounts.AWFUL: is not an integer.');
});

test('a list is not a map', () => {
  const output = { imageScanFindings: { findingSeverityCounts: [] } };
  expect(outputProblems('DescribeImageScanFindings', output)).toEqual([
    'imageScanFindings.findingSeverityCounts: is not a plain object.',
  ]);
});

test('members that an output must have are missed', () => {
  const output = { referrers: [{ digest: 'sha256:ab', mediaType: 'x/y' }] };
  expect(outputProblems('ListImageReferrers', output)).toEqual([
    'referrers[0].size: is required and missing.',
  ]);
});
