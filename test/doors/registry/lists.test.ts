import { ListImagesCommand } from '@aws-sdk/client-ecr';
import { artifact, image } from '../../../src/index.js';
import {
  ACCOUNT,
  INDEX,
  REGION,
  type Answered,
  type RegistryClient,
  openRegistry,
  pathOf,
  refused,
} from '../../support/registry-client.js';

const handle = (client: RegistryClient) => client.ecr.registry(ACCOUNT, REGION);

function withTags(client: RegistryClient, count: number): string[] {
  const repository = handle(client).repository('app');
  const tags = Array.from({ length: count }, (_, nth) => `t${(nth * 7) % 1000}`);
  for (const tag of tags) repository.push(tag, image(tag));
  return tags;
}

const next = ({ headers }: Answered) => /^<(.+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1];

test('V86 V87 the tags of a repository', async () => {
  const client = await openRegistry();
  const none = await client.get('/v2/app/tags/list');
  expect([none.status, none.text]).toEqual([200, '{"name":"app","tags":[]}']);
  expect(none.headers['content-type']).toBe('text/plain; charset=utf-8');
  withTags(client, 3);
  expect((await client.get('/v2/app/tags/list')).text).toBe('{"name":"app","tags":["t0","t7","t14"]}');
  const spec = await openRegistry({ registry: 'spec' });
  withTags(spec, 3);
  const sorted = await spec.get('/v2/app/tags/list');
  expect(sorted.text).toBe('{"name":"app","tags":["t0","t14","t7"]}');
  expect(sorted.headers['content-type']).toBe('application/json');
});

test('V88 V89 pages of a hundred, in the order of ListImages', async () => {
  const client = await openRegistry();
  withTags(client, 250);
  const { imageIds } = await client.sdk.send(
    new ListImagesCommand({ repositoryName: 'app', maxResults: 1000 }),
  );
  const pages: string[][] = [];
  let path: string | undefined = '/v2/app/tags/list';
  while (path !== undefined) {
    const answer: Answered = await client.get(path);
    pages.push((JSON.parse(answer.text) as { tags: string[] }).tags);
    const link = next(answer);
    if (link !== undefined) expect(link).toMatch(new RegExp(`^http://${client.host}/v2/app/tags/list\\?`));
    path = link && pathOf(link);
  }
  expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
  expect(pages.flat()).toEqual(imageIds?.map(({ imageTag }) => imageTag));
  const spec = await openRegistry({ registry: 'spec' });
  const tags = withTags(spec, 250);
  const all = await spec.get('/v2/app/tags/list');
  expect((JSON.parse(all.text) as { tags: string[] }).tags).toEqual([...tags].sort());
  expect(next(all)).toBeUndefined();
});

test('V90 V91 numbers and places that cannot be', async () => {
  const text = (of: string, bound: number) =>
    `Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value ${of} than or equal to ${bound}'`;
  const client = await openRegistry();
  withTags(client, 3);
  expect(refused(await client.get('/v2/app/tags/list?n=1001'))).toEqual([
    405,
    'UNSUPPORTED',
    text('less', 1000),
  ]);
  for (const n of ['0', 'x', '-1', '1.5']) {
    const answer = await client.get(`/v2/app/tags/list?n=${n}`);
    expect(refused(answer)).toEqual([405, 'UNSUPPORTED', text('greater', 1)]);
  }
  expect(refused(await client.get('/v2/app/tags/list?last=t0'))).toEqual([
    405,
    'UNSUPPORTED',
    "Invalid parameter at 'NextToken' failed to satisfy constraint: 'Invalid next token provided'",
  ]);
  const spec = await openRegistry({ registry: 'spec' });
  withTags(spec, 3);
  const tags = async (query: string) => {
    const answer = await spec.get(`/v2/app/tags/list?${query}`);
    return [(JSON.parse(answer.text) as { tags?: string[] }).tags, next(answer)];
  };
  expect(await tags('n=1001')).toEqual([['t0', 't14', 't7'], undefined]);
  expect(await tags('n=0')).toEqual([[], undefined]);
  expect(await tags('last=t0')).toEqual([['t14', 't7'], undefined]);
  expect(await tags('n=2')).toEqual([['t0', 't14'], '/v2/app/tags/list?last=t14&n=2']);
  expect((await spec.get('/v2/app/tags/list?n=x')).status).toBe(400);
});

