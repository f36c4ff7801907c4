// Vitest's own files are ES modules: what they test is CommonJS here.
import { createRequire } from 'node:module';
import 'fake-ecr/vitest';
import { afterAll, beforeEach, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const world = require('./cases.cjs')({
  sdk: require('@aws-sdk/client-ecr'),
  fake: require('fake-ecr'),
  http: require('fake-ecr/http'),
});

beforeEach(world.begin);
afterAll(() => world.ecr.restore());

test.each(Object.entries(world.cases))('%s', (_title, run) => run());
test('matchers', () => require('./matchers.cjs')(world, expect));
