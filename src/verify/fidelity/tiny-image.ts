import { createHash } from 'node:crypto';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** An image as a probe pushes it: a few bytes, told apart by a text. */
export interface TinyImage {
  readonly config: Uint8Array;
  readonly layer: Uint8Array;
  readonly manifest: string;
  readonly digest: string;
}

/** A small image; the same text, the same bytes. */
export function tinyImage(text: string): TinyImage {
  const config = bytesOf({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [] },
    text,
  });
  const layer = new TextEncoder().encode(`A layer of ${text}.`);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: blobOf('application/vnd.oci.image.config.v1+json', config),
    layers: [blobOf('application/vnd.oci.image.layer.v1.tar', layer)],
  });
  return { config, layer, manifest, digest: digestOf(manifest) };
}

/** The manifest of an index of images. */
export function tinyIndex(images: readonly TinyImage[]): {
  readonly manifest: string;
  readonly digest: string;
} {
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: images.map(({ manifest: text, digest }, at) => ({
      mediaType: MANIFEST,
      digest,
      size: Buffer.byteLength(text),
      platform: { os: 'linux', architecture: at === 0 ? 'amd64' : 'arm64' },
    })),
  });
  return { manifest, digest: digestOf(manifest) };
}

/** `sha256:` and the digits. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function bytesOf(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function blobOf(mediaType: string, bytes: Uint8Array) {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
}
