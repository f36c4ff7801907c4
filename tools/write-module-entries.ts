/**
 * Writes the ES modules of the package: each hands on what the CommonJS module of its name exports. So there is
 * one implementation in a process, for `import` and for `require`, and one on the disk.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ROOT, readManifest } from './packed-package.js';

const require = createRequire(import.meta.url);

const { exports = {}, sideEffects = [] } = readManifest(ROOT);
for (const target of Object.values(exports)) {
  const cjs = typeof target === 'object' ? target.require?.default : undefined;
  if (cjs === undefined) continue;
  const file = resolve(ROOT, cjs);
  const name = cjs.slice('./dist/'.length, -'.cjs'.length);
  const isForItsEffect = sideEffects.includes(`./dist/${name}.*`);
  const names = isForItsEffect ? [] : Object.keys(require(file) as object);
  write(
    `${name}.mjs`,
    isForItsEffect
      ? `import './${name}.cjs';`
      : `import own from './${name}.cjs';\nexport const { ${names.join(', ')} } = own;`,
  );
  write(
    `${name}.d.mts`,
    isForItsEffect ? `import './${name}.cjs';\nexport {};` : `export * from './${name}.cjs';`,
  );
}

function write(file: string, text: string): void {
  writeFileSync(resolve(ROOT, 'dist', file), `${text}\n`);
}
