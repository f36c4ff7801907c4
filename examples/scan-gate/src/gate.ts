import {
  DescribeImagesCommand,
  type ECRClient,
  type FindingSeverity,
  LimitExceededException,
  StartImageScanCommand,
  paginateDescribeImageScanFindings,
  waitUntilImageScanComplete,
} from '@aws-sdk/client-ecr';

export interface GateOptions {
  readonly client: ECRClient;
  readonly repositoryName: string;
  readonly imageTag: string;
  /** How many findings of a severity an image may have: none if nothing is said. */
  readonly allowed?: Partial<Record<FindingSeverity, number>>;
  /** Names of findings that somebody has looked at and accepted. */
  readonly accepted?: readonly string[];
  /** Seconds after which a scan is taken for lost; 10 minutes by default. */
  readonly maxWaitTime?: number;
}

export interface Verdict {
  readonly isOpen: boolean;
  /** The digest that the verdict is about, even if the tag moves later. */
  readonly digest: string;
  readonly reasons: readonly string[];
}

const JUDGED: readonly FindingSeverity[] = ['CRITICAL', 'HIGH'];

/** Scans an image and says whether it may be deployed. Whatever goes wrong keeps the gate shut. */
export async function gate(options: GateOptions): Promise<Verdict> {
  const { client, repositoryName, imageTag, maxWaitTime = 600 } = options;
  const { imageDetails = [] } = await client.send(
    new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
  // From here on by digest: the tag may move while the scan runs.
  const imageId = { imageDigest: imageDetails[0]?.imageDigest ?? '' };
  await startScan(client, repositoryName, imageId);
  try {
    await waitUntilImageScanComplete({ client, maxWaitTime }, { repositoryName, imageId });
  } catch (error) {
    return shut(imageId.imageDigest, `no scan result: ${(error as Error).name}`);
  }
  return judge(options, imageId);
}

async function startScan(client: ECRClient, repositoryName: string, imageId: { imageDigest: string }) {
  try {
    await client.send(new StartImageScanCommand({ repositoryName, imageId }));
  } catch (error) {
    // Scanned within the last 24 hours, for example on push: that result will do.
    if (!(error instanceof LimitExceededException)) throw error;
  }
}

async function judge(options: GateOptions, imageId: { imageDigest: string }): Promise<Verdict> {
  const { client, repositoryName, allowed = {}, accepted = [] } = options;
  const names = new Map<string, string[]>();
  const pages = paginateDescribeImageScanFindings({ client, pageSize: 100 }, { repositoryName, imageId });
  for await (const { imageScanFindings } of pages) {
    for (const { name = '', severity = 'UNDEFINED' } of imageScanFindings?.findings ?? []) {
      if (!accepted.includes(name)) names.set(severity, [...(names.get(severity) ?? []), name]);
    }
  }
  const reasons = JUDGED.flatMap((severity) => {
    const found = names.get(severity) ?? [];
    const limit = allowed[severity] ?? 0;
    return found.length > limit
      ? [`${found.length} ${severity} (${found.join(', ')}), allowed ${limit}`]
      : [];
  });
  return { isOpen: reasons.length === 0, digest: imageId.imageDigest, reasons };
}

function shut(digest: string, reason: string): Verdict {
  return { isOpen: false, digest, reasons: [reason] };
}
