import { CreatePullThroughCacheRuleCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FakeEcr, FakeEcrError, type RegistryHandle, artifact, image } from '../../src/index.js';
import { html } from '../../src/inspect/report/html.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;`;

function release(): FakeEcr {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
  prod.replicateTo(dr, { prefix: 'pay' }).replicateTo(ecr.registry('777788889999', 'us-east-1'));
  prod.push('payments:v1').push('payments:v2', image('v2'));
  return ecr;
}

/** The text a reader sees: without markup, entities resolved. */
function textOf(document: string): string {
  return document
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

describe('the contents of a report', () => {
  test('counts, the graph, registries with their images, and the timeline', () => {
    const text = textOf(release().report(undefined, { title: 'Release suite' }));
    for (const part of [
      'Release suite',
      'as of 2026-11-24 09:00:00Z',
      '2 routes, 1 blocked',
      `account ${SOURCE}`,
      "prefix 'pay'",
      'all repositories: no registry policy',
      `${SOURCE}/us-west-2`,
      'ReplicationFrom111122223333',
      'v2',
      `${OTHER}/eu-west-1 COMPLETE`,
      '777788889999/us-east-1 FAILED (DESTINATION_REGISTRY_ACCESS_DENIED)',
      'ECR Replication Action REPLICATE payments:v2 SUCCESS',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('an empty world says so', () => {
    const text = textOf(scene().report());
    expect(text).toContain(
      'No replication rules. Registries Nothing here yet. Timeline Nothing happened yet.',
    );
  });

  test('one arrow for each pair of registries, dashed if nothing gets through', () => {
    const document = release().report();
    expect(document.match(/class="line"/g)).toHaveLength(1);
    expect(document.match(/class="line blocked"/g)).toHaveLength(1);
    expect(document.match(/class="box"/g)).toHaveLength(3);
  });

  test('the same world gives the same bytes', () => {
    expect(release().report()).toBe(release().report());
  });
});

describe('blocked routes', () => {
  test('a Region that is not enabled, and a policy that is for some repositories', () => {
    const ecr = scene();
    const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments').createRepository('orders');
    const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod, { prefix: 'pay' });
    prod.replicateTo(dr).replicateTo(ecr.registry(SOURCE, 'me-central-1'));
    ecr.account(SOURCE).disableRegion('me-central-1');
    const document = ecr.report();
    expect(document.match(/class="box off"/g)).toHaveLength(1);
    const text = textOf(document);
    for (const part of [
      `${SOURCE}/me-central-1 me-central-1 Region not enabled`,
      'all repositories: Region not enabled',
      // The label is short, its title is not.
      'all repositories: not permitted for orders all repositories: partly permitted',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('nothing, within an account', () => {
    const ecr = scene();
    ecr.registry(SOURCE, 'us-west-2').replicateTo(ecr.registry(SOURCE, 'eu-west-1'));
    expect(textOf(ecr.report())).toContain(`${SOURCE}/eu-west-1 all repositories open`);
  });

  test('several rules between two registries are one arrow with all filters, each once', () => {
    const ecr = scene();
    const prod = ecr.registry(SOURCE, 'us-west-2');
    const other = ecr.registry(SOURCE, 'eu-west-1');
    prod.replicateTo(other, { prefix: 'pay' }).replicateTo(other, { prefix: ['orders', 'pay'] });
    const document = ecr.report();
    expect(document.match(/class="line"/g)).toHaveLength(1);
    expect(textOf(document)).toContain(
      `${SOURCE}/us-west-2 -> ${SOURCE}/eu-west-1: prefix 'pay', prefix 'orders' `,
    );
    expect(textOf(document)).toContain('2 routes as a table');
  });
});

test('registries that copy to one another are drawn with loops, and a wide graph is marked', () => {
  const ecr = scene();
  const [first, one, other, last] = ['us-east-1', 'us-west-2', 'eu-west-1', 'sa-east-1'].map((region) =>
    ecr.registry(SOURCE, region),
  ) as [RegistryHandle, RegistryHandle, RegistryHandle, RegistryHandle];
  one.replicateTo(other);
  expect(ecr.report()).not.toContain('class="wide"');
  first.replicateTo(one);
  one.replicateTo(last);
  other.replicateTo(one).replicateTo(last);
  const document = ecr.report();
  expect(document).toContain('class="wide"');
  // Labels of loops begin at their lines' ends, those of other lines end there.
  expect(document.match(/text-anchor="start"/g)).toHaveLength(2);
  expect(document.match(/text-anchor="end"/g)).toHaveLength(3);
  const ends = [...document.matchAll(/ d="M(\d+)[^"]*H(\d+)"/g)].map(([, start, end]) => start === end);
  expect(ends.filter(Boolean)).toHaveLength(2);
});

test('caches, deletions, archived images and many tags', async () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:old', image('old'));
  prod.repository('app').archive('old');
  for (let index = 0; index < 13; index += 1) prod.push(`app:v${index}`, image('new'));
  prod
    .replicateTo(ecr.registry(SOURCE, 'eu-west-1'), { deleteReplication: true })
    .replicateTo(ecr.registry(SOURCE, 'sa-east-1'));
  await ecr
    .client(SOURCE, 'us-west-2')
    .send(
      new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }),
    );
  const document = ecr.report();
  expect(document).toContain('<span class="bad">ARCHIVED</span>');
  const text = textOf(document);
  for (const part of [
    'Pulls through From quay quay.io',
    `all repositories ${SOURCE}/eu-west-1 too`,
    `all repositories ${SOURCE}/sa-east-1 stay here`,
    'v9 … 3 more',
    '1 pull-through rule',
  ]) {
    expect(text).toContain(part);
  }
});

describe('hostile texts', () => {
  test('stay texts, in content and in attributes', async () => {
    const ecr = scene();
    const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    const subject = image('v1');
    prod.push('app:v1', subject).push('app', artifact({ subject, artifactType: HOSTILE }));
    prod.repository('app').setPolicy({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'a',
          Effect: 'Deny',
          Principal: '*',
          Action: 'ecr:*',
          Condition: { StringEquals: { 'aws:username': HOSTILE } },
        },
      ],
    });
    await ecr
      .client(SOURCE, 'us-west-2')
      .send(new PutImageCommand({ repositoryName: HOSTILE, imageTag: HOSTILE, imageManifest: '{}' }))
      .catch(() => undefined);
    const document = ecr.report(undefined, { title: HOSTILE });
    expect(document.match(/<script/g)).toHaveLength(1);
    expect(document).not.toMatch(/<img|onerror='/);
    expect(textOf(document)).toContain(HOSTILE);
  });

  test('html`` escapes every text, leaves markup alone, and takes what XML can not hold away', () => {
    const inner = html`<b>${'<&>'}</b>`;
    expect(html`<p title="${`"'`}">${[inner, undefined, 5]}${'a\u0000b'}</p>`.text).toBe(
      '<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b>5a�b</p>',
    );
  });
});

describe('without network', () => {
  test('nothing is loaded, and the content policy lets its own script run only', () => {
    const document = release().report();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(document)?.[1];
    const script = /<script>([\s\S]*?)<\/script>/.exec(document)?.[1] as string;
    const hash = createHash('sha256').update(script).digest('base64');
    expect(policy?.replace(/&#39;/g, "'")).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`,
    );
    expect(document).not.toMatch(/\b(src|href)=|@import|url\((?!#)/);
    expect(document.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
  });
});

describe('a large world', () => {
  test('gives a document of bounded size that says what it leaves out', () => {
    const ecr = scene();
    const registries = Array.from({ length: 120 }, (_, index) =>
      ecr.registry(String(100_000_000_000 + index), 'us-west-2'),
    );
    for (const registry of registries) {
      for (let index = 0; index < 60; index += 1) registry.createRepository(`app-${index}`);
    }
    const prefix = Array.from({ length: 100 }, (_, index) => `team-${index}/${'x'.repeat(200)}`);
    for (const [index, registry] of registries.slice(0, 10).entries()) {
      registry.replicateTo(registries.slice(20 + index, 45 + index), { prefix });
    }
    const [first] = registries;
    for (let index = 0; index < 800; index += 1) first?.push(`app-0:v${index}`, image(`v${index % 80}`));
    const document = ecr.report();
    expect(document.length).toBeLessThan(4_000_000);
    const text = textOf(document);
    for (const part of [
      '… 20 more registries left out',
      '… 10 more repositories left out',
      '… 30 more images left out',
      '… 170 more arrows of the graph left out',
      '… 50 more routes left out',
      '300 earlier entries',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('the file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fake-ecr-report-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is written if it is asked for, folders included, and holds what is returned', () => {
    const path = join(folder, 'reports', 'today', 'ecr.html');
    const document = release().report(path);
    expect(readFileSync(path, 'utf8')).toBe(document);
    expect(document).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<\/html>\n$/);
  });

  test('may be a file: URL, and is replaced', () => {
    const path = join(folder, 'ecr.html');
    writeFileSync(path, 'old');
    const document = release().report(pathToFileURL(path));
    expect(readFileSync(path, 'utf8')).toBe(document);
  });

  test('that can not be written is a clear mistake', () => {
    writeFileSync(join(folder, 'taken'), '');
    const ecr = release();
    for (const [path, text] of [
      [join(folder, 'taken', 'ecr.html'), /could not be written to .*taken/],
      [folder, /could not be written to [^:]*: EISDIR/],
      ['', /a path without a name/],
      [new URL('https://example.com/ecr.html'), /can't be written to "https:\/\/example.com\/ecr.html"/],
      [5 as never, /can't be written to 5/],
    ] as const) {
      expect(() => ecr.report(path)).toThrow(FakeEcrError);
      expect(() => ecr.report(path)).toThrow(text);
    }
  });
});
