/**
 * Runs the examples as somebody who copied one of them would: each in a folder outside the checkout, with the
 * packed package, with what its package.json declares and nothing else, by its own scripts.
 *
 *     tsx tools/check-examples.ts [tarball]
 */
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  Checks,
  type PackageManifest,
  PackedPackage,
  ROOT,
  readManifest,
  sideBySide,
} from './packed-package.js';

const SCRIPTS = ['test', 'typecheck'];
/** More at once would only wait for one another. */
const AT_ONCE = 4;

const EXAMPLES = join(ROOT, 'examples');
const names = readdirSync(EXAMPLES, { withFileTypes: true })
  // Others are configuration, which the suite checks as text.
  .filter((entry) => entry.isDirectory() && existsSync(join(EXAMPLES, entry.name, 'package.json')))
  .map(({ name }) => name);

const declaredBy = ({ dependencies, devDependencies }: PackageManifest) => ({
  ...dependencies,
  ...devDependencies,
});

/** What all examples declare. One installation serves all, so that they have to agree. */
function declaredByAll(): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of names) {
    for (const [dependency, version] of Object.entries(declaredBy(readManifest(join(EXAMPLES, name))))) {
      const other = (all[dependency] ??= version);
      if (other !== version)
        throw new Error(`${name} declares ${dependency} ${version}, another has ${other}.`);
    }
  }
  return all;
}

/** Puts an example beside what is installed, with links to what it declares. */
function lay(name: string, home: string): string {
  const folder = join(home, name);
  const filter = (path: string) => basename(path) !== 'node_modules';
  cpSync(join(EXAMPLES, name), folder, { recursive: true, filter });
  for (const dependency of ['.bin', ...Object.keys(declaredBy(readManifest(folder)))]) {
    const link = join(folder, 'node_modules', dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(home, 'node_modules', dependency), link);
  }
  return folder;
}

const checks = new Checks();
await PackedPackage.use(
  'examples',
  async (packed) => {
    const home = packed.install('home', declaredByAll());
    const runs = names.flatMap((name) => {
      const folder = lay(name, home);
      return SCRIPTS.map((script) => async () => {
        await checks.run(name, ['npm', 'run', '--silent', script], folder);
      });
    });
    await sideBySide(runs, AT_ONCE);
  },
  process.argv[2],
);
checks.conclude();
