/** What an import of the package loads. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SRC = resolve(__dirname, '../../src');

/** The files that a file loads, types aside, by their paths from src. */
function loadedBy(entry: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    const name = relative(SRC, file);
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(file, 'utf8');
    for (const [, target = ''] of text.matchAll(
      /^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)\.js'/gm,
    )) {
      visit(resolve(dirname(file), `${target}.ts`));
    }
  };
  visit(join(SRC, entry));
  return found;
}

const isOfIac = (file: string) => file.startsWith('scenes/iac/') || file.startsWith('fake/iac/');

test('IaC T36: the main entry loads nothing of fake-ecr/iac', () => {
  const loaded = [...loadedBy('index.ts')];
  expect(loaded.length).toBeGreaterThan(100);
  expect(loaded.filter(isOfIac)).toEqual([]);
});

test('IaC T36: the scan sees what fake-ecr/iac loads', () => {
  const loaded = [...loadedBy('iac.ts')].filter(isOfIac);
  expect(loaded).toContain('fake/iac/deploy.ts');
  expect(loaded).toContain('scenes/iac/terraform/plan-terraform.ts');
});
