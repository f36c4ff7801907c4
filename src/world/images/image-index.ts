import { OrderedIndex, merged } from '../../lib/ordered-index.js';
import type { Image, ImageStatus } from './image.js';

export type TagFilter = 'TAGGED' | 'UNTAGGED' | 'ANY';
export type StatusFilter = ImageStatus | 'ANY';

const STATUSES: readonly ImageStatus[] = ['ACTIVE', 'ARCHIVED', 'ACTIVATING'];

/**
 * The images of a repository, grouped by what lists filter on: a page of untagged images is quick even among a
 * million tagged ones. Each image is in exactly one index.
 */
export class ImageShelves {
  private readonly indexes = new Map<string, OrderedIndex<Image>>();

  add(image: Image): void {
    const key = shelf(image.status, image.isTagged);
    let index = this.indexes.get(key);
    if (index === undefined) this.indexes.set(key, (index = new OrderedIndex()));
    index.add(image);
  }

  remove(image: Image): void {
    this.indexes.get(shelf(image.status, image.isTagged))?.delete(image);
  }

  /** Images at or after a position, in order. */
  list(tags: TagFilter, status: StatusFilter, position = -Infinity): Iterable<Image> {
    const wanted: OrderedIndex<Image>[] = [];
    for (const one of STATUSES) {
      if (status !== 'ANY' && status !== one) continue;
      for (const tagged of [true, false]) {
        if (tags !== 'ANY' && (tags === 'TAGGED') !== tagged) continue;
        const index = this.indexes.get(shelf(one, tagged));
        if (index !== undefined && index.size > 0) wanted.push(index);
      }
    }
    return merged(wanted, position);
  }
}

function shelf(status: ImageStatus, tagged: boolean): string {
  return tagged ? status : `${status}-untagged`;
}
