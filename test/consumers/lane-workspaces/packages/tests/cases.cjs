/** A workspace whose application has another copy of the SDK than its tests: they use the one of the other version. */
const assert = require('node:assert/strict');
const { createRequire } = require('node:module');

const application = require.resolve('app/release.js');

/** The application as a runner with its own module registry loads it: with copies that nobody else sees. */
function loadAnew() {
  const before = { ...require.cache };
  for (const path of Object.keys(require.cache)) delete require.cache[path];
  const loaded = createRequire(application)(application);
  for (const path of Object.keys(require.cache)) delete require.cache[path];
  Object.assign(require.cache, before);
  return loaded;
}

module.exports = ({ sdk, fake, app }) => {
  // The copies sign before they call.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  const ecr = fake.fakeEcr({ defaultAccount: '111122223333', layers: 'assumed' });
  const prod = ecr.registry('111122223333', 'us-west-2');
  const begin = () => {
    ecr.reset();
    prod.createRepository('payments').replicateTo(ecr.registry('111122223333', 'eu-west-1'));
  };
  const cases = {
    'the application has its own copy, which the fake finds': async () => {
      assert.notEqual(app.sdk.ECRClient, sdk.ECRClient);
      await app.release('payments', 'v1', fake.image('v1').manifest);
      await fake.expectReplicated('payments:v1', 'eu-west-1');
    },
    'a copy that the fake is not attached to is noticed at its first call, which names attach': async () => {
      const { release } = loadAnew();
      await assert.rejects(
        release('payments', 'v2', fake.image('v2').manifest),
        /\[fake-ecr\] [^]*ecr\.attach\(/,
      );
    },
    'once it is attached, it works': async () => {
      const { release, sdk: copy } = loadAnew();
      ecr.attach(copy);
      await release('payments', 'v3', fake.image('v3').manifest);
      await fake.expectReplicated('payments:v3', 'eu-west-1');
    },
  };
  return { ecr, begin, cases };
};
