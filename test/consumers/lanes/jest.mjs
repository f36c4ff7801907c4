import * as sdk from '@aws-sdk/client-ecr';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import * as fake from 'fake-ecr';
import * as http from 'fake-ecr/http';
import 'fake-ecr/jest-globals';
import modules from './cases.cjs';
import matchers from './matchers.cjs';

const world = modules({ sdk, fake, http });

beforeEach(world.begin);
afterAll(() => world.ecr.restore());

test.each(Object.entries(world.cases))('%s', (_title, run) => run());
test('matchers', () => matchers(world, expect));
