import { isFailure } from '../../aws/failure.js';
import { type ImageFixture, image, imageIndex } from '../../handles/image-builders.js';
import { shapeFault } from '../../lib/json-shape.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { parseManifest } from '../../world/images/manifest.js';
import { NESTED_IMAGE_SHAPE } from './seed-shape.js';
import type { NestedImageSeed } from './seed.js';

/** An image of a seed, by its place in the index that holds it. */
interface Visit {
  readonly seed: NestedImageSeed;
  readonly parent?: Visit;
  readonly index?: number;
}

/** What an index of images cannot have, too. */
const EXCLUDED = ['manifest', 'platforms', 'layers', 'labels'] as const;

/**
 * The image that a seed describes, with all images below it. In a loop, so that no nesting is too deep.
 *
 * @param name of the image, if the seed does not have one
 * @param place where it is in the seed, for messages
 * @throws FakeEcrError if an image below is malformed, an index holds the same image twice, or is part of itself
 */
export function fixtureOf(seed: NestedImageSeed, name: string, place: string): ImageFixture {
  const built = new Map<NestedImageSeed, ImageFixture>();
  const open = new Set<NestedImageSeed>();
  const path: Visit[] = [{ seed }];
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    if (!open.has(visit.seed) && !built.has(visit.seed)) {
      open.add(visit.seed);
      path.push(...childrenOf(visit, open, place));
      continue;
    }
    path.pop();
    if (built.has(visit.seed)) continue;
    open.delete(visit.seed);
    const children = (visit.seed.images ?? []).map((child) => built.get(child) as ImageFixture);
    built.set(visit.seed, build(visit, children, name, place));
  }
  return built.get(seed) as ImageFixture;
}

/** The images that an index holds, checked one by one. */
function childrenOf(visit: Visit, open: ReadonlySet<NestedImageSeed>, place: string): readonly Visit[] {
  const { images } = visit.seed;
  if (images === undefined) return [];
  const excluded = EXCLUDED.find((member) => visit.seed[member] !== undefined);
  if (excluded !== undefined) {
    throw malformed(
      `${placeOf(visit, place)} has images and ${excluded}: an index has no ${excluded} of its own`,
    );
  }
  return images.map((seed, index) => {
    const child = { seed, parent: visit, index };
    const fault = shapeFault(seed, NESTED_IMAGE_SHAPE);
    if (fault !== undefined)
      throw malformed(`${placeOf(child, place)}${fault.path.slice(1)} ${fault.problem}`);
    if (open.has(seed)) throw malformed(`${placeOf(child, place)} is an index that is part of itself`);
    return child;
  });
}

function build(visit: Visit, children: readonly ImageFixture[], name: string, place: string): ImageFixture {
  const { manifest, images, platforms, platform, annotations, labels, layers } = visit.seed;
  if (manifest !== undefined) return exactly(manifest);
  const common = annotations === undefined ? {} : { annotations };
  const fixture =
    images !== undefined
      ? imageIndex({ ...common, images: children, platforms: platformsOf(images) })
      : platforms !== undefined
        ? imageIndex({ ...common, name: nameOf(visit, name), platforms })
        : image({
            ...common,
            name: nameOf(visit, name),
            ...(platform === undefined ? {} : { platform }),
            ...(labels === undefined ? {} : { labels }),
            ...(layers === undefined ? {} : { layers }),
          });
  requireDistinct(fixture, visit, place);
  return fixture;
}

/** The platforms that the index states; none if it is not known of each of its images. */
function platformsOf(images: readonly NestedImageSeed[]): readonly string[] {
  const platforms = images.flatMap(({ platform }) => platform ?? []);
  return platforms.length === images.length ? platforms : [];
}

function requireDistinct({ children }: ImageFixture, visit: Visit, place: string): void {
  const seen = new Map<string, number>();
  for (const [index, { digest }] of children.entries()) {
    const first = seen.get(digest);
    if (first !== undefined) {
      throw malformed(
        `${placeOf(visit, place)} is an index that holds the same image twice, as ${first} and ${index}: give them different names`,
      );
    }
    seen.set(digest, index);
  }
}

/** The name of the image, or that of what holds it, with its place there. */
function nameOf(visit: Visit, root: string): string {
  const indexes: number[] = [];
  for (let one: Visit | undefined = visit; one !== undefined; one = one.parent) {
    const name = one.seed.name ?? (one.parent === undefined ? root : undefined);
    if (name !== undefined) return [name, ...indexes].join('/');
    indexes.unshift(one.index ?? 0);
  }
  return root;
}

function placeOf(visit: Visit, root: string): string {
  const places: string[] = [];
  for (let one: Visit = visit; one.parent !== undefined; one = one.parent)
    places.unshift(`.images[${one.index ?? 0}]`);
  return `${root}${places.join('')}`;
}

/** An image of a manifest that the seed contains literally. */
function exactly(text: string): ImageFixture {
  const parsed = parseManifest(text);
  if (isFailure(parsed)) throw new FakeEcrError('A manifest of the seed is malformed.', parsed.message);
  const { manifest, blobs } = parsed;
  return {
    manifest: text,
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    blobs: blobs.map(({ digest, size, mediaType = '' }) => ({ digest, size, mediaType })),
    children: [],
  };
}

function malformed(what: string): FakeEcrError {
  return new FakeEcrError(`The seed is malformed: ${what}.`, 'Nothing was changed.');
}
