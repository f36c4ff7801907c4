import { requireText } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

const EXPECTED = "a tag such as 'v1', or a digest";

/**
 * The reference of an image that is named within a repository.
 *
 * @param repositoryName the repository
 * @param tagOrDigest `v1` or `sha256:…`
 * @param who the function that was called, for messages
 * @returns `payments:v1` or `payments@sha256:…`
 * @throws FakeEcrError if it is no text, or names the repository once more
 */
export function referenceWithin(repositoryName: string, tagOrDigest: unknown, who: string): string {
  requireText(tagOrDigest, who, EXPECTED);
  const given = tagOrDigest as string;
  if (given.startsWith(`${repositoryName}:`) || given.startsWith(`${repositoryName}@`)) {
    throw new FakeEcrError(
      `${who} was given '${given}' for the repository '${repositoryName}'.`,
      `Expected '${given.slice(repositoryName.length + 1)}': leave out the name for a repository.`,
    );
  }
  return given.startsWith('sha256:') ? `${repositoryName}@${given}` : `${repositoryName}:${given}`;
}
