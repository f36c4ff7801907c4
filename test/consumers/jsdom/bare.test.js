// The SDK does not load without them; whatever is loaded later does.
const util = require('node:util');
Object.assign(globalThis, { TextEncoder: util.TextEncoder, TextDecoder: util.TextDecoder });
require('@aws-sdk/client-ecr');
delete globalThis.TextEncoder;
delete globalThis.TextDecoder;

test('jsdom has neither', () => {
  expect([typeof TextEncoder, typeof structuredClone]).toEqual(['undefined', 'undefined']);
});
require('./suite')();
