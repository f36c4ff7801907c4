import '../../src/jest.js';
import {
  BatchGetImageCommand,
  DeleteRepositoryCommand,
  PutImageCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import {
  type RegistryHandle,
  expectAllowed,
  expectCalled,
  expectDenied,
  expectEmitted,
  expectImage,
  expectNoImage,
  expectNoPendingReplications,
  expectNotReplicated,
  expectReplicated,
  expectRepository,
  expectTag,
  image,
} from '../../src/index.js';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

const ROLE = `arn:aws:iam::${SOURCE}:role/ci`;
let ecr: ReturnType<typeof scene>;
let prod: RegistryHandle;
let dr: RegistryHandle;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
  prod.replicateTo(dr);
}

beforeEach(async () => {
  start();
  await push(ecr.client(SOURCE, 'us-west-2'), 'payments', 'v1');
});

const failure = (assertion: () => void): string => {
  try {
    assertion();
  } catch (error) {
    // Without the colours of the runner.
    return (error as Error).message.replace(/\u001b\[\d+m/g, '');
  }
  throw new Error('the assertion passed');
};

describe('toHaveTag', () => {
  const DIGEST = image('content').digest;

  test('passes', () => {
    expect(prod).toHaveTag('payments:v1');
    expect(prod).toHaveTag('payments:v1', DIGEST);
    expect(prod.repository('payments')).toHaveTag('v1', DIGEST);
    expect(prod).not.toHaveTag('payments:v2');
    expect(prod).not.toHaveTag('payments:v1', image('other').digest);
  });

  test('fails with where the tag is', () => {
    const wanted = image('other').digest;
    expect(failure(() => expect(prod).toHaveTag('payments:v1', wanted))).toMatchInlineSnapshot(`
     "expect(111122223333/us-west-2).toHaveTag('payments:v1', 'sha256:5f83e8a2fcfe46b35d2b89257af2b5f40ab4b18abe7e2a250a0279a2909cfd18')

     Expected: tag 'v1' in 'payments' at 111122223333/us-west-2 on sha256:5f83e8a2fcfe46b35d2b89257af2b5f40ab4b18abe7e2a250a0279a2909cfd18
     Received: it is on sha256:a4f8af9ca7d9ea0102396c8bce5438fe5873a56ae193ed226843ce6224e4ec0a, since 2026-11-24T09:00:00.000Z

     What happened to payments:v1:
       2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  PutImage payments:v1 by user/fake-ecr
       2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v1 SUCCESS
       2026-11-24 09:00:00.000Z  call         444455556666/eu-west-1  ReplicateImage payments:v1 by AWSServiceRoleForECRReplication
       2026-11-24 09:00:00.000Z  replication  111122223333/us-west-2  payments:v1 -> 444455556666/eu-west-1 COMPLETE
       2026-11-24 09:00:00.000Z  event        444455556666/eu-west-1  ECR Replication Action REPLICATE payments:v1 SUCCESS"
    `);
    expect(failure(() => expect(prod).toHaveTag('payments:v2'))).toMatchInlineSnapshot(`
     "expect(111122223333/us-west-2).toHaveTag('payments:v2')

     Expected: tag 'v2' in 'payments' at 111122223333/us-west-2
     Received: tags of 'payments': v1

     Why:
       the nearest that exists is 'v1'"
    `);
  });
});

describe('toBeReplicated', () => {
  test('passes', () => {
    expect('payments:v1').toBeReplicated({ to: dr });
    expect('payments:v1').toBeReplicated({ from: prod, to: dr });
    expect('payments:v1').not.toBeReplicated({ to: ecr.registry(OTHER, 'us-east-1') });
  });

  test('fails with the reasons', () => {
    const elsewhere = ecr.registry(OTHER, 'us-east-1');
    expect(failure(() => expect('payments:v1').toBeReplicated({ to: elsewhere }))).toMatchInlineSnapshot(`
     "expect('payments:v1').toBeReplicated({ to: 444455556666/us-east-1 })

     Expected: payments:v1 replicated to 444455556666/us-east-1
     Received: never: no replication of it was started

     Why:
       No replication rule of 111122223333/us-west-2 has 444455556666/us-east-1 as a destination.
         destinations: 444455556666/eu-west-1
         the rule names eu-west-1 for account 444455556666, not us-east-1

     What happened to payments:v1:
       2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  PutImage payments:v1 by user/fake-ecr
       2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v1 SUCCESS
       2026-11-24 09:00:00.000Z  call         444455556666/eu-west-1  ReplicateImage payments:v1 by AWSServiceRoleForECRReplication
       2026-11-24 09:00:00.000Z  replication  111122223333/us-west-2  payments:v1 -> 444455556666/eu-west-1 COMPLETE
       2026-11-24 09:00:00.000Z  event        444455556666/eu-west-1  ECR Replication Action REPLICATE payments:v1 SUCCESS"
    `);
    expect(() => expect(prod).toBeReplicated({ to: dr })).toThrow(/^\[fake-ecr\] toBeReplicated\(\)/);
  });
});

test('of several registries that hold an image, the one with a rule to the destination is asked why', () => {
  start();
  const staging = ecr.registry('777788889999', 'us-west-2').createRepository('orders');
  staging.push('orders:v1');
  const filtered = ecr.registry('777788889999', 'us-east-1').createRepository('orders');
  filtered.push('orders:v1').replicateTo(staging).replicateTo(dr, { prefix: 'orders/' });
  const other = ecr.registry('777788889999', 'us-east-2').createRepository('orders');
  other.push('orders:v1').replicateTo(staging);

  const message = failure(() => expect('orders:v1').toBeReplicated({ to: dr }));

  expect(message).toContain(
    "No filter of the rules to 444455556666/eu-west-1 matches the repository name 'orders'",
  );
});

describe('toHavePendingReplications', () => {
  beforeEach(async () => {
    start({ replication: 'manual' });
    await push(ecr.client(SOURCE, 'us-west-2'), 'payments', 'v1');
  });

  test('passes', () => {
    expect(ecr).toHavePendingReplications();
    expect(ecr).toHavePendingReplications({ to: dr, count: 1 });
    expect(ecr).not.toHavePendingReplications({ to: prod });
    ecr.settle();
    expect(ecr).not.toHavePendingReplications();
  });

  test('fails with what is pending', () => {
    expect(failure(() => expect(ecr).not.toHavePendingReplications())).toMatchInlineSnapshot(`
     "expect(ecr).not.toHavePendingReplications()

     Expected: not pending replications
     Received: 1

     Why:
       replication of payments:v1 from 111122223333/us-west-2 to 444455556666/eu-west-1"
    `);
    expect(failure(() => expect(ecr).toHavePendingReplications({ to: dr, count: 3 }))).toMatchInlineSnapshot(`
     "expect(ecr).toHavePendingReplications({ count: 3, to: 444455556666/eu-west-1 })

     Expected: exactly 3 pending replications to 444455556666/eu-west-1
     Received: 1

     Why:
       replication of payments:v1 from 111122223333/us-west-2 to 444455556666/eu-west-1"
    `);
  });
});

describe('toHaveEmitted', () => {
  test('passes, with asymmetric matchers anywhere', () => {
    expect(ecr).toHaveEmitted({ 'detail-type': 'ECR Replication Action' }, { times: 1 });
    expect(ecr).toHaveEmitted({
      region: 'eu-west-1',
      detail: { result: 'SUCCESS', 'image-digest': expect.stringMatching(/^sha256:/) as unknown },
      resources: [expect.stringContaining('payments') as unknown],
    });
    expect(ecr).toHaveEmitted({ detail: expect.objectContaining({ 'action-type': 'PUSH' }) as unknown });
    expect(ecr).not.toHaveEmitted({ detail: { result: 'FAILED' } });
    expect(ecr).toHaveEmitted({ account: OTHER, detail: { 'action-type': 'PUSH' } }, { times: 0 });
  });

  test('fails with the nearest event, and knows that a replica is not a push', () => {
    const pattern = { region: 'eu-west-1', detail: { 'action-type': 'PUSH', 'image-tag': 'v1' } };
    expect(failure(() => expect(ecr).toHaveEmitted(pattern))).toMatchInlineSnapshot(`
     "expect(ecr).toHaveEmitted({ detail: { 'action-type': 'PUSH', 'image-tag': 'v1' }, region: 'eu-west-1' })

     Expected: event { detail: { 'action-type': 'PUSH', 'image-tag': 'v1' }, region: 'eu-west-1' } at least once
     Received: 0 of 2 events: ECR Image Action PUSH, ECR Replication Action REPLICATE

     Why:
       a replica raises no PUSH: listen to ECR Replication Action with action-type REPLICATE
       the nearest is {
         'detail-type': 'ECR Image Action',
         account: '111122223333',
         detail: {
           'action-type': 'PUSH',
           'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
           'image-digest': 'sha256:a4f8af9ca7d9ea0102396c8bce5438fe5873a56ae193ed226843ce6224e4ec0a',
           'image-tag': 'v1',
           'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
           'repository-name': 'payments',
           result: 'SUCCESS'
         },
         id: '591c8dd8-cd65-47c9-b8ed-16a25ac30b60',
         region: 'us-west-2',
         resources: [],
         source: 'aws.ecr',
         time: '2026-11-24T09:00:00Z',
         version: '0'
       }"
    `);
  });

  test('refuses what is not a pattern', () => {
    expect(() => expect(ecr).toHaveEmitted(undefined as never)).toThrow(/^\[fake-ecr\] toHaveEmitted\(\)/);
    expect(() => expect(prod).toHaveEmitted({})).toThrow(/^\[fake-ecr\] toHaveEmitted\(\) was given/);
    expect(() => expect(ecr).toHaveEmitted({}, { times: 1.5 })).toThrow(/^\[fake-ecr\]/);
  });
});

describe('toHaveCalled', () => {
  test('passes', () => {
    expect(ecr).toHaveCalled('PutImage');
    expect(ecr).toHaveCalled('PutImage', {
      account: SOURCE,
      region: 'us-west-2',
      outcome: 'success',
      input: { repositoryName: 'payments', imageTag: expect.any(String) as unknown },
      times: 1,
    });
    expect(ecr).toHaveCalled('ReplicateImage', { account: OTHER, region: 'eu-west-1' });
    expect(ecr).not.toHaveCalled('DeleteRepository');
    expect(ecr).not.toHaveCalled('PutImage', { region: 'eu-west-1' });
  });

  test('fails with the calls there were', () => {
    const wrong = { region: 'eu-west-1', input: { imageTag: 'v2' } };
    expect(failure(() => expect(ecr).toHaveCalled('PutImage', wrong))).toMatch(
      /^expect\(ecr\)\.toHaveCalled\('PutImage', \{ input: .* \}\)\n\nExpected: PutImage with .* at least once\nReceived: 0 such calls, 1 of PutImage, 3 in total\n\nWhy:\n {2}PutImage from 111122223333\/us-west-2: success/,
    );
    expect(failure(() => expect(ecr).toHaveCalled('DeleteRepository'))).toMatchInlineSnapshot(`
     "expect(ecr).toHaveCalled('DeleteRepository')

     Expected: DeleteRepository at least once
     Received: 0 such calls, 0 of DeleteRepository, 3 in total

     Why:
       called: PutImage, CreateRepository, ReplicateImage
       the nearest is 'CreateRepository'"
    `);
    start();
    expect(failure(() => expect(ecr).toHaveCalled('PutImage'))).toContain(
      'does the application use an attached ECRClient?',
    );
  });
});

test('methods of handles are not calls, and the failure of toHaveCalled says so', () => {
  ecr = scene();
  ecr.registry(SOURCE, 'us-west-2').createRepository('payments').push('payments:v1');
  expect(failure(() => expect(ecr).toHaveCalled('PutImage'))).toContain(
    'such as registry.push(), are not calls',
  );
});

describe('toHaveScanFindings', () => {
  const scan = () =>
    ecr
      .client(SOURCE, 'us-west-2')
      .send(new StartImageScanCommand({ repositoryName: 'payments', imageId: { imageTag: 'v1' } }));

  test('passes', async () => {
    prod.setScanFindings('payments:v1', [{ name: 'CVE-1', severity: 'CRITICAL' }]);
    await scan();
    ecr.settle();
    expect(prod).toHaveScanFindings('payments:v1');
    expect(prod).toHaveScanFindings('payments:v1', { CRITICAL: 1 });
    expect(prod.repository('payments')).toHaveScanFindings('v1', { CRITICAL: expect.any(Number) as unknown });
    expect(prod).not.toHaveScanFindings('payments:v1', { CRITICAL: 2 });
  });

  test('fails with what the scan found, or that there was none', async () => {
    expect(failure(() => expect(prod).toHaveScanFindings('payments:v1'))).toMatchInlineSnapshot(`
     "expect(111122223333/us-west-2).toHaveScanFindings('payments:v1')

     Expected: scan findings of payments:v1 at 111122223333/us-west-2
     Received: an image that was never scanned

     Why:
       scan type BASIC; start a scan, or let the repository scan on push

     What happened to payments:v1:
       2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  PutImage payments:v1 by user/fake-ecr
       2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v1 SUCCESS
       2026-11-24 09:00:00.000Z  call         444455556666/eu-west-1  ReplicateImage payments:v1 by AWSServiceRoleForECRReplication
       2026-11-24 09:00:00.000Z  replication  111122223333/us-west-2  payments:v1 -> 444455556666/eu-west-1 COMPLETE
       2026-11-24 09:00:00.000Z  event        444455556666/eu-west-1  ECR Replication Action REPLICATE payments:v1 SUCCESS"
    `);
    await scan();
    ecr.settle();
    expect(failure(() => expect(prod).toHaveScanFindings('payments:v1', { HIGH: 1 }))).toMatchInlineSnapshot(`
     "expect(111122223333/us-west-2).toHaveScanFindings('payments:v1', { HIGH: 1 })

     Expected: scan findings of payments:v1 at 111122223333/us-west-2: { HIGH: 1 }
     Received: {}

     Why:
       The scan was completed successfully.

     What happened to payments:v1:
       2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  PutImage payments:v1 by user/fake-ecr
       2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v1 SUCCESS
       2026-11-24 09:00:00.000Z  call         444455556666/eu-west-1  ReplicateImage payments:v1 by AWSServiceRoleForECRReplication
       2026-11-24 09:00:00.000Z  replication  111122223333/us-west-2  payments:v1 -> 444455556666/eu-west-1 COMPLETE
       2026-11-24 09:00:00.000Z  event        444455556666/eu-west-1  ECR Replication Action REPLICATE payments:v1 SUCCESS
       2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  StartImageScan payments:v1 by user/fake-ecr
       2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Scan payments@sha256:a4f8af9ca7d9 COMPLETE"
    `);
    expect(failure(() => expect(prod).toHaveScanFindings('payments:v2'))).toContain("tags of 'payments': v1");
  });
});

describe('toAllow', () => {
  test('passes', () => {
    const policies = [
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*' }],
      },
    ];
    const ci = ecr.principal(ROLE, { policies });
    expect(prod.repository('payments')).toAllow('ecr:BatchGetImage', ci);
    expect(prod.repository('payments')).not.toAllow('ecr:PutImage', ci);
    expect(prod).toAllow('ecr:PutReplicationConfiguration', ROLE);
    expect(dr.repository('payments')).not.toAllow('ecr:BatchGetImage', ci);
  });

  test('fails with what each statement contributed', () => {
    const stranger = 'arn:aws:iam::999988887777:role/x';
    expect(failure(() => expect(dr.repository('payments')).toAllow('ecr:PutImage', stranger)))
      .toMatchInlineSnapshot(`
     "expect(444455556666/eu-west-1/payments).toAllow('ecr:PutImage', 'arn:aws:iam::999988887777:role/x')

     Expected: arn:aws:sts::999988887777:assumed-role/x/fake-ecr, ecr:PutImage on arn:aws:ecr:eu-west-1:444455556666:repository/payments to be allowed
     Received: denied, because no resource-based policy allows the ecr:PutImage action

     Why:
       - registry policy, statement "ReplicationFrom111122223333" (Allow) does not match: Principal is arn:aws:iam::111122223333:root, the call has arn:aws:sts::999988887777:assumed-role/x/fake-ecr
       - there is no identity policy
       - there is no repository policy"
    `);
  });

  test('negated, fails with the statement that lets in', () => {
    const policies = [
      { Version: '2012-10-17', Statement: [{ Sid: 'All', Effect: 'Allow', Action: 'ecr:*', Resource: '*' }] },
    ];
    const ci = ecr.principal(ROLE, { policies });
    expect(failure(() => expect(prod.repository('payments')).not.toAllow('ecr:PutImage', ci)))
      .toMatchInlineSnapshot(`
     "expect(111122223333/us-west-2/payments).not.toAllow('ecr:PutImage', arn:aws:sts::111122223333:assumed-role/ci/fake-ecr)

     Expected: not arn:aws:sts::111122223333:assumed-role/ci/fake-ecr, ecr:PutImage on arn:aws:ecr:us-west-2:111122223333:repository/payments to be allowed
     Received: allowed, by the identity policy, which is enough within the account

     Why:
       - identity policy, statement "All" (Allow) matches
       - there is no repository policy
       - there is no registry policy"
    `);
  });

  test.each([
    [
      'another subject',
      () => expect({}).toAllow('ecr:PutImage', ROLE),
      /toAllow\(\) was given another object/,
    ],
    [
      'no subject',
      () => expect(undefined).not.toAllow('ecr:PutImage', ROLE),
      /toAllow\(\) was given undefined/,
    ],
    ['nobody', () => expect(prod).toAllow('ecr:DescribeRegistry', undefined as never), /has no principal/],
    [
      'a client',
      () => expect(prod).toAllow('ecr:DescribeRegistry', ecr.client(OTHER, 'eu-west-1') as never),
      /has no principal/,
    ],
    ['no ARN', () => expect(prod).not.toAllow('ecr:DescribeRegistry', 'ci'), /'ci' is not the ARN of/],
    [
      'a typo',
      () => expect(prod.repository('app')).not.toAllow('ecr:PutImages', ROLE),
      /'ecr:PutImages' is not an action of ECR/,
    ],
    [
      'no action',
      () => expect(prod).not.toAllow(undefined as never, ROLE),
      /undefined is not an action of ECR/,
    ],
    [
      'a repository for a setting',
      () => expect(prod.repository('app')).toAllow('ecr:PutRegistryPolicy', ROLE),
      /does not apply to a repository/,
    ],
    [
      'a function with another subject',
      () => expectAllowed({} as never, 'ecr:PutImage', ROLE),
      /expectAllowed\(\) was given another object/,
    ],
    [
      'its opposite with none',
      () => expectDenied(undefined as never, 'ecr:PutImage', ROLE),
      /expectDenied\(\) was given undefined/,
    ],
  ])('bad use is a mistake of the test, negated or not: %s', (_what, use, text) => {
    expect(use).toThrow(text);
    expect(use).toThrow(/^\[fake-ecr\] /);
  });
});

