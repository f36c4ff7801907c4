/**
 * Takes comments out of the sources that source maps carry, so that the package stays small: a debugger shows the code
 * line by line as it was written, and the documentation is in the types. Lines keep their numbers.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './packed-package.js';

/** A comment that begins a line. */
const COMMENT = /^[ \t]*\/\*\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm;

interface SourceMap {
  readonly sourcesContent?: readonly (string | null)[];
}

const dist = join(ROOT, 'dist');
for (const name of readdirSync(dist).filter((file) => file.endsWith('js.map'))) {
  const map = JSON.parse(readFileSync(join(dist, name), 'utf8')) as SourceMap;
  const sourcesContent = map.sourcesContent?.map(
    (source) => source && source.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, '')),
  );
  writeFileSync(join(dist, name), JSON.stringify({ ...map, sourcesContent }));
}
