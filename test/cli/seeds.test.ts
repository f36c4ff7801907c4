/** Seeds of every kind: what `serve`, `exec` and `convert` make of a path. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeEcrWorld } from '../../src/request-handler.js';
import { run } from '../support/run-command.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const SOURCE = '111122223333/us-west-2';
const OTHER = '444455556666/eu-west-1';
const FACTS = join(__dirname, '../iac/facts');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-seeds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | object) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const fact = (name: string) => join(FACTS, name);

/** What `convert` writes, as a world; and what it says on the error stream. */
async function converted(...argv: string[]) {
  const running = run('convert', ...argv);
  expect({ code: await running.code, noted: running.noted }).toMatchObject({ code: 0 });
  const ecr = fakeEcrWorld({ layers: 'assumed' });
  ecr.load(JSON.parse(running.printed.join('\n')));
  return { ecr, noted: running.noted };
}

/** What is said where `convert` refuses. */
async function refusal(...argv: string[]): Promise<string> {
  const running = run('convert', ...argv);
  expect(await running.code).toBe(1);
  return running.noted.join('\n');
}

const repository = (RepositoryName: unknown) => ({
  Type: 'AWS::ECR::Repository',
  Properties: { RepositoryName },
});
const YAML = `
Resources:
  App:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: !Sub '\${AWS::AccountId}/app'
  Replication:
    Type: AWS::ECR::ReplicationConfiguration
    Properties:
      ReplicationConfiguration:
        Rules:
          - Destinations:
              - { Region: eu-west-1, RegistryId: '444455556666' }
            RepositoryFilters:
              - { Filter: pay/, FilterType: PREFIX_MATCH }
`;

/** A folder as `cdk synth` writes it, of one stack of the samples. */
function assembly(environment: string): string {
  const home = join(folder, 'cdk.out');
  mkdirSync(home);
  cpSync(fact('cdk-source-all-options.template.json'), join(home, 'Source.template.json'));
  const Source = {
    type: 'aws:cloudformation:stack',
    environment,
    properties: { templateFile: 'Source.template.json' },
    displayName: 'Source',
  };
  writeFileSync(join(home, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: { Source } }));
  return home;
}

describe('IaC T37: the content tells what a seed is', () => {
  test('a template in JSON', async () => {
    const { ecr } = await converted(fact('cdk-destination.template.json'), '--at', OTHER);
    const [account = '', region = ''] = OTHER.split('/');
    expect(ecr.registry(account, region)[INSIDE].registry.policyText).toContain('"in"');
  });

  test('a template in YAML, with short forms', async () => {
    const { ecr } = await converted(file('registry.yaml', YAML), '--at', SOURCE);
    expect(ecr.registry('111122223333', 'us-west-2').repository('111122223333/app').exists).toBe(true);
  });

  test.each(['the folder', 'its manifest'])('a cloud assembly: %s', async (what) => {
    const home = assembly('aws://111122223333/us-west-2');
    const { ecr } = await converted(what === 'the folder' ? home : join(home, 'manifest.json'));
    expect(ecr.registry('111122223333', 'us-west-2').repository('payments').exists).toBe(true);
  });

  test('an assembly that was written for any environment', async () => {
    const home = assembly('aws://unknown-account/unknown-region');
    expect(await refusal(home)).toMatch(
      /cdk\.out: The stack Source was written for any account and Region\..* At the command line: --at Stack=111122223333\/us-west-2\.$/,
    );
    for (const at of [SOURCE, `Source=${SOURCE}`]) {
      const { ecr } = await converted(home, '--at', at);
      expect(ecr.registry('111122223333', 'us-west-2').repository('payments').exists).toBe(true);
    }
  });

  test('a plan of Terraform, with accounts of its providers', async () => {
    const plan = fact('terraform-plan-two-providers.json');
    const providers = ['--provider', 'aws=111122223333', '--provider', 'aws.dr=444455556666'];
    expect(await refusal(plan)).toContain('--provider aws=111122223333/us-west-2');
    expect(await refusal(plan, ...providers)).toMatch(/aws_iam_role_policy\.push › policy.*--unknown skip/);
    const { ecr, noted } = await converted(plan, ...providers, '--unknown', 'skip');
    expect(ecr.registry('111122223333', 'us-west-2').repository('payments').exists).toBe(true);
    expect(noted.join()).toContain('left out aws_iam_role_policy.push');
    const Statement = [{ Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*' }];
    const policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await converted(plan, ...providers, '--unknown', `aws_iam_role_policy.push.policy=${policy}`);
  });

  test('a state of Terraform', async () => {
    const { ecr } = await converted(fact('terraform-state-two-providers.json'));
    expect(ecr.registry('111122223333', 'us-west-2').repository('payments').exists).toBe(true);
  });

  test('a declaration and a snapshot', async () => {
    const declaration = file('world.json', {
      registries: { [SOURCE]: { repositories: { app: { images: ['v1'] } } } },
    });
    const snapshot = join(folder, 'snapshot.json');
    const converting = run('convert', declaration, '-o', snapshot);
    expect(await converting.code).toBe(0);
    expect(converting.printed).toEqual([`${snapshot}: 1 repository in 1 registry`]);
    const { ecr } = await converted(snapshot);
    expect(ecr.registry('111122223333', 'us-west-2').repository('app').tags).toEqual(['v1']);
  });
});

test('serve explains by the place in the template, after a reset too', async () => {
  const images = file('images.json', {
    registries: { [SOURCE]: { repositories: { payments: { images: ['v1'] } } } },
  });
  const serving = run(
    'serve',
    '--json',
    '--layers',
    'assumed',
    '--seed',
    file('registry.yaml', YAML),
    '--seed',
    images,
    '--at',
    SOURCE,
  );
  await serving.started;
  const { url } = JSON.parse(serving.printed[0] ?? '') as { url: string };
  const explain = (body: object) =>
    fetch(`${url}/_fake-ecr/explain`, { method: 'POST', body: JSON.stringify(body) });
  await fetch(`${url}/_fake-ecr/reset`, { method: 'POST' });
  const answer = await explain({ image: 'payments:v1', to: OTHER, from: SOURCE });
  const text = await answer.text();
  expect(text).toContain(
    'written at registry.yaml › Replication › Properties.ReplicationConfiguration.Rules[0].RepositoryFilters[0].Filter',
  );
  for (const wrong of [
    {},
    { image: 'x:1' },
    { image: 'x:1', to: 'eu-west-1' },
    { image: 1, to: OTHER },
    { of: 'x' },
  ]) {
    const refused = await explain(wrong);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { message: expect.stringMatching(/^\[fake-ecr\] explain was (given|not told)/) as string },
    ]);
  }
  serving.end();
  expect(await serving.code).toBe(0);
});

