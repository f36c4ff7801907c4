import { request as httpRequest } from 'node:http';
import { createHash } from 'node:crypto';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { START } from './start.js';
import { type EcrServer, type ServeOptions, serve } from '../../src/http.js';
import type { FakeWorldOptions } from '../../src/fake/options.js';
import { FakeWorld } from '../../src/fake/fake-world.js';

export const ACCOUNT = '111111111111';
export const REGION = 'us-east-1';

export const sha256 = (bytes: string | Uint8Array) =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** An answer, whole. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly bytes: Buffer;
}

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** The `Host` header; that of the registry by default. */
  readonly host?: string;
  /** The token, as it stands in the header; null for none. */
  readonly token?: string | null;
  /** The connection is broken off after the body's pieces, without an end. */
  readonly breaksOff?: boolean;
  /** Nothing comes behind the body's pieces, and no end. */
  readonly stalls?: boolean;
}

let running: EcrServer[] = [];

afterEach(async () => {
  for (const server of running) await server.close();
  running = [];
});

/** A registry behind a port, and a client of its protocol. */
export class RegistryClient {
  token = '';

  constructor(
    readonly server: EcrServer,
    readonly account = ACCOUNT,
    readonly region = REGION,
  ) {}

  get ecr(): FakeWorld {
    return this.server.ecr;
  }

  get host(): string {
    return `${this.account}.dkr.ecr.${this.region}.localhost:${this.server.port}`;
  }

  /** The SDK's client of the same account and Region, over the same port. */
  get sdk(): ECRClient {
    return sdkOf(this.server, this.account, this.region);
  }

  async logIn(client: Pick<ECRClient, 'send'> = this.sdk): Promise<this> {
    this.token = await tokenOf(client);
    return this;
  }

  send(
    method: string,
    path: string,
    { headers = {}, body, host, token, breaksOff, stalls }: Sent = {},
  ): Promise<Answered> {
    const auth = token === undefined ? this.token : token;
    const pieces: readonly (string | Uint8Array)[] =
      body === undefined ? [] : typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
    const [only] = pieces;
    const length =
      pieces.length === 1 &&
      only !== undefined &&
      breaksOff !== true &&
      headers['transfer-encoding'] === undefined
        ? { 'content-length': String(Buffer.byteLength(only)) }
        : {};
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port: this.server.port,
          method,
          path,
          agent: false,
          headers: {
            host: host ?? this.host,
            ...(auth === null || auth === '' ? {} : { authorization: `Basic ${auth}` }),
            ...length,
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const bytes = Buffer.concat(chunks);
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers as Record<string, string | undefined>,
              text: bytes.toString(),
              bytes,
            });
          });
        },
      );
      request.on('error', reject);
      for (const piece of pieces) request.write(piece);
      if (breaksOff === true) setTimeout(() => request.destroy(new Error('broken off')), 30);
      else if (stalls !== true) request.end();
    });
  }

  get(path: string, sent?: Sent): Promise<Answered> {
    return this.send('GET', path, sent);
  }

  head(path: string, sent?: Sent): Promise<Answered> {
    return this.send('HEAD', path, sent);
  }

  /** Begins an upload; answers the path of its address. */
  async begin(name: string, query = ''): Promise<string> {
    const { headers } = await this.send('POST', `/v2/${name}/blobs/uploads/${query}`);
    return pathOf(headers['location'] ?? '');
  }

  /** Uploads a blob in one piece; answers its digest. */
  async blob(name: string, content: string | Uint8Array): Promise<string> {
    const digest = sha256(content);
    const at = await this.begin(name);
    const { status, text } = await this.send('PUT', `${at}?digest=${digest}`, { body: content });
    if (status !== 201) throw new Error(`the blob was answered ${status} ${text}`);
    return digest;
  }

  /** Pushes a small image as docker does; answers its manifest and digest. */
  async image(
    name: string,
    reference: string,
    { content = 'hello', more = {} }: { content?: string; more?: object } = {},
  ): Promise<{ manifest: string; digest: string; layer: string; config: string }> {
    const layer = await this.blob(name, content);
    const described = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      rootfs: rootfsOf(layer),
      content,
    });
    const config = await this.blob(name, described);
    const named = { mediaType: CONFIG, digest: config, size: described.length };
    const manifest = JSON.stringify(manifestOf(layer, content.length, config, { config: named, ...more }));
    const { status, text } = await this.put(name, reference, manifest);
    if (status !== 201) throw new Error(`the manifest was answered ${status} ${text}`);
    return { manifest, digest: sha256(manifest), layer, config };
  }

  put(
    name: string,
    reference: string,
    manifest: string | Uint8Array,
    type: string | null = OCI,
  ): Promise<Answered> {
    return this.send('PUT', `/v2/${name}/manifests/${reference}`, {
      body: manifest,
      headers: type === null ? {} : { 'content-type': type },
    });
  }

  /** Follows to where the bytes are. */
  async follow(answer: Answered, headers: Record<string, string> = {}, method = 'GET'): Promise<Answered> {
    const url = new URL(answer.headers['location'] ?? '');
    return this.send(method, `${url.pathname}${url.search}`, { host: url.host, token: null, headers });
  }
}

export const OCI = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';

export function manifestOf(layer: string, size: number, config: string, more: object = {}): object {
  return {
    schemaVersion: 2,
    mediaType: OCI,
    config: { mediaType: CONFIG, digest: config, size: 2 },
    layers: [{ mediaType: LAYER, digest: layer, size }],
    ...more,
  };
}

const rootfsOf = (layer: string) => ({ type: 'layers', diff_ids: [layer] });

export const pathOf = (location: string) => location.replace(/^https?:\/\/[^/]+/, '');

/** The errors of a body. */
function errorsOf({ text }: Answered): readonly { code: string; message: string }[] {
  return (JSON.parse(text) as { errors: { code: string; message: string }[] }).errors;
}

/** What a refusal comes to: status, code and text. */
export function refused(answer: Answered): [number, string, string] {
  const [first] = errorsOf(answer);
  return [answer.status, first?.code ?? '', first?.message ?? ''];
}

export function sdkOf({ ecr }: EcrServer, account: string, region: string): ECRClient {
  return new ECRClient({
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'x' },
    requestHandler: ecr.requestHandler(),
  });
}

export async function tokenOf(client: Pick<ECRClient, 'send'>): Promise<string> {
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  return authorizationData?.[0]?.authorizationToken ?? '';
}

/** A world with the repository `app`, behind a port, and a client that has logged in. */
export async function openRegistry(
  options: ServeOptions & {
    world?: FakeWorldOptions;
    ecr?: FakeWorld;
    repositories?: readonly string[];
  } = {},
): Promise<RegistryClient> {
  const {
    world = {},
    repositories = ['app'],
    ecr = new FakeWorld({ now: START, ...world }),
    ...served
  } = options;
  const server = await serve(ecr, served);
  running.push(server);
  const registry = ecr.registry(ACCOUNT, REGION);
  for (const name of repositories) registry.createRepository(name);
  return new RegistryClient(server).logIn();
}
