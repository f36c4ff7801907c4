import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  LayerAlreadyExistsException,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';

/** One repository of one account. */
export interface Location {
  readonly client: ECRClient;
  /** The owner, if it is not the client's own account. */
  readonly registryId?: string;
  readonly repositoryName: string;
}

/** Fetches the bytes of a layer or config. */
export type FetchBlob = (url: string, digest: string) => Promise<Uint8Array>;

const DIGESTS_A_CALL = 100;

/** Uploads those blobs that the target does not have yet. */
export async function copyBlobs(
  from: Location,
  to: Location,
  digests: readonly string[],
  fetchBlob: FetchBlob,
): Promise<void> {
  for (const digest of await missingAt(to, digests)) {
    const { client, registryId, repositoryName } = from;
    const { downloadUrl = '' } = await client.send(
      new GetDownloadUrlForLayerCommand({ registryId, repositoryName, layerDigest: digest }),
    );
    await upload(to, digest, await fetchBlob(downloadUrl, digest));
  }
}

async function missingAt(
  { client, registryId, repositoryName }: Location,
  digests: readonly string[],
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let start = 0; start < digests.length; start += DIGESTS_A_CALL) {
    const layerDigests = digests.slice(start, start + DIGESTS_A_CALL);
    const { layers = [] } = await client.send(
      new BatchCheckLayerAvailabilityCommand({ registryId, repositoryName, layerDigests }),
    );
    const there = new Set(
      layers.filter((one) => one.layerAvailability === 'AVAILABLE').map((one) => one.layerDigest),
    );
    missing.push(...layerDigests.filter((digest) => !there.has(digest)));
  }
  return missing;
}

async function upload(
  { client, registryId, repositoryName }: Location,
  digest: string,
  bytes: Uint8Array,
): Promise<void> {
  const place = { registryId, repositoryName };
  const { uploadId, partSize = bytes.byteLength } = await client.send(new InitiateLayerUploadCommand(place));
  for (let first = 0; first < bytes.byteLength; first += partSize) {
    const layerPartBlob = bytes.subarray(first, first + partSize);
    await client.send(
      new UploadLayerPartCommand({
        ...place,
        uploadId,
        layerPartBlob,
        partFirstByte: first,
        partLastByte: first + layerPartBlob.byteLength - 1,
      }),
    );
  }
  try {
    await client.send(new CompleteLayerUploadCommand({ ...place, uploadId, layerDigests: [digest] }));
  } catch (error) {
    // Somebody else uploaded it meanwhile, which is as good.
    if (!(error instanceof LayerAlreadyExistsException)) throw error;
  }
}
