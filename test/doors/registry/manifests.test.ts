import {
  BatchDeleteImageCommand,
  DescribeImagesCommand,
  PutImageTagMutabilityCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import {
  INDEX,
  OCI,
  type RegistryClient,
  manifestOf,
  openRegistry,
  refused,
} from '../../support/registry-client.js';

const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const UNKNOWN = `sha256:${'0'.repeat(64)}`;

const indexOf = (...digests: readonly string[]) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: digests.map((digest) => ({ mediaType: OCI, digest, size: 2 })),
  });

const tagsOf = async (client: RegistryClient) => {
  const { imageDetails } = await client.sdk.send(new DescribeImagesCommand({ repositoryName: 'app' }));
  return imageDetails?.flatMap(({ imageTags }) => imageTags ?? []).sort();
};

const makeImmutable = (client: RegistryClient) =>
  client.sdk.send(
    new PutImageTagMutabilityCommand({ repositoryName: 'app', imageTagMutability: 'IMMUTABLE' }),
  );

describe('V24 V25 reading', () => {
  test('GET has no digest header, HEAD has', async () => {
    const client = await openRegistry();
    const { manifest, digest } = await client.image('app', 'v1');
    for (const reference of ['v1', digest, encodeURIComponent(digest)]) {
      const read = await client.get(`/v2/app/manifests/${reference}`);
      expect([read.status, read.text]).toEqual([200, manifest]);
      expect(read.headers['content-type']).toBe(OCI);
      expect(read.headers['docker-content-digest']).toBeUndefined();
      const head = await client.head(`/v2/app/manifests/${reference}`);
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers).toMatchObject({
        'docker-content-digest': digest,
        'content-type': OCI,
        'content-length': String(Buffer.byteLength(manifest)),
      });
    }
  });

  test('both have it by the specification', async () => {
    const client = await openRegistry({ registry: 'spec' });
    const { digest } = await client.image('app', 'v1');
    for (const method of ['GET', 'HEAD']) {
      const { headers } = await client.send(method, '/v2/app/manifests/v1');
      expect(headers['docker-content-digest']).toBe(digest);
    }
  });

  test('V26 V27 a manifest is served as it is stored, whatever the client accepts', async () => {
    const client = await openRegistry();
    const { manifest } = await client.image('app', 'v1');
    for (const accept of ['', '*/*', `${DOCKER}, ${OCI};q=0.5`, DOCKER]) {
      const { text, headers } = await client.get('/v2/app/manifests/v1', {
        headers: accept === '' ? {} : { accept },
      });
      expect([text, headers['content-type']]).toEqual([manifest, OCI]);
    }
  });

  test('V28 a digest of the wrong form, and one of nothing', async () => {
    const client = await openRegistry();
    const malformed = await client.get('/v2/app/manifests/sha256:totallywrong');
    expect(refused(malformed).slice(0, 2)).toEqual([405, 'UNSUPPORTED']);
    const unknown = [404, 'MANIFEST_UNKNOWN', 'Requested image not found'];
    expect(refused(await client.get(`/v2/app/manifests/${UNKNOWN}`))).toEqual(unknown);
    expect(refused(await client.get('/v2/app/manifests/v9'))).toEqual(unknown);
    const spec = await openRegistry({ registry: 'spec' });
    const told = refused(await spec.get('/v2/app/manifests/sha256:totallywrong'));
    expect(told.slice(0, 2)).toEqual([400, 'DIGEST_INVALID']);
  });

  test('V31 of a repository that there is not', async () => {
    const client = await openRegistry();
    const text = "The repository with name 'other' does not exist in the registry with id '111111111111'";
    const layer = await client.blob('app', 'hello');
    const manifest = JSON.stringify(manifestOf(layer, 5, layer));
    for (const answer of [
      await client.send('POST', '/v2/other/blobs/uploads/'),
      await client.put('other', 'v1', manifest),
      await client.get('/v2/other/manifests/v1'),
    ]) {
      expect(refused(answer)).toEqual([404, 'NAME_UNKNOWN', text]);
    }
    expect((await client.get('/v2/_catalog')).text).toBe('{"repositories":["app"]}');
  });
});

