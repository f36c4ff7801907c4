// Which files of the package are loaded when: a test file pays for what it loads.
const assert = require('node:assert/strict');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, dirname, join } = require('node:path');
const { after, test } = require('node:test');
const sdk = require('@aws-sdk/client-ecr');

const DIST = dirname(require.resolve('fake-ecr'));
const DIRECTORY = mkdtempSync(join(tmpdir(), 'fake-ecr-blobs-'));
after(() => rmSync(DIRECTORY, { recursive: true }));

const files = () =>
  Object.keys(require.cache)
    .filter((path) => dirname(path) === DIST)
    .map((path) => basename(path, '.cjs'));

/** The files that are loaded while a function runs. */
async function loadedBy(run) {
  const before = new Set(files());
  await run();
  return files()
    .filter((name) => !before.has(name))
    .sort();
}

test('the root entry loads no engine, and neither do the matchers', async () => {
  assert.deepEqual(await loadedBy(() => require('fake-ecr')), [
    'base',
    'index',
    'parts',
    'rolldown-runtime',
    'sdk',
  ]);
  assert.deepEqual(await loadedBy(() => require('fake-ecr/matchers')), ['matchers']);
  // As ES modules they are the same files.
  assert.deepEqual(await loadedBy(() => import('fake-ecr')), []);
});

let ecr;
const registryOf = (region) => ecr.registry('111122223333', region);
const repository = () => registryOf('us-west-2').repository('app');
const client = () => ecr.client('111122223333', 'us-west-2');

/** Calls that succeed, fail, are refused, are slow, replicate, expire, are scanned and are told to listeners. */
async function commands() {
  const send = (name, input) => client().send(new sdk[`${name}Command`](input));
  const refused = (name, input) => assert.rejects(send(name, input));
  const { image } = require('fake-ecr');
  const repositoryName = 'payments';
  await send('PutReplicationConfiguration', {
    replicationConfiguration: {
      rules: [{ destinations: [{ region: 'eu-west-1', registryId: '111122223333' }] }],
    },
  });
  await send('CreateRepository', { repositoryName, imageScanningConfiguration: { scanOnPush: true } });
  await refused('CreateRepository', { repositoryName });
  await refused('CreateRepository', { repositoryName: 'No' });
  for (const imageTag of ['v1', 'v2']) {
    await send('PutImage', { repositoryName, imageTag, imageManifest: image(imageTag).manifest });
  }
  await send('BatchGetImage', { repositoryName, imageIds: [{ imageTag: 'v1' }] });
  await send('DescribeImageReplicationStatus', { repositoryName, imageId: { imageTag: 'v1' } });
  await send('DescribeImageScanFindings', { repositoryName, imageId: { imageTag: 'v1' } });
  const expire = { rulePriority: 1, selection: {}, action: { type: 'expire' } };
  Object.assign(expire.selection, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
  await send('PutLifecyclePolicy', {
    repositoryName,
    lifecyclePolicyText: JSON.stringify({ rules: [expire] }),
  });
  await send('StartLifecyclePolicyPreview', { repositoryName });
  ecr.clock.advance(86_400_000);
  await send('GetLifecyclePolicyPreview', { repositoryName });
  ecr.fail('DescribeImages').with('ThrottlingException', 'slow down');
  await refused('DescribeImages', { repositoryName });
  const denied = ecr.principal('arn:aws:iam::444455556666:role/ci').client('us-west-2');
  const asked = { registryId: '111122223333', repositoryName };
  await assert.rejects(denied.send(new sdk.DescribeImagesCommand(asked)), { name: 'AccessDeniedException' });
  const outage = ecr.outage('eu-west-1');
  await send('PutImage', { repositoryName, imageTag: 'v3', imageManifest: image('v3').manifest });
  outage.end();
  await send('DeleteRepository', { repositoryName, force: true });
}

test('the first call of a function loads the engine, and a command loads nothing', async () => {
  const { fakeEcr } = require('fake-ecr');
  const options = { defaultAccount: '111122223333', layers: 'assumed' };
  assert.deepEqual(await loadedBy(() => (ecr = fakeEcr(options))), ['engine']);
  assert.deepEqual(await loadedBy(commands), []);
});

const EVENT = { source: ['aws.ecr'] };
let saved;

/** What is asked for, in this order, and the files that it loads. */
const ASKED = [
  ['explain()', () => ecr.explain('payments:v1', registryOf('eu-west-1')), ['explanations']],
  [
    'explainLifecycle()',
    () => assert.throws(() => ecr.explainLifecycle(repository()), /no lifecycle policy/),
    [],
  ],
  ['inspect()', () => ecr.inspect(), ['views']],
  ['topology()', () => String(ecr.topology()), []],
  ['timeline()', () => String(ecr.timeline()), []],
  ['onEvent() with a pattern', () => ecr.onEvent(() => undefined, EVENT), ['event-patterns']],
  [
    'an assertion',
    () => require('fake-ecr').expectRepository(registryOf('us-west-2'), 'app'),
    ['assertions'],
  ],
  ['report()', () => ecr.report(), ['report']],
  ['snapshot()', () => (saved = ecr.snapshot()), ['shapes', 'snapshot']],
  ['load()', () => ecr.load(saved), []],
  ['seed()', () => ecr.seed({ accounts: {} }), ['seed']],
  ['requestHandler()', () => ecr.requestHandler(), ['wire']],
];

test('what most suites never use is loaded when it is first asked for', async () => {
  registryOf('us-west-2').createRepository('app');
  for (const [what, ask, expected] of ASKED) {
    assert.deepEqual(await loadedBy(ask), expected, what);
    assert.deepEqual(await loadedBy(commands), [], `a command after ${what}`);
  }
  ecr.restore();
});

test('what answers commands in a trace or keeps layers in files is loaded before the first of them', async () => {
  const { fakeEcr } = require('fake-ecr');
  const lines = [];
  const options = {
    defaultAccount: '111122223333',
    layers: 'assumed',
    debug: (line) => lines.push(line),
    blobs: { directory: DIRECTORY },
  };
  assert.deepEqual(await loadedBy(() => (ecr = fakeEcr(options))), ['blob-folder', 'trace']);
  assert.deepEqual(await loadedBy(commands), []);
  assert.ok(lines.length > 10);
  ecr.restore();
});

test('a client of the request handler loads nothing with a command', async () => {
  const { fakeEcrWorld } = require('fake-ecr/request-handler');
  const { serve } = require('fake-ecr/http');
  ecr = fakeEcrWorld({ defaultAccount: '111122223333' });
  const handled = new sdk.ECRClient({
    region: 'us-west-2',
    credentials: ecr.credentials('111122223333'),
    requestHandler: ecr.requestHandler(),
  });
  assert.deepEqual(await loadedBy(() => handled.send(new sdk.DescribeRepositoriesCommand({}))), []);
  const server = await serve({});
  const asked = await loadedBy(async () => {
    const served = new sdk.ECRClient({
      region: 'us-west-2',
      endpoint: server.url,
      credentials: ecr.credentials('111122223333'),
    });
    await served.send(new sdk.DescribeRepositoriesCommand({}));
    served.destroy();
  });
  await server.close();
  assert.deepEqual(asked, []);
});
