import { createRequire } from 'node:module';
import * as sdk from '@aws-sdk/client-ecr';
import * as fake from 'fake-ecr';
import * as http from 'fake-ecr/http';
import 'fake-ecr/vitest';
import { afterAll, beforeEach, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const world = require('./cases.cjs')({ sdk, fake, http });

beforeEach(world.begin);
afterAll(() => world.ecr.restore());

test.each(Object.entries(world.cases))('%s', (_title, run) => run());
test('matchers', () => require('./matchers.cjs')(world, expect));