test('V92 the repositories of a registry', async () => {
  const client = await openRegistry({ repositories: [] });
  const names = Array.from({ length: 150 }, (_, nth) => `r${1000 + nth}`);
  for (const name of names) handle(client).createRepository(name);
  const first = await client.get('/v2/_catalog');
  const second = await client.get(pathOf(next(first) ?? ''));
  const of = ({ text }: Answered) => (JSON.parse(text) as { repositories: string[] }).repositories;
  expect([of(first).length, of(second).length, next(second)]).toEqual([100, 50, undefined]);
  expect([...of(first), ...of(second)]).toEqual(names);
});

describe('V93 V94 V95 referrers of an image', () => {
  test('is an index of descriptors', async () => {
    const client = await openRegistry();
    const subject = image('v1');
    const sbom = artifact({ subject, artifactType: 'application/spdx+json', annotations: { by: 'me' } });
    const signature = artifact({ subject, artifactType: 'application/vnd.dev.cosign', name: 'signature' });
    handle(client).push('app:v1', subject).push(`app@${sbom.digest}`, sbom);
    handle(client).push(`app@${signature.digest}`, signature);
    const answer = await client.get(`/v2/app/referrers/${subject.digest}`);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, INDEX]);
    const { manifests } = JSON.parse(answer.text) as { manifests: object[] };
    expect(manifests).toHaveLength(2);
    expect(manifests[0]).toEqual({
      mediaType: sbom.mediaType,
      digest: sbom.digest,
      size: Buffer.byteLength(sbom.manifest),
      artifactType: 'application/spdx+json',
      annotations: { by: 'me' },
    });
    handle(client).repository('app').archive(signature.digest);
    const active = JSON.parse(
      (await client.get(`/v2/app/referrers/${subject.digest}`)).text,
    ) as typeof answer;
    expect((active as unknown as { manifests: object[] }).manifests).toHaveLength(1);
  });

  test('V94 is filtered, and says so though nothing is left', async () => {
    const client = await openRegistry();
    const subject = image('v1');
    const sbom = artifact({ subject, artifactType: 'application/spdx+json' });
    handle(client).push('app:v1', subject).push(`app@${sbom.digest}`, sbom);
    for (const [type, count] of [
      ['application/spdx+json', 1],
      ['a/b', 0],
    ] as const) {
      const path = `/v2/app/referrers/${subject.digest}?artifactType=${encodeURIComponent(type)}`;
      const { text, headers } = await client.get(path);
      expect(headers['oci-filters-applied']).toBe('artifactType');
      expect((JSON.parse(text) as { manifests: object[] }).manifests).toHaveLength(count);
    }
  });

  test('V95 comes in pages, is empty for what is unknown, and needs a digest', async () => {
    const client = await openRegistry();
    const subject = image('v1');
    for (let nth = 0; nth < 60; nth += 1) {
      const one = artifact({ subject, name: `n${nth}` });
      handle(client).push(`app@${one.digest}`, one);
    }
    const first = await client.get(`/v2/app/referrers/${subject.digest}`);
    const second = await client.get(pathOf(next(first) ?? ''));
    const count = ({ text }: Answered) => (JSON.parse(text) as { manifests: object[] }).manifests.length;
    expect([count(first), count(second), next(second)]).toEqual([50, 10, undefined]);
    expect(count(await client.get(`/v2/app/referrers/sha256:${'0'.repeat(64)}`))).toBe(0);
    expect((await client.get('/v2/app/referrers/sha256:zz')).status).toBe(405);
    const spec = await openRegistry({ registry: 'spec' });
    expect((await spec.get('/v2/app/referrers/sha256:zz')).status).toBe(400);
  });
});
