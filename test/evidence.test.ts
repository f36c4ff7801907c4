import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recording, Shown } from '../src/verify/fidelity/recording.js';
import { fidelityDocument, readEvidence } from '../tools/fidelity.js';

const ROOT = join(__dirname, '..');
const EMPTY = 'No recording has been sent in yet';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const shown = (id: string, outcome: Shown['outcome'], choice?: string): Shown => ({
  id,
  title: 'a title',
  grade: 'assumed',
  outcome,
  ...(choice === undefined ? {} : { choice }),
});

function recorded(name: string, statements: readonly Shown[], changes: Partial<Recording> = {}): void {
  const recording: Recording = {
    fakeEcrRecording: 1,
    source: 'aws',
    date: '2026-11-29',
    region: 'eu-west-1',
    version: '0.1.0',
    isComplete: true,
    statements,
    ...changes,
  };
  writeFileSync(join(folder, name), JSON.stringify(recording));
}

const document = () => fidelityDocument(ROOT, readEvidence(folder));
/** The last cell of the row that begins with a text. */
const cellOf = (text: string, beginning: string): string | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| ${beginning}`))
    ?.split('|')
    .at(-2)
    ?.trim();

test('without a recording the column is empty, and the document says so', () => {
  const text = document();
  expect(text).toContain(EMPTY);
  expect(cellOf(text, 'I5 |')).toBe('');
  expect(cellOf(text, 'U14 |')).toBe('');
});

test('a recording of AWS fills the column, by number and by choice', () => {
  recorded('a.json', [
    shown('I5', 'agrees'),
    shown('U14', 'differs'),
    shown('C6', 'agrees', 'unknown settings and values'),
  ]);
  recorded('b.json', [shown('I5', 'differs')], { date: '2027-01-05', region: 'us-east-1' });
  const text = document();
  expect(text).not.toContain(EMPTY);
  expect(cellOf(text, 'I5 |')).toBe('agrees 2026-11-29 eu-west-1, differs 2027-01-05 us-east-1');
  expect(cellOf(text, 'I50 |')).toBe('');
  expect(cellOf(text, 'U14 |')).toBe('differs 2026-11-29 eu-west-1');
  expect(cellOf(text, 'unknown settings and values')).toBe('a title: agrees 2026-11-29 eu-west-1');
});

test('answers of another endpoint, and results that could not be shown, fill nothing', () => {
  recorded('a.json', [shown('I5', 'agrees')], { source: 'endpoint' });
  recorded('b.json', [shown('I5', 'failed'), shown('U14', 'skipped')]);
  const text = document();
  expect(text).toContain(EMPTY);
  expect(cellOf(text, 'I5 |')).toBe('');
});

test('a file that is not a recording is refused', () => {
  writeFileSync(join(folder, 'a.json'), '{}');
  expect(document).toThrow('a.json is not a recording');
});
