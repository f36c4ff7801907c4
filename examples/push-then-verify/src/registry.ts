import { createHash } from 'node:crypto';
import { type ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';

/** Where a registry answers, and how to log in there. */
export interface Login {
  /** For example `https://111122223333.dkr.ecr.us-west-2.amazonaws.com`. */
  readonly endpoint: string;
  readonly authorization: string;
}

/** A build: what goes into an image. */
export interface Build {
  readonly layer: Uint8Array;
  readonly config: Uint8Array;
}

/** Logs in where ECR says, or at another address of the same registry. */
export async function logIn(ecr: ECRClient, endpoint?: string): Promise<Login> {
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const [data] = authorizationData ?? [];
  if (data?.authorizationToken === undefined) throw new Error('ECR gave no token');
  return {
    endpoint: endpoint ?? data.proxyEndpoint ?? '',
    authorization: `Basic ${data.authorizationToken}`,
  };
}

/** Pushes a build as `docker push` does. @returns the digest of the image */
export async function push(login: Login, repository: string, tag: string, build: Build): Promise<string> {
  const config = await pushBlob(login, repository, build.config);
  const layer = await pushBlob(login, repository, build.layer);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, ...config },
    layers: [{ mediaType: LAYER, ...layer }],
  });
  await send(login, 'PUT', `/v2/${repository}/manifests/${tag}`, manifest, { 'content-type': MANIFEST });
  return digestOf(manifest);
}

/** Pulls what a tag names, and checks every byte of it. */
export async function pull(
  login: Login,
  repository: string,
  tag: string,
): Promise<Build & { digest: string }> {
  const manifest = await bytesOf(await send(login, 'GET', `/v2/${repository}/manifests/${tag}`));
  const { config, layers } = JSON.parse(new TextDecoder().decode(manifest)) as {
    config: { digest: string };
    layers: { digest: string }[];
  };
  const fetchBlob = async (digest: string) => {
    const bytes = await bytesOf(await send(login, 'GET', `/v2/${repository}/blobs/${digest}`));
    if (digestOf(bytes) !== digest) throw new Error(`${digest} came damaged`);
    return bytes;
  };
  const [layer] = layers;
  if (layer === undefined) throw new Error(`${repository}:${tag} has no layers`);
  return {
    digest: digestOf(manifest),
    config: await fetchBlob(config.digest),
    layer: await fetchBlob(layer.digest),
  };
}

async function pushBlob(login: Login, repository: string, bytes: Uint8Array) {
  const digest = digestOf(bytes);
  const { headers } = await send(login, 'POST', `/v2/${repository}/blobs/uploads/`);
  const upload = new URL(headers.get('location') ?? '', login.endpoint);
  upload.searchParams.set('digest', digest);
  await send(login, 'PUT', `${upload.pathname}${upload.search}`, bytes);
  return { digest, size: bytes.byteLength };
}

async function send(
  { endpoint, authorization }: Login,
  method: string,
  path: string,
  body?: Uint8Array | string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const answer = await fetch(new URL(path, endpoint), {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
  });
  if (answer.ok) return answer;
  throw new Error(`${method} ${path} was answered ${answer.status} ${await answer.text()}`);
}

async function bytesOf(answer: Response): Promise<Uint8Array> {
  return new Uint8Array(await answer.arrayBuffer());
}

function digestOf(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
