const { expectReplicated, fakeEcr, image } = require('fake-ecr');
require('fake-ecr/jest');

const ecr = fakeEcr({ defaultAccount: '111122223333', layers: 'assumed' });
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('111122223333', 'eu-west-1');

beforeEach(() => {
  ecr.reset();
  prod.createRepository('payments').replicateTo(dr);
  // Each test loads the application anew, and with it a new copy of the SDK.
  ecr.attach(require('@aws-sdk/client-ecr'));
});
afterAll(() => ecr.restore());

test.each(['v1', 'v2'])('a release of %s is replicated', async (tag) => {
  const { release } = require('./release');
  await release('payments', tag, image(tag).manifest);
  await expectReplicated(`payments:${tag}`, 'eu-west-1');
  expect(dr).toHaveImage(`payments:${tag}`);
});

test('modules that are isolated have their own copy', async () => {
  let release;
  jest.isolateModules(() => {
    ecr.attach(require('@aws-sdk/client-ecr'));
    ({ release } = require('./release'));
  });
  await release('payments', 'v3', image('v3').manifest);
  expect(dr).toHaveImage('payments:v3');
});

test('a copy that the fake is not attached to reaches no network, and its error says why', async () => {
  // The copy signs before it calls.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  let release;
  jest.isolateModules(() => {
    ({ release } = require('./release'));
  });
  await expect(release('payments', 'v4', image('v4').manifest)).rejects.toThrow(
    /^\[fake-ecr\] .*ecr\.attach\(/s,
  );
});