test('a wrong subject is called by its name', () => {
  expect(() => expect(ecr).toHaveImage('payments:v1')).toThrow(/toHaveImage\(\) was given the fake itself/);
  expect(() => expect(prod).toHaveCalled('PutImage')).toThrow(/toHaveCalled\(\) was given a registry handle/);
  const repository = prod.repository('payments');
  expect(() => expect(repository).toHaveRepository('payments')).toThrow(/was given a repository handle/);
  expect(() => expect({}).toHaveRepository('payments')).toThrow(/was given another object/);
});

test.each(['payments:v1', `payments@${image('content').digest}`])(
  'a repository is not told its own name: %s',
  (reference) => {
    expect(() => expect(prod.repository('payments')).toHaveImage(reference)).toThrow(
      `Expected '${reference.slice('payments:'.length)}': leave out the name for a repository.`,
    );
  },
);

test('matchers serve as asymmetric matchers, too', () => {
  const asymmetric = expect as unknown as { toHaveImage(reference: string): unknown };
  expect({ registry: dr }).toEqual({ registry: asymmetric.toHaveImage('payments:v1') });
});

describe('plain functions', () => {
  test('pass when it is so', async () => {
    const client = ecr.client(OTHER, 'eu-west-1');
    await client.send(
      new BatchGetImageCommand({ repositoryName: 'payments', imageIds: [{ imageTag: 'v1' }] }),
    );
    await expectReplicated('payments:v1', 'eu-west-1', OTHER);
    await expectReplicated('payments:v1', dr);
    await expectReplicated('payments:v1', { to: dr });
    await expectReplicated('payments:v1', { from: prod, to: dr });
    await expectNotReplicated('payments:v1', { from: ecr.registry(OTHER, 'us-east-1'), to: dr });
    await expectNotReplicated('payments:v1', ecr.registry(OTHER, 'us-east-1'));
    expectImage(dr, 'payments:v1');
    expectNoImage(dr, 'payments:v2');
    expectRepository(dr, 'payments');
    expectTag(dr, 'payments:v1', image('content').digest);
    expectEmitted(ecr, { detail: { 'action-type': 'REPLICATE' } }, { times: 1 });
    expectCalled(ecr, 'BatchGetImage', { account: OTHER });
    expectNoPendingReplications(ecr);
    expectAllowed(prod.repository('payments'), 'ecr:PutImage', ROLE);
    expectDenied(dr.repository('payments'), 'ecr:PutImage', ROLE);
  });

  test('say which account they looked at if none was named', async () => {
    await expect(expectReplicated('payments:v1', 'eu-west-1')).rejects.toThrow(
      'no account was given, so it is the default account 123456789012',
    );
    await expect(expectReplicated('payments:v2', 'eu-west-1', OTHER)).rejects.not.toThrow(
      'no account was named',
    );
  });

  test.each([
    [{ to: 'eu-west-1' }, undefined, 'expectReplicated(): to was given string'],
    [{ from: 'us-west-2' }, undefined, 'expectReplicated(): to was given undefined'],
    [{ into: 'x' }, undefined, "expectReplicated() was given the option 'into'. There are from, to."],
  ])('refuse a route that is none: %j', async (route, account, message) => {
    await expect(expectReplicated('payments:v1', route as never, account)).rejects.toThrow(message);
  });

  test('refuse arguments in the wrong order, and say which is first', async () => {
    await expect(expectReplicated(dr as never, 'payments:v1')).rejects.toThrow(
      /as the image\. The image is first, and then the destination: expectReplicated\('payments:v1', registry\)\.$/,
    );
  });

  test('refuse an account beside a route', async () => {
    await expect(expectReplicated('payments:v1', { from: prod, to: dr }, OTHER)).rejects.toThrow(
      'expectReplicated() was given a registry handle and an account.',
    );
  });

  test('leave a Region as it was, enabled or not', async () => {
    await expect(expectReplicated('payments:v1', 'me-central-1', OTHER)).rejects.toThrow('never');
    expect(ecr.account(OTHER).isRegionEnabled('me-central-1')).toBe(false);
  });

  test('throw an error of one kind when it is not', async () => {
    await expect(expectNotReplicated('payments:v1', 'eu-west-1', OTHER)).rejects.toThrow(
      `expectNotReplicated('payments:v1', 'eu-west-1', '${OTHER}')\n\nExpected: not payments:v1 replicated`,
    );
    for (const assertion of [
      () => expectImage(dr, 'payments:v2'),
      () => expectNoImage(dr, 'payments:v1'),
      () => expectRepository(dr, 'payment'),
      () => expectTag(dr, 'payments:v1', image('other').digest),
      () => expectEmitted(ecr, { account: '999988887777' }),
      () => expectCalled(ecr, 'ListImages'),
      () => expectAllowed(dr.repository('payments'), 'ecr:PutImage', ROLE),
      () => expectDenied(prod.repository('payments'), 'ecr:PutImage', ROLE),
    ]) {
      expect(assertion).toThrow(expect.objectContaining({ name: 'EcrAssertionError' }) as Error);
    }
    start({ replication: 'manual' });
    prod.push('payments:v1');
    expect(() => expectNoPendingReplications(ecr)).toThrow('Received: 1');
  });
});

