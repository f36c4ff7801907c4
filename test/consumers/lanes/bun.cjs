const { afterAll, beforeEach, expect, test } = require('bun:test');
const world = require('./cases.cjs')({
  sdk: require('@aws-sdk/client-ecr'),
  fake: require('fake-ecr'),
  http: require('fake-ecr/http'),
});
require('fake-ecr/bun');

beforeEach(world.begin);
afterAll(() => world.ecr.restore());

for (const [title, run] of Object.entries(world.cases)) test(title, run);
test('matchers', () => require('./matchers.cjs')(world, expect));
