/** What the console asks for: shapes, bounds, refusals, and that looking changes nothing. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type {
  ExplanationView,
  ImageRow,
  ImageView,
  LifecycleRow,
  Page,
  RegistryView,
  RepositoryRow,
  RepositoryView,
  TimelineView,
  WorldView,
} from '../../../src/inspect/console/shapes.js';
import { type EcrServer, serve } from '../../../src/http.js';
import { artifact, image, imageIndex } from '../../../src/index.js';
import { OTHER, SOURCE, START } from '../../support/scene.js';

let server: EcrServer;

beforeEach(async () => {
  server = await serve({ now: START, layers: 'assumed', replication: 'manual' });
});

afterEach(() => server.close());

const HOME = `${SOURCE}/us-west-2`;
const AWAY = `${OTHER}/eu-west-1`;

async function ask(route: string, parameters: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}/_fake-ecr/${route}?${String(new URLSearchParams(parameters))}`);
  return { status: answer.status, body: await answer.json() };
}

async function view<T>(route: string, parameters: Record<string, string> = {}): Promise<T> {
  const { status, body } = await ask(`console/${route}`, parameters);
  expect([route, status, body]).toEqual([route, 200, body]);
  return body as T;
}

async function tell(route: string, body?: object) {
  const answer = await fetch(`${server.url}/_fake-ecr/${route}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as { message?: string } };
}

/** A registry that sends to another one, which has not let it in yet. */
function twoRegistries() {
  const home = server.ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const away = server.ecr.registry(OTHER, 'eu-west-1');
  home.replicateTo(away);
  return { home, away };
}

const edge = async () => (await view<WorldView>('world')).edges[0];

describe('the replication graph', () => {
  test('an edge is blocked without a policy, then pending, then carried, and says why', async () => {
    const { home } = twoRegistries();
    home.push('app:v1', image('one'));
    expect(await edge()).toMatchObject({
      from: HOME,
      to: AWAY,
      state: 'blocked',
      problem: 'no registry policy',
    });
    await tell('settle');
    const { outcome, reasons } = await view<ExplanationView>('explain', {
      image: 'app:v1',
      destination: AWAY,
    });
    expect([outcome, reasons[0]?.code]).toEqual(['failed', 'access-denied']);

    expect((await tell('grant', { to: AWAY, from: SOURCE })).status).toBe(200);
    const { policy } = await view<RegistryView>('registry', { registry: AWAY });
    expect(policy?.statements[0]?.who).toContain(SOURCE);
    expect(await edge()).toMatchObject({ state: 'failed', failed: 1, example: 'app:v1' });
    home.push('app:v2', image('two'));
    expect(await edge()).toMatchObject({ state: 'pending', pending: 1, failed: 1 });
    expect((await view<WorldView>('world')).pending.total).toBe(1);
    await tell('settle', { to: AWAY });
    home.push('app:v1', image('three'));
    await tell('settle');
    expect(await edge()).toMatchObject({ carried: 2, pending: 0 });
  });

  test('has all registries as boxes, and each edge as a line to its place in the list', async () => {
    twoRegistries();
    server.ecr.registry(SOURCE, 'eu-central-1').createRepository('alone');
    const { graph, edges, registries, counts } = await view<WorldView>('world');
    expect(graph.boxes.map(({ key }) => key).sort()).toEqual([`${SOURCE}/eu-central-1`, HOME, AWAY].sort());
    expect(graph.lines.map((line) => edges[line.edge]?.to)).toEqual([AWAY]);
    expect(graph.lines[0]?.path).toMatch(/^M[\d. ]+H/);
    expect(registries.map(({ key }) => key)).toEqual([`${SOURCE}/eu-central-1`, HOME, AWAY]);
    expect(counts).toEqual({ accounts: 2, registries: 3, repositories: 2, images: 0 });
  });

  test('an edge that is open and was never used says so', async () => {
    const { home, away } = twoRegistries();
    away.allowReplicationFrom(home);
    expect(await edge()).toMatchObject({ state: 'open', label: 'open, nothing sent yet' });
    expect(await edge()).not.toHaveProperty('example');
  });
});

