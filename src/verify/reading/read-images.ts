import type { ImageDetail } from '@aws-sdk/client-ecr';
import { counted } from '../../inspect/format.js';
import { descendantsOf } from '../../lib/descendants.js';
import { readPages } from './read-optional.js';
import type { ImageReading } from './reading.js';
import type { Reader } from './reader.js';

/** The most images in one call of BatchGetImage [docs]. */
const BATCH = 100;

/** Images in the order of their pushes, children before the indexes that hold them; undefined if forbidden. */
export async function readImages(
  reader: Reader,
  repositoryName: string,
): Promise<readonly ImageReading[] | undefined> {
  const { sdk, client, onProgress, onGap } = reader;
  const everything = { repositoryName, filter: { imageStatus: 'ANY' } } as const;
  const found = await readPages(
    sdk.paginateDescribeImages({ client }, everything),
    (page) => page.imageDetails,
    { path: ['repositories', repositoryName, 'images'], what: `the images of ${repositoryName}` },
    onGap,
    (count) => onProgress(counted(count, 'image')),
  );
  if (found === undefined) return undefined;
  const details = [...found].sort((a, b) => Number(a.imagePushedAt ?? 0) - Number(b.imagePushedAt ?? 0));
  const manifests = await readManifests(reader, repositoryName, details);
  const images = details.map((detail): ImageReading => {
    const manifest = manifests.get(detail.imageDigest ?? '');
    return { detail, ...(manifest === undefined ? {} : { manifest }) };
  });
  return childrenFirst(images);
}

/** Manifests by digest. Those of archived images can't be read. */
async function readManifests(
  { sdk, client, manifests, onProgress, onGap }: Reader,
  repositoryName: string,
  details: readonly ImageDetail[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const digests = manifests ? details.map(({ imageDigest }) => imageDigest ?? '') : [];
  for (let first = 0; first < digests.length; first += BATCH) {
    onProgress(`${first} of ${digests.length} manifests`);
    const imageIds = digests.slice(first, first + BATCH).map((imageDigest) => ({ imageDigest }));
    const { images = [], failures = [] } = await client.send(
      new sdk.BatchGetImageCommand({ repositoryName, imageIds }),
    );
    for (const { imageId, imageManifest } of images) {
      if (imageManifest !== undefined) found.set(imageId?.imageDigest ?? '', imageManifest);
    }
    for (const { imageId, failureReason } of failures) {
      const digest = imageId?.imageDigest ?? '';
      onGap({
        path: ['repositories', repositoryName, 'images', digest, 'manifest'],
        line: `the manifest of ${repositoryName}@${digest} can't be read: ${failureReason}`,
      });
    }
  }
  return found;
}

/** Images in their order, but indexes after everything they refer to: within a second, the order is not known. */
function childrenFirst(images: readonly ImageReading[]): readonly ImageReading[] {
  const nodes = images.map((reading) => ({ digest: reading.detail.imageDigest ?? '', reading }));
  const byDigest = new Map(nodes.map((node) => [node.digest, node]));
  const placed = new Set<(typeof nodes)[number]>();
  for (const node of nodes) {
    const missing = descendantsOf(node, ({ reading }) =>
      childDigests(reading).flatMap((digest) => {
        const child = byDigest.get(digest);
        return child === undefined || placed.has(child) ? [] : [child];
      }),
    );
    for (const one of [...missing, node]) placed.add(one);
  }
  return [...placed].map(({ reading }) => reading);
}

function childDigests({ manifest }: ImageReading): readonly string[] {
  if (manifest === undefined) return [];
  const { manifests = [] } = JSON.parse(manifest) as { manifests?: readonly { readonly digest: string }[] };
  return manifests.map(({ digest }) => digest);
}
