/** Links between documents lead somewhere, and every page of the site is reachable from its sidebar. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..');
const DOCS = join(ROOT, 'docs');

/** Written by TypeDoc when the site is built, which checks its links itself. */
const isGenerated = (folder: string) => folder === join(DOCS, 'reference');

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isGenerated(path) || entry.name.startsWith('.') ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'CODE_OF_CONDUCT.md'].map((name) =>
    join(ROOT, name),
  ),
  ...markdownIn(DOCS),
  ...markdownIn(join(ROOT, 'examples')),
].map((path) => ({ name: relative(ROOT, path), path }));

/** A document without its code, in which brackets are something else. */
const proseOf = (path: string) =>
  readFileSync(path, 'utf8')
    .replace(/^ *```[^]*?^ *```/gm, '')
    .replace(/`[^`\n]*`/g, '');

/** The anchors of headings, as GitHub and the site name them. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replace(/ /g, '-'),
    ),
  );
}

test.each(documents)('links of $name lead to files and headings that are there', ({ path }) => {
  const targets = [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const dead = targets
    .filter((target) => !/^(https?|mailto):/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#');
      const at = file === '' ? path : join(dirname(path), file);
      if (isGenerated(dirname(at)) || isGenerated(at)) return false;
      if (!existsSync(at)) return true;
      return anchor !== undefined && !anchorsOf(at).has(anchor);
    });
  expect(dead).toEqual([]);
});

test('every page of the site is in its sidebar', () => {
  const config = readFileSync(join(DOCS, '.vitepress/config.mts'), 'utf8');
  const sidebar = config.slice(config.indexOf('sidebar:'));
  const links = new Set([...sidebar.matchAll(/link: '\/([^']*)'/g)].map(([, link = '']) => link));
  const folders = [...sidebar.matchAll(/pagesIn\('([^']+)'\)/g)].map(([, folder = '']) => folder);
  const pages = markdownIn(DOCS).map((path) => relative(DOCS, path).replace(/\.md$/, ''));
  const lost = pages.filter(
    (page) => !links.has(page === 'index' ? '' : page) && !folders.includes(dirname(page)),
  );
  expect(pages.length).toBeGreaterThan(20);
  expect(lost).toEqual([]);
});

test('a dead link ends the build of the site', () => {
  const config = readFileSync(join(DOCS, '.vitepress/config.mts'), 'utf8');
  expect([...config.matchAll(/ignoreDeadLinks: (.*),/g)].map(([, value]) => value)).toEqual([
    "'localhostLinks'",
  ]);
});
