/** What the project tells its host: workflows, forms, and the fields of the manifest that a release needs. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { provenanceStatement } from '../tools/provenance.js';

const ROOT = join(__dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Record<string, string>;
  readonly repository: { readonly url: string };
  readonly homepage: string;
  readonly bugs: { readonly url: string };
  readonly packageManager: string;
};
const yaml = <T>(file: string) => parse(read(file), { strict: true, uniqueKeys: true }) as T;

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Record<string, string>;
  readonly strategy?: { readonly matrix: { readonly include: readonly Record<string, unknown>[] } };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

const names = readdirSync(join(ROOT, '.github/workflows'));
const workflow = (name: string) => yaml<Workflow>(`.github/workflows/${name}`);
const stepsOf = (name: string) => Object.values(workflow(name).jobs).flatMap(({ steps }) => steps);

test('there are workflows for changes, releases, analysis and the site', () => {
  expect(names.sort()).toEqual(['ci.yml', 'codeql.yml', 'lanes.yml', 'pages.yml', 'release.yml']);
});

describe.each(names)('%s', (name) => {
  test('may only read unless a job says more, and each job has an end', () => {
    const { permissions, jobs } = workflow(name);
    expect(permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('uses actions by the commit, with the version for people', () => {
    const lines = read(`.github/workflows/${name}`).split('\n');
    const uses = lines.filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses).toHaveLength(stepsOf(name).filter((step) => step.uses !== undefined).length);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('runs scripts of npm that there are', () => {
    const runs = stepsOf(name).flatMap(({ run }) => run ?? []);
    const scripts = runs.flatMap((run) => [...run.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]));
    expect(scripts.filter((script) => !Object.hasOwn(manifest.scripts, script as string))).toEqual([]);
  });

  test('puts nothing that others write into a command', () => {
    for (const { run = '' } of stepsOf(name)) expect(run).not.toContain('${{');
  });
});

test('a release is published by trusted publishing: a proof of identity, and no token', () => {
  const { jobs } = workflow('release.yml');
  expect(jobs['publish']?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  expect(stepsOf('release.yml').at(-1)?.run).toBe('npm publish --provenance --access public');
  expect(read('.github/workflows/release.yml')).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
});

test('no other workflow can prove to be the publisher', () => {
  const others = names.filter((name) => name !== 'release.yml' && name !== 'pages.yml');
  for (const name of others) expect(read(`.github/workflows/${name}`)).not.toContain('id-token');
});

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id: string;
    readonly attributes: { label: string; description?: string };
  }[];
}

const forms = readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');

test.each(forms)('the form %s is one', (name) => {
  const form = yaml<Form>(`.github/ISSUE_TEMPLATE/${name}`);
  expect([form.name, form.description]).toEqual([expect.any(String), expect.any(String)]);
  const ids = form.body.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { type, attributes } of form.body) {
    expect(['input', 'textarea']).toContain(type);
    expect(attributes.label).toEqual(expect.any(String));
  }
});

test.each(['bug.yml', 'differs-from-ecr.yml'])('%s asks for the world and the trace', (name) => {
  const { body } = yaml<Form>(`.github/ISSUE_TEMPLATE/${name}`);
  const asked = body.map(({ attributes }) => attributes.description ?? '').join('\n');
  expect(asked).toContain('ecr.snapshot()');
  expect(asked).toContain('ecr.timeline()');
});

test('dependencies and actions are kept up to date', () => {
  const { updates } = yaml<{ updates: { 'package-ecosystem': string }[] }>('.github/dependabot.yml');
  expect(updates.map((one) => one['package-ecosystem'])).toEqual(['npm', 'github-actions']);
});

test('the address of the project is in one place of the manifest', () => {
  const { repository, homepage, bugs } = manifest;
  expect(repository).toEqual({ type: 'git', url: 'git+https://github.com/fake-ecr/fake-ecr.git' });
  expect(homepage).toMatch(/^https:\/\/github\.com\/fake-ecr\/fake-ecr/);
  expect(bugs.url).toBe('https://github.com/fake-ecr/fake-ecr/issues');
  expect(manifest).not.toHaveProperty('funding');
  expect(manifest.packageManager).toMatch(/^npm@\d+\.\d+\.\d+$/);
});

describe('the provenance of a release', () => {
  const build = {
    name: 'fake-ecr',
    version: '1.2.3',
    integrity: `sha512-${Buffer.from('digest').toString('base64')}`,
    repositoryUrl: manifest.repository.url,
  };

  test('names the tarball by its digest, and the workflow that there is', () => {
    const { subject, predicate } = provenanceStatement({ ...build, env: {} });
    const sha512 = Buffer.from('digest').toString('hex');
    expect(subject).toEqual([{ name: 'pkg:npm/fake-ecr@1.2.3', digest: { sha512 } }]);
    const { ref, repository, path } = predicate.buildDefinition.externalParameters.workflow;
    expect([ref, repository]).toEqual(['refs/tags/v1.2.3', 'https://github.com/fake-ecr/fake-ecr']);
    expect(read(path)).toContain('npm publish');
  });

  test('takes tag and commit from the workflow that runs', () => {
    const env = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'fake-ecr/fake-ecr',
      GITHUB_REF: 'refs/tags/v1.2.3',
      GITHUB_SHA: 'a'.repeat(40),
    };
    const { resolvedDependencies } = provenanceStatement({ ...build, env }).predicate.buildDefinition;
    expect(resolvedDependencies).toEqual([
      {
        uri: 'git+https://github.com/fake-ecr/fake-ecr@refs/tags/v1.2.3',
        digest: { gitCommit: env.GITHUB_SHA },
      },
    ]);
  });

  test('of another repository is refused, as npm refuses it', () => {
    const env = { GITHUB_REPOSITORY: 'somebody/fork' };
    expect(() => provenanceStatement({ ...build, env })).toThrow('npm refuses such a provenance');
  });
});
