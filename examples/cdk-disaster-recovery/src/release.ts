import { BatchGetImageCommand, type ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';

/** Gives a tested build its version. */
export async function release(ecr: ECRClient, repositoryName: string, build: string, version: string) {
  const imageIds = [{ imageTag: build }];
  const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
  const imageManifest = images?.[0]?.imageManifest;
  if (imageManifest === undefined) throw new Error(`There is no build ${repositoryName}:${build}.`);
  await ecr.send(new PutImageCommand({ repositoryName, imageTag: version, imageManifest }));
}
