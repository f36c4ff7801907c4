/** The examples of public docstrings, of the recipes and of the page on assertions run, in a world as their readers imagine it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docExamples } from './support/doc-examples.js';
import { closeExamples, runExample } from './support/example-scene.js';

const ROOT = join(__dirname, '..');

afterEach(closeExamples);

const examples = docExamples(ROOT).map(({ place, code }) => [place, code] as const);

test('there are examples', () => expect(examples.length).toBeGreaterThan(50));

test.each(examples)('%s', async (_place, code) => {
  await runExample(code);
});

const recipes = ['docs/recipes.md', 'docs/assertions.md'].flatMap((file) => [
  ...readFileSync(join(ROOT, file), 'utf8').matchAll(/^## (.+)$|```ts\n([^]*?)```/gm),
]);
let title = '';
const recipeCodes = recipes.flatMap(([, heading, code], index) => {
  title = heading ?? title;
  return code === undefined ? [] : [[`recipe ${index}: ${title}`, code] as const];
});

test.each(recipeCodes)('%s', async (_title, code) => {
  await runExample(code);
});
