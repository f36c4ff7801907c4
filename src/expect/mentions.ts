import type { JournalEntry } from '../ecr/journal-entry.js';

/** An image that was mentioned: the repository, and the tag or digest. */
export interface Mention {
  readonly repositoryName: unknown;
  readonly names: readonly unknown[];
}

/** The repository and the images that an entry of the journal names. */
export function mentionOf(happening: JournalEntry): Mention {
  switch (happening.kind) {
    case 'call': {
      const { repositoryName, imageTag, imageDigest, imageId, imageIds } = happening.call.input;
      const ids = [
        { imageTag, imageDigest },
        imageId,
        ...(Array.isArray(imageIds) ? (imageIds as unknown[]) : []),
      ];
      const names = ids.flatMap((id) => Object.values(id ?? {}) as unknown[]);
      return { repositoryName, names };
    }
    case 'replication': {
      const { repositoryName, tag, manifest } = happening.replication;
      return { repositoryName, names: [tag, manifest.digest] };
    }
    case 'assertion':
      return { repositoryName: undefined, names: [] };
    case 'event': {
      const detail: Readonly<Record<string, unknown>> = happening.read().detail;
      return {
        repositoryName: detail['repository-name'],
        names: [detail['image-tag'], detail['image-digest']],
      };
    }
  }
}
