/** Real clients of the protocol, where they are installed. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';
import { image } from '../../../src/index.js';
import { ACCOUNT, REGION, RegistryClient, openRegistry } from '../../support/registry-client.js';

const run = promisify(execFile);

// Many bytes and real clients take longer on a busy machine.
jest.setTimeout(60_000);
const has = (program: string) => spawnSync(program, ['--version']).status === 0;
/** A clear skip: Debian has them as the packages skopeo, buildah, podman, containerd and umoci, and docker's client needs no engine. */
const where = (program: string) => (has(program) ? test : test.skip);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-clients-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const passwordOf = ({ token }: RegistryClient) =>
  Buffer.from(token, 'base64').toString().slice('AWS:'.length);
const plainHost = ({ server }: RegistryClient) => `127.0.0.1:${server.port}`;

/** An image in a folder, as `skopeo` reads it: a layout of files by the OCI specification. */
async function layoutOf(client: RegistryClient, tag: string): Promise<string> {
  const layout = join(folder, 'layout');
  await client.image('app', tag);
  await skopeo(client, 'copy', '--src-tls-verify=false', from(client, `app:${tag}`), `oci:${layout}:${tag}`);
  return layout;
}

const from = (client: RegistryClient, name: string) => `docker://${plainHost(client)}/${name}`;

async function skopeo(client: RegistryClient, command: string, ...rest: readonly string[]): Promise<string> {
  const credentials =
    { copy: ['--src-creds', '--dest-creds'], inspect: ['--creds'], delete: ['--creds'] }[command] ?? [];
  const names = rest.filter((one) => /^(docker|oci|dir):/.test(one));
  const wanted = credentials.filter(
    (_, nth) => command !== 'copy' || names[nth]?.startsWith('docker:') === true,
  );
  const args = [command, ...wanted.flatMap((name) => [name, `AWS:${passwordOf(client)}`]), ...rest];
  return (await run('skopeo', args, { timeout: 60_000 })).stdout;
}

where('skopeo')('skopeo pushes, inspects, copies between accounts and deletes', async () => {
  const client = await openRegistry({ repositories: ['app', 'pushed'] });
  const layout = await layoutOf(client, 'v1');
  await skopeo(client, 'copy', '--dest-tls-verify=false', `oci:${layout}:v1`, from(client, 'pushed:v2'));
  const [pushed] = client.ecr.registry(ACCOUNT, REGION).repository('pushed').images;
  expect(pushed?.tags).toEqual(['v2']);
  const seen = JSON.parse(
    await skopeo(client, 'inspect', '--tls-verify=false', '--no-tags', from(client, 'pushed:v2')),
  ) as { Digest: string };
  expect(seen.Digest).toBe(pushed?.digest);
  await skopeo(client, 'delete', '--tls-verify=false', from(client, 'pushed:v2'));
  expect(client.ecr.registry(ACCOUNT, REGION).repository('pushed').images).toEqual([]);
});

where('skopeo')('skopeo pulls a replica from another account and Region, byte for byte', async () => {
  const client = await openRegistry();
  const dr = client.ecr.registry('222222222222', 'eu-west-1');
  client.ecr.registry(ACCOUNT, REGION).replicateTo(dr);
  dr.allowReplicationFrom(client.ecr.registry(ACCOUNT, REGION));
  const { manifest } = await client.image('app', 'v1');
  const there = await new RegistryClient(client.server, '222222222222', 'eu-west-1').logIn();
  const copied = join(folder, 'copied');
  await skopeo(there, 'copy', '--src-tls-verify=false', from(there, 'app:v1'), `dir:${copied}`);
  expect(readFileSync(join(copied, 'manifest.json'), 'utf8')).toBe(manifest);
});

where('skopeo')('V130 skopeo pulls a seeded image that was given bytes', async () => {
  const client = await openRegistry();
  const seeded = image({ name: 'seeded', bytes: true });
  client.ecr.registry(ACCOUNT, REGION).push('app:v1', seeded);
  const copied = join(folder, 'copied');
  await skopeo(client, 'copy', '--src-tls-verify=false', from(client, 'app:v1'), `dir:${copied}`);
  expect(readFileSync(join(copied, 'manifest.json'), 'utf8')).toBe(seeded.manifest);
});