describe('contents', () => {
  test('repositories and images come in parts, the latest push first, and are found by a text', async () => {
    const { home } = twoRegistries();
    home.createRepository('base').createRepository('apple');
    for (let number = 0; number < 7; number += 1) {
      server.ecr.clock.advance(1000);
      home.push(`base:v${number}`, image(`content ${number}`));
    }
    const repositories = await view<Page<RepositoryRow>>('repositories', { registry: HOME, text: 'app' });
    expect(repositories.rows.map(({ name }) => name)).toEqual(['app', 'apple']);
    const page = { registry: HOME, repository: 'base', offset: '2', limit: '3' };
    const images = await view<Page<ImageRow>>('images', page);
    expect([images.total, images.offset]).toEqual([7, 2]);
    expect(images.rows.map(({ tags }) => tags)).toEqual([['v4'], ['v3'], ['v2']]);
    expect(images.rows[0]?.copyStates).toEqual([{ status: 'IN_PROGRESS', count: 1 }]);
    const found = await view<Page<ImageRow>>('images', { ...page, offset: '0', text: 'v6' });
    expect(found.rows.map(({ tags }) => tags)).toEqual([['v6']]);
    home.push('base:v7', image('content 7'));
    expect((await view<Page<ImageRow>>('images', page)).total).toBe(8);
  });

  test('an image has its manifest, blobs, referrers, manifests of an index, and its scan', async () => {
    const { home } = twoRegistries();
    const subject = image('subject');
    home.push('app:v1', subject);
    home.push('app', artifact({ subject, artifactType: 'application/spdx+json' }));
    home.push('app:list', imageIndex({ images: [subject] }));
    home.setScanFindings('app:v1', [{ name: 'CVE-2024-1', severity: 'HIGH' }]);
    const at = { registry: HOME, repository: 'app', digest: subject.digest };
    const shown = await view<ImageView>('image', at);
    expect(shown).toMatchObject({ digest: subject.digest, tags: ['v1'], repository: 'app' });
    expect(JSON.parse(shown.manifest)).toEqual(JSON.parse(subject.manifest));
    expect(shown.blobs.length).toBe(shown.blobCount);
    expect(shown.referrers).toEqual([expect.objectContaining({ type: 'application/spdx+json' })]);
    const list = (await view<Page<ImageRow>>('images', { ...withoutDigest(at), text: 'list' })).rows[0];
    const index = await view<ImageView>('image', { ...at, digest: list?.digest ?? '' });
    expect(index.children).toEqual([expect.objectContaining({ digest: subject.digest, status: 'ACTIVE' })]);
    expect((await view<Page<object>>('findings', at)).rows).toEqual([]);
    await post('StartImageScan', { repositoryName: 'app', imageId: { imageTag: 'v1' } });
    await tell('settle');
    expect((await view<Page<object>>('findings', at)).rows).toEqual([
      { name: 'CVE-2024-1', severity: 'HIGH', description: '' },
    ]);
    expect((await view<ImageView>('image', at)).scan).toMatchObject({
      status: 'COMPLETE',
      severities: ['1 HIGH'],
      findings: 1,
    });
  });

  test('a repository has its policies, with what they allow, and what its lifecycle policy would do', async () => {
    const { home, away } = twoRegistries();
    away.allowReplicationFrom(home, { prefix: 'app' });
    home.push('app:old', image('old'));
    server.ecr.clock.advance(1000);
    home.push('app:new', image('new'));
    const repository = home.repository('app');
    repository.setLifecyclePolicy({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
          action: { type: 'expire' },
        },
      ],
    });
    const at = { registry: HOME, repository: 'app' };
    const rows = (await view<Page<LifecycleRow>>('lifecycle', at)).rows;
    expect(rows.map(({ tags, verdict }) => [tags, verdict])).toEqual([
      [['old'], 'expired'],
      [['new'], 'kept'],
    ]);
    expect((await view<RepositoryView>('repository', at)).lifecyclePolicy).toContain('"countNumber": 1');
    const { policy } = await view<RegistryView>('registry', { registry: AWAY });
    expect(policy?.statements).toEqual([
      {
        name: `ReplicationFrom${SOURCE}`,
        effect: 'Allow',
        who: `arn:aws:iam::${SOURCE}:root`,
        actions: 'ecr:CreateRepository, ecr:ReplicateImage',
        resources: `arn:aws:ecr:eu-west-1:${OTHER}:repository/app*`,
        conditions: [],
      },
    ]);
  });
});

