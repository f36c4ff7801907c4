/** The console of the packed package: the page is complete, and its policy lets nothing else run. */
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';

let child;
let url;
let pid;

before(async () => {
  child = spawn('npx', ['fake-ecr', 'serve', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data)));
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)));
  });
  ({ url, pid } = JSON.parse(line));
});
after(async () => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(pid, 'SIGTERM');
  await ended;
});

test('the page has its script and its style, and the policy names them by their hashes', async () => {
  const answer = await fetch(`${url}/_fake-ecr/`);
  assert.equal(answer.status, 200);
  const text = await answer.text();
  const policy = answer.headers.get('content-security-policy').split('; ');
  const hashOf = (content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  const all = (tag) => [...text.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, one]) => one);
  for (const tag of ['script', 'style']) {
    const found = all(tag);
    assert.equal(found.length, 1, tag);
    assert.ok(found[0].length > 1_000, `the ${tag} is empty`);
    assert.ok(policy.includes(`${tag}-src ${hashOf(found[0])}`), `${tag}-src`);
  }
  for (const rule of ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(rule), rule);
  }
  assert.doesNotMatch(policy.join(), /unsafe|https?:/);
  // Nothing is loaded besides.
  assert.doesNotMatch(text, /<(link|img|iframe)\b|<script[^>]+src=/);
});

test('what the page asks for is answered', async () => {
  const world = await (await fetch(`${url}/_fake-ecr/console/world`)).json();
  assert.deepEqual(world.counts, { accounts: 0, registries: 0, repositories: 0, images: 0 });
  const changes = await fetch(`${url}/_fake-ecr/console/changes`, {
    headers: { accept: 'text/event-stream' },
  });
  assert.match(changes.headers.get('content-type'), /^text\/event-stream/);
  await changes.body.cancel();
});
