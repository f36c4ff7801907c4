/** The AWS CLI against the endpoint, where it is installed. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EcrServer, serve } from '../../src/http.js';
import { image } from '../../src/index.js';

const isInstalled = spawnSync('aws', ['--version'], { timeout: 20_000 }).status === 0;
const whenInstalled = isInstalled ? test : test.skip;
const OWN = '111122223333';

let server: EcrServer;
let folder: string;

beforeEach(async () => {
  server = await serve();
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-aws-'));
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs `aws ecr …`; answers what it printed, as JSON, or its complaint. */
function aws(...args: string[]): Promise<{ ok: boolean; out: Record<string, unknown>; complaint: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ACCESS_KEY_ID: OWN,
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1',
  };
  const all = ['ecr', ...args, '--endpoint-url', server.url, '--region', 'us-west-2', '--output', 'json'];
  return new Promise((resolve) => {
    execFile('aws', all, { env, timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({
        ok: error === null,
        out: (stdout.trim() === '' ? {} : JSON.parse(stdout)) as Record<string, unknown>,
        complaint: stderr,
      }),
    );
  });
}

whenInstalled(
  `aws creates, pushes layer by layer, lists, describes and configures${isInstalled ? '' : ' (skipped: the AWS CLI is not installed)'}`,
  async () => {
    const created = await aws('create-repository', '--repository-name', 'app');
    expect(created).toMatchObject({ ok: true, out: { repository: { registryId: OWN } } });
    const one = image('cli');
    for (const blob of one.blobs) {
      const { out } = await aws('initiate-layer-upload', '--repository-name', 'app');
      const file = join(folder, 'blob');
      writeFileSync(file, blob.bytes ?? new Uint8Array());
      const upload = ['--repository-name', 'app', '--upload-id', out['uploadId'] as string];
      const range = ['--part-first-byte', '0', '--part-last-byte', String(blob.size - 1)];
      expect(
        await aws('upload-layer-part', ...upload, ...range, '--layer-part-blob', `fileb://${file}`),
      ).toMatchObject({ ok: true });
      expect(await aws('complete-layer-upload', ...upload, '--layer-digests', blob.digest)).toMatchObject({
        ok: true,
      });
    }
    const manifest = join(folder, 'manifest.json');
    writeFileSync(manifest, one.manifest);
    const put = await aws(
      'put-image',
      '--repository-name',
      'app',
      '--image-tag',
      'v1',
      '--image-manifest',
      `file://${manifest}`,
    );
    expect(put).toMatchObject({ ok: true, out: { image: { imageId: { imageDigest: one.digest } } } });
    const listed = await aws('list-images', '--repository-name', 'app');
    expect(listed.out).toEqual({ imageIds: [{ imageDigest: one.digest, imageTag: 'v1' }] });
    const described = await aws('describe-images', '--repository-name', 'app');
    expect(described.out).toMatchObject({ imageDetails: [{ imageTags: ['v1'] }] });
    const configuration = JSON.stringify({
      rules: [{ destinations: [{ region: 'eu-west-1', registryId: OWN }] }],
    });
    const rules = await aws('put-replication-configuration', '--replication-configuration', configuration);
    expect(rules).toMatchObject({ ok: true });
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
    });
    expect(
      await aws('set-repository-policy', '--repository-name', 'app', '--policy-text', policy),
    ).toMatchObject({ ok: true });
    const got = await aws('get-repository-policy', '--repository-name', 'app');
    expect(JSON.parse(got.out['policyText'] as string)).toEqual(JSON.parse(policy));
    const refused = await aws('list-images', '--repository-name', 'nope');
    expect(refused.ok).toBe(false);
    expect(refused.complaint).toContain(
      `(RepositoryNotFoundException) when calling the ListImages operation: The repository with name 'nope' does not exist in the registry with id '${OWN}'`,
    );
  },
  120_000,
);
