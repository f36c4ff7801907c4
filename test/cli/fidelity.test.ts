import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.js';
import { type EcrServer, serve } from '../../src/http.js';
import type { Recording } from '../../src/verify/fidelity/recording.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

// Statements of a run call an endpoint one after the other.
jest.setTimeout(120_000);

const OWN = '111122223333';
const REGION = 'us-west-2';
const environment = { ...process.env };
let folder: string;
let server: EcrServer;
let output: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'));
  output = join(folder, 'recording.json');
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: OWN, AWS_SECRET_ACCESS_KEY: 'x' });
  server = await serve();
});

afterEach(async () => {
  process.env = { ...environment };
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Talk {
  readonly ask?: (question: string) => Promise<string>;
  readonly status?: (line: string) => void;
  readonly onEnd?: (run: () => void) => void;
}

async function verify(argv: readonly string[], talk: Talk = {}) {
  const printed: string[] = [];
  const noted: string[] = [];
  const place = ['--endpoint', server.url, '--region', REGION, '--output', output];
  const code = await main(['verify', '--fidelity', ...place, ...argv], {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    onEnd: () => undefined,
    onSignal: () => undefined,
    ...talk,
  });
  return { code, printed, noted };
}

const recording = () => JSON.parse(readFileSync(output, 'utf8')) as Recording;
const repositories = () => [...server.ecr.registry(OWN, REGION)[INSIDE].registry.repositories()].length;

test('an endpoint of ours agrees, which is not evidence', async () => {
  const { code, printed, noted } = await verify(['--yes', '--only', 'U9,U14,C6']);
  expect(printed.filter((line) => /^\w/.test(line))).toEqual([
    'agrees   U14  assumed  an existing digest is put without a tag',
    'agrees   C6   assumed  an account setting that there is not',
    'agrees   U9   known    exclusion filters with a plain mode are refused',
    `3 statements: 3 agree, 0 differ, 0 failed, 0 skipped. The recording is in ${output}.`,
  ]);
  expect(code).toBe(0);
  expect(noted[0]).toMatch(
    /^3 statements are shown in 111122223333\/us-west-2\.\n.*below fake-ecr-verify-[0-9a-f]{6}\//,
  );
  expect(recording()).toMatchObject({
    fakeEcrRecording: 1,
    source: 'endpoint',
    region: REGION,
    date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
    isComplete: true,
  });
  expect(recording().statements.map(({ id }) => id)).toEqual(['U14', 'C6', 'U9']);
  expect(existsSync(`${output}.state`)).toBe(false);
  expect(repositories()).toBe(0);
});

test('exits with 1 if something differs, and prints both sides', async () => {
  server.ecr.fail('PutImageTagMutability').with('InvalidParameterException', 'Otherwise.').always();
  const { code, printed } = await verify(['--yes', '--only', 'U9']);
  expect(code).toBe(1);
  expect(printed[0]).toBe('differs  U9  known    exclusion filters with a plain mode are refused');
  expect(printed[1]).toMatch(
    /^ +fake {2}\{"refused":"InvalidParameterException","message":"Invalid parameter/,
  );
  expect(printed[2]).toMatch(/^ +ECR {3}\{"refused":"InvalidParameterException","message":"Otherwise\."\}$/);
});

test('exits with 2 if something could not be shown', async () => {
  server.ecr.fail('CreateRepository').with('AccessDeniedException', 'not you').always();
  const { code, printed } = await verify(['--yes', '--only', 'U9']);
  expect(code).toBe(2);
  expect(printed.slice(0, 2)).toEqual([
    'failed   U9  known    exclusion filters with a plain mode are refused',
    '         AccessDeniedException: not you',
  ]);
});

test('nothing happens unasked: it asks at a terminal, and needs --yes if there is none', async () => {
  const alone = await verify(['--only', 'U9']);
  expect(alone.code).toBe(2);
  expect(alone.noted.at(-1)).toBe('[fake-ecr] Nobody is there to agree to that. Pass --yes if you do.');
  const asked: string[] = [];
  const answering = (answer: string) => ({
    ask: (question: string) => Promise.resolve((asked.push(question), answer)),
  });
  expect((await verify(['--only', 'U9'], answering(''))).code).toBe(2);
  expect(server.ecr.calls.map((one) => one.operation)).not.toContain('CreateRepository');
  expect((await verify(['--only', 'U9'], answering('y'))).code).toBe(0);
  expect(asked).toEqual(['Go on? [y/N] ', 'Go on? [y/N] ']);
});

test('a terminal sees which statement it is', async () => {
  const lines: string[] = [];
  await verify(['--yes', '--only', 'U9,C6'], { status: (line) => lines.push(line) });
  expect(lines).toEqual([
    '[1/2] C6 an account setting that there is not',
    '[2/2] U9 exclusion filters with a plain mode are refused',
    '',
  ]);
});

test('Ctrl+C removes what was made, and --resume goes on', async () => {
  let end = (): void => undefined;
  const ended = await verify(['--yes', '--only', 'C6,U9,I26'], {
    onEnd: (stop) => (end = stop),
    status: (line) => {
      if (line.includes('U9')) end();
    },
  });
  expect(ended.code).toBe(2);
  expect(ended.noted.at(-1)).toContain('--resume');
  expect(repositories()).toBe(0);
  expect(recording()).toMatchObject({ isComplete: false, statements: [{ id: 'C6' }, { id: 'I26' }] });
  const again = await verify(['--yes', '--only', 'C6,U9,I26']);
  expect(again.code).toBe(2);
  expect(again.noted.at(-1)).toContain('An earlier run has not come to its end');
  const resumed = await verify(['--yes', '--resume', '--only', 'C6,U9,I26']);
  expect(resumed.code).toBe(0);
  expect(recording().statements.map(({ id }) => id)).toEqual(['C6', 'I26', 'U9']);
  expect(existsSync(`${output}.state`)).toBe(false);
});

test('leftovers of a killed run are removed by the next one', async () => {
  const state = {
    fakeEcrRun: 1,
    account: OWN,
    region: REGION,
    prefix: 'fake-ecr-verify-abcdef',
    made: [{ kind: 'repository', place: 'home', name: 'fake-ecr-verify-abcdef/u9/a' }],
    saved: {},
    shown: [],
  };
  server.ecr.registry(OWN, REGION).createRepository('fake-ecr-verify-abcdef/u9/a').createRepository('theirs');
  writeFileSync(`${output}.state`, JSON.stringify({ ...state, account: '444455556666' }));
  const other = await verify(['--yes', '--resume', '--only', 'U9']);
  expect(other.noted.at(-1)).toContain('was in 444455556666/us-west-2');
  writeFileSync(`${output}.state`, JSON.stringify(state));
  expect((await verify(['--yes', '--resume', '--only', 'U9'])).code).toBe(0);
  expect(
    [...server.ecr.registry(OWN, REGION)[INSIDE].registry.repositories()].map(({ name }) => name),
  ).toEqual(['theirs']);
});

test('a second account and a second Region are taken from profile and option', async () => {
  writeFileSync(
    join(folder, 'credentials'),
    `[first]\naws_access_key_id=${OWN}\naws_secret_access_key=x\n[second]\naws_access_key_id=444455556666\naws_secret_access_key=x\n`,
  );
  writeFileSync(join(folder, 'config'), '');
  Object.assign(process.env, {
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_CONFIG_FILE: join(folder, 'config'),
  });
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  const profiles = ['--profile', 'first', '--second-profile', 'second', '--second-region', 'eu-west-1'];
  const { code, noted, printed } = await verify([
    ...['--yes', '--allow-registry-settings', '--only', 'R22,R49,I118'],
    ...profiles,
  ]);
  expect(noted[0]).toContain(`${OWN}/us-west-2, ${OWN}/eu-west-1, 444455556666/us-west-2`);
  expect(printed.at(-1)).toContain('3 statements: 3 agree');
  expect(code).toBe(0);
  const same = await verify(['--yes', '--profile', 'first', '--second-profile', 'first']);
  expect(same.noted.at(-1)).toContain("--second-profile 'first' is of the same account");
});

test.each([
  [['--only', 'Z1'], "--only 'Z1' is not a statement that can be shown"],
  [['--only', ','], "--only '' is not a statement"],
  [['--second-region', REGION], 'is the first one too'],
  [['--resume'], 'There is nothing to go on with'],
  [['--ignore', 'x'], 'verify --fidelity: '],
  [['world.json'], 'verify --fidelity: '],
])('the options %j are 2, and say what was expected', async (argv, complaint) => {
  const { code, noted } = await verify(argv);
  expect(code).toBe(2);
  expect(noted.at(-1)).toContain(complaint);
});
