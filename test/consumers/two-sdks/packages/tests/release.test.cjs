const assert = require('node:assert/strict');
const { after, test } = require('node:test');
const sdk = require('@aws-sdk/client-ecr');
const { expectReplicated, fakeEcr, image } = require('fake-ecr');
const { release, sdk: theirs } = require('../app/release.js');

const ecr = fakeEcr({ defaultAccount: '111122223333', layers: 'assumed' });
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('111122223333', 'eu-west-1');

after(() => ecr.restore());

test('a release with another copy of the SDK is replicated', async () => {
  assert.notEqual(theirs.ECRClient, sdk.ECRClient);
  prod.createRepository('payments').replicateTo(dr);
  // The fake finds the copy by itself.
  await release('payments', 'v1', image('v1').manifest);
  await expectReplicated('payments:v1', 'eu-west-1');
});

test('a release with a copy that was attached works too', async () => {
  ecr.attach(theirs);
  await release('payments', 'v2', image('v2').manifest);
  await expectReplicated('payments:v2', 'eu-west-1');
});
