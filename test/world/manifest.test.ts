import { isFailure } from '../../src/aws/failure.js';
import {
  manifestAnnotations,
  manifestBlobs,
  parseManifest,
  sha256,
} from '../../src/world/images/manifest.js';
import { GV1, GV2, GV5 } from '../support/golden.js';

function parsed(text: string, mediaType?: string) {
  const result = parseManifest(text, mediaType);
  if (isFailure(result)) throw new Error(result.message);
  return result.manifest;
}

describe('golden vectors', () => {
  test('GV1 the official sample has its digest and size', () => {
    expect(parsed(GV1.manifest)).toMatchObject({ digest: GV1.digest, size: GV1.size });
  });

  test('GV1 the same text with a newline is another image', () => {
    expect(parsed(`${GV1.manifest}\n`).digest).toMatch(/^sha256:0e16184e/);
  });

  test('GV2 the sample that ends in a newline has its digest', () => {
    expect(parsed(GV2.manifest).digest).toBe(GV2.digest);
  });

  test.each([
    ['M', GV5.m],
    ['M with a newline', GV5.mWithNewline],
    ['X', GV5.x],
    ['R', GV5.r],
  ])('GV5 %s has its digest', (_name, { manifest, digest }) => {
    expect(parsed(manifest).digest).toBe(digest);
  });

  test('GV5 blobs have their digests', () => {
    expect(sha256(GV5.config.bytes)).toBe(GV5.config.digest);
    expect(sha256(GV5.hello.bytes)).toBe(GV5.hello.digest);
  });

  test('GV5 lengths are those the index and the referrer state', () => {
    expect(GV5.m.manifest).toHaveLength(397);
    expect(GV5.x.manifest).toHaveLength(289);
    expect(GV5.r.manifest).toHaveLength(580);
  });

  test('GV5 M has size, artifact type and no subject', () => {
    const m = parsed(GV5.m.manifest);
    expect(m).toMatchObject({ size: 7, artifactMediaType: 'application/vnd.oci.image.config.v1+json' });
    expect(m.subject).toBeUndefined();
  });

  test('GV5 R refers to M and has its own artifact type', () => {
    expect(parsed(GV5.r.manifest)).toMatchObject({
      size: 4,
      subject: GV5.m.digest,
      artifactType: 'application/example',
    });
  });

  test('GV5 X names M as its child and has no artifact media type', () => {
    const x = parsed(GV5.x.manifest);
    expect(x.children).toEqual([GV5.m.digest]);
    expect(x.artifactMediaType).toBeUndefined();
  });
});

