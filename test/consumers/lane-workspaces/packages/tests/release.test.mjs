import { after, beforeEach, test } from 'node:test';
import * as sdk from '@aws-sdk/client-ecr';
import app from 'app/release.js';
import * as fake from 'fake-ecr';
import modules from './cases.cjs';

const { begin, cases, ecr } = modules({ sdk, fake, app });

beforeEach(begin);
after(() => ecr.restore());

for (const [title, run] of Object.entries(cases)) test(title, run);
