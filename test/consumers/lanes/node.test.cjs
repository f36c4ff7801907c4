const { after, beforeEach, test } = require('node:test');
const { begin, cases, ecr } = require('./cases.cjs')({
  sdk: require('@aws-sdk/client-ecr'),
  fake: require('fake-ecr'),
  http: require('fake-ecr/http'),
});

beforeEach(begin);
after(() => ecr.restore());

for (const [title, run] of Object.entries(cases)) test(title, run);
