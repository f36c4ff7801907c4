import type { JournalEntry } from '../ecr/journal-entry.js';
import type { Memory } from '../ecr/witness.js';
import { Timeline } from '../inspect/timeline.js';
import { formatReference } from '../world/images/image-reference.js';
import { mentionOf } from './mentions.js';

/** An image that an assertion is about: by its tag, its digest or both. */
export interface ImageInQuestion {
  readonly repositoryName: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

/** So many of the latest entries are told: a message is to be read, and the timeline has all of them. */
const MOST = 10;

/**
 * The latest that happened to an image, from the journal.
 *
 * @returns lines with a heading; none if nothing is known to have happened to it
 */
export function whatHappenedTo(
  image: ImageInQuestion,
  { journal }: Pick<Memory, 'journal'>,
): readonly string[] {
  const { repositoryName, tag, digest } = image;
  const own = journal.flatMap((entry) => {
    const mention = mentionOf(entry);
    if (mention.repositoryName !== repositoryName) return [];
    const names = mention.names.filter((name) => typeof name === 'string');
    return names.length === 0 ? [] : [{ entry, names }];
  });
  const meant = new Set([tag, digest].filter((name) => name !== undefined));
  // What is said of a digest is said of the tag that it was pushed with.
  for (const { names } of own)
    if (names.some((name) => name === tag)) names.forEach((name) => meant.add(name));
  const entries: JournalEntry[] = own
    .filter(({ names }) => names.some((name) => meant.has(name)))
    .map(({ entry }) => entry);
  if (entries.length === 0) return [];
  const number = entries.length > MOST ? ` (the last ${MOST} of ${entries.length})` : '';
  const timeline = new Timeline({ journal: entries.slice(-MOST), underWay: [] });
  const name = formatReference(repositoryName, tag, digest);
  return [`What happened to ${name}${number}:`, ...String(timeline).split('\n')];
}