describe('the timeline', () => {
  test('is newest first, filtered by account, repository, outcome and text, and goes on from where it ended', async () => {
    const { home } = twoRegistries();
    home.createRepository('base');
    const client = server.ecr;
    client.fail('DescribeImages').with('ThrottlingException').once();
    for (const repositoryName of ['app', 'base', 'app', 'app']) {
      await post('DescribeImages', { repositoryName });
    }
    const all = await view<TimelineView>('timeline', { limit: '2' });
    expect(all.rows.map(({ sequence }) => sequence)).toEqual([all.total - 1, all.total - 2]);
    const rest = await view<TimelineView>('timeline', { before: String(all.next) });
    expect([...all.rows, ...rest.rows]).toHaveLength(all.total);
    const app = await view<TimelineView>('timeline', { repository: 'app', text: 'describeimages app' });
    expect(app.rows).toHaveLength(3);
    const failed = await view<TimelineView>('timeline', { outcome: 'failed' });
    expect(failed.rows).toEqual([expect.objectContaining({ failed: true, repository: 'app', where: HOME })]);
    expect((await view<TimelineView>('timeline', { account: OTHER })).rows).toEqual([]);
  });
});

describe('faults', () => {
  test('an outage holds copies until it is ended, and the view lists it', async () => {
    const { home, away } = twoRegistries();
    away.allowReplicationFrom(home);
    expect((await tell('outage', { region: 'eu-west-1' })).status).toBe(200);
    expect((await view<WorldView>('world')).outages).toEqual(['eu-west-1']);
    home.push('app:v1', image('one'));
    await tell('settle');
    expect(await edge()).toMatchObject({ state: 'pending' });
    expect((await tell('outage', { region: 'eu-west-1', end: true })).status).toBe(200);
    expect((await view<WorldView>('world')).outages).toEqual([]);
    await tell('settle');
    expect(await edge()).toMatchObject({ state: 'carried' });
    expect((await tell('outage', { region: 'eu-west-1', end: true })).status).toBe(400);
  });

  test('a stall holds what it selects until it is ended', async () => {
    const { home, away } = twoRegistries();
    away.allowReplicationFrom(home);
    expect((await tell('stall', { to: AWAY, repository: 'app' })).status).toBe(200);
    expect((await view<WorldView>('world')).stalls).toEqual([{ to: AWAY, repository: 'app' }]);
    home.push('app:v1', image('one'));
    await tell('settle');
    expect(await edge()).toMatchObject({ state: 'pending' });
    expect((await tell('stall', { to: AWAY, end: true })).status).toBe(400);
    expect((await tell('stall', { to: AWAY, repository: 'app', end: true })).status).toBe(200);
    await tell('settle');
    expect(await edge()).toMatchObject({ state: 'carried' });
  });

  test('a call fails as often as was said', async () => {
    twoRegistries();
    await tell('fail', {
      operation: 'DescribeImages',
      code: 'ThrottlingException',
      times: 2,
      repository: 'app',
    });
    const statuses = [];
    for (let number = 0; number < 3; number += 1) {
      statuses.push(await post('DescribeImages', { repositoryName: 'app' }));
    }
    expect(statuses).toEqual([400, 400, 200]);
  });

  test('the view lists failures with how often they are left, and they can be ended', async () => {
    twoRegistries();
    const failures = async () => (await view<WorldView>('world')).failures;
    const throttled = { operation: 'DescribeImages', code: 'ThrottlingException', repository: 'app' };
    await tell('fail', { ...throttled, times: 2 });
    await tell('fail', { ...throttled, times: 1 });
    await tell('fail', { operation: '*', code: 'ServerException', account: OTHER, times: 'always' });
    const always = { operation: '*', code: 'ServerException', account: OTHER, left: 'always' };
    expect(await failures()).toEqual([{ ...throttled, left: 3 }, always]);
    await post('DescribeImages', { repositoryName: 'app' });
    expect(await failures()).toEqual([{ ...throttled, left: 2 }, always]);

    expect((await tell('fail', { ...throttled, region: 'us-west-2', end: true })).status).toBe(400);
    expect((await tell('fail', { ...throttled, end: true })).status).toBe(200);
    expect(await failures()).toEqual([always]);
    expect(await post('DescribeImages', { repositoryName: 'app' })).toBe(200);
    expect((await tell('fail', { ...throttled, end: true })).body.message).toMatch(
      /no such failure to end.*Name the same operation, code and scope/,
    );
    await tell('reset');
    expect(await failures()).toEqual([]);
  });

  test('a fault of a test that is used up or ended goes from the list, and whoever looks is told', async () => {
    twoRegistries();
    const versions: number[] = [];
    const note = async () => versions.push((await view<WorldView>('world')).version);
    await note();
    const fault = server.ecr.fail('DescribeImages').with('ServerException').times(2);
    await note();
    expect((await view<WorldView>('world')).failures).toMatchObject([{ left: 2 }]);
    fault.end();
    await note();
    expect((await view<WorldView>('world')).failures).toEqual([]);
    expect(new Set(versions).size).toBe(3);
  });

  test.each<[string, object, RegExp]>([
    ['outage', {}, /was given no Region/],
    ['outage', { region: 'nowhere' }, /is not a Region/],
    ['outage', { region: 'us-east-1', end: 'yes' }, /Expected true or false/],
    ['outage', { regoin: 'us-east-1' }, /'regoin'/],
    ['stall', { to: 'there' }, /is not a registry/],
    ['stall', { repository: 'No Name' }, /Expected a repository's name/],
    ['stall', { repository: 5 }, /Expected a text/],
    ['fail', { operation: 'PutImage' }, /was not told which operation/],
    ['fail', { operation: 'PutImages', code: 'ThrottlingException' }, /not an operation of ECR/],
    ['fail', { operation: 'PutImage', code: 'ThrotlingException' }, /ThrottlingException/],
    ['fail', { operation: 'PutImage', code: 'ThrottlingException', times: 0 }, /at least 1/],
    ['fail', { operation: 'PutImage', code: 'ThrottlingException', account: 'x' }, /not an account id/],
    ['fail', { operation: 'PutImage', code: 'ThrottlingException', times: 2, end: true }, /'times'/],
    ['fail', { operation: 'PutImage', code: 'ThrottlingException', end: true }, /no such failure to end/],
    ['grant', { to: AWAY }, /was not told to whom/],
    ['grant', { to: AWAY, from: 'x' }, /not an account id/],
  ])('%s refuses %j, and the next call is not disturbed', async (route, body, message) => {
    twoRegistries();
    const answer = await tell(route, body);
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringMatching(message)]);
    expect(await post('DescribeImages', { repositoryName: 'app' })).toBe(200);
  });
});