describe('refused manifests', () => {
  const index = JSON.parse(GV5.x.manifest) as { manifests: object[] };
  const m = JSON.parse(GV5.m.manifest) as object;

  test.each([
    ['no JSON', 'not json', undefined],
    ['JSON that is not an object', '[]', undefined],
    ['no media type anywhere', JSON.stringify({ schemaVersion: 2, config: {}, layers: [] }), undefined],
    [
      'an unsupported media type',
      JSON.stringify({ mediaType: 'application/vnd.oci.artifact.manifest.v1+json' }),
      undefined,
    ],
    ['an unsupported media type as parameter', '{}', 'text/plain'],
    ['an index without a list', JSON.stringify({ ...index, manifests: 'none' }), undefined],
    ['an index with a child without digest', JSON.stringify({ ...index, manifests: [{}] }), undefined],
    ['a child that is null', JSON.stringify({ ...index, manifests: [null] }), undefined],
    ['an image without a config', JSON.stringify({ ...m, config: undefined }), undefined],
    ['an image whose config is a text', JSON.stringify({ ...m, config: 'none' }), undefined],
    ['an image whose config has no digest', JSON.stringify({ ...m, config: {} }), undefined],
    ['an image whose layers are not a list', JSON.stringify({ ...m, layers: {} }), undefined],
    ['a layer that is null', JSON.stringify({ ...m, layers: [null] }), undefined],
    ['a layer without a digest', JSON.stringify({ ...m, layers: [{ size: 1 }] }), undefined],
    [
      'schema 1 whose layers are not a list',
      JSON.stringify({ schemaVersion: 1, fsLayers: 'none' }),
      undefined,
    ],
    [
      'schema 1 with a layer that is a text',
      JSON.stringify({ schemaVersion: 1, fsLayers: ['x'] }),
      undefined,
    ],
    ['schema 1 with a layer without a sum', JSON.stringify({ schemaVersion: 1, fsLayers: [{}] }), undefined],
  ])('%s is invalid JSON syntax', (_case, text, mediaType) => {
    expect(parseManifest(text, mediaType)).toMatchObject({
      code: 'InvalidParameterException',
      message: "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    });
  });

  test('an image without layers is refused with its own text', () => {
    const m = JSON.parse(GV5.m.manifest) as object;
    expect(parseManifest(JSON.stringify({ ...m, layers: [] }))).toMatchObject({
      message: expect.stringContaining('Image has to have at least 1 layer') as string,
    });
  });
});

describe('members that are read', () => {
  test('the parameter serves a manifest without its own media type', () => {
    const { mediaType: _, ...withoutType } = JSON.parse(GV5.m.manifest) as { mediaType: string };
    const type = 'application/vnd.oci.image.manifest.v1+json';
    expect(parsed(JSON.stringify(withoutType), type).mediaType).toBe(type);
  });

  test('schema 1 has no media type and names its layers otherwise', () => {
    const schema1 = parsed(
      JSON.stringify({ schemaVersion: 1, fsLayers: [{ blobSum: GV5.hello.digest }], signatures: [] }),
    );
    expect(schema1.mediaType).toBe('application/vnd.docker.distribution.manifest.v1+prettyjws');
    expect(manifestBlobs(schema1)).toEqual([
      { digest: GV5.hello.digest, size: 0, mediaType: undefined, isForeign: false },
    ]);
  });

  test('schema 1 without signatures is the unsigned kind', () => {
    const schema1 = parsed(JSON.stringify({ schemaVersion: 1, fsLayers: [{ blobSum: GV5.hello.digest }] }));
    expect(schema1.mediaType).toBe('application/vnd.docker.distribution.manifest.v1+json');
  });

  test.each([
    ['no size', undefined],
    ['a size that is a text', '12'],
    ['a size below zero', -12],
  ])('a blob with %s counts nothing, and may lack a media type', (_case, size) => {
    const m = JSON.parse(GV5.m.manifest) as object;
    const odd = parsed(JSON.stringify({ ...m, layers: [{ digest: GV5.hello.digest, size }] }));
    expect(odd.size).toBe(GV5.config.bytes.length);
    expect(manifestBlobs(odd)[1]).toEqual({
      digest: GV5.hello.digest,
      size: 0,
      mediaType: undefined,
      isForeign: false,
    });
  });

  test('annotations that are not strings are left out', () => {
    const m = JSON.parse(GV5.m.manifest) as object;
    const annotated = parsed(JSON.stringify({ ...m, annotations: { team: 'payments', build: 7 } }));
    expect(manifestAnnotations(annotated)).toEqual({ team: 'payments' });
  });

  test('blobs are the config and then the layers', () => {
    expect(manifestBlobs(parsed(GV5.m.manifest)).map((blob) => blob.digest)).toEqual([
      GV5.config.digest,
      GV5.hello.digest,
    ]);
  });

  test('a layer with urls lives elsewhere', () => {
    const m = JSON.parse(GV5.m.manifest) as { layers: object[] };
    const foreign = { ...m, layers: [{ ...m.layers[0], urls: ['https://example.com/layer'] }] };
    expect(manifestBlobs(parsed(JSON.stringify(foreign)))[1]).toMatchObject({ isForeign: true });
  });
});