where('docker')('docker logs in, and reads a manifest', async () => {
  const client = await openRegistry();
  const { digest } = await client.image('app', 'v1');
  const config = join(folder, 'docker');
  const env = { ...process.env, DOCKER_CONFIG: config };
  const options = { env, timeout: 60_000 };
  await run('docker', ['login', '-u', 'AWS', '-p', passwordOf(client), plainHost(client)], options);
  const { stdout } = await run(
    'docker',
    ['manifest', 'inspect', '--insecure', '--verbose', `${plainHost(client)}/app:v1`],
    options,
  );
  expect(stdout).toContain(digest);
});

where('buildah')('buildah pushes what it pulled', async () => {
  const client = await openRegistry({ repositories: ['app', 'pushed'] });
  client.ecr.registry(ACCOUNT, REGION).push('app:v1', image({ name: 'seeded', bytes: true }));
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  const access = ['--creds', `AWS:${passwordOf(client)}`, '--tls-verify=false'];
  const options = { timeout: 120_000 };
  const pulled = await run('buildah', [...store, 'pull', ...access, `${plainHost(client)}/app:v1`], options);
  const id = pulled.stdout.trim().split('\n').at(-1) ?? '';
  await run('buildah', [...store, 'push', ...access, id, from(client, 'pushed:v1')], options);
  expect(client.ecr.registry(ACCOUNT, REGION).repository('pushed').images).toHaveLength(1);
});

where('podman')('podman logs in, pulls and pushes', async () => {
  const client = await openRegistry({ repositories: ['app', 'pushed'] });
  client.ecr.registry(ACCOUNT, REGION).push('app:v1', image({ name: 'seeded', bytes: true }));
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  const podman = (...args: readonly string[]) =>
    run('podman', [...store, '--cgroup-manager', 'cgroupfs', ...args], {
      timeout: 120_000,
      env: { ...process.env, REGISTRY_AUTH_FILE: join(folder, 'auth.json') },
    });
  const [host, plain] = [plainHost(client), '--tls-verify=false'];
  await podman('login', plain, '--username', 'AWS', '--password', passwordOf(client), host);
  await podman('pull', '--quiet', plain, `${host}/app:v1`);
  await podman('push', '--quiet', plain, `${host}/app:v1`, `${host}/pushed:v2`);
  const [pushed] = client.ecr.registry(ACCOUNT, REGION).repository('pushed').images;
  expect(pushed?.tags).toEqual(['v2']);
});

/** Its daemon does not run for everybody. */
const isRoot = process.getuid?.() === 0;
(isRoot ? where('ctr') : test.skip)('containerd fetches, and pushes as buildkit and docker do', async () => {
  const client = await openRegistry({ repositories: ['app', 'pushed'] });
  client.ecr.registry(ACCOUNT, REGION).push('app:v1', image({ name: 'seeded', bytes: true }));
  const socket = join(folder, 'socket');
  const places = ['--root', join(folder, 'root'), '--state', join(folder, 'state'), '--address', socket];
  const daemon = spawn('containerd', [...places, '--log-level', 'error'], { stdio: 'ignore' });
  const ctr = (...args: readonly string[]) => run('ctr', ['--address', socket, ...args], { timeout: 60_000 });
  try {
    for (let tries = 0; !existsSync(socket) && tries < 200; tries += 1) await later(50);
    const access = ['--plain-http', '--user', `AWS:${passwordOf(client)}`];
    const [here, there] = [`${plainHost(client)}/app:v1`, `${plainHost(client)}/pushed:v2`];
    await ctr('content', 'fetch', ...access, here);
    await ctr('images', 'tag', here, there);
    await ctr('images', 'push', ...access, there);
  } finally {
    const ended = once(daemon, 'exit');
    daemon.kill();
    await ended;
  }
  expect(client.ecr.registry(ACCOUNT, REGION).repository('pushed').images[0]?.tags).toEqual(['v2']);
});

where('umoci')('umoci makes an image, which skopeo pushes', async () => {
  const client = await openRegistry();
  const layout = join(folder, 'made');
  writeFileSync(join(folder, 'greeting'), 'hello');
  await run('umoci', ['init', '--layout', layout]);
  await run('umoci', ['new', '--image', `${layout}:v1`]);
  await run('umoci', ['insert', '--image', `${layout}:v1`, join(folder, 'greeting'), '/greeting']);
  if (!has('skopeo')) return;
  await skopeo(client, 'copy', '--dest-tls-verify=false', `oci:${layout}:v1`, from(client, 'app:v1'));
  expect(client.ecr.registry(ACCOUNT, REGION).repository('app').images).toHaveLength(1);
});