test('several seeds are planted in their order, each stack at its own place', async () => {
  const rules = file('rules.json', {
    Parameters: { Stage: { Type: 'String' } },
    Resources: { App: repository({ 'Fn::Sub': '${Stage}/app' }) },
  });
  const dr = file('dr.json', {
    Parameters: { Stage: { Type: 'String' }, Team: { Type: 'String' } },
    Resources: { App: repository({ 'Fn::Sub': '${Stage}/${Team}' }) },
  });
  const { ecr } = await converted(
    ...[rules, dr, '--at', SOURCE, '--at', `dr=${OTHER}`],
    ...[
      '--parameter',
      'Stage=prod',
      '--parameter',
      'dr:Stage=dev',
      '--parameter',
      'Team=a=b'.replace('=b', ''),
    ],
  );
  expect(ecr.registry('111122223333', 'us-west-2').repository('prod/app').exists).toBe(true);
  expect(ecr.registry('444455556666', 'eu-west-1').repository('dev/a').exists).toBe(true);
});

test('two plans are two workspaces, and each is given the providers that it has', async () => {
  const plans = [
    fact('terraform-plan-two-providers.json'),
    file(
      'other.json',
      readFileSync(fact('opentofu-plan-repository.json'), 'utf8').replaceAll('payments', 'other'),
    ),
  ];
  const options = [
    '--provider',
    'aws=111122223333',
    '--provider',
    'aws.dr=444455556666',
    '--unknown',
    'skip',
  ];
  const { ecr } = await converted(...plans, ...options);
  const registry = ecr.registry('111122223333', 'us-west-2');
  expect([registry.repository('payments').exists, registry.repository('other').exists]).toEqual([true, true]);
  expect(await refusal(...plans, ...options, '--provider', 'aws.x=777788889999')).toContain(
    'There is no provider aws.x.',
  );
});

