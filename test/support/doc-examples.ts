import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** An example of a docstring. */
export interface DocExample {
  /** For example `src/fake/fake-world.ts:120`. */
  readonly place: string;
  readonly file: string;
  readonly code: string;
}

const ENTRIES = ['index', 'matchers', 'request-handler', 'http', 'sts', 'iac'];
/** What handles inherit, and what only types are exported of: public, though no entry names its values. */
const BASES = ['fake/fake-world.ts', 'handles/principal-handle.ts', 'expect/matcher-types.ts'];

/** The files whose docstrings users read. */
function publicFiles(src: string): string[] {
  const files = new Set<string>(BASES.map((file) => join(src, file)));
  for (const entry of ENTRIES) {
    const file = join(src, `${entry}.ts`);
    files.add(file);
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
      /^export (?:type )?\{[^;]* from '(\.[^']+)\.js';/gm,
    )) {
      files.add(join(dirname(file), `${from}.ts`));
    }
  }
  return [...files].sort();
}

/** All examples in the docstrings of public files, apart from those of internal members. */
export function docExamples(root: string): DocExample[] {
  return publicFiles(join(root, 'src')).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*?@example\n((?:(?!\*\/)[\s\S])*)\*\//g)]
      .filter(([comment]) => !comment.includes('@internal'))
      .map((match): DocExample => {
        const code = (match[1] ?? '').replace(/^ *\* ?/gm, '').trim();
        const line = text.slice(0, match.index).split('\n').length;
        return { place: `${relative(root, file)}:${line}`, file, code };
      });
  });
}
