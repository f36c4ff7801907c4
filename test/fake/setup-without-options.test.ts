import { setupFakeEcr } from '../../src/index.js';

const ecr = setupFakeEcr();

test.each([1, 2])('every test begins with an empty world if no scene is set (%d)', () => {
  expect(ecr.inspect()).toBe('nothing here yet');
  ecr.registry('111122223333', 'us-west-2').createRepository('app');
});
