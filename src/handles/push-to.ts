import { isFailure } from '../aws/failure.js';
import { requireOptions, requireText, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { parseReferenceAt } from '../world/images/image-reference.js';
import type { Registry } from '../world/registry.js';
import { type ImageFixture, image as buildImage, requireImage } from './image-builders.js';
import { putWithChildren } from './put-image.js';
import type { WorldEditor } from './world-editor.js';

/** Options of a push. */
export interface PushOptions {
  /** When it was pushed, as a Date or a string such as `2026-01-01T00:00:00Z`; now by default, and never later. */
  readonly pushedAt?: Date | string;
}

/** Pushes an image with its layers and children, like a caller of the registry's account. */
export function pushTo(
  workbench: WorldEditor,
  registry: Registry,
  reference: string,
  image: ImageFixture | undefined,
  options: PushOptions,
): void {
  requireText(reference, 'push()', "a reference such as 'payments:v1'");
  requireOptions(options, 'push()', ['pushedAt']);
  const pushed = image === undefined ? buildImage(reference) : image;
  requireImage(pushed, 'push()');
  const { repositoryName, tag } = reference.includes(':')
    ? parseReferenceAt(registry, reference)
    : { repositoryName: reference, tag: undefined };
  workbench.act(`push ${reference} to ${registry.key}`, (unit) => {
    const repository = registry.requireRepository(repositoryName);
    if (isFailure(repository)) return repository;
    const now = momentOf(options.pushedAt, unit.now);
    // Only the image is older; its replication and the event happen now.
    return putWithChildren(repository, pushed, tag, { ...unit, now });
  });
}

function momentOf(pushedAt: unknown, now: number): number {
  if (pushedAt === undefined) return now;
  const isDate = Object.prototype.toString.call(pushedAt) === '[object Date]';
  const moment = isDate
    ? Number(pushedAt)
    : typeof pushedAt === 'string' && /^\d{4}-\d\d-\d\d/.test(pushedAt)
      ? Date.parse(pushedAt)
      : NaN;
  if (moment <= now) return moment;
  throw new FakeEcrError(
    `push() was given pushedAt ${isDate && !Number.isNaN(moment) ? new Date(moment).toISOString() : shown(pushedAt)}.`,
    `Expected a Date, or a string such as '2026-01-01T00:00:00Z', that is not after now: ${new Date(now).toISOString()}.`,
  );
}
