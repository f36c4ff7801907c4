import { isFailure } from '../aws/failure.js';
import { map } from '../lib/json-shape.js';
import { FakeEcrError } from '../lib/misuse.js';
import { type BlobReference, type ParsedManifest, parseManifest } from '../world/images/manifest.js';
import { members, sorted, words } from './words.js';

/** Texts of manifests, each once, by digest. */
export type ManifestSnapshots = Readonly<
  Record<string, { readonly text: string; readonly mediaType: string }>
>;

export const manifestsShape = map(
  /^/,
  members<ManifestSnapshots[string]>('a manifest', { text: words, mediaType: words }),
  'manifests, by digest',
);

/** Collects manifests: each once, however many repositories have it. */
export class KeptManifests {
  private readonly byDigest = new Map<string, ManifestSnapshots[string]>();

  keep(digest: string, text: string, mediaType: string): void {
    if (!this.byDigest.has(digest)) this.byDigest.set(digest, { text, mediaType });
  }

  capture(): ManifestSnapshots {
    return sorted(this.byDigest);
  }
}

/** The manifests of a snapshot, by digest. @throws FakeEcrError if a digest does not match its text */
export type Manifests = (digest: string) => ParsedManifest;

/** @param what for example `is damaged: $.now is null` */
export function damaged(what: string): FakeEcrError {
  return new FakeEcrError(`The snapshot ${what}.`, 'It was edited or truncated.');
}

/** What was read from a snapshot. */
class ReadManifests {
  private readonly byDigest = new Map<string, ParsedManifest>();
  private readonly blobs = new Map<string, BlobReference>();

  get(digest: string): ParsedManifest | undefined {
    return this.byDigest.get(digest);
  }

  add({ manifest, blobs }: ParsedManifest): ParsedManifest {
    const kept = { manifest, blobs: blobs.map((blob) => this.shared(blob)) };
    this.byDigest.set(manifest.digest, kept);
    return kept;
  }

  /** Shares blobs that many manifests name. */
  private shared(blob: BlobReference): BlobReference {
    const known = this.blobs.get(blob.digest);
    if (known === undefined) this.blobs.set(blob.digest, blob);
    const isSame = known?.size === blob.size && known.mediaType === blob.mediaType;
    return isSame && known.isForeign === blob.isForeign ? known : blob;
  }
}

/** Cached while a snapshot is in memory: a suite loads the same one before each test. */
const readOf = new WeakMap<object, ReadManifests>();

function readBefore(snapshot: object): ReadManifests {
  let read = readOf.get(snapshot);
  if (read === undefined) readOf.set(snapshot, (read = new ReadManifests()));
  return read;
}

/**
 * Each manifest is read once, however many repositories have it, unless its text was changed meanwhile.
 *
 * @param snapshot the one that the texts belong to
 */
export function readManifests(texts: ManifestSnapshots, snapshot: object): Manifests {
  const read = readBefore(snapshot);
  return (digest) => {
    const saved = texts[digest];
    const known = read.get(digest);
    if (known !== undefined && known.manifest.text === saved?.text) return known;
    const parsed = saved === undefined ? undefined : parseManifest(String(saved.text), saved.mediaType);
    if (parsed === undefined || isFailure(parsed) || parsed.manifest.digest !== digest) {
      throw damaged(`has no manifest with digest ${digest}`);
    }
    return read.add(parsed);
  };
}
