import { hash } from 'node:crypto';
import { type Outcome, invalidParameter } from '../../aws/failure.js';
import type { ProtocolRules } from '../registry-protocol.js';

export const MEDIA_TYPES = {
  dockerSchema1: 'application/vnd.docker.distribution.manifest.v1+json',
  dockerSchema1Signed: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerManifestList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
} as const;

export type ManifestKind = 'image' | 'index' | 'schema1';

const KINDS: ReadonlyMap<unknown, ManifestKind> = new Map([
  [MEDIA_TYPES.dockerSchema1, 'schema1'],
  [MEDIA_TYPES.dockerSchema1Signed, 'schema1'],
  [MEDIA_TYPES.dockerManifest, 'image'],
  [MEDIA_TYPES.dockerManifestList, 'index'],
  [MEDIA_TYPES.ociManifest, 'image'],
  [MEDIA_TYPES.ociIndex, 'index'],
]);

/** A config or a layer, as a manifest names it. */
export interface BlobReference {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string | undefined;
  /** A layer with `urls` is stored elsewhere and never uploaded [assumed]. */
  readonly isForeign: boolean;
}

/** A parsed manifest with its text; immutable and shared by all replicas. */
export interface Manifest {
  /** Exactly as sent: the digest is computed over this text [observed]. */
  readonly text: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: ManifestKind;
  /** Bytes: the config and all layers; 0 for an index, whose size is that of its children. */
  readonly size: number;
  /** `config.mediaType`; absent for an index [observed]. */
  readonly artifactMediaType: string | undefined;
  /** The OCI artifact type: `artifactType`, else `config.mediaType`. */
  readonly artifactType: string | undefined;
  readonly subject: string | undefined;
  /** Parsed from the text on demand. */
  readonly hasAnnotations: boolean;
  /** Digests of an index's manifests. */
  readonly children: readonly string[];
}

/** A manifest that was just read, with the blobs it names. */
export interface ParsedManifest {
  readonly manifest: Manifest;
  readonly blobs: readonly BlobReference[];
}

const NO_CHILDREN: readonly string[] = [];
const INVALID_SYNTAX = invalidParameter('ImageManifest', 'Invalid JSON syntax');

/** The form of digests that {@link sha256} returns. */
export const SHA256_DIGEST = /^sha256:[0-9a-f]{64}$/;

export function sha256(data: string | Uint8Array): string {
  return `sha256:${hash('sha256', data)}`;
}

/**
 * Reads a manifest as PutImage does. Text that is not JSON, a missing media type and an unsupported one lead to the
 * same refusal [observed].
 *
 * @param text the manifest exactly as sent
 * @param declaredMediaType the parameter `imageManifestMediaType`, if any
 * @param rules of the registry protocol, if the call came by it
 */
export function parseManifest(
  text: string,
  declaredMediaType?: string,
  rules?: ProtocolRules,
): Outcome<ParsedManifest> {
  const document = parseObject(text);
  if (document === undefined) return INVALID_SYNTAX;
  if (rules !== undefined && isRefusedByProtocol(document, declaredMediaType, rules)) return INVALID_SYNTAX;
  const mediaType = mediaTypeOf(document, declaredMediaType);
  const kind = KINDS.get(mediaType);
  if (mediaType === undefined || kind === undefined) return INVALID_SYNTAX;
  if (kind === 'index') return parseIndex(text, mediaType, document);
  if (kind === 'image' && !isRecord(document['config'])) return INVALID_SYNTAX;
  const blobs = blobsOf(kind, document);
  if (blobs === undefined) return INVALID_SYNTAX;
  const layerCount = kind === 'image' ? blobs.length - 1 : blobs.length;
  if (layerCount === 0 && rules?.allowsNoLayers !== true) {
    return invalidParameter('ImageManifest', 'Image has to have at least 1 layer');
  }
  let size = 0;
  for (const blob of blobs) size += blob.size;
  const configType = kind === 'image' ? text_(blobs[0]?.mediaType) : undefined;
  return { manifest: assemble(text, mediaType, kind, size, NO_CHILDREN, document, configType), blobs };
}

/**
 * What the registry protocol also refuses: a media type that differs from the Content-Type [assumed], media types
 * with parameters, and features of a platform [observed].
 */
function isRefusedByProtocol(
  document: Record<string, unknown>,
  declared: string | undefined,
  { strictManifests }: ProtocolRules,
): boolean {
  const own = text_(document['mediaType']);
  if (own !== undefined && declared !== undefined && own !== declared) return true;
  if (!strictManifests) return false;
  const entries = (name: string) => (Array.isArray(document[name]) ? (document[name] as unknown[]) : []);
  const types = [
    document['artifactType'],
    ...entries('layers').map((one) => isRecord(one) && one['mediaType']),
  ];
  if (types.some((type) => typeof type === 'string' && type.includes(';'))) return true;
  return entries('manifests').some(
    (one) => isRecord(one) && isRecord(one['platform']) && one['platform']['features'] !== undefined,
  );
}

