import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Row, middle } from '../measure.js';

const PIECE = Buffer.alloc(1024 ** 2, 'piece of a layer ');
const SMALL = 300 * 1024;
/** Fewer with BENCH_TAGS: docker-registry takes about ten milliseconds for each. */
const TAGS = Number(process.env['BENCH_TAGS'] ?? 10_000);
/** How many tags are put at once. */
const AT_ONCE = 8;
const TYPE = 'application/vnd.oci.image.manifest.v1+json';

interface Registry {
  readonly port: number;
  readonly authorization?: string;
  end(): Promise<unknown>;
}

/**
 * Pushes and pulls by the registry protocol, against an endpoint in its own process; beside it Debian's
 * docker-registry, if it is installed. Images are in folders; tags in memory, since removing the folders that
 * docker-registry makes for ten thousand of them takes minutes.
 *
 * @param large megabytes of the large layer
 */
export async function registry(large = 1024): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-registry-'));
  try {
    return [
      ...(await inTurn(folder, (one) => measureImages(one, large))),
      ...(await inTurn(undefined, measureTags)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Figures = Readonly<Record<string, number>>;

/** Each has its turn as often: the first one to write meets memory that the machine has not used before. */
const ROUNDS = 2;

/**
 * @param folder where they keep bytes; in memory when absent
 * @returns the least that each took
 */
async function inTurn(
  folder: string | undefined,
  measure: (one: Registry) => Promise<Figures>,
): Promise<Row[]> {
  const mine: Figures[] = [];
  const other: Figures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    mine.push(await figuresOf(await startOurs(folder), measure));
    const theirs = await startTheirs(folder);
    if (theirs !== undefined) other.push(await figuresOf(theirs, measure));
  }
  return Object.keys(mine[0] ?? {}).map((what) => {
    const value = leastOf(mine, what);
    const against =
      other.length === 0 ? {} : { ratio: value / leastOf(other, what), against: 'docker-registry' };
    const isJudged = other.length > 0 && what.includes('300 KB');
    return { what, value, unit: 'ms', ...against, ...(isJudged ? { budget: { of: 'ratio', most: 1 } } : {}) };
  });
}

function leastOf(figures: readonly Figures[], what: string): number {
  return Math.min(...figures.map((one) => one[what] ?? Infinity));
}

async function figuresOf(one: Registry, measure: (one: Registry) => Promise<Figures>): Promise<Figures> {
  try {
    return await measure(one);
  } finally {
    await one.end();
  }
}

async function measureImages(one: Registry, large: number): Promise<Figures> {
  const client = new Client(one);
  const small: { push: number[]; pull: number[] } = { push: [], pull: [] };
  for (let nth = 0; nth < 60; nth += 1) {
    const layer = Buffer.alloc(SMALL, `layer ${nth} `);
    small.push.push(await timed(() => client.push(`v${nth}`, [layer])));
    small.pull.push(await timed(() => client.pull(`v${nth}`)));
  }
  const pieces = Array.from({ length: large }, () => PIECE);
  const digest = digestOf(pieces);
  const push = await timed(() => client.push('large', pieces, digest));
  const pull = await timed(() => client.pull('large'));
  client.close();
  return {
    'push of 300 KB': middle(small.push),
    'pull of 300 KB': middle(small.pull),
    [`push of ${large} MiB`]: push,
    [`pull of ${large} MiB`]: pull,
  };
}

async function measureTags(one: Registry): Promise<Figures> {
  const client = new Client(one);
  await client.push('v0', [Buffer.from('one layer')]);
  const manifest = JSON.parse(await client.manifest('v0')) as object;
  let next = 0;
  const put = async (): Promise<void> => {
    while (next < TAGS) {
      const nth = String(next++);
      // ECR takes no more than a thousand tags on an image.
      const body = [Buffer.from(JSON.stringify({ ...manifest, annotations: { nth } }))];
      await client.send('PUT', `/v2/bench/manifests/t${nth}`, body, { 'content-type': TYPE });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, put));
  const pages: number[] = [];
  for (let nth = 0; nth < 30; nth += 1) {
    pages.push(await timed(() => client.read('/v2/bench/tags/list?n=100')));
  }
  client.close();
  return { [`a page of 100 of ${TAGS} tags`]: middle(pages) };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** A client that costs little: no digests of what it reads, connections that stay. */
class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  constructor(private readonly registry: Registry) {}

  /** @param digest of the layer, where finding it is not to be measured */
  async push(tag: string, pieces: readonly Buffer[], digest = digestOf(pieces)): Promise<void> {
    const layer = await this.blob(pieces, digest);
    const config = await this.blob([Buffer.from('{"os":"linux","architecture":"amd64"}')]);
    const manifest = {
      schemaVersion: 2,
      mediaType: TYPE,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
    };
    const body = [Buffer.from(JSON.stringify(manifest))];
    await this.send('PUT', `/v2/bench/manifests/${tag}`, body, { 'content-type': TYPE });
  }

  async pull(tag: string): Promise<void> {
    const { layers, config } = JSON.parse(await this.manifest(tag)) as {
      layers: { digest: string }[];
      config: { digest: string };
    };
    for (const { digest } of [config, ...layers]) await this.read(`/v2/bench/blobs/${digest}`);
  }

  manifest(tag: string): Promise<string> {
    return this.text(`/v2/bench/manifests/${tag}`, { accept: TYPE });
  }

  async send(
    method: string,
    path: string,
    pieces: readonly Buffer[] = [],
    headers: Record<string, string> = {},
  ): Promise<IncomingMessage> {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const sent = this.request(method, path, { 'content-length': String(length), ...headers });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    for (const piece of pieces) if (!sent.write(piece)) await once(sent, 'drain');
    sent.end();
    const [answer] = await answered;
    answer.resume();
    await once(answer, 'end');
    if ((answer.statusCode ?? 500) >= 400)
      throw new Error(`${method} ${path} was answered ${answer.statusCode}`);
    return answer;
  }

  /** Reads a body and drops it. */
  async read(path: string): Promise<void> {
    const answer = await this.get(path, {});
    answer.resume();
    await once(answer, 'end');
    const next = answer.headers.location;
    if (answer.statusCode === 307 && next !== undefined) {
      const { pathname, search, host } = new URL(next);
      const bytes = await this.get(`${pathname}${search}`, { host }, false);
      bytes.resume();
      await once(bytes, 'end');
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private async text(path: string, headers: Record<string, string>): Promise<string> {
    let text = '';
    for await (const chunk of await this.get(path, headers)) text += String(chunk);
    return text;
  }

  private async get(path: string, headers: Record<string, string>, isKnown = true): Promise<IncomingMessage> {
    const sent = this.request('GET', path, headers, isKnown);
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.end();
    return (await answered)[0];
  }

  private request(method: string, path: string, headers: Record<string, string>, isKnown = true) {
    const { port, authorization } = this.registry;
    return request({
      host: '127.0.0.1',
      port,
      agent: this.agent,
      method,
      path,
      headers: {
        host: `127.0.0.1:${port}`,
        ...(authorization === undefined || !isKnown ? {} : { authorization }),
        ...headers,
      },
    });
  }

  private async blob(
    pieces: readonly Buffer[],
    digest = digestOf(pieces),
  ): Promise<{ digest: string; size: number }> {
    const { headers } = await this.send('POST', '/v2/bench/blobs/uploads/');
    const at = new URL(headers.location ?? '', `http://127.0.0.1:${this.registry.port}`);
    at.searchParams.set('digest', digest);
    await this.send('PUT', `${at.pathname}${at.search}`, pieces);
    return { digest, size: pieces.reduce((sum, piece) => sum + piece.length, 0) };
  }
}

function digestOf(pieces: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return `sha256:${hash.digest('hex')}`;
}

async function startOurs(folder: string | undefined): Promise<Registry> {
  const own = folder && join(folder, 'ours');
  // Each start begins with an empty world.
  if (own !== undefined) rmSync(own, { recursive: true, force: true });
  const bytes = own === undefined ? [] : ['--data-dir', own];
  const child = spawn(process.execPath, ['dist/cli.cjs', 'serve', '--json', ...bytes], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { port } = JSON.parse(await firstLine(child)) as { port: number };
  const { ECRClient, CreateRepositoryCommand, GetAuthorizationTokenCommand } =
    await import('@aws-sdk/client-ecr');
  const client = new ECRClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'x' },
  });
  await client.send(new CreateRepositoryCommand({ repositoryName: 'bench' }));
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  client.destroy();
  const authorization = `Basic ${authorizationData?.[0]?.authorizationToken ?? ''}`;
  return { port, authorization, end: () => ended(child) };
}

/** Undefined if it is not installed. */
async function startTheirs(folder: string | undefined): Promise<Registry | undefined> {
  if (spawnSync('docker-registry', ['--version']).status !== 0) return undefined;
  const port = 20_000 + (process.pid % 20_000);
  const own = mkdtempSync(join(tmpdir(), 'bench-registry-config-'));
  const config = join(own, 'registry.yml');
  const root = join(folder ?? own, 'theirs');
  const storage =
    folder === undefined
      ? 'storage:\n  inmemory: {}\n'
      : `storage:\n  filesystem:\n    rootdirectory: ${root}\n`;
  writeFileSync(config, `version: 0.1\nlog:\n  level: error\n${storage}http:\n  addr: 127.0.0.1:${port}\n`);
  const child = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`http://127.0.0.1:${port}/v2/`).then(
      () => true,
      () => false,
    );
    if (isUp) {
      const end = async () => {
        await ended(child);
        for (const one of [own, root]) rmSync(one, { recursive: true, force: true });
      };
      return { port, end };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error('docker-registry did not start');
}

function ended(child: ChildProcess): Promise<unknown> {
  const exit = once(child, 'exit');
  child.kill();
  return exit;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}
