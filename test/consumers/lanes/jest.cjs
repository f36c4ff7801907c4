const world = require('./cases.cjs')({
  sdk: require('@aws-sdk/client-ecr'),
  fake: require('fake-ecr'),
  http: require('fake-ecr/http'),
});
require('fake-ecr/jest');

beforeEach(world.begin);
afterAll(() => world.ecr.restore());

test.each(Object.entries(world.cases))('%s', (_title, run) => run());
test('matchers', () => require('./matchers.cjs')(world, expect));
