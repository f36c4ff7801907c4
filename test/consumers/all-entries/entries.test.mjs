import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';

const require = createRequire(import.meta.url);

test('every entry loads, as an ES module and with require', async () => {
  for (const entry of ['', '/matchers', '/request-handler', '/http', '/sts']) {
    assert.ok(Object.keys(await import(`fake-ecr${entry}`)).length > 0, entry);
    assert.ok(Object.keys(require(`fake-ecr${entry}`)).length > 0, entry);
  }
  const schema = JSON.parse(readFileSync(require.resolve('fake-ecr/seed.schema.json'), 'utf8'));
  assert.equal(schema.type, 'object');
});

test('import and require give the same world', async () => {
  const imported = await import('fake-ecr');
  const required = require('fake-ecr');
  assert.equal(required.fakeEcr, imported.fakeEcr);
  const ecr = imported.fakeEcr();
  const registry = ecr.registry('111122223333', 'us-west-2');
  registry.createRepository('app');
  required.expectRepository(registry, 'app');
  assert.throws(() => required.fakeEcr(), /\[fake-ecr\]/);
  ecr.restore();
});

test('the request handler answers a client', async () => {
  const { fakeEcrWorld } = await import('fake-ecr/request-handler');
  const ecr = fakeEcrWorld();
  ecr.registry('111122223333', 'us-west-2').createRepository('app');
  const client = new ECRClient({
    region: 'us-west-2',
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'x' },
    requestHandler: ecr.requestHandler(),
  });
  const { repositories } = await client.send(new DescribeRepositoriesCommand({}));
  assert.deepEqual(
    repositories?.map((one) => one.repositoryName),
    ['app'],
  );
});

test('the command line serves until it is told to stop', { timeout: 30_000 }, async () => {
  const child = spawn('npx', ['fake-ecr', 'serve', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  const { url, pid } = JSON.parse(line);
  const health = await (await fetch(`${url}/_fake-ecr/health`)).json();
  assert.deepEqual(health, { status: 'ok' });
  process.kill(pid, 'SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  await assert.rejects(fetch(url));
});

test('an uncaught error can be read: the shipped code has lines', async () => {
  const script = "require('fake-ecr').fakeEcr().registry('1', 'us-west-2')";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.on('data', (data) => (text += data));
  await new Promise((resolve) => child.once('close', resolve));
  assert.match(text, /FakeEcrError: \[fake-ecr\] '1' is not an account id/);
  assert.ok(text.length < 5_000, `${text.length} characters`);
});
