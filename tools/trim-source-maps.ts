/**
 * Makes source maps small, and so the package: their sources lose their comments, since the documentation is in the
 * types, and their mappings say which line a line comes from, not which column. Code is not minified and keeps its
 * names, so a stack trace and a debugger show the line as it was written.
 */
import { type SourceMapMappings, decode, encode } from '@jridgewell/sourcemap-codec';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './packed-package.js';

/** A comment that begins a line. */
const COMMENT = /^[ \t]*\/\*\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm;

interface SourceMap {
  readonly mappings: string;
  readonly sourcesContent?: readonly (string | null)[];
}

const dist = join(ROOT, 'dist');
for (const name of readdirSync(dist).filter((file) => file.endsWith('js.map'))) {
  const map = JSON.parse(readFileSync(join(dist, name), 'utf8')) as SourceMap;
  const sourcesContent = map.sourcesContent?.map(
    (source) => source && source.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, '')),
  );
  writeFileSync(
    join(dist, name),
    JSON.stringify({ ...map, names: [], mappings: lineByLine(map.mappings), sourcesContent }),
  );
}

/** Keeps the first mapping of each line, and those at which the line of the source changes. */
function lineByLine(mappings: string): string {
  const lines: SourceMapMappings = decode(mappings).map((segments) => {
    const kept: SourceMapMappings[number] = [];
    let last = '';
    for (const [column, source, line, sourceColumn] of segments) {
      if (source === undefined || line === undefined || `${source}:${line}` === last) continue;
      last = `${source}:${line}`;
      kept.push([column, source, line, sourceColumn as number]);
    }
    return kept;
  });
  return encode(lines);
}
