/** The first suite of the README, as it is printed there, in the dialects of those who paste it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './packed-package.js';

/** `ts` is what is printed; `vitest` has the imports of that runner. */
export type Dialect = 'ts' | 'cjs' | 'esm' | 'vitest';

const FILES = ['release.ts', 'release.test.ts'] as const;

/**
 * Writes application and test of the README into a folder.
 *
 * @throws Error if the README prints no block that begins with the file's name
 */
export function writeReadmeSuite(folder: string, dialect: Dialect): void {
  for (const file of FILES) {
    const text = printed(file);
    if (dialect === 'cjs' || dialect === 'esm') {
      writeFileSync(
        join(folder, file.replace(/ts$/, dialect === 'esm' ? 'mjs' : 'js')),
        script(text, dialect),
      );
    } else writeFileSync(join(folder, file), dialect === 'vitest' ? forVitest(text) : text);
  }
}

function printed(file: string): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text = '']) => text);
  const block = blocks.find((text) => text.startsWith(`// ${file}`));
  if (block === undefined) throw new Error(`README.md prints no block that begins with // ${file}`);
  return block;
}

function script(text: string, dialect: 'cjs' | 'esm'): string {
  const isModule = dialect === 'esm';
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: isModule ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
    },
  });
  // Modules name the files that they import.
  return isModule ? outputText.replace("'./release'", "'./release.mjs'") : outputText;
}

function forVitest(text: string): string {
  return text.replace(
    /import 'fake-ecr\/jest';.*/,
    "import 'fake-ecr/vitest';\nimport { afterAll, beforeEach, expect, test } from 'vitest';",
  );
}