test.each([
  [
    'a template without a place',
    ['t.json'],
    /t\.json: A template does not say .* --at 111122223333\/us-west-2\.$/,
  ],
  [
    'a parameter that is missing',
    ['p.json', '--at', SOURCE],
    /parameter Stage has no value.* At the command line: --parameter Name=value\.$/,
  ],
  [
    'a parameter that nothing reads',
    ['p.json', '--at', SOURCE, '--parameter', 'Stage=app', '--parameter', 'Stag=b'],
    /nothing reads the option parameters\['Stag'\]\. Did you mean Stage\?/,
  ],
  ['a stack that there is not', ['t.json', '--at', SOURCE, '--at', `x=${SOURCE}`], /There is no stack x\./],
  ['a place without a template', ['d.json', '--at', SOURCE], /--at is for templates, and no seed is one\./],
  [
    'a provider without a plan',
    ['t.json', '--at', SOURCE, '--provider', 'aws=111122223333'],
    /--provider is for plans and states of Terraform/,
  ],
  ['two stacks of one name', ['t.json', 'more/t.json', '--at', SOURCE], /Two seeds are called t,/],
  [
    'a folder that is not an assembly',
    ['more'],
    /is a folder without manifest\.json\. Expected a file, or the folder/,
  ],
  ['a binary plan', ['plan.bin'], /is a binary plan\. Print it as JSON: terraform show -json /],
  ['configuration', ['main.tf'], /is Terraform's configuration\. Make a plan/],
  [
    'a raw state',
    ['terraform.tfstate'],
    /terraform\.tfstate: That is a raw state file\..*terraform show -json/,
  ],
  ['text', ['notes.txt'], /notes\.txt is not JSON: .* Expected a declaration, a snapshot/],
  ['a list', ['list.json'], /list\.json is not JSON: it holds no object/],
  ['YAML that is broken', ['broken.yaml'], /broken\.yaml is not YAML: /],
  ['YAML of no object', ['text.yaml'], /text\.yaml holds no object/],
  [
    'an account without its zeros',
    ['zeros.yaml', '--at', SOURCE],
    /RegistryId is the number 44455556666.*Quote it/,
  ],
  ['nothing', ['missing'], /The seed .*missing can't be read/],
])('%s is refused, with what to do', async (_what, [...argv], complaint) => {
  const t = { Resources: { App: repository('app') } };
  mkdirSync(join(folder, 'more'));
  file('t.json', t);
  file('more/t.json', t);
  file('d.json', {});
  file('p.json', {
    Resources: { App: repository({ Ref: 'Stage' }) },
    Parameters: { Stage: { Type: 'String' } },
  });
  file('plan.bin', 'PK\u0003\u0004');
  file('main.tf', 'resource "aws_ecr_repository" "a" {}');
  file('terraform.tfstate', { version: 4, terraform_version: '1.11.4', resources: [] });
  file('notes.txt', 'hello');
  file('list.json', '[]');
  file('broken.yaml', 'Resources: [');
  file('text.yaml', 'hello');
  file('zeros.yaml', YAML.replace("'444455556666'", '044455556666'));
  const isPath = (text: string) => !text.startsWith('--') && !text.includes('=') && text !== SOURCE;
  expect(await refusal(...argv.map((text) => (isPath(text) ? join(folder, text) : text)))).toMatch(complaint);
});

test('a snapshot after other seeds is refused', async () => {
  const snapshot = file('s.json', fakeEcrWorld().snapshot());
  expect(await refusal(file('d.json', {}), snapshot)).toContain(
    'which replaces the world that the seeds before it',
  );
});

test.each([
  [['--at', 'x'], "--at 'x' is not a place"],
  [['--at', '1111/us-west-2'], "'1111' is not an account id"],
  [['--at', '111122223333/eu-wst-1'], "Did you mean 'eu-west-1'?"],
  [
    ['--parameter', 'Stage'],
    "--parameter 'Stage' has no name and value. Expected for example --parameter Stage=prod.",
  ],
  [['--provider', 'aws='], "--provider got ''"],
  [['--provider', 'aws=a/b/c'], "--provider got 'a/b/c'"],
  [['--unknown', 'skip', '--unknown', 'a.b=c'], '--unknown skip was given with values'],
  [[], 'convert was not told what to convert'],
])('the command line %j is 2', async (options, complaint) => {
  const running = run('convert', ...(options.length === 0 ? [] : ['x.json']), ...options);
  expect(await running.code).toBe(2);
  expect(running.noted[0]).toContain(complaint);
});

test('a provider takes an account, a Region, or both', async () => {
  const { readCommand } = await import('../../src/cli/arguments.js');
  const given = ['aws=111122223333', 'aws.a=eu-west-1', 'aws.b=444455556666/eu-west-1', 'aws.c=/eu-west-1'];
  const command = readCommand(['convert', 'x', ...given.flatMap((one) => ['--provider', one])]);
  expect(command).toMatchObject({
    seedOptions: {
      providers: {
        aws: { account: '111122223333' },
        'aws.a': { region: 'eu-west-1' },
        'aws.b': { account: '444455556666', region: 'eu-west-1' },
        'aws.c': { region: 'eu-west-1' },
      },
    },
  });
});
