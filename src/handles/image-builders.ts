import {
  requireAmount,
  requireList,
  requireOneOf,
  requireOptions,
  requireText,
  shown,
} from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { MEDIA_TYPES, sha256 } from '../world/images/manifest.js';
import { utf8Bytes } from '../lib/utf8.js';
import { tarOf } from './tar.js';

/** A blob of an image: its bytes, and its descriptor in the manifest. */
export interface ImageBlob {
  /** `sha256:…` of the content. */
  readonly digest: string;
  /** Size in bytes, as in the manifest. */
  readonly size: number;
  /** As in the manifest, for example `application/vnd.oci.image.config.v1+json`. */
  readonly mediaType: string;
  /** The content, for pushing it layer by layer; absent if only a size was given. */
  readonly bytes?: Uint8Array;
  /** Whether a push by a handle stores the content, so that clients can pull it. */
  readonly isKept?: true;
}

/** An image that can be pushed: the manifest's text and everything it refers to. @public */
export interface ImageFixture {
  /** The JSON text, as PutImage takes it. */
  readonly manifest: string;
  /** For example `application/vnd.oci.image.manifest.v1+json`. */
  readonly mediaType: string;
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  /** Config first, then the layers; empty for an index. */
  readonly blobs: readonly ImageBlob[];
  /** The images an index refers to. */
  readonly children: readonly ImageFixture[];
}

/** Options of {@link image}. @public */
export interface ImageOptions {
  /** Distinguishes images: equal options give equal images, byte for byte. */
  readonly name?: string;
  /** `linux/amd64` by default. */
  readonly platform?: string;
  /** Labels of the config, by name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the manifest, by name. */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * The number of layers, or for each its size in bytes (only stated, without content) or its content, a tar archive.
   * One small layer by default. With contents, the whole image can be pulled from an endpoint.
   */
  readonly layers?: number | readonly (number | Uint8Array)[];
  /**
   * Real layers and a real config instead of placeholders, so that `docker pull` can read the image; false by
   * default.
   */
  readonly bytes?: boolean;
  /** The subject this image refers to, which makes it a referrer. */
  readonly subject?: ImageFixture;
}

const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar+gzip';
const TAR_TYPE = 'application/vnd.oci.image.layer.v1.tar';
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/**
 * Builds an OCI image. The same arguments give the same image; give a name, or other options, for another.
 *
 * @public
 * @param options a name, or {@link ImageOptions}
 * @returns manifest, digest and blobs
 * @throws a `[fake-ecr]` error if the options are malformed
 * @example
 * const v1 = image('v1');
 * prod.push('payments:v1', v1);
 */