test('V29 a tag outside the pattern', async () => {
  const client = await openRegistry();
  const { manifest } = await client.image('app', 'v1');
  expect((await client.head('/v2/app/manifests/1.0+b')).status).toBe(400);
  expect(refused(await client.get('/v2/app/manifests/1.0+b')).slice(0, 2)).toEqual([400, 'TAG_INVALID']);
  expect(refused(await client.put('app', '1.0+b', manifest)).slice(0, 2)).toEqual([400, 'TAG_INVALID']);
  const spec = await openRegistry({ registry: 'spec' });
  const own = await spec.image('app', 'v1');
  expect((await spec.head('/v2/app/manifests/1.0+b')).status).toBe(404);
  expect((await spec.get('/v2/app/manifests/1.0+b')).status).toBe(404);
  const put = refused(await spec.put('app', '1.0+b', own.manifest));
  expect(put.slice(0, 2)).toEqual([400, 'MANIFEST_INVALID']);
});

test('V30 a tag of 200 characters', async () => {
  const client = await openRegistry();
  const { manifest } = await client.image('app', 'v1');
  expect((await client.put('app', 't'.repeat(200), manifest)).status).toBe(201);
  const spec = await openRegistry({ registry: 'spec' });
  const own = await spec.image('app', 'v1');
  expect((await spec.put('app', 't'.repeat(200), own.manifest)).status).toBe(400);
  expect((await spec.get(`/v2/app/manifests/${'t'.repeat(200)}`)).status).toBe(404);
});