describe('a failure names the nearest match', () => {
  const DIGEST = image('content').digest;
  const NOWHERE = image('nowhere').digest;

  test.each([
    ['no repositories at all', () => expect(ecr.registry(OTHER, 'us-east-1')).toHaveRepository('payments')],
    ['and so no image', () => expectImage(ecr.registry(OTHER, 'us-east-1'), 'payments:v1')],
  ])('%s', (_what, assertion) => {
    expect(failure(assertion)).toContain('Received: a registry without repositories');
  });

  test('a repository with untagged images only is not called empty', () => {
    prod.createRepository('bare').push('bare', image('one')).push('bare', image('two'));
    expect(failure(() => expect(prod).toHaveImage('bare:v1'))).toContain(
      "Received: repository 'bare' without tags (2 images)",
    );
  });

  test('five names are shown, and the rest is counted', () => {
    for (const tag of ['v2', 'v3', 'v4', 'v5', 'v6', 'v7']) prod.push(`payments:${tag}`, image(tag));
    expect(failure(() => expectImage(prod, 'payments:wholly-different'))).toContain(
      "Received: tags of 'payments': v1, v2, v3, v4, v5 and 2 more",
    );
  });

  test('an image is found by its digest, and no tag is proposed for one that is not', () => {
    expect(prod).toHaveImage(`payments@${DIGEST}`);
    expect(prod.repository('payments')).toHaveImage(DIGEST);
    expect(failure(() => expect(prod).toHaveImage(`payments@${NOWHERE}`)).split('\n\n')[1]).toBe(
      `Expected: image payments@${NOWHERE} at ${SOURCE}/us-west-2\nReceived: tags of 'payments': v1`,
    );
  });

  test('a tag that is on another digest than the reference says', () => {
    expect(prod).toHaveImage(`payments:v1@${DIGEST}`);
    expect(failure(() => expect(prod).toHaveImage(`payments:v1@${NOWHERE}`)).split('\n\n')[1]).toBe(
      `Expected: image payments:v1@${NOWHERE} at ${SOURCE}/us-west-2\nReceived: payments:v1 is ${DIGEST}`,
    );
  });

  test('a digest is not a tag', () => {
    expect(() => expect(prod).toHaveTag(`payments@${DIGEST}`)).toThrow(
      `[fake-ecr] 'payments@${DIGEST}' names no tag. Expected for example 'payments:v1'.`,
    );
  });
});

