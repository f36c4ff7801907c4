import { FakeEcrError } from '../../src/lib/misuse.js';
import { printable, printableLines } from '../../src/lib/printable.js';

test('control characters of both sets, and those that turn text around, can be read', () => {
  expect(printable('a\u001b[2J\u009b2J\u0007\u007f\n\u202eb — é')).toBe(
    'a\\u001b[2J\\u009b2J\\u0007\\u007f\\u000a\\u202eb — é',
  );
});

test('lines stay if there are to be several', () => {
  expect(printableLines('a\n\u009bb')).toBe('a\n\\u009bb');
});

test('messages contain no control sequences of a terminal', () => {
  expect(new FakeEcrError("There is no image 'a\u001b]0;x\u0007\u009b31m'.").message).toBe(
    "[fake-ecr] There is no image 'a\\u001b]0;x\\u0007\\u009b31m'.",
  );
});
