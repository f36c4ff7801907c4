/**
 * A soak of large layers: pushes and pulls one of 2 GiB, or of the given number of MiB, through an endpoint that keeps bytes
 * in a folder. Its memory has to stay level: `npm run soak:blobs`, `npm run soak:blobs -- 512`. With `memory` as the second
 * argument it keeps them in memory, and may not use more than their size.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../src/fake/serve.js';

const MIB = 2 ** 20;
const ACCOUNT = '111122223333';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
/** Room for parts in transit, buffers of sockets and files, and garbage. */
const MEBIBYTES_UNDER_WAY = 192;
const PIECE = Buffer.alloc(MIB, 'piece of a layer ');

const [wanted = '2048', where = 'folder'] = process.argv.slice(2);

/** Peak memory in MiB and processor time in seconds, so far. */
interface Spent {
  readonly peak: number;
  readonly seconds: number;
}

/** The endpoint runs in its own process, so that the client's memory is not measured. */
async function beTheEndpoint(): Promise<void> {
  const blobs = where === 'memory' ? { maxBytes: Infinity } : { directory: where };
  const server = await serve({ blobs, defaultAccount: ACCOUNT }, { anonymous: ACCOUNT });
  server.ecr.registry(ACCOUNT, 'us-east-1').createRepository('app');
  process.on('message', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    process.send?.({ peak: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 } satisfies Spent);
  });
  process.send?.(server.port);
}

class Endpoint {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(blobs: string): Promise<Endpoint> {
    const child = fork(process.argv[1] ?? '', [wanted, blobs], { execArgv: process.execArgv });
    const [port] = (await once(child, 'message')) as [number];
    return new Endpoint(child, port);
  }

  async spent(): Promise<Spent> {
    const answer = once(this.child, 'message') as Promise<[Spent]>;
    this.child.send('spent');
    return (await answer)[0];
  }

  /** Uploads a blob as docker does: one chunked PATCH and an empty PUT. */
  async push(pieces: number, digest: string): Promise<void> {
    const { headers } = (await this.send('POST', '/v2/app/blobs/uploads/')).resume();
    const { pathname } = new URL(headers.location ?? '');
    (
      await this.send(
        'PATCH',
        pathname,
        Array.from({ length: pieces }, () => PIECE),
      )
    ).resume();
    (await this.send('PUT', `${pathname}?digest=${digest}`)).resume();
  }

  /** Puts an image with this blob: ECR serves no blob that no image names. */
  async name(digest: string, size: number): Promise<void> {
    const blob = { digest, size, mediaType: 'application/vnd.oci.image.layer.v1.tar' };
    const manifest = { schemaVersion: 2, mediaType: MANIFEST, config: blob, layers: [blob] };
    const body = [Buffer.from(JSON.stringify(manifest))];
    (await this.send('PUT', '/v2/app/manifests/large', body, { 'content-type': MANIFEST })).resume();
  }

  /** @returns how many bytes came */
  async pull(digest: string): Promise<number> {
    const { headers } = (await this.send('GET', `/v2/app/blobs/${digest}`)).resume();
    const { pathname, search, host } = new URL(headers.location ?? '');
    let size = 0;
    const answer = await this.send('GET', `${pathname}${search}`, [], { host });
    for await (const chunk of answer as AsyncIterable<Buffer>) size += chunk.length;
    return size;
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }

  private async send(
    method: string,
    path: string,
    pieces: readonly Buffer[] = [],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<IncomingMessage> {
    const sent = request({ host: '127.0.0.1', port: this.port, method, path, headers });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    for (const piece of pieces) if (!sent.write(piece)) await once(sent, 'drain');
    sent.end();
    const [answer] = await answered;
    const { statusCode = 500 } = answer;
    if (statusCode >= 400) throw new Error(`${method} ${path} was answered ${statusCode}`);
    return answer;
  }
}

function digestOf(pieces: number): string {
  const hash = createHash('sha256');
  for (let nth = 0; nth < pieces; nth += 1) hash.update(PIECE);
  return `sha256:${hash.digest('hex')}`;
}

async function soak(megabytes: number, blobs: string): Promise<void> {
  const endpoint = await Endpoint.start(blobs);
  const digest = digestOf(megabytes);
  const measured = async (what: string, run: () => Promise<void>): Promise<Spent> => {
    const before = await endpoint.spent();
    const start = performance.now();
    await run();
    const seconds = (performance.now() - start) / 1000;
    const after = await endpoint.spent();
    const rate = `${(megabytes / seconds).toFixed(0)} MiB/s`;
    const processor = `${(after.seconds - before.seconds).toFixed(1)} s of the processor`;
    console.log(`${what} of ${megabytes} MiB: ${seconds.toFixed(1)} s, ${rate}, ${processor}`);
    return after;
  };
  try {
    // Loaded code and reused buffers are not what is measured.
    await endpoint.push(64, digestOf(64));
    const early = await endpoint.spent();
    const pushed = await measured('push', () => endpoint.push(megabytes, digest));
    await endpoint.name(digest, megabytes * MIB);
    const pulled = await measured('pull', async () => {
      const size = await endpoint.pull(digest);
      if (size !== megabytes * MIB) throw new Error(`${size} bytes were pulled`);
    });
    const [before, then, after] = [early, pushed, pulled].map(({ peak }) => peak.toFixed(0));
    console.log(`peak of memory: ${before} MiB before, ${then} after the push, ${after} after the pull`);
    const kept = blobs === 'memory' ? megabytes : 0;
    if (pulled.peak - early.peak > kept + MEBIBYTES_UNDER_WAY) throw new Error('memory is not level');
  } finally {
    await endpoint.end();
  }
}

async function main(): Promise<void> {
  if (process.send !== undefined) return beTheEndpoint();
  const folder = mkdtempSync(join(tmpdir(), 'soak-blobs-'));
  try {
    await soak(Number(wanted), where === 'memory' ? where : folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
