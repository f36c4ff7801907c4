import { relative, resolve } from 'node:path';
import { type UserConfig, defineConfig } from 'tsdown';
import { assignParts } from './tools/parts.js';

const WITHOUT_COMMENTS = { comments: false };

const common: UserConfig = {
  outDir: 'dist',
  platform: 'node',
  target: 'node20.19',
  // What is marked @internal is for the package's own entries.
  dts: { compilerOptions: { stripInternal: true } },
  external: [
    '@jest/globals',
    'expect',
    'vitest',
    'bun:test',
    /^@aws-sdk\//,
    /^@smithy\//,
    'aws-sdk-client-mock',
    'sinon',
    'yaml',
  ],
  // Read and stepped through in node_modules: lines and names stay as they were written, and an uncaught error
  // prints the line that threw.
  sourcemap: true,
  minify: false,
  outputOptions: WITHOUT_COMMENTS,
};

const entries = {
  index: 'src/index.ts',
  jest: 'src/jest.ts',
  'jest-globals': 'src/jest-globals.ts',
  matchers: 'src/matchers.ts',
  'request-handler': 'src/request-handler.ts',
  http: 'src/http.ts',
  sts: 'src/sts.ts',
  iac: 'src/iac.ts',
  cli: 'src/cli.ts',
};

/** Runners that load ES modules only. */
const modulesOnly = {
  vitest: 'src/vitest.ts',
  bun: 'src/bun.ts',
  'global-setup': 'src/global-setup.ts',
  'global-teardown': 'src/global-teardown.ts',
};

const OWN_ENTRIES = new Set(['./matchers.js', './http.js', './global-setup.js']);

/** What they import of this package is another entry, and no copy of it. */
const ownEntries: NonNullable<UserConfig['plugins']> = {
  name: 'own-entries',
  resolveId: (source: string) =>
    OWN_ENTRIES.has(source) ? { id: source.replace(/js$/, 'mjs'), external: true } : undefined,
};

const SRC = resolve('src');
interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

let parts: ReadonlyMap<string, string> | undefined;

/** Which part a module is built into; `tools/link-parts.ts` then makes each load the others when it should. */
const partOf = (id: string, graph: ModuleGraph) => {
  // The compiler's own helpers.
  if (id.startsWith('\0')) return 'base';
  parts ??= assignParts((module) =>
    (graph.getModuleInfo(resolve(SRC, module))?.importedIds ?? []).map((imported) => relative(SRC, imported)),
  );
  return parts.get(relative(SRC, id));
};

/** One implementation, in CommonJS; `tools/write-module-entries.ts` writes the ES modules that hand it on. */
export default defineConfig([
  {
    ...common,
    entry: entries,
    format: ['cjs'],
    clean: true,
    outputOptions: (options, _format, { cjsDts: isOfTypes }) =>
      isOfTypes
        ? undefined
        : {
            ...options,
            ...WITHOUT_COMMENTS,
            chunkFileNames: '[name].cjs',
            codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: partOf }] },
          },
    outExtensions: () => ({ js: '.cjs', dts: '.d.cts' }),
  },
  {
    ...common,
    entry: modulesOnly,
    format: ['esm'],
    clean: false,
    plugins: [ownEntries],
    outExtensions: () => ({ js: '.mjs', dts: '.d.mts' }),
  },
]);
