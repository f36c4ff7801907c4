import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommand } from '../../src/cli/arguments.js';
import { HELP } from '../../src/cli/help.js';
import { version } from '../../src/cli/version.js';

const NOTHING_SAID = { places: {}, parameters: {}, imports: {}, values: {}, providers: {}, unknown: {} };

test('serve has defaults', () => {
  expect(readCommand(['serve'])).toEqual({
    name: 'serve',
    host: '127.0.0.1',
    allowedHosts: [],
    port: 0,
    account: undefined,
    layers: 'required',
    replication: 'instant',
    seeds: [],
    seedOptions: NOTHING_SAID,
    journal: 5000,
    registry: 'ecr',
    endpoints: 'aws',
    dataDir: undefined,
    json: false,
    verbose: false,
    readyFile: undefined,
    wait: false,
  });
});

test('serve takes all its options', () => {
  const line =
    'serve --host ::1 --allow-host ecr --allow-host .internal --port 4566 --account 111122223333 --layers assumed --replication 500 --seed a.json --journal 10 --registry spec --endpoints served --data-dir d --json --verbose --ready-file r.json';
  expect(readCommand(line.split(' '))).toEqual({
    name: 'serve',
    host: '::1',
    allowedHosts: ['ecr', '.internal'],
    port: 4566,
    account: '111122223333',
    layers: 'assumed',
    replication: { latency: 500 },
    seeds: ['a.json'],
    seedOptions: NOTHING_SAID,
    journal: 10,
    registry: 'spec',
    endpoints: 'served',
    dataDir: 'd',
    json: true,
    verbose: true,
    readyFile: 'r.json',
    wait: false,
  });
  expect(readCommand(['serve', '--wait'])).toMatchObject({ wait: true });
  expect(readCommand(['serve', '--replication', 'manual'])).toMatchObject({ replication: 'manual' });
  expect(readCommand(['serve', '--no-registry'])).toMatchObject({ registry: false });
  expect(readCommand(['serve', '--registry', 'none'])).toMatchObject({ registry: false });
  expect(readCommand(['serve', '--journal', 'all'])).toMatchObject({ journal: Infinity });
});

test('record takes its options', () => {
  const line = 'record --region eu-west-1 --profile prod --endpoint http://x --out a.json --manifests';
  expect(readCommand(line.split(' '))).toEqual({
    name: 'record',
    region: 'eu-west-1',
    profile: 'prod',
    endpoint: 'http://x',
    out: 'a.json',
    manifests: true,
  });
});

test.each([[[]], [['--help']], [['-h']], [['help']], [['serve', '--help']], [['record', '-h']]])(
  '%j asks for help',
  (argv) => {
    expect(readCommand(argv)).toEqual({ name: 'help' });
  },
);

test.each([
  ['dance', "There is no command 'dance'"],
  ['serve --registry oci', '--registry oci is not possible'],
  ['serve --endpoints mine', '--endpoints mine is not possible'],
  ['serve --port x', '--port x is not a port'],
  ['serve --port 70000', 'a number from 0 to 65535'],
  ['serve --layers some', 'Expected assumed or required'],
  ['serve --replication never', 'Expected instant, manual or a number of milliseconds'],
  ['serve --account 12', '12'],
  ['serve --allow-host ecr:4566', "Expected 'all', or a list of names"],
  ['serve --journal few', 'Expected a number of entries, or all'],
  ['serve --nope', '--nope'],
  ['serve --host=', '--host is empty'],
  ['serve extra', 'extra'],
  ['record', 'was given no Region'],
])('%s is refused', (line, text) => {
  expect(() => readCommand(line.split(' '))).toThrow(/^\[fake-ecr\]/);
  expect(() => readCommand(line.split(' '))).toThrow(text);
});

test('the help names every option, and the version is that of the package', () => {
  for (const option of '--host --port --account --layers --replication --seed --journal --json --verbose --region --profile --endpoint --out --manifests'.split(
    ' ',
  )) {
    expect(HELP).toContain(option);
  }
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(manifest.version);
});
