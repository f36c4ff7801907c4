/** What the documents promise is there. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fidelityDocument, findProofs, readGrades } from '../tools/fidelity.js';
import { messages } from '../tools/messages.js';
import { operations } from '../src/operations/index.js';
import { DEFAULT_BEHAVIOUR } from '../src/world/world-options.js';

const read = (file: string) => readFileSync(join(__dirname, '..', file), 'utf8');

test('every unknown U1 to U30 has its row in the list of choices', () => {
  const rows = [...read('docs/fidelity.md').matchAll(/^\| U(\d+) +\|/gm)].map((match) => Number(match[1]));
  expect(rows).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
});

test('the names and files of the code in the list of choices are there', () => {
  const files = sourceFiles(join(ROOT, 'src'));
  const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const rows = read('tools/fidelity-choices.md').matchAll(/^\|(.*)\|[^|]*\|$/gm);
  const places = [...rows].map(([, cells = '']) => cells.split(/(?<!\\)\|/).at(-1) ?? '');
  const names = places.flatMap((place) => [...place.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  expect(names.length).toBeGreaterThan(100);
  const isThere = (name: string) =>
    name.endsWith('.ts')
      ? files.some((file) => file.endsWith(`/${name}`))
      : name.split('.').every((part) => new RegExp(`\\b${part}\\b`).test(code));
  expect(names.filter((name) => !isThere(name))).toEqual([]);
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

test('every option of behaviour is explained there or in the README', () => {
  const text = read('docs/fidelity.md') + read('README.md');
  for (const option of Object.keys(DEFAULT_BEHAVIOUR)) expect(text).toContain(option);
});

test('the README counts the operations right', () => {
  expect(read('README.md')).toContain(`All ${Object.keys(operations).length} operations are modelled`);
});

test('the README has the two commands', () => {
  expect(read('README.md')).toContain('npm ci && npm run demo');
  expect(read('README.md')).toContain('npm ci && npm test');
});

const ROOT = join(__dirname, '..');

test('every numbered statement has a test that names it', () => {
  const proofs = findProofs(ROOT);
  expect(Object.keys(readGrades(ROOT)).filter((id) => !proofs.has(id))).toEqual([]);
});

test('no test names a statement that does not exist', () => {
  const grades = readGrades(ROOT);
  expect([...findProofs(ROOT).keys()].filter((id) => grades[id] === undefined)).toEqual([]);
});

test('the list of what is known and chosen is up to date: npm run generate:fidelity', () => {
  const plain = (text: string) => text.replace(/-{2,}/g, '-').replace(/\s+/g, ' ').replace(/\\/g, '');
  expect(plain(read('docs/fidelity.md'))).toBe(plain(fidelityDocument(ROOT)));
});

test('troubleshooting has every message: npm run generate:messages', () => {
  const page = read('docs/troubleshooting.md');
  const said = messages(ROOT);
  expect(said.length).toBeGreaterThan(100);
  expect(said.filter(({ text }) => !page.includes(text)).map(({ text }) => text)).toEqual([]);
});
