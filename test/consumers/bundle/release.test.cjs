const assert = require('node:assert/strict');
const { after, test } = require('node:test');
const sdk = require('@aws-sdk/client-ecr');
const { expectReplicated, fakeEcr, image } = require('fake-ecr');
const { release, sdk: theirs } = require('./dist/release.js');

const ecr = fakeEcr({ defaultAccount: '111122223333', layers: 'assumed' });
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('111122223333', 'eu-west-1');

after(() => ecr.restore());

test('a release with a copy that the fake is not attached to reaches no network, and its error says why', async () => {
  // The copy signs before it calls.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  await assert.rejects(
    release('payments', 'v0', image('v0').manifest),
    /^(FakeEcr)?Error: \[fake-ecr\] .*ecr\.attach\(/s,
  );
});

test('a release with another copy of the SDK is replicated', async () => {
  assert.notEqual(theirs.ECRClient, sdk.ECRClient);
  ecr.attach(theirs);
  prod.createRepository('payments').replicateTo(dr);
  await release('payments', 'v1', image('v1').manifest);
  await expectReplicated('payments:v1', 'eu-west-1');
});