/** The members of all kinds of manifests. */
function assemble(
  text: string,
  mediaType: string,
  kind: ManifestKind,
  size: number,
  children: readonly string[],
  document: Record<string, unknown>,
  configType?: string,
): Manifest {
  const artifactType = text_(document['artifactType']) ?? configType;
  return {
    text,
    digest: sha256(text),
    mediaType: shared(mediaType),
    kind,
    size,
    artifactMediaType: configType && shared(configType),
    artifactType: artifactType && shared(artifactType),
    subject: subjectOf(document),
    hasAnnotations: document['annotations'] !== undefined,
    children,
  };
}

/** The config and the layers that a stored manifest names, parsed from its text: they are not stored twice. */
export function manifestBlobs(manifest: Manifest): readonly BlobReference[] {
  if (manifest.kind === 'index') return [];
  const document = parseObject(manifest.text);
  return (document && blobsOf(manifest.kind, document)) ?? [];
}

/** The annotations of a stored manifest, parsed from its text: only listings of referrers show them. */
export function manifestAnnotations(manifest: Manifest): Readonly<Record<string, string>> | undefined {
  if (!manifest.hasAnnotations) return undefined;
  const document = parseObject(manifest.text);
  return document && annotationsOf(document);
}

const types = new Map<string, string>();
const MOST_TYPES = 1000;

/** One string per media type, shared by all images. */
function shared(type: string): string {
  const known = types.get(type);
  if (known !== undefined) return known;
  if (types.size < MOST_TYPES) types.set(type, type);
  return type;
}

function parseIndex(
  text: string,
  mediaType: string,
  document: Record<string, unknown>,
): Outcome<ParsedManifest> {
  const manifests = document['manifests'];
  if (!Array.isArray(manifests)) return INVALID_SYNTAX;
  const children = new Set<string>();
  for (const entry of manifests as unknown[]) {
    if (!isRecord(entry) || typeof entry['digest'] !== 'string') return INVALID_SYNTAX;
    children.add(entry['digest']);
  }
  const manifest = assemble(text, mediaType, 'index', 0, [...children], document);
  return { manifest, blobs: [] };
}

/** The manifest's own `mediaType` wins over a parameter that contradicts it [assumed]. */
function mediaTypeOf(document: Record<string, unknown>, declared: string | undefined): string | undefined {
  const own = document['mediaType'];
  if (typeof own === 'string' && own !== '') return own;
  if (declared !== undefined && declared !== '') return declared;
  if (document['schemaVersion'] !== 1) return undefined;
  return Array.isArray(document['signatures']) ? MEDIA_TYPES.dockerSchema1Signed : MEDIA_TYPES.dockerSchema1;
}

function blobsOf(kind: ManifestKind, document: Record<string, unknown>): BlobReference[] | undefined {
  if (kind === 'schema1') {
    const layers = document['fsLayers'];
    if (!Array.isArray(layers)) return undefined;
    const blobs: BlobReference[] = [];
    for (const layer of layers as unknown[]) {
      const digest = isRecord(layer) ? layer['blobSum'] : undefined;
      if (typeof digest !== 'string') return undefined;
      blobs.push({ digest, size: 0, mediaType: undefined, isForeign: false });
    }
    return blobs;
  }
  const layers = document['layers'];
  const config = blobOf(document['config']);
  if (config === undefined || !Array.isArray(layers)) return undefined;
  const blobs = [config];
  for (const layer of layers as unknown[]) {
    const blob = blobOf(layer);
    if (blob === undefined) return undefined;
    blobs.push(blob);
  }
  return blobs;
}

function blobOf(entry: unknown): BlobReference | undefined {
  if (!isRecord(entry) || typeof entry['digest'] !== 'string') return undefined;
  const size = typeof entry['size'] === 'number' && entry['size'] > 0 ? entry['size'] : 0;
  const urls = entry['urls'];
  return {
    digest: entry['digest'],
    size,
    mediaType: text_(entry['mediaType']),
    isForeign: Array.isArray(urls) && urls.length > 0,
  };
}

function subjectOf(document: Record<string, unknown>): string | undefined {
  const subject = document['subject'];
  return isRecord(subject) ? text_(subject['digest']) : undefined;
}

function annotationsOf(document: Record<string, unknown>): Record<string, string> | undefined {
  const annotations = document['annotations'];
  if (!isRecord(annotations)) return undefined;
  const isText = (value: unknown): value is string => typeof value === 'string';
  if (Object.values(annotations).every(isText)) return { ...(annotations as Record<string, string>) };
  return Object.fromEntries(
    Object.entries(annotations).filter((entry): entry is [string, string] => isText(entry[1])),
  );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isRecord(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text_(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
