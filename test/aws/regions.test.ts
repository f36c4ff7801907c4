import { requireAccountId, requireRegion } from '../../src/aws/arguments.js';
import { DNS_SUFFIXES, isKnownRegion, isOptInRegion, partitionOf } from '../../src/aws/regions.js';
import { shown } from '../../src/lib/arguments.js';

test.each([
  ['us-east-1', 'aws', 'amazonaws.com'],
  ['ap-southeast-15', 'aws', 'amazonaws.com'],
  ['mx-central-1', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['cn-northwest-12', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['us-gov-east-10', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['eusc-de-east-11', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-iso-west-10', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['us-isob-west-10', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['eu-isoe-west-10', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['us-isof-south-10', 'aws-iso-f', 'csp.hci.ic.gov'],
])('%s is of the partition %s', (region, id, dnsSuffix) => {
  expect(partitionOf(region)).toMatchObject({ id, dnsSuffix });
});

// What looks like a Region of another partition, and is none, is of the usual one.
test.each([
  'local',
  'xx-cn-north-1',
  'cn-north-1-x',
  'x-us-gov-west-1',
  'us-gov-west-1x',
  'x-eusc-de-east-1',
  'eusc-de-east-1x',
  'x-us-iso-east-1',
  'us-iso-east-1x',
  'x-us-isob-east-1',
  'us-isob-east-1x',
  'x-eu-isoe-west-1',
  'eu-isoe-west-1x',
  'x-us-isof-south-1',
  'us-isof-south-1x',
  '',
])('%j is of the partition aws', (region) => {
  expect(partitionOf(region).id).toBe('aws');
});

test('hosts of registries end in one of the suffixes', () => {
  expect([...DNS_SUFFIXES].sort()).toEqual([
    'amazonaws.com',
    'amazonaws.com.cn',
    'amazonaws.eu',
    'c2s.ic.gov',
    'cloud.adc-e.uk',
    'csp.hci.ic.gov',
    'sc2s.sgov.gov',
  ]);
});

test.each(
  (
    'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ' +
    'ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1'
  ).split(' '),
)('%s has to be enabled', (region) => {
  expect([isKnownRegion(region), isOptInRegion(region)]).toEqual([true, true]);
});

test.each(
  (
    'us-east-1 us-west-2 eu-west-1 eu-north-1 sa-east-1 ap-northeast-3 cn-north-1 us-gov-east-1 eusc-de-east-1 ' +
    'us-iso-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-south-1'
  ).split(' '),
)('%s is there from the start', (region) => {
  expect([isKnownRegion(region), isOptInRegion(region)]).toEqual([true, false]);
});

test.each(['', 'local', 'us-east-9'])('%j is not a Region of AWS', (region) => {
  expect([isKnownRegion(region), isOptInRegion(region)]).toEqual([false, false]);
});

test.each(['us-east-1', 'us-gov-west-1', 'ap-southeast-15', 'eusc-de-east-1', 'sa-west-1'])(
  '%s may be a Region',
  (region) => {
    expect(requireRegion(region)).toBe(region);
  },
);

test.each([undefined, null, 5, '', 'us', 'local'])('%j is not a Region', (region) => {
  expect(() => requireRegion(region)).toThrow(
    `[fake-ecr] ${shown(region)} is not a Region. Expected a name such as 'us-west-2' or 'eu-west-1'.`,
  );
});

test.each([
  ['us-wset-2', 'us-west-2'],
  ['us-wes-2', 'us-west-2'],
  ['uw-west-2', 'us-west-2'],
  ['us-east', 'us-east-1'],
  ['us-east-1x', 'us-east-1'],
  [' us-east-1', 'us-east-1'],
  ['us-gov-wst-1', 'us-gov-west-1'],
  ['eusc-de-eats-1', 'eusc-de-east-1'],
  ['cn-nort-1', 'cn-north-1'],
  ['US-WEST-2', 'us-west-2'],
])('%j is of no partition, and %s is near', (region, near) => {
  expect(() => requireRegion(region)).toThrow(
    `[fake-ecr] ${shown(region)} is not a Region. Did you mean '${near}'?`,
  );
});

test.each([undefined, null, 111122223333, '', '11112222333', '1111222233334', '11112222333a'])(
  '%j is not an account',
  (account) => {
    expect(() => requireAccountId(account)).toThrow(
      `[fake-ecr] ${shown(account)} is not an account id. Expected a string of twelve digits such as '111122223333'`,
    );
  },
);

test('an account may begin with zeros', () => {
  expect(requireAccountId('000000000012')).toBe('000000000012');
});
