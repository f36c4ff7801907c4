import {
  BatchDeleteImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  type ImageDetail,
  ImageNotFoundException,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';

export interface Rounds {
  readonly client: ECRClient;
  readonly repositoryName: string;
  /** Untagged images younger than this stay. */
  readonly olderThanDays: number;
  /** Says what would go, and deletes nothing. */
  readonly isDryRun?: boolean;
}

export interface Report {
  /** Digests. */
  readonly deleted: readonly string[];
  /** Digests that were to go, and why they stay. */
  readonly kept: Readonly<Record<string, string>>;
}

const DAY = 24 * 60 * 60_000;
/** As many as one BatchDeleteImage takes. */
const IMAGES_A_PAGE = 100;

/**
 * Deletes untagged images page by page. An image that an index names can only go after that index, which may
 * be on a later page: so there are further rounds, until one deletes nothing.
 */
export async function deleteUntagged(rounds: Rounds): Promise<Report> {
  const deleted: string[] = [];
  let kept: Record<string, string> = {};
  for (;;) {
    const round = await goRound(rounds);
    deleted.push(...round.deleted);
    kept = { ...round.kept };
    if (round.deleted.length === 0 || rounds.isDryRun) return { deleted, kept };
  }
}

async function goRound({ client, repositoryName, olderThanDays, isDryRun }: Rounds): Promise<Report> {
  const before = Date.now() - olderThanDays * DAY;
  const deleted: string[] = [];
  const kept: Record<string, string> = {};
  const pages = paginateDescribeImages(
    { client, pageSize: IMAGES_A_PAGE },
    { repositoryName, filter: { tagStatus: 'UNTAGGED' } },
  );
  for await (const { imageDetails = [] } of pages) {
    const old = imageDetails.filter((image) => isOld(image, before) && !isReferrer(image)).map(digestOf);
    const still = await stillUntagged(client, repositoryName, old);
    if (isDryRun) deleted.push(...still);
    if (still.length === 0 || isDryRun) continue;
    const { imageIds = [], failures = [] } = await client.send(
      new BatchDeleteImageCommand({
        repositoryName,
        imageIds: still.map((imageDigest) => ({ imageDigest })),
      }),
    );
    deleted.push(...imageIds.map(({ imageDigest = '' }) => imageDigest));
    // A batch never throws for some of its images.
    for (const { imageId, failureCode = 'Unknown' } of failures) {
      kept[imageId?.imageDigest ?? ''] = failureCode;
    }
  }
  return { deleted, kept };
}

/** A page may be minutes old, and deleting by digest takes all tags along. */
async function stillUntagged(
  client: ECRClient,
  repositoryName: string,
  digests: readonly string[],
): Promise<string[]> {
  if (digests.length === 0) return [];
  try {
    const { imageDetails = [] } = await client.send(
      new DescribeImagesCommand({
        repositoryName,
        imageIds: digests.map((imageDigest) => ({ imageDigest })),
      }),
    );
    return imageDetails.filter(({ imageTags }) => imageTags === undefined).map(digestOf);
  } catch (error) {
    if (!(error instanceof ImageNotFoundException)) throw error;
    // One has gone meanwhile, and the whole call fails for it: so each by itself.
    if (digests.length === 1) return [];
    const each = await Promise.all(digests.map((one) => stillUntagged(client, repositoryName, [one])));
    return each.flat();
  }
}

function isOld({ imagePushedAt }: ImageDetail, before: number): boolean {
  return imagePushedAt !== undefined && imagePushedAt.getTime() < before;
}

/** Signatures and SBOMs have no tags of their own: they belong to the image they refer to. */
function isReferrer({ subjectManifestDigest }: ImageDetail): boolean {
  return subjectManifestDigest !== undefined;
}

function digestOf({ imageDigest = '' }: ImageDetail): string {
  return imageDigest;
}