describe('an image that was to be replicated', () => {
  const elsewhere = () => ecr.registry(OTHER, 'us-east-1');

  test('is replicated by its digest, too', () => {
    const { digest } = image('content');
    expect(`payments@${digest}`).toBeReplicated({ to: dr });
    prod.push('payments:other', image('other'));
    expect(`payments@${image('other').digest}`).not.toBeReplicated({ to: elsewhere() });
  });

  test('where no other registry has such a repository or a rule, is in none of them', () => {
    ecr = scene();
    const lone = ecr.registry(SOURCE, 'us-west-2').createRepository('payments').push('payments:v1');
    ecr.registry(OTHER, 'us-east-1').createRepository('orders');
    expect(failure(() => expect(ecr).toHaveReplicated('payments:v1', { to: lone }))).toContain(
      [
        `  No other registry of this world has an image payments:v1.`,
        `    registries: ${SOURCE}/us-west-2, ${OTHER}/us-east-1`,
      ].join('\n'),
    );
  });

  test.each([
    ['by its tag', 'payments:v2'],
    ['by its digest', `payments@${image('two').digest}`],
  ])('and went with its repository is still found on its way, %s', async (_what, reference) => {
    start({ replication: 'manual' });
    // Has such a repository and a rule, but never had the image.
    ecr.registry('777788889999', 'us-east-1').createRepository('payments').replicateTo(elsewhere());
    prod.createRepository('orders').push('orders:v2', image('two'));
    prod.push('payments:v1', image('one')).push('payments:v2', image('two'));
    const removal = new DeleteRepositoryCommand({ repositoryName: 'payments', force: true });
    await ecr.client(SOURCE, 'us-west-2').send(removal);

    const message = failure(() => expect(reference).toBeReplicated({ to: dr }));

    expect(message).toContain('Received: pending');
    expect(message).toContain(`The replication of ${reference} is in progress.`);
  });

  test('the opposite without an account names none, and looks at the default one', async () => {
    ecr = scene({ defaultAccount: OTHER });
    const source = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
    const target = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(source);
    source.replicateTo(target).push('payments:v1');
    await expect(expectNotReplicated('payments:v1', 'eu-west-1')).rejects.toThrow(
      /^expectNotReplicated\('payments:v1', 'eu-west-1'\)\n\nExpected: not payments:v1 replicated to 444455556666/,
    );
  });
});

