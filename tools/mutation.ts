/**
 * Mutation testing, part by part: each part of the code with the tests that are to prove it. Run all of them with
 * `npm run mutation`, or some: `npm run mutation -- policy replication`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Part {
  readonly mutate: string;
  /** Folders of test/. */
  readonly tests: readonly string[];
}

const PARTS: Readonly<Record<string, Part>> = {
  policy: {
    mutate: 'src/engines/policy/**/*.ts,src/engines/policies.ts,src/engines/replication-access.ts',
    tests: ['engines/policy', 'access', 'replication', 'engines/replication'],
  },
  replication: {
    mutate: 'src/engines/replication/**/*.ts,src/engines/scheduler.ts',
    tests: ['replication', 'engines/replication', 'operations/replication', 'operations/archive', 'pipeline'],
  },
  lifecycle: {
    mutate: 'src/engines/lifecycle/**/*.ts',
    tests: ['engines/lifecycle', 'operations/lifecycle'],
  },
  features: {
    mutate: 'src/engines/{scanning,signing,pull-through,notifications}/**/*.ts',
    tests: ['operations/scanning', 'operations/signing', 'operations/pull-through', 'engines/notifications'],
  },
  domain: {
    mutate: 'src/domain/**/*.ts',
    tests: ['domain', 'operations', 'replication', 'decisions', 'fixtures', 'properties'],
  },
  model: { mutate: 'src/model/*.ts', tests: ['model'] },
  pipeline: { mutate: 'src/pipeline/**/*.ts', tests: ['pipeline', 'callers', 'access', 'doors/client-mock'] },
};

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const wanted = process.argv.slice(2);
const rows: Record<string, unknown>[] = [];
for (const [name, { mutate, tests }] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  execFileSync('npx', ['stryker', 'run', '--mutate', mutate], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_TESTS: tests.join(',') },
  });
  const report = JSON.parse(readFileSync('reports/mutation/mutation.json', 'utf8')) as Report;
  const statuses = Object.values(report.files).flatMap((file) => file.mutants.map((mutant) => mutant.status));
  const count = (...which: string[]) => statuses.filter((status) => which.includes(status)).length;
  const detected = count('Killed', 'Timeout');
  const undetected = count('Survived', 'NoCoverage');
  const score = (100 * detected) / Math.max(1, detected + undetected);
  rows.push({
    part: name,
    detected,
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    'score %': score.toFixed(1),
  });
}
console.table(rows);
