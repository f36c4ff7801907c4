/** An endpoint with a folder that is killed again and again while clients push, and what they find afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';

/** Jest and npm scripts run there. */
const ROOT = process.cwd();
const ACCOUNT = '111122223333';
const REGION = 'us-west-2';
const COPIED_TO = 'eu-west-1';
const CLIENTS = 4;
/** Longer than any start, on a slow machine. */
const PATIENCE = 30_000;

/** Builds the program into one file: it starts in a third of a second. */
export function buildProgram(): string {
  const outfile = join(ROOT, 'node_modules/.cache/killed-server/cli.cjs');
  mkdirSync(join(outfile, '..'), { recursive: true });
  buildSync({
    entryPoints: [join(ROOT, 'src/cli.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
  });
  return outfile;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

/** The server, as long as it lives. */
class Server {
  readonly agent = new Agent({ keepAlive: true });
  url = '';
  private readonly child: ChildProcess;
  readonly complaints: string[] = [];

  constructor(program: string, folder: string) {
    const args = [program, 'serve', '--json', '--data-dir', folder];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE });
    createInterface({ input: this.child.stderr as NodeJS.ReadableStream }).on('line', (line) =>
      this.complaints.push(line),
    );
  }

  async listening(): Promise<void> {
    const lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    const line = await Promise.race([once(lines, 'line'), once(this.child, 'close').then(() => undefined)]);
    if (line === undefined) throw new Error(`The server did not start: ${this.complaints.join('\n')}`);
    ({ url: this.url } = JSON.parse(String(line[0])) as { url: string });
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
    this.agent.destroy();
  }

  send(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        new URL(path, this.url),
        { method, headers, agent: this.agent },
        (answer) => {
          const pieces: Buffer[] = [];
          answer.on('data', (piece: Buffer) => pieces.push(piece));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              bytes: Buffer.concat(pieces),
            }),
          );
          answer.on('error', reject);
          answer.on('aborted', () => reject(new Error('the answer broke off')));
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  /** A call of the API, in JSON. */
  async call(operation: string, input: object, region = REGION): Promise<Record<string, unknown>> {
    const { status, bytes } = await this.send(
      'POST',
      '/',
      {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/${region}/ecr/aws4_request, SignedHeaders=host, Signature=0`,
      },
      Buffer.from(JSON.stringify(input)),
    );
    const output = JSON.parse(bytes.toString()) as Record<string, unknown>;
    if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(output)}`);
    return output;
  }

  async sts(form: Record<string, string>, key: string, token?: string): Promise<string> {
    const { status, bytes } = await this.send(
      'POST',
      '/',
      {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261124/${REGION}/sts/aws4_request, SignedHeaders=host, Signature=0`,
        ...(token === undefined ? {} : { 'x-amz-security-token': token }),
      },
      Buffer.from(new URLSearchParams({ Version: '2011-06-15', ...form }).toString()),
    );
    if (status !== 200) throw new Error(`STS: ${bytes.toString()}`);
    return bytes.toString();
  }
}

const sha256 = (bytes: Buffer | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** What one client was told, and what it does not know because its last request was not answered. */
class Client {
  readonly repository: string;
  /** By tag: the digest; undefined where the tag was removed. */
  readonly tags = new Map<string, string>();
  /** The request that is not answered yet: a tag, with the digest it may have got. */
  underWay: { readonly tag: string; readonly after: string | undefined } | undefined;
  policy: string | undefined;
  policyUnderWay: string | undefined;
  session: { readonly key: string; readonly token: string } | undefined;
  token = '';
  pushed = 0;
  answered = 0;

  constructor(name: string) {
    this.repository = `team/${name}`;
  }

  async work(server: Server): Promise<void> {
    for (;;) {
      await this.push(server);
      const choice = randomInt(6);
      if (choice === 0) await this.tagAgain(server);
      else if (choice === 1) await this.untag(server);
      else if (choice === 2) await this.setPolicy(server);
      else if (choice === 3) await this.assumeRole(server);
      else if (choice === 4) await this.logIn(server);
    }
  }

  async logIn(server: Server): Promise<void> {
    const { authorizationData } = await server.call('GetAuthorizationToken', {});
    const [{ authorizationToken }] = authorizationData as [{ authorizationToken: string }];
    this.token = authorizationToken;
  }

  private registry(server: Server, method: string, path: string, body?: Buffer, type?: string) {
    const headers = {
      authorization: `Basic ${this.token}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    return server.send(method, `/v2/${path}`, headers, body);
  }

  private async pushBlob(server: Server, bytes: Buffer): Promise<string> {
    const digest = sha256(bytes);
    const begun = await this.registry(server, 'POST', `${this.repository}/blobs/uploads/`);
    const { pathname } = new URL(String(begun.headers.location));
    const path = pathname.replace(/^\/v2\//, '');
    const half = Math.floor(bytes.length / 2);
    // In two requests, if the first one is large enough for a part.
    if (bytes.length > 12_000_000) {
      await this.registry(server, 'PATCH', path, bytes.subarray(0, half));
      await this.registry(server, 'PUT', `${path}?digest=${digest}`, bytes.subarray(half));
    } else {
      await this.registry(server, 'PUT', `${path}?digest=${digest}`, bytes);
    }
    return digest;
  }

  private async push(server: Server): Promise<void> {
    this.pushed += 1;
    const isLarge = randomInt(40) === 0;
    const layer = randomBytes(isLarge ? 13_000_000 : 1 + randomInt(100_000));
    const config = Buffer.from(
      JSON.stringify({ architecture: 'amd64', created: `${this.repository} ${this.pushed}` }),
    );
    const digests = [await this.pushBlob(server, config), await this.pushBlob(server, layer)];
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digests[0],
        size: config.length,
      },
      layers: [
        { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digests[1], size: layer.length },
      ],
    });
    const tag = `v${this.pushed % 50}`;
    const digest = sha256(manifest);
    await this.change(tag, digest, async () => {
      const put = await this.registry(
        server,
        'PUT',
        `${this.repository}/manifests/${tag}`,
        Buffer.from(manifest),
        'application/vnd.oci.image.manifest.v1+json',
      );
      if (put.status !== 201) throw new Error(`push: ${put.status} ${put.bytes.toString()}`);
    });
  }

  private async tagAgain(server: Server): Promise<void> {
    const [[tag, digest] = []] = [...this.tags];
    if (tag === undefined || digest === undefined) return;
    const imageId = { imageDigest: digest };
    const { images } = await server.call('BatchGetImage', {
      repositoryName: this.repository,
      imageIds: [imageId],
    });
    const [{ imageManifest }] = images as [{ imageManifest: string }];
    const name = `again-${this.pushed % 10}`;
    if (this.tags.get(name) === digest) return;
    await this.change(name, digest, () =>
      server.call('PutImage', { repositoryName: this.repository, imageManifest, imageTag: name }),
    );
  }

  private async untag(server: Server): Promise<void> {
    const [tag] = [...this.tags.keys()];
    if (tag === undefined) return;
    await this.change(tag, undefined, () =>
      server.call('BatchDeleteImage', { repositoryName: this.repository, imageIds: [{ imageTag: tag }] }),
    );
  }

  private async setPolicy(server: Server): Promise<void> {
    this.policyUnderWay = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: `n${this.pushed}`, Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
    });
    const policyText = this.policyUnderWay;
    await server.call('SetRepositoryPolicy', { repositoryName: this.repository, policyText });
    this.policy = policyText;
    this.policyUnderWay = undefined;
  }

  private async assumeRole(server: Server): Promise<void> {
    const answer = await server.sts(
      {
        Action: 'AssumeRole',
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/ci`,
        RoleSessionName: `s${this.pushed}`,
      },
      ACCOUNT,
    );
    const of = (name: string) => new RegExp(`<${name}>([^<]+)`).exec(answer)?.[1] ?? '';
    this.session = { key: of('AccessKeyId'), token: of('SessionToken') };
  }

  private async change(
    tag: string,
    after: string | undefined,
    request: () => Promise<unknown>,
  ): Promise<void> {
    this.underWay = { tag, after };
    await request();
    this.accept(tag, after);
    this.underWay = undefined;
    this.answered += 1;
  }

  private accept(tag: string, digest: string | undefined): void {
    if (digest === undefined) this.tags.delete(tag);
    else this.tags.set(tag, digest);
  }

  /** @throws if something that was answered is not there, or something is there by half */
  async requireAll(server: Server): Promise<void> {
    const found = await this.tagsIn(server, REGION);
    const { underWay } = this;
    if (underWay !== undefined && found.get(underWay.tag) === underWay.after) {
      this.accept(underWay.tag, underWay.after);
    }
    this.underWay = undefined;
    requireSame(`tags of ${this.repository}`, sorted(found), sorted(this.tags));
    requireSame(
      `copies of ${this.repository}`,
      [...(await this.tagsIn(server, COPIED_TO)).keys()].filter(
        (tag) => !found.has(tag) && this.tags.has(tag),
      ),
      [],
    );
    await this.requirePolicy(server);
    if (this.session !== undefined) {
      const { key, token } = this.session;
      const identity = await server.sts({ Action: 'GetCallerIdentity' }, key, token);
      if (!identity.includes(':assumed-role/ci/')) throw new Error(`The session is not known: ${identity}`);
    }
    // With the token from before.
    const all = [...found];
    const place = randomInt(Math.max(1, all.length));
    const some = [...all.slice(-2), ...all.slice(0, 1), ...all.slice(place, place + 1)];
    for (const [, digest] of some) await this.requireImage(server, digest);
  }

  private async requirePolicy(server: Server): Promise<void> {
    if (this.policyUnderWay !== undefined || this.policy !== undefined) {
      const { policyText } = await server
        .call('GetRepositoryPolicy', { repositoryName: this.repository })
        .catch(() => ({ policyText: undefined }));
      const sid = (text: unknown) => /n\d+/.exec(typeof text === 'string' ? text : '')?.[0];
      if (this.policyUnderWay !== undefined && sid(policyText) === sid(this.policyUnderWay)) {
        this.policy = this.policyUnderWay;
      }
      this.policyUnderWay = undefined;
      requireSame(`the policy of ${this.repository}`, sid(policyText), sid(this.policy));
    }
  }

  private async tagsIn(server: Server, region: string): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    let nextToken: unknown;
    do {
      const page: Record<string, unknown> = await server
        .call(
          'ListImages',
          {
            repositoryName: this.repository,
            filter: { tagStatus: 'TAGGED' },
            maxResults: 1000,
            ...(nextToken === undefined ? {} : { nextToken }),
          },
          region,
        )
        .catch((error: Error) => {
          if (region === REGION || !error.message.includes('RepositoryNotFound')) throw error;
          return { imageIds: [] };
        });
      for (const { imageTag, imageDigest } of page['imageIds'] as {
        imageTag: string;
        imageDigest: string;
      }[]) {
        found.set(imageTag, imageDigest);
      }
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    return found;
  }

  /** The manifest, and all bytes that it names, by their digests. */
  private async requireImage(server: Server, digest: string): Promise<void> {
    const got = await this.registry(server, 'GET', `${this.repository}/manifests/${digest}`);
    if (got.status !== 200) throw new Error(`manifest: ${got.status} ${got.bytes.toString()}`);
    requireSame('the manifest', sha256(got.bytes), digest);
    const { config, layers } = JSON.parse(got.bytes.toString()) as {
      config: { digest: string };
      layers: { digest: string }[];
    };
    for (const blob of [config, ...layers]) {
      const led = await this.registry(server, 'GET', `${this.repository}/blobs/${blob.digest}`);
      const { pathname, search } = new URL(String(led.headers.location));
      const { status, bytes } = await server.send('GET', pathname + search, {});
      requireSame(`a blob of ${digest} (${status})`, sha256(bytes), blob.digest);
    }
  }
}

function sorted(tags: ReadonlyMap<string, string>): readonly string[] {
  return [...tags].map(([tag, digest]) => `${tag} ${digest}`).sort();
}

function requireSame(what: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

/**
 * Kills a server many times, on one folder, while clients push, and looks after each restart whether all is there
 * that was answered.
 *
 * @returns how many changes were answered in all
 * @throws if something is missing, or is there by half
 */
export async function surviveKills(
  program: string,
  folder: string,
  kills: number,
  onKill: (line: string) => void = () => undefined,
): Promise<number> {
  const clients = Array.from({ length: CLIENTS }, (_, index) => new Client(`client-${index}`));
  let server = new Server(program, folder);
  await server.listening();
  await server.call('PutReplicationConfiguration', {
    replicationConfiguration: { rules: [{ destinations: [{ region: COPIED_TO, registryId: ACCOUNT }] }] },
  });
  for (const client of clients) {
    await server.call('CreateRepository', { repositoryName: client.repository });
    await client.logIn(server);
  }
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const running = server;
      const working = clients.map((client) => client.work(running).catch((error: unknown) => error));
      await new Promise((resolve) => setTimeout(resolve, 20 + randomInt(300)));
      await running.end('SIGKILL');
      for (const error of await Promise.all(working)) requireBroken(error);
      server = new Server(program, folder);
      if (kill % 5 === 0) {
        // Killed while it starts, too.
        await new Promise((resolve) => setTimeout(resolve, randomInt(400)));
        await server.end('SIGKILL');
        server = new Server(program, folder);
      }
      await server.listening();
      for (const client of clients) await client.requireAll(server);
      requireSame('complaints', server.complaints, []);
      onKill(`${kill} of ${kills}: ${clients.reduce((sum, { answered }) => sum + answered, 0)} changes`);
    }
  } finally {
    await server.end('SIGTERM');
  }
  return clients.reduce((sum, { answered }) => sum + answered, 0);
}

/** Requests end because the server is killed, and for no other reason. */
function requireBroken(error: unknown): void {
  const { message = '', code } = (error ?? {}) as { message?: string; code?: string };
  if (code !== undefined || /broke off|socket hang up|aborted/.test(message)) return;
  throw error as Error;
}