test.each([
  ['registry', {}, 400],
  ['registry', { registry: 'nonsense' }, 400],
  ['registry', { registry: '999999999999/us-east-1' }, 404],
  ['repositories', { registry: HOME, limit: '201' }, 400],
  ['repositories', { registry: HOME, offset: '-1' }, 400],
  ['repositories', { registry: HOME, text: 'x'.repeat(1001) }, 400],
  ['repositories', { registry: HOME, txet: 'a' }, 400],
  ['images', { registry: HOME, repository: 'missing' }, 404],
  ['image', { registry: HOME, repository: 'app' }, 400],
  ['image', { registry: HOME, repository: 'app', digest: 'sha256:0' }, 404],
  ['lifecycle', { registry: HOME, repository: 'app' }, 404],
  ['timeline', { outcome: 'maybe' }, 400],
  ['explain', { image: 'NO', destination: AWAY }, 400],
  ['explain', { image: 'app:v1', destination: '999999999999/us-east-1' }, 404],
  ['world', { verison: '1' }, 400],
])('%s with %j is answered %i, and says why', async (route, parameters, status) => {
  twoRegistries();
  const answer = await ask(`console/${route}`, parameters);
  expect([answer.status, answer.body]).toEqual([status, { message: expect.stringMatching(/\w/) as string }]);
});