describe('patterns', () => {
  test('a regular expression matches texts, each time anew', async () => {
    await push(ecr.client(SOURCE, 'us-west-2'), 'payments', 'v2', 'two');
    expect(ecr).toHaveCalled('PutImage', { input: { imageTag: /^v\d$/ }, times: 2 });
    expect(ecr).toHaveCalled('PutImage', { input: { imageTag: /v/g }, times: 2 });
    expect(ecr).not.toHaveCalled('PutImage', { input: { imageTag: /^w/ } });
    expect(ecr).not.toHaveEmitted({ detail: /PUSH/ });
    expect(ecr).toHaveEmitted({ region: /^us-/, detail: { 'action-type': /^PU/, 'image-tag': 'v2' } });
  });

  test('a member that is not an object has no members', () => {
    expect(ecr).not.toHaveEmitted({ region: { name: 'us-west-2' } });
    expect(failure(() => expect(ecr).toHaveEmitted({ region: { name: 'us-west-2' } }))).toContain(
      "'detail-type': 'ECR Image Action'",
    );
  });

  test('a moment is not a string, though it reads alike', () => {
    const [event] = ecr.events;
    expect(ecr).toHaveEmitted({ time: event?.time });
    expect(ecr).not.toHaveEmitted({ time: new Date(event?.time as string) });
  });

  test('without any event there is no nearest one', () => {
    start();
    expect(failure(() => expect(ecr).toHaveEmitted({ region: 'eu-west-1' }))).toMatch(
      /\nReceived: no events$/,
    );
  });

  test('long texts of what was called and of what is asked for are cut, digests and ARNs are not', async () => {
    const imageManifest = image({ annotations: { a: 'x'.repeat(5_000) } }).manifest;
    const client = ecr.client(SOURCE, 'us-west-2');
    await client.send(new PutImageCommand({ repositoryName: 'payments', imageManifest, imageTag: 'long' }));
    const input = { imageManifest: `${imageManifest} `, imageDigest: image('v1').digest };
    const message = failure(() => expect(ecr).toHaveCalled('PutImage', { input }));
    expect(message.length).toBeLessThan(2_500);
    expect(message).toContain('more characters');
    expect(message).toContain(image('v1').digest);
  });

  test('a PUSH that was not replicated gets no advice about replicas', () => {
    const message = failure(() =>
      expect(ecr).toHaveEmitted({ detail: { 'action-type': 'PUSH', 'image-tag': 'v9' } }),
    );
    expect(message).toContain('Why:\n  the nearest is {');
    expect(message).not.toContain('a replica raises no PUSH');
  });

  test('an operation unlike all that were called gets no proposal', () => {
    const [, why] = failure(() => expect(ecr).toHaveCalled('GetAuthorizationToken')).split('Why:\n');
    expect(why).toBe('  called: PutImage, CreateRepository, ReplicateImage');
  });
});

