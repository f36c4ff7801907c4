import { afterAll, beforeEach, expect, test } from 'bun:test';
import * as sdk from '@aws-sdk/client-ecr';
import * as fake from 'fake-ecr';
import 'fake-ecr/bun';
import * as http from 'fake-ecr/http';
import modules from './cases.cjs';
import matchers from './matchers.cjs';

const world = modules({ sdk, fake, http });

beforeEach(world.begin);
afterAll(() => world.ecr.restore());

for (const [title, run] of Object.entries(world.cases)) test(title, run);
test('matchers', () => matchers(world, expect));
