/** What the documents promise is there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '../src/operations/index.js';
import { DEFAULT_BEHAVIOUR } from '../src/domain/behaviour.js';

const read = (file: string) => readFileSync(join(__dirname, '..', file), 'utf8');

test('every unknown U1 to U30 has its row in the list of choices', () => {
  const rows = [...read('docs/fidelity.md').matchAll(/^\| U(\d+) +\|/gm)].map((match) => Number(match[1]));
  expect(rows).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
});

test('every option of behaviour is explained there or in the README', () => {
  const text = read('docs/fidelity.md') + read('README.md');
  for (const option of Object.keys(DEFAULT_BEHAVIOUR)) expect(text).toContain(option);
});

test('the README names exactly the operations that are open', () => {
  const open = Object.values(operations)
    .filter((operation) => operation.handle.toString().includes('is not modelled yet'))
    .map((operation) => `\`${operation.name}\``);
  const [, named = ''] =
    /<!-- open operations -->([\s\S]*)<!-- \/open operations -->/.exec(read('README.md')) ?? [];
  expect([...(named.match(/`\w+`/g) ?? [])].sort()).toEqual(open.sort());
});

test('the README has the two commands', () => {
  expect(read('README.md')).toContain('npm ci && npm run demo');
  expect(read('README.md')).toContain('npm ci && npm test');
});