describe('findings', () => {
  const scan = (registry: RegistryHandle, tag: string) =>
    ecr
      .client(registry.accountId, registry.region)
      .send(new StartImageScanCommand({ repositoryName: 'payments', imageId: { imageTag: tag } }));

  test('are looked up by digest, too', async () => {
    prod.setScanFindings('payments:v1', [{ name: 'CVE-1', severity: 'LOW' }]);
    await scan(prod, 'v1');
    ecr.settle();
    expect(prod).toHaveScanFindings(`payments@${image('content').digest}`, { LOW: 1 });
  });

  test('that a repository laid down by digest show in its scan', async () => {
    prod.repository('payments').setScanFindings(image('content').digest, [{ severity: 'HIGH' }]);
    await scan(prod, 'v1');
    ecr.settle();
    expect(prod).toHaveScanFindings('payments:v1', { HIGH: 1 });
  });

  test('of a scan that failed are a status, and a reason', async () => {
    ecr.failWork('scan', { code: 'UNSUPPORTED_IMAGE' }).once();
    await scan(prod, 'v1');
    ecr.settle();
    const message = failure(() => expect(prod).toHaveScanFindings('payments:v1'));
    expect(message).toContain('Received: status UNSUPPORTED_IMAGE');
    expect(prod).not.toHaveScanFindings('payments:v1');
  });

  test('of a scan under way are a status', async () => {
    start({ durations: { scan: 1000 } });
    prod.push('payments:v1');
    await scan(prod, 'v1');
    expect(failure(() => expect(prod).toHaveScanFindings('payments:v1'))).toContain(
      'Received: status IN_PROGRESS',
    );
    expect(() => expect(prod).not.toHaveScanFindings('payments:v1')).toThrow('whose scan is IN_PROGRESS');
  });
});
