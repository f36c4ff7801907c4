import { type Outcome, isFailure } from '../aws/failure.js';
import { putImageInto } from '../ecr/images/put-image.js';
import { descendantsOf } from '../lib/descendants.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { UnitOfWork } from '../world/domain-event.js';
import type { Image } from '../world/images/image.js';
import type { Repository } from '../world/repository.js';
import type { ImageFixture } from './image-builders.js';

/**
 * Adds the layers of an image to a repository, as if they had been uploaded.
 *
 * @returns the digests of those that were missing
 * @throws FakeEcrError if the given bytes exceed the limit
 */
export function provideLayers(repository: Repository, image: Pick<ImageFixture, 'blobs'>): readonly string[] {
  const kept = repository.registry.world.blobs;
  for (const { digest, bytes, isKept } of image.blobs) {
    if (isKept !== true || bytes === undefined || kept.keep(digest, bytes)) continue;
    throw new FakeEcrError(
      `The bytes of an image don't fit: all layers together may take ${kept.most} bytes.`,
      'Raise blobs.maxBytes, or keep them in a folder with blobs.directory.',
    );
  }
  const missing = image.blobs.filter(({ digest }) => !repository.layers.has(digest));
  for (const { digest, size } of missing) repository.layers.add(digest, size);
  return missing.map(({ digest }) => digest);
}

/**
 * Puts the images that an image refers to, at any depth, unless they exist, and then the image. If one is refused,
 * none of them stays.
 */
export function putWithChildren(
  repository: Repository,
  fixture: ImageFixture,
  tag: string | undefined,
  unit: UnitOfWork,
): Outcome<Image> {
  const missing = descendantsOf(fixture, ({ children }) =>
    children.filter((child) => repository.image(child.digest) === undefined),
  );
  const stored: Image[] = [];
  const layers: string[] = [];
  const put = (one: ImageFixture, as?: string) => {
    layers.push(...provideLayers(repository, one));
    return putImageInto(repository, { manifest: one.manifest, mediaType: one.mediaType, tag: as }, unit);
  };
  const undo = () => {
    for (const image of stored.reverse()) repository.remove(image);
    for (const digest of layers) repository.layers.remove(digest);
  };
  for (const one of missing) {
    const child = put(one);
    if (isFailure(child)) {
      undo();
      return child;
    }
    stored.push(child);
  }
  const image = put(fixture, tag);
  if (isFailure(image)) undo();
  return image;
}
