import { DescribeImagesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { type Build, type Login, pull, push } from './registry';

export interface Release {
  /** Where the build is pushed. */
  readonly source: Login;
  /** Where a copy has to arrive, with a client that may look there. */
  readonly copy: Login;
  readonly copyClient: ECRClient;
  readonly repository: string;
  readonly tag: string;
  readonly build: Build;
}

/** Pushes a build, and answers only when its copy can be pulled and is the same, byte for byte. */
export async function release({
  source,
  copy,
  copyClient,
  repository,
  tag,
  build,
}: Release): Promise<string> {
  const digest = await push(source, repository, tag, build);
  const input = { repositoryName: repository, imageIds: [{ imageTag: tag }] };
  const { imageDetails } = await copyClient.send(new DescribeImagesCommand(input));
  if (imageDetails?.[0]?.imageDigest !== digest) throw new Error(`${repository}:${tag} has no copy yet`);
  const pulled = await pull(copy, repository, tag);
  if (pulled.digest !== digest || Buffer.compare(pulled.layer, build.layer) !== 0) {
    throw new Error(`the copy of ${repository}:${tag} differs`);
  }
  return digest;
}
