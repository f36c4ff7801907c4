/** Writes the page of the console into the package: a script and a style, beside the module that serves them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from './build-console.js';
import { ROOT } from './packed-package.js';

const { script, style } = buildConsole(ROOT);
writeFileSync(join(ROOT, 'dist', 'console.js'), script);
writeFileSync(join(ROOT, 'dist', 'console.css'), style);