test('looking changes nothing: the same snapshot, no call, no registry that was only asked for', async () => {
  const { home } = twoRegistries();
  home.push('app:v1', image('one'));
  server.ecr.settle();
  const before = JSON.stringify(server.ecr.snapshot());
  const { calls } = server.ecr;
  const version = (await view<WorldView>('world')).version;
  await ask('console/registry', { registry: '999999999999/us-east-1' });
  await ask('console/timeline');
  await ask('console/explain', { image: 'app:v1', destination: AWAY });
  expect(JSON.stringify(server.ecr.snapshot())).toBe(before);
  expect((await view<WorldView>('world')).version).toBe(version);
  expect(server.ecr.calls).toEqual(calls);
});

test('a client that was told of a version gets a view that is at least as new', async () => {
  const { home } = twoRegistries();
  const { version } = await view<WorldView>('world');
  home.push('app:v1', image('one'));
  expect((await view<WorldView>('world', { version: String(version) })).version).toBe(version);
  expect((await view<WorldView>('world')).counts.images).toBe(1);
});

describe('who may', () => {
  test.each(['outage', 'stall', 'fail', 'grant'])('a page from elsewhere may not use %s', async (route) => {
    const answer = await fetch(`${server.url}/_fake-ecr/${route}`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
  });

  test.each(['console/world', ''])(
    'a page whose name was made to lead here may not read %j',
    async (route) => {
      const socket = connect(server.port, server.host);
      socket.write(`GET /_fake-ecr/${route} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`);
      const [first] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(first.toString()).toMatch(/^HTTP\/1\.1 403/);
    },
  );
});

describe('the stream of changes', () => {
  test('says what the version is, tells of a change, goes on after a reset, and ends with the server', async () => {
    const { home } = twoRegistries();
    const { body } = await fetch(`${server.url}/_fake-ecr/console/changes`, {
      headers: { accept: 'text/event-stream' },
    });
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    const next = async () => {
      const { value, done } = await reader.read();
      return done ? undefined : /^event: change\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(value))?.[1];
    };
    const { version } = JSON.parse((await next()) ?? '') as { version: number };
    home.push('app:v1', image('one'));
    const later = JSON.parse((await next()) ?? '') as { version: number };
    expect(later.version).toBeGreaterThan(version);
    await tell('reset');
    const afterwards = JSON.parse((await next()) ?? '') as { version: number };
    expect(afterwards.version).toBeGreaterThan(later.version);
    await server.close();
    expect(await next()).toBeUndefined();
  });

  test('without asking for a stream it answers the version once', async () => {
    expect(await ask('console/changes')).toEqual({
      status: 200,
      body: { version: expect.any(Number) as number },
    });
  });
});

function withoutDigest({ registry, repository }: { registry: string; repository: string }) {
  return { registry, repository };
}

async function post(operation: string, input: object): Promise<number> {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: {
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
      'content-type': 'application/x-amz-json-1.1',
      authorization: `AWS4-HMAC-SHA256 Credential=${SOURCE}/20261124/us-west-2/ecr/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  await answer.arrayBuffer();
  return answer.status;
}