describe('writing', () => {
  test('V32 answers the digest, and an address by the specification only', async () => {
    for (const registry of ['ecr', 'spec'] as const) {
      const client = await openRegistry({ registry });
      const { manifest, digest } = await client.image('app', 'v1');
      const { status, headers } = await client.put('app', 'v2', manifest);
      expect([status, headers['docker-content-digest'], headers['content-length']]).toEqual([
        201,
        digest,
        '0',
      ]);
      expect(headers['location']).toBe(registry === 'ecr' ? undefined : `/v2/app/manifests/${digest}`);
    }
  });

  test('V33 by a digest that is not that of the body', async () => {
    const client = await openRegistry();
    const layer = await client.blob('app', 'hello');
    const answer = await client.put('app', UNKNOWN, JSON.stringify(manifestOf(layer, 5, layer)));
    expect(refused(answer)).toEqual([
      400,
      'MANIFEST_INVALID',
      `The image with digest '${UNKNOWN}' in repository 'app' and registry ID '111111111111' does not match the image digest that Amazon ECR has calculated.`,
    ]);
    expect(await tagsOf(client)).toEqual([]);
  });

  test('V34 the type is that of the request if the manifest has none', async () => {
    const client = await openRegistry();
    const layer = await client.blob('app', 'hello');
    const { mediaType: _, ...bare } = manifestOf(layer, 5, layer) as { mediaType: string };
    expect((await client.put('app', 'v1', JSON.stringify(bare), `${OCI};charset=utf-8`)).status).toBe(201);
    expect((await client.head('/v2/app/manifests/v1')).headers['content-type']).toBe(OCI);
  });

  test('V35 bodies that are not manifests', async () => {
    const client = await openRegistry();
    const layer = await client.blob('app', 'hello');
    const oci = JSON.stringify(manifestOf(layer, 5, layer));
    const artifact = 'application/vnd.oci.artifact.manifest.v1+json';
    const spec = await openRegistry({ registry: 'spec' });
    for (const [text, type] of [
      ['not json', OCI],
      ['', OCI],
      [Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), OCI],
      ['{}', 'text/plain'],
      [JSON.stringify({ mediaType: artifact }), artifact],
      [oci, DOCKER],
    ] as const) {
      expect(refused(await client.put('app', 'v1', text, type))).toEqual([
        405,
        'UNSUPPORTED',
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
      ]);
      expect(refused(await spec.put('app', 'v1', text, type)).slice(0, 2)).toEqual([400, 'MANIFEST_INVALID']);
    }
  });

  test('V36 types with parameters', async () => {
    const put = async (client: RegistryClient, more: object) => {
      const layer = await client.blob('app', 'hello');
      return (await client.put('app', 'v1', JSON.stringify(manifestOf(layer, 5, layer, more)))).status;
    };
    const client = await openRegistry();
    expect(await put(client, { artifactType: 'a/b;version=1' })).toBe(405);
    expect(await put(client, { artifactType: 'a/b' })).toBe(201);
    const lenient = await openRegistry({ strictManifests: false });
    expect(await put(lenient, { artifactType: 'a/b;version=1' })).toBe(201);
  });

  test('V36 features of a platform', async () => {
    const client = await openRegistry();
    const { digest } = await client.image('app', 'v1');
    const index = JSON.parse(indexOf(digest)) as { manifests: { platform?: object }[] };
    Object.assign(index.manifests[0] as object, { platform: { os: 'linux', features: ['sse4'] } });
    expect((await client.put('app', 'v2', JSON.stringify(index), INDEX)).status).toBe(405);
  });

  test('V37 an image without layers', async () => {
    for (const [registry, expected] of [
      ['ecr', 405],
      ['spec', 201],
    ] as const) {
      const client = await openRegistry({ registry });
      const config = await client.blob('app', '{}');
      const manifest = JSON.stringify({ ...manifestOf('', 0, config), layers: [] });
      const answer = await client.put('app', 'v1', manifest);
      expect(answer.status).toBe(expected);
      if (registry === 'ecr') expect(answer.text).toContain('Image has to have at least 1 layer');
    }
  });

  test('V38 layers that are not there, but for those of elsewhere', async () => {
    const client = await openRegistry();
    const config = await client.blob('app', '{}');
    const answer = await client.put('app', 'v1', JSON.stringify(manifestOf(UNKNOWN, 5, config)));
    expect(refused(answer)).toEqual([
      400,
      'MANIFEST_BLOB_UNKNOWN',
      `Layers with digests '[${UNKNOWN}]' required for pushing image into repository with name 'app' in the registry with id '111111111111' do not exist`,
    ]);
    const foreign = {
      layers: [{ mediaType: 'a/b', digest: UNKNOWN, size: 5, urls: ['https://elsewhere.example/layer'] }],
    };
    const elsewhere = JSON.stringify(manifestOf(UNKNOWN, 5, config, foreign));
    expect((await client.put('app', 'v1', elsewhere)).status).toBe(201);
    const assumed = await openRegistry({ world: { layers: 'assumed' } });
    const bare = JSON.stringify(manifestOf(UNKNOWN, 5, config));
    expect((await assumed.put('app', 'v1', bare)).status).toBe(201);
  });

  test('V39 images that are not there', async () => {
    const client = await openRegistry();
    expect(refused(await client.put('app', 'v1', indexOf(UNKNOWN), INDEX))).toEqual([
      400,
      'MANIFEST_BLOB_UNKNOWN',
      `Images with digests '[${UNKNOWN}]' required for pushing image into repository with name 'app' in the registry with id '111111111111' do not exist`,
    ]);
  });

  test('V40 V41 the same again changes nothing', async () => {
    const client = await openRegistry();
    const here = client.ecr.registry(client.account, client.region);
    here.replicateTo(client.ecr.registry(client.account, 'eu-west-1'));
    const { manifest, digest } = await client.image('app', 'v1');
    expect((await client.put('app', 'v1', manifest)).status).toBe(201);
    expect((await client.put('app', digest, manifest)).status).toBe(201);
    const types = client.ecr.events.map((event) => event['detail-type']);
    expect(types).toEqual(['ECR Image Action', 'ECR Replication Action']);
  });

  test('V42 an immutable tag, on another image or on the same', async () => {
    const text = (of: string) =>
      `The image tag 'v1' already exists in the 'app' repository and cannot be overwritten because the ${of} is immutable.`;
    for (const immutableWording of ['tag', 'repository'] as const) {
      const client = await openRegistry({ immutableWording });
      await makeImmutable(client);
      const { manifest } = await client.image('app', 'v1');
      const other = (await client.image('app', 'v2', { content: 'other' })).manifest;
      for (const put of [manifest, other]) {
        const answer = await client.put('app', 'v1', put);
        expect(refused(answer)).toEqual([400, 'TAG_INVALID', text(immutableWording)]);
      }
    }
    const spec = await openRegistry({ registry: 'spec' });
    await makeImmutable(spec);
    await spec.image('app', 'v1');
    const { manifest } = await spec.image('app', 'v2', { content: 'other' });
    expect(refused(await spec.put('app', 'v1', manifest)).slice(0, 2)).toEqual([403, 'DENIED']);
  });

  test('V43 children by digest leave immutable tags alone', async () => {
    const client = await openRegistry();
    await makeImmutable(client);
    const one = await client.image('app', 'a');
    const other = await client.image('app', 'b', { content: 'other' });
    expect((await client.put('app', one.digest, one.manifest)).status).toBe(201);
    const index = indexOf(one.digest, other.digest);
    expect((await client.put('app', 'v1', index, INDEX)).status).toBe(201);
    expect((await client.put('app', 'v2', one.manifest)).status).toBe(201);
    expect((await client.put('app', 'v2', other.manifest)).status).toBe(400);
  });

  test('V44 a referrer names its subject in the answer, though the subject is missing', async () => {
    const client = await openRegistry();
    const layer = await client.blob('app', 'hello');
    const subject = { mediaType: OCI, digest: UNKNOWN, size: 2 };
    const answer = await client.put('app', 'v1', JSON.stringify(manifestOf(layer, 5, layer, { subject })));
    expect([answer.status, answer.headers['oci-subject']]).toEqual([201, UNKNOWN]);
  });

  test('V45 a manifest that is too large is drained', async () => {
    const large = Buffer.alloc(4_194_305, ' ');
    const client = await openRegistry();
    expect(refused(await client.put('app', 'v1', large)).slice(0, 2)).toEqual([405, 'UNSUPPORTED']);
    const spec = await openRegistry({ registry: 'spec' });
    expect(refused(await spec.put('app', 'v1', large)).slice(0, 2)).toEqual([413, 'SIZE_INVALID']);
    expect((await client.get('/v2/')).status).toBe(200);
  });
});

