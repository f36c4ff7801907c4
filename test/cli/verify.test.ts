import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { main } from '../../src/cli/main.js';
import { readCommand } from '../../src/cli/arguments.js';
import { type EcrServer, serve } from '../../src/http.js';
import { READING_OPERATIONS } from '../../src/verify/reading/reader.js';
import { OWN, REGION, richRegistry } from '../verify/rich-registry.js';

// Several commands in one test, each of which reads a registry.
jest.setTimeout(60_000);

let folder: string;
let server: EcrServer;
const environment = { ...process.env };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'));
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: OWN, AWS_SECRET_ACCESS_KEY: 'x' });
  server = await serve(richRegistry());
});

afterEach(async () => {
  process.env = { ...environment };
  await server.close();
  rmSync(folder, { recursive: true });
});

async function run(...argv: string[]) {
  const printed: string[] = [];
  const noted: string[] = [];
  const code = await main(argv, {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    onEnd: () => undefined,
    onSignal: () => undefined,
  });
  return { code, printed, noted };
}

const verify = (file: string, ...more: string[]) =>
  run('verify', file, '--endpoint', server.url, '--region', REGION, ...more);

async function recorded(): Promise<string> {
  const out = join(folder, 'world.json');
  const { code } = await run('record', '--endpoint', server.url, '--region', REGION, '--out', out);
  expect(code).toBe(0);
  return out;
}

test('the same is 0, and said', async () => {
  const file = await recorded();
  const { code, printed } = await verify(file);
  expect(printed).toEqual([`${OWN}/${REGION} and ${file} (declaration): no differences`]);
  expect(code).toBe(0);
});

test('a difference is 1, as text and as JSON', async () => {
  const file = await recorded();
  server.ecr.registry(OWN, REGION).createRepository('by-hand');
  const text = await verify(file);
  expect(text.code).toBe(1);
  expect(text.printed[0]).toMatch(/^\+ repositories\.by-hand: in the registry, not in the file/);
  expect(text.printed.at(-1)).toBe(`${OWN}/${REGION} and ${file} (declaration): 1 difference`);
  const json = await verify(file, '--json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.printed.join())).toMatchObject({
    file,
    registry: `${OWN}/${REGION}`,
    kind: 'declaration',
    differences: [{ path: 'repositories.by-hand', kind: 'unexpected' }],
    unread: [],
  });
  expect((await verify(file, '--ignore', 'repositories.by-hand')).code).toBe(0);
});

test('exits with 2 if something could not be compared, unless it is ignored', async () => {
  const file = await recorded();
  server.ecr.fail('GetRegistryPolicy').with('AccessDeniedException', 'not you').always();
  const { code, printed } = await verify(file);
  expect(code).toBe(2);
  expect(printed).toEqual([
    '? policy: not compared, the registry policy may not be read: not you',
    `${OWN}/${REGION} and ${file} (declaration): no differences, 1 not compared`,
  ]);
  expect((await verify(file, '--ignore', 'policy')).code).toBe(0);
});

test.each([
  ['a file that is not there', 'missing.json', "can't be read"],
  ['what is not JSON', 'broken.json', 'is not JSON'],
  ['what is not a seed', 'wrong.json', 'The seed is malformed'],
])('%s is 2', async (_what, name, complaint) => {
  writeFileSync(join(folder, 'broken.json'), '{"registries":');
  writeFileSync(join(folder, 'wrong.json'), '{"registry":{}}');
  const { code, noted } = await verify(join(folder, name));
  expect(code).toBe(2);
  expect(noted.at(-1)).toContain(complaint);
});

test.each([
  [['verify'], 'verify was not told what to compare'],
  [['verify', 'a.json'], 'verify was given no Region'],
  [['verify', 'a.json', 'b.json', '--region', REGION], 'two files'],
  [
    ['verify', 'a.json', '--region', REGION, '--parameter', 'Name'],
    "--parameter 'Name' has no name and value",
  ],
  [['verify', 'a.json', '--region', REGION, '--provider', 'aws=1/2'], 'is not an account id'],
])('the command line %j is 2, and says what was expected', async (argv, complaint) => {
  const { code, noted } = await run(...argv);
  expect(code).toBe(2);
  expect(noted[0]).toContain(complaint);
});

test('account and Region that a file does not name are read from the command line, as in serve', () => {
  const line = '--region eu-west-1 --parameter A=b=c --at Other=444455556666/us-east-1 --unknown skip';
  const providers = ['--provider', 'aws.dr=111122223333/eu-west-1'];
  expect(readCommand(['verify', 'cdk.out', ...line.split(' '), ...providers])).toMatchObject({
    file: 'cdk.out',
    seedOptions: {
      parameters: { A: 'b=c' },
      places: { Other: { account: '444455556666', region: 'us-east-1' } },
      providers: { 'aws.dr': { account: '111122223333', region: 'eu-west-1' } },
      unknown: 'skip',
    },
  });
});

test('a template in YAML goes to the registry that is read', async () => {
  const file = join(folder, 'Stack.yaml');
  writeFileSync(
    file,
    'Resources:\n  Empty:\n    Type: AWS::ECR::Repository\n    Properties:\n      RepositoryName: !Sub "team/web"\n',
  );
  const { code, printed } = await verify(file);
  expect(printed).toEqual([`${OWN}/${REGION} and ${file} (template): no differences`]);
  expect(code).toBe(0);
});

test('a comparison needs the permissions that the documentation has, and no others', async () => {
  const file = await recorded();
  const before = server.ecr.calls.length;
  await verify(file);
  const called = new Set(server.ecr.calls.slice(before).map((one) => one.operation));
  expect([...called].sort()).toEqual([...READING_OPERATIONS].sort());
  const text = readFileSync(join(__dirname, '../../docs/verify.md'), 'utf8');
  const [, policy = ''] = /## Permissions to compare[\s\S]*?```json\n([\s\S]*?)```/.exec(text) ?? [];
  const { Statement } = JSON.parse(policy) as { Statement: { Action: string[] }[] };
  expect(Statement.flatMap((one) => one.Action).sort()).toEqual(
    READING_OPERATIONS.map((name) => `ecr:${name}`).sort(),
  );
});
