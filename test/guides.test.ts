/** The guides run as printed, and fail as they say. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type PrintedFiles, printedFiles, runPrintedSuite } from './support/printed-suite.js';
import { typeErrors } from './support/type-errors.js';

const DOCS = join(__dirname, '../docs');
const documents = [
  'getting-started.md',
  'infrastructure-as-code.md',
  ...readdirSync(join(DOCS, 'guides')).map((name) => `guides/${name}`),
].map((name) => ({ name, text: readFileSync(join(DOCS, name), 'utf8') }));

const isTest = (file: string) => /\.(test|spec)\.(ts|mjs)$/.test(file);

const suites = documents.flatMap(({ name, text }) => {
  const files = printedFiles(text);
  return [...files.keys()].filter(isTest).map((file) => ({ name, file, files }));
});

test('each guide has a suite', () => {
  expect(suites.length).toBeGreaterThan(8);
  for (const { name } of documents) expect(suites.map((suite) => suite.name)).toContain(name);
});

test.each(suites)(
  '$name: $file is green',
  async ({ file, files }) => {
    const { count, failures } = await runPrintedSuite(files, file);

    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(0);
    // The suite of stacks loads the CDK.
  },
  120_000,
);

test('they compile, and matchers are typed', () => {
  expect(typeErrors(documents.map(({ text }) => printedFiles(text)))).toEqual([]);
}, 120_000);

/** A change that a guide makes on purpose, and what it says that is printed then. */
interface Breakage {
  readonly name: string;
  readonly change: string;
  readonly files: PrintedFiles;
  readonly printed: readonly string[];
}

/** `<!-- red: remove "…" -->` or `<!-- red: replace "…" with "…" -->`, and the block of text after it. */
const breakages = documents.flatMap(({ name, text }) =>
  [
    ...text.matchAll(
      /<!-- red: (?:remove|replace) ("[^"]+")(?: with ("[^"]+"))? -->\s+```text\n([\s\S]*?)```/g,
    ),
  ].map(([, from = '', to = '""', block = '']): Breakage => {
    const files = new Map(printedFiles(text));
    const [sought, put] = [JSON.parse(from) as string, JSON.parse(to) as string];
    for (const [file, code] of files) files.set(file, code.replace(sought, put));
    return { name, change: from, files, printed: block.trimEnd().split('\n') };
  }),
);

test.each(breakages)(
  '$name: without $change it is red, and says why',
  async ({ files, printed }) => {
    const runs = await Promise.all(
      [...files.keys()]
        .filter(isTest)
        .slice(0, 1)
        .map((file) => runPrintedSuite(files, file)),
    );

    const messages = runs.flatMap(({ failures }) => failures.map(({ error }) => error.message));
    expect(messages.filter((message) => printed.every((line) => message.includes(line)))).not.toEqual([]);
  },
  120_000,
);
