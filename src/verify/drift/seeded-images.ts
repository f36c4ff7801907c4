import { createHash } from 'node:crypto';
import type { ImageSeed, RepositorySeed } from '../../scenes/seed/seed.js';
import { imageTree } from './describe.js';
import type { Branch } from './tree.js';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * The images that a seed declares, to be compared with those that a repository has. A recorded image is known by its
 * digest. One that was written by hand has a digest of the fake's, which no registry has: it is known by its tags.
 *
 * @param actual the images of the repository, by digest
 * @returns both sides, by digest if there is one
 */
export function seededImages(
  { images = [] }: RepositorySeed,
  actual: Branch,
): { readonly expected: Branch; readonly actual: Branch } {
  const expected: Record<string, Branch> = {};
  const holders = new Map<string, string>();
  for (const [digest, one] of Object.entries(actual)) {
    for (const tag of tagsIn(one as Branch)) holders.set(tag, digest);
  }
  let isByHand = false;
  for (const entry of images) {
    const seed: ImageSeed = typeof entry === 'string' ? { tag: entry } : entry;
    const tags = [...(seed.tag === undefined ? [] : [seed.tag]), ...(seed.tags ?? [])];
    const tree = imageTree(tags, seed.archived === true);
    const digest = digestOf(seed);
    if (digest !== undefined) expected[digest] = tree;
    else {
      isByHand = true;
      // An image without a digest and without a tag can't be recognised.
      const [first] = tags;
      if (first !== undefined) expected[holders.get(first) ?? `tag ${first}`] = tree;
    }
  }
  if (!isByHand) return { expected, actual };
  // Children of indexes and other images without tags are not named in a seed written by hand.
  const named = Object.entries(actual).filter(
    ([digest, one]) => digest in expected || tagsIn(one as Branch).length > 0,
  );
  return { expected, actual: Object.fromEntries(named) };
}

function digestOf({ manifest, name = '' }: ImageSeed): string | undefined {
  if (manifest !== undefined) return `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  return DIGEST.test(name) ? name : undefined;
}

function tagsIn(image: Branch): readonly string[] {
  return image['tags'] as readonly string[];
}
