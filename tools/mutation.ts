/**
 * Mutation testing, part by part: each part of the code with the tests that are to prove it. Run all of them with
 * `npm run mutation`, or some: `npm run mutation -- policy replication`. The reports are in reports/mutation.
 * With `--incremental` only that is tried again which new tests or changed code may have decided otherwise.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';

interface Part {
  readonly mutate: string;
  /** Folders and files of test/. */
  readonly tests: readonly string[];
}

const PARTS: Readonly<Record<string, Part>> = {
  policy: {
    mutate: 'src/iam/**/*.ts,src/ecr/access/*.ts',
    tests: ['iam', 'ecr/access', 'operations/repositories', 'ecr/replication'],
  },
  replication: {
    mutate: 'src/ecr/replication/**/*.ts,src/ecr/engines.ts,src/ecr/scheduler.ts',
    tests: [
      'ecr/replication',
      'ecr/scheduler.test.ts',
      'ecr/over.test.ts',
      'operations/replication',
      'operations/archive',
      'service',
      'expect',
      // Pictures ask which routes are permitted, and what is under way.
      'inspect/topology.test.ts',
      'inspect/timeline.test.ts',
      'inspect/tree.test.ts',
    ],
  },
  lifecycle: {
    mutate: 'src/ecr/lifecycle/**/*.ts',
    tests: ['ecr/lifecycle', 'operations/lifecycle'],
  },
  features: {
    mutate: ['archive', 'scanning', 'signing', 'pull-through', 'events']
      .map((name) => `src/ecr/${name}/*.ts`)
      .join(','),
    tests: [
      'ecr/over.test.ts',
      'ecr/scanning',
      'ecr/signing',
      'ecr/pull-through',
      'ecr/events',
      'operations/archive',
      'operations/scanning',
      'operations/signing',
      'operations/pull-through',
    ],
  },
  world: {
    mutate: 'src/world/**/*.ts,src/lib/*.ts,src/aws/*.ts',
    tests: [
      'world',
      'lib',
      'aws',
      'operations',
      'ecr/replication',
      'service/input.test.ts',
      'snapshot/snapshot.test.ts',
    ],
  },
  api: {
    mutate: 'src/api/*.ts',
    // Without generated.test.ts, which reads files of the project.
    tests: [
      ...[
        'check',
        'check-all-operations',
        'conform',
        'constraint',
        'facts',
        'hostile',
        'pattern',
        'read',
        'shape',
      ].map((name) => `api/${name}.test.ts`),
      'service/input.test.ts',
    ],
  },
  service: {
    mutate: 'src/service/**/*.ts',
    tests: [
      'service',
      'fake/principal.test.ts',
      'ecr/access',
      'snapshot/snapshot.test.ts',
      'operations/pull-through',
      // What goes wrong on purpose, and what the journal holds.
      'ecr/scanning',
      'ecr/signing',
      'inspect/timeline.test.ts',
    ],
  },
};

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const incremental = process.argv.includes('--incremental');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--incremental');
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  throw new Error(`No such part: ${unknown.join(', ')}. Expected: ${Object.keys(PARTS).join(', ')}.`);
}

const rows: Record<string, unknown>[] = [];
for (const [part, { mutate, tests }] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(part)) continue;
  const started = Date.now();
  const known = ['--incrementalFile', `reports/mutation/${part}.known.json`];
  execFileSync(
    'npx',
    ['stryker', 'run', '--mutate', mutate, ...known, '--incremental', ...(incremental ? [] : ['--force'])],
    {
      stdio: 'inherit',
      env: { ...process.env, MUTATION_TESTS: tests.join(',') },
    },
  );
  const file = `reports/mutation/${part}.json`;
  renameSync('reports/mutation/mutation.json', file);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (which: string) => statuses.filter((status) => status === which).length;
  const [killed, timeout, survived, uncovered] = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map(
    count,
  ) as [number, number, number, number];
  const score = (100 * (killed + timeout)) / Math.max(1, killed + timeout + survived + uncovered);
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  rows.push({ part, killed, timeout, survived, uncovered, 'score %': score.toFixed(1), minutes });
}
console.table(rows);
