import { after, beforeEach, test } from 'node:test';
import * as sdk from '@aws-sdk/client-ecr';
import * as fake from 'fake-ecr';
import * as http from 'fake-ecr/http';
import modules from './cases.cjs';

const { begin, cases, ecr } = modules({ sdk, fake, http });

beforeEach(begin);
after(() => ecr.restore());

for (const [title, run] of Object.entries(cases)) test(title, run);
