/** Whatever comes to the registry door is answered in the protocol's form, and leaves nothing behind. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { simulationOf } from '../../src/fake/simulation-of.js';
import {
  ACCOUNT,
  INDEX,
  OCI,
  REGION,
  type RegistryClient,
  manifestOf,
  openRegistry,
  sha256,
} from '../support/registry-client.js';

const CASES = Number(process.env['FUZZ_CASES'] ?? 600);
const HELLO = sha256('hello');

/** The same choices in every run. */
function chooser(seed: number) {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return <T>(of: readonly T[]): T => of[next(of.length)] as T;
}

const NAMES = [
  'app',
  'other',
  'a/b',
  '..',
  '../../etc',
  'App',
  '%2e%2e',
  'app/..',
  '%00',
  '%ff',
  'a'.repeat(300),
  '',
  'ü',
];
const REFERENCES = [
  'v1',
  HELLO,
  '1.0+b',
  'sha256:zz',
  'sha256:../../x',
  '..',
  '%2e%2e%2fx',
  'a'.repeat(400),
  'sha512:ab',
  ':',
  '%',
  '_',
];
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'];
const QUERIES = [
  '',
  '?n=0',
  '?n=-1',
  '?n=9e9',
  '?n=1001',
  '?last=x',
  `?digest=${HELLO}`,
  '?digest=x',
  '?digest=',
  `?mount=${HELLO}&from=app`,
  '?mount=..&from=../..',
  '?artifactType=%ff',
  '?%',
  '?a=1&a=2',
];
const RANGES = [
  '',
  '0-4',
  '5-9',
  '4-0',
  '-1',
  '0-',
  '99999999999999999999-1',
  'bytes=0-1',
  'bytes=9-',
  'bytes=-0',
  'bytes=a-b',
  'bytes=0-1,2-3',
];
const TYPES = [
  '',
  OCI,
  INDEX,
  'text/plain',
  ';',
  'a/b;c',
  'application/vnd.oci.artifact.manifest.v1+json',
  'x'.repeat(500),
];
const BODIES = [
  '',
  'hello',
  '{}',
  '[]',
  'null',
  '{"schemaVersion":2}',
  JSON.stringify(manifestOf(HELLO, 5, HELLO)),
  JSON.stringify({ ...manifestOf(HELLO, 5, HELLO), layers: [null, 1, { digest: {} }] }),
  JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [{ digest: HELLO }, {}] }),
  `{"mediaType":"${OCI}","config":{"digest":"../../x"},"layers":[{"digest":"../x"}]}`,
  '['.repeat(5000),
  '\ufeff{}',
];
const TOKENS = (token: string) => [
  token,
  token,
  token,
  token,
  '',
  'x',
  Buffer.from('AWS:x').toString('base64'),
  token.slice(2),
];

test(`${CASES} hostile requests end in an answer of the protocol, and nowhere else`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-registry-'));
  const directory = join(folder, 'blobs');
  const client = await openRegistry({ world: { blobs: { directory } } });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const beside = readdirSync(dirname(directory));
  const choose = chooser(7);
  await client.image('app', 'v1');
  let upload = await client.begin('app');
  const odd: string[] = [];
  for (let nth = 0; nth < CASES; nth += 1) {
    if (nth % 200 === 199) upload = await client.begin('app');
    const [name, reference] = [choose(NAMES), choose(REFERENCES)];
    const path = choose([
      `/v2/${name}/manifests/${reference}`,
      `/v2/${name}/manifests/${reference}`,
      `/v2/${name}/blobs/${reference}`,
      `/v2/${name}/blobs/uploads/`,
      `/v2/${name}/blobs/uploads/${reference}`,
      upload,
      upload,
      `/v2/${name}/tags/list`,
      `/v2/${name}/referrers/${reference}`,
      '/v2/_catalog',
      `/v2/${name}`,
      `/v2//${reference}`,
      `/_starport/${reference}`,
      `/_starport/../../${name}/${reference}`,
    ]);
    const method = choose(METHODS);
    const sent = {
      method,
      path: `${path}${choose(QUERIES)}`.replace(/[^\x21-\x7e]/g, '%C3%BC'),
      token: choose(TOKENS(client.token)),
      headers: { 'content-range': choose(RANGES), range: choose(RANGES), 'content-type': choose(TYPES) },
      body: choose(BODIES),
    };
    const { status, text, type } = await exchange(client, agent, sent);
    const isError = status >= 400;
    const isForm =
      !isError ||
      method === 'HEAD' ||
      /^text\/plain|^application\/xml/.test(type) ||
      ((JSON.parse(text) as { errors?: unknown[] }).errors?.length ?? 0) > 0;
    if (status < 200 || status >= 500 || !isForm) odd.push(`${method} ${sent.path} ${status} ${text}`);
  }
  agent.destroy();
  expect(odd).toEqual([]);
  expect(readdirSync(dirname(directory)).filter((one) => one !== 'blobs')).toEqual(
    beside.filter((one) => one !== 'blobs'),
  );
  client.ecr.registry(ACCOUNT, REGION);
  client.ecr.reset();
  expect(simulationOf(client.ecr).service.lasting.blobs.size).toBe(0);
  rmSync(folder, { recursive: true, force: true });
}, 600_000);

interface Hostile {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function exchange(
  client: RegistryClient,
  agent: Agent,
  { method, path, token, headers, body }: Hostile,
): Promise<{ status: number; text: string; type: string }> {
  return new Promise((resolve, reject) => {
    const named = Object.entries(headers).filter(([, value]) => value !== '');
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: client.server.port,
        agent,
        method,
        path,
        headers: {
          host: client.host,
          ...(token === '' ? {} : { authorization: `Basic ${token}` }),
          ...Object.fromEntries(named),
          'content-length': String(Buffer.byteLength(body)),
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += String(chunk)));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, type: response.headers['content-type'] ?? '' }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
