import { effectivePushedAt, storageClassOf, type LifecycleImage } from './lifecycle-image.js';
import type { LifecycleStorageClass } from './rule.js';

/** The images of one storage class, oldest first. Every rule reads them in this order, so they are sorted once. */
export type Shelf<I extends LifecycleImage> = readonly I[];

export type Shelves<I extends LifecycleImage> = Readonly<Record<LifecycleStorageClass, Shelf<I>>>;

export function toShelves<I extends LifecycleImage>(images: readonly I[]): Shelves<I> {
  const standard: I[] = [];
  const archive: I[] = [];
  for (const image of images) {
    const storageClass = storageClassOf(image);
    if (storageClass === 'standard') standard.push(image);
    else if (storageClass === 'archive') archive.push(image);
  }
  return { standard: standard.sort(byAge), archive: archive.sort(byAge) };
}

function byAge(a: LifecycleImage, b: LifecycleImage): number {
  return effectivePushedAt(a) - effectivePushedAt(b) || a.position - b.position;
}