describe('deleting', () => {
  test('V46 by tag takes the tag, and the image with its last one', async () => {
    const client = await openRegistry();
    const { manifest, digest } = await client.image('app', 'v1');
    await client.put('app', 'v2', manifest);
    expect((await client.send('DELETE', '/v2/app/manifests/v1')).status).toBe(202);
    expect((await client.head(`/v2/app/manifests/${digest}`)).status).toBe(200);
    expect((await client.send('DELETE', '/v2/app/manifests/v2')).status).toBe(202);
    expect((await client.head(`/v2/app/manifests/${digest}`)).status).toBe(404);
  });

  test('V47 of what is unknown, and of what an index names', async () => {
    const client = await openRegistry();
    const { digest } = await client.image('app', 'v1');
    await client.put('app', 'v2', indexOf(digest), INDEX);
    expect((await client.send('DELETE', `/v2/app/manifests/${UNKNOWN}`)).status).toBe(404);
    const named = await client.send('DELETE', `/v2/app/manifests/${digest}`);
    expect(refused(named).slice(0, 2)).toEqual([405, 'UNSUPPORTED']);
    expect(await tagsOf(client)).toEqual(['v1', 'v2']);
  });

  test('V48 by digest takes the image with all its tags', async () => {
    const client = await openRegistry();
    const { digest } = await client.image('app', 'v1');
    expect((await client.send('DELETE', `/v2/app/manifests/${digest}`)).status).toBe(202);
    for (const reference of ['v1', digest]) {
      expect((await client.head(`/v2/app/manifests/${reference}`)).status).toBe(404);
    }
    const missing = await openRegistry({ deleteManifest: 'missing' });
    const kept = await missing.image('app', 'v1');
    const answer = await missing.send('DELETE', `/v2/app/manifests/${kept.digest}`);
    expect([answer.status, answer.text]).toEqual([404, '404 page not found\n']);
    expect(await tagsOf(missing)).toEqual(['v1']);
  });
});

test('V111 an archived image is not there until it is pushed again', async () => {
  const client = await openRegistry();
  const { manifest, layer } = await client.image('app', 'v1');
  const input = { repositoryName: 'app', imageId: { imageTag: 'v1' } };
  await client.sdk.send(new UpdateImageStorageClassCommand({ ...input, targetStorageClass: 'ARCHIVE' }));
  expect(refused(await client.get('/v2/app/manifests/v1')).slice(0, 2)).toEqual([404, 'MANIFEST_UNKNOWN']);
  expect((await client.head(`/v2/app/blobs/${layer}`)).status).toBe(404);
  expect((await client.put('app', 'v1', manifest)).status).toBe(201);
  expect((await client.get('/v2/app/manifests/v1')).status).toBe(200);
  expect((await client.head(`/v2/app/blobs/${layer}`)).status).toBe(200);
});

test('V119 the layers of an image that is gone stay, and cannot be read', async () => {
  const client = await openRegistry();
  const { layer, digest } = await client.image('app', 'v1');
  await client.sdk.send(
    new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageDigest: digest }] }),
  );
  expect((await client.head(`/v2/app/blobs/${layer}`)).status).toBe(200);
  expect(refused(await client.get(`/v2/app/blobs/${layer}`)).slice(0, 2)).toEqual([404, 'BLOB_UNKNOWN']);
});
