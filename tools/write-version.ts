/** Carries the version of package.json to the other places that name it. `npm run release:version` ends with it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './packed-package.js';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const PLACES: Readonly<Record<string, readonly [RegExp, string]>> = {
  'src/cli/version.ts': [/(?<=export const version = ')[^']+/, version],
  'examples/pipeline/Dockerfile': [/(?<=ARG FAKE_ECR_VERSION=).+/, version],
};

for (const [file, [pattern, text]] of Object.entries(PLACES)) {
  const path = join(ROOT, file);
  const before = readFileSync(path, 'utf8');
  if (!pattern.test(before)) throw new Error(`${file} names no version.`);
  writeFileSync(path, before.replace(pattern, text));
}