export function image(options: string | ImageOptions = {}): ImageFixture {
  requireImageOptions(options, 'image()', [
    'name',
    'platform',
    'labels',
    'annotations',
    'layers',
    'bytes',
    'subject',
  ]);
  const {
    name = 'image',
    platform = 'linux/amd64',
    labels,
    annotations,
    layers = 1,
    bytes = false,
    subject,
  } = typeof options === 'string' ? { name: options } : options;
  requireLayers(layers);
  requireOneOf(bytes, 'image({ bytes })', [true, false]);
  const isKept = bytes || (typeof layers !== 'number' && layers.some((one) => typeof one !== 'number'));
  if (subject !== undefined) requireImage(subject, 'image({ subject })');
  const layerBlobs = Array.from(
    { length: typeof layers === 'number' ? layers : layers.length },
    (_, index) => {
      const content = `layer ${index} of ${name} for ${platform}`;
      const given = typeof layers === 'number' ? undefined : layers[index];
      if (given instanceof Uint8Array) return kept(blobOf(layerTypeOf(given), new Uint8Array(given)));
      if (isKept) return kept(blobOf(TAR_TYPE, tarOf(`layer-${index}`, content)));
      return given === undefined
        ? blob(LAYER_TYPE, content)
        : { digest: sha256(content), size: given, mediaType: LAYER_TYPE };
    },
  );
  const config = blob(
    CONFIG_TYPE,
    JSON.stringify({
      ...readPlatform(platform),
      config: labels === undefined ? {} : { Labels: labels },
      rootfs: { type: 'layers', diff_ids: layerBlobs.map((layer) => layer.digest) },
    }),
  );
  return assemble(
    {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociManifest,
      config: descriptor(config),
      layers: layerBlobs.map(descriptor),
      ...(subject === undefined ? {} : { subject: subjectOf(subject) }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    MEDIA_TYPES.ociManifest,
    [isKept ? kept(config) : config, ...layerBlobs],
  );
}

/** Options of {@link imageIndex}. @public */
export interface ImageIndexOptions {
  /** One image per platform; `linux/amd64` and `linux/arm64` by default. */
  readonly platforms?: readonly string[];
  /** The images of the index, instead of one per platform. */
  readonly images?: readonly ImageFixture[];
  /** Distinguishes indexes: equal options give equal indexes, byte for byte. */
  readonly name?: string;
  /** Annotations of the index, by name. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Builds an OCI index with one image per platform.
 *
 * @public
 * @param options a name, or {@link ImageIndexOptions}
 * @returns manifest and digest, with the images it refers to
 * @throws a `[fake-ecr]` error if the options are malformed
 * @example
 * prod.push('payments:v1', imageIndex({ platforms: ['linux/amd64', 'linux/arm64'] }));
 */
export function imageIndex(options: string | ImageIndexOptions = {}): ImageFixture {
  requireImageOptions(options, 'imageIndex()', ['platforms', 'images', 'name', 'annotations']);
  const {
    name = 'image',
    images,
    platforms = images === undefined ? ['linux/amd64', 'linux/arm64'] : [],
    annotations,
  } = typeof options === 'string' ? { name: options } : options;
  if (images !== undefined) requireList(images, 'imageIndex({ images })', 'a list of images');
  for (const child of images ?? []) requireImage(child, 'imageIndex({ images })');
  requireList(platforms, 'imageIndex({ platforms })', "a list such as ['linux/amd64', 'linux/arm64']");
  const children = images ?? platforms.map((platform) => image({ name, platform }));
  return assemble(
    {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociIndex,
      manifests: children.map((child, index) => {
        const descriptor = {
          mediaType: child.mediaType,
          digest: child.digest,
          size: Buffer.byteLength(child.manifest),
        };
        const platform = platforms[index];
        if (platform === undefined) return descriptor;
        return { ...descriptor, platform: readPlatform(platform) };
      }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    MEDIA_TYPES.ociIndex,
    [],
    children,
  );
}

/** Options of {@link artifact}. @public */
export interface ArtifactOptions {
  /** The OCI artifact type, for example `application/spdx+json`. */
  readonly artifactType?: string;
  /** The image that the artifact refers to, for example the one it signs. */
  readonly subject?: ImageFixture;
  /** Distinguishes artifacts: equal options give equal artifacts, byte for byte. */
  readonly name?: string;
  /** Annotations of the manifest, by name. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Builds an OCI artifact, such as a signature or an SBOM; with a subject it is that image's referrer.
 *
 * @public
 * @param options see {@link ArtifactOptions}
 * @returns manifest, digest and blobs
 * @throws a `[fake-ecr]` error if the options are malformed
 * @example
 * prod.push('payments@' + sbom.digest, sbom);
 */
export function artifact(options: ArtifactOptions = {}): ImageFixture {
  requireOptions(options, 'artifact()', ['artifactType', 'subject', 'name', 'annotations']);
  const {
    artifactType = 'application/vnd.example.artifact',
    subject,
    name = 'artifact',
    annotations,
  } = options;
  if (subject !== undefined) requireImage(subject, 'artifact({ subject })');
  const config = blob(EMPTY_TYPE, '{}');
  const content = blob('application/octet-stream', `content of ${name}`);
  return assemble(
    {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociManifest,
      artifactType,
      config: descriptor(config),
      layers: [descriptor(content)],
      ...(subject === undefined ? {} : { subject: subjectOf(subject) }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    MEDIA_TYPES.ociManifest,
    [config, content],
  );
}

function assemble(
  document: object,
  mediaType: string,
  blobs: readonly ImageBlob[],
  children: readonly ImageFixture[] = [],
): ImageFixture {
  const manifest = JSON.stringify(document);
  return { manifest, mediaType, digest: sha256(manifest), blobs, children };
}

function blob(mediaType: string, content: string): ImageBlob {
  return blobOf(mediaType, utf8Bytes(content));
}

function blobOf(mediaType: string, bytes: Uint8Array): ImageBlob {
  return { digest: sha256(bytes), size: bytes.byteLength, mediaType, bytes };
}

function kept(one: ImageBlob): ImageBlob {
  return { ...one, isKept: true };
}

/** Compressed bytes are recognised by their first bytes. */
function layerTypeOf(bytes: Uint8Array): string {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? LAYER_TYPE : TAR_TYPE;
}

function descriptor({ mediaType, digest, size }: ImageBlob) {
  return { mediaType, digest, size };
}

function subjectOf(subject: ImageFixture) {
  return {
    mediaType: subject.mediaType,
    digest: subject.digest,
    size: Buffer.byteLength(subject.manifest),
  };
}

/** A platform such as `linux/arm64/v8`; the architecture is amd64 if it is not given. */
function readPlatform(platform: string) {
  requireText(platform, 'A platform', "a text such as 'linux/arm64'");
  const [os = 'linux', architecture = 'amd64', variant] = platform.split('/');
  return { architecture, os, ...(variant === undefined ? {} : { variant }) };
}

/** More than any image has, and far less than would fill a test's memory. */
const MOST_LAYERS = 10_000;

function requireLayers(layers: unknown): void {
  if (typeof layers !== 'number') {
    requireList(layers, 'image({ layers })', 'a number of layers, or the size or content of each');
    for (const one of layers as readonly unknown[]) {
      if (!(one instanceof Uint8Array)) requireAmount(one, 'A size of image({ layers })');
    }
    return;
  }
  if (Number.isInteger(layers) && layers >= 0 && layers <= MOST_LAYERS) return;
  throw new FakeEcrError(
    `image({ layers }) was given ${shown(layers)}.`,
    `Expected a whole number of at most ${MOST_LAYERS}, or a list with the size in bytes or the content of each layer.`,
  );
}

function requireImageOptions(options: unknown, who: string, known: readonly string[]): void {
  if (typeof options !== 'string') requireOptions(options, who, known);
}

/** Refuses a value that is not an image. */
export function requireImage(value: unknown, who: string): void {
  const { manifest, blobs, children } = (value ?? {}) as Partial<Record<keyof ImageFixture, unknown>>;
  if (typeof manifest === 'string' && Array.isArray(blobs) && Array.isArray(children)) return;
  throw new FakeEcrError(
    `${who} was given ${shown(value)}.`,
    "Expected the result of image('v1'), imageIndex() or artifact().",
  );
}
