/**
 * The OCI distribution-spec conformance suite 1.1.1, where it was built: its code is not part of the project. Build it
 * with `go test -c` in its folder, and name the program in OCI_CONFORMANCE_SUITE.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RegistryClient, openRegistry } from '../../support/registry-client.js';

const SUITE = process.env['OCI_CONFORMANCE_SUITE'];
const whereBuilt = SUITE === undefined ? test.skip : test;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-conformance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the suite; answers how many checks passed, and what failed. */
async function conform(
  client: RegistryClient,
  more: Readonly<Record<string, string>> = {},
): Promise<{ passed: number; failed: readonly string[] }> {
  const env = {
    ...process.env,
    OCI_ROOT_URL: `http://127.0.0.1:${client.server.port}`,
    OCI_NAMESPACE: 'app',
    OCI_CROSSMOUNT_NAMESPACE: 'other',
    OCI_USERNAME: 'AWS',
    OCI_PASSWORD: Buffer.from(client.token, 'base64').toString().slice('AWS:'.length),
    OCI_TEST_PULL: '1',
    OCI_TEST_PUSH: '1',
    OCI_TEST_CONTENT_DISCOVERY: '1',
    OCI_TEST_CONTENT_MANAGEMENT: '1',
    OCI_HIDE_SKIPPED_WORKFLOWS: '0',
    ...more,
  };
  // It ends with 1 where a check fails; what failed is in its report.
  await new Promise((resolve) => execFile(SUITE ?? '', { cwd: folder, env, timeout: 60_000 }, resolve));
  const report = readFileSync(join(folder, 'junit.xml'), 'utf8');
  const cases = [...report.matchAll(/<testcase name="([^"]*)"[^>]*status="(\w+)"/g)];
  return {
    passed: cases.filter(([, , status]) => status === 'passed').length,
    failed: cases
      .filter(([, , status]) => status === 'failed')
      .map(([, name = '']) => name.replace(PREFIX, '')),
  };
}

const PREFIX = 'OCI Distribution Conformance Tests ';

whereBuilt('V146 by the specification nothing fails', async () => {
  for (const [more, passed] of [
    [{}, 74],
    [{ OCI_AUTOMATIC_CROSSMOUNT: '0' }, 75],
    [{ OCI_DELETE_MANIFEST_BEFORE_BLOBS: '0' }, 74],
  ] as const) {
    const client = await openRegistry({ registry: 'spec', repositories: ['app', 'other'] });
    const result = await conform(client, more);
    expect(result.failed).toEqual([]);
    expect(result.passed).toBeGreaterThanOrEqual(passed);
  }
});

whereBuilt('V147 as ECR, what ECR does otherwise fails, and nothing else', async () => {
  const client = await openRegistry({ repositories: ['app', 'other'] });
  expect((await conform(client)).failed).toEqual([
    'Pull Error codes 400 response body should contain OCI-conforming JSON message',
    'Push Blob Upload Streamed PATCH request with blob in body should yield 202 response',
    'Push Blob Upload Streamed PUT request to session URL with digest should yield 201 response',
    'Push Blob Upload Monolithic GET request to existing blob should yield 200 response',
    'Push Blob Upload Monolithic GET request to existing layer should yield 200 response',
    'Push Blob Upload Chunked PATCH request with first chunk should return 202',
    'Push Blob Upload Chunked PATCH request with second chunk should return 202',
    'Push Blob Upload Chunked PUT request with digest should return 201',
    'Push Manifest Upload PUT should accept a manifest upload',
    'Content Discovery Test content discovery endpoints (listing tags) GET start of tag is set by `last` query parameter',
  ]);
});
