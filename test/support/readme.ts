import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The README, as readers have it before them. */
export const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** The TypeScript files that the README shows, by the names that their first lines give them. */
export function readmeFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [, name = '', code = ''] of README.matchAll(/```ts\n(?=\/\/ (\S+\.ts)\b)([\s\S]*?)```/g)) {
    files.set(name, code);
  }
  return files;
}
