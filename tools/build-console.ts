/** Bundles the page of the console: a script and a style, which the server puts into one document. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Builds the page from its sources.
 *
 * @param root of the checkout
 * @returns the script and the style
 * @throws if the sources can't be built
 */
export function buildConsole(root: string): { readonly script: string; readonly style: string } {
  const { outputFiles } = buildSync({
    entryPoints: { script: join(root, 'src/console/main.tsx'), style: join(root, 'src/console/style.css') },
    outdir: join(root, 'dist'),
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'safari16'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'error',
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
