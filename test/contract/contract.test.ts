/** One contract, every door: the same calls have the same answers, apart from `$metadata`. */
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
  PutReplicationConfigurationCommand,
  SetRepositoryPolicyCommand,
  StartImageScanCommand,
  TagResourceCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { serve } from '../../src/http.js';
import { fakeEcr, image } from '../../src/index.js';
import { fakeEcrWorld } from '../../src/request-handler.js';
import { keep } from '../engines/lifecycle/policies.js';
import { SOURCE, START } from '../support/scene.js';

const OPTIONS = { now: START, seed: 7 };
const repositoryName = 'team/app';
const credentials = { accessKeyId: SOURCE, secretAccessKey: 'x' };
const release = image({ name: 'release', layers: 2 });
const policy = (Resource?: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'pull',
        Effect: 'Allow',
        Principal: { AWS: '444455556666' },
        Action: 'ecr:BatchGetImage',
        ...(Resource === undefined ? {} : { Resource }),
      },
    ],
  });

type Send = (command: object) => Promise<Record<string, unknown>>;

/** The story that every door is told. Answers are collected, refusals as class and text. */
async function story(client: ECRClient): Promise<unknown[]> {
  const answers: unknown[] = [];
  const send: Send = async (command) => {
    const answer = await (client.send as (command: object) => Promise<Record<string, unknown>>)
      .call(client, command)
      .then(
        ({ $metadata: _, ...body }) => body,
        (error: Error & { $fault?: string }) => ({ ...facts(error) }),
      );
    answers.push(answer);
    return answer;
  };
  await send(new CreateRepositoryCommand({ repositoryName, tags: [{ Key: 'team', Value: 'a' }] }));
  await send(new CreateRepositoryCommand({ repositoryName }));
  await send(new CreateRepositoryCommand({ repositoryName: 'Bad' }));
  for (const blob of release.blobs) {
    const { uploadId } = await send(new InitiateLayerUploadCommand({ repositoryName }));
    await send(
      new UploadLayerPartCommand({
        repositoryName,
        uploadId: uploadId as string,
        partFirstByte: 0,
        partLastByte: blob.size - 1,
        layerPartBlob: blob.bytes ?? new Uint8Array(),
      }),
    );
    await send(
      new CompleteLayerUploadCommand({
        repositoryName,
        uploadId: uploadId as string,
        layerDigests: [blob.digest],
      }),
    );
  }
  const layerDigests = [...release.blobs.map((blob) => blob.digest), 'sha256:' + '0'.repeat(64)];
  await send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }));
  const put = { repositoryName, imageManifest: release.manifest };
  await send(new PutImageCommand({ ...put, imageTag: 'v1' }));
  await send(new PutImageCommand({ ...put, imageTag: 'v1' }));
  await send(new PutImageCommand({ ...put, imageTag: 'v2' }));
  await send(new PutImageCommand({ repositoryName, imageManifest: image('other').manifest, imageTag: 'x' }));
  await send(new ListImagesCommand({ repositoryName, maxResults: 1 }));
  await send(new ListImagesCommand({ repositoryName, nextToken: 'nonsense' }));
  await send(new DescribeImagesCommand({ repositoryName }));
  await send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'nope' }] }));
  await send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }, { imageTag: 'nope' }] }),
  );
  await send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }));
  await send(new SetRepositoryPolicyCommand({ repositoryName, policyText: policy() }));
  await send(new GetRepositoryPolicyCommand({ repositoryName }));
  await send(new SetRepositoryPolicyCommand({ repositoryName, policyText: '{}' }));
  await send(new PutRegistryPolicyCommand({ policyText: policy('*') }));
  const rules = [{ destinations: [{ region: 'eu-west-1', registryId: SOURCE }] }];
  await send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules } }));
  await send(
    new PutReplicationConfigurationCommand({
      replicationConfiguration: {
        rules: [{ destinations: [{ region: 'us-west-2', registryId: SOURCE }] }],
      },
    }),
  );
  await send(new DescribeRegistryCommand({}));
  await send(new DescribeImageReplicationStatusCommand({ repositoryName, imageId: { imageTag: 'v1' } }));
  const lifecyclePolicyText = JSON.stringify({ rules: [keep(1, 5)] });
  await send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
  await send(new GetLifecyclePolicyCommand({ repositoryName }));
  await send(new StartImageScanCommand({ repositoryName, imageId: { imageTag: 'v1' } }));
  await send(new DescribeImageScanFindingsCommand({ repositoryName, imageId: { imageTag: 'v1' } }));
  const resourceArn = `arn:aws:ecr:us-west-2:${SOURCE}:repository/${repositoryName}`;
  await send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'stage', Value: 'prod' }] }));
  await send(new ListTagsForResourceCommand({ resourceArn }));
  await send(new GetAuthorizationTokenCommand({}));
  await send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v2' }, {}] }));
  await send(new DeleteRepositoryCommand({ repositoryName }));
  await send(new DeleteRepositoryCommand({ repositoryName, force: true }));
  await send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
  return answers;
}

function facts(error: Error & { $fault?: string; uploadId?: string }) {
  return { name: error.name, message: error.message, fault: error.$fault, class: error.constructor.name };
}

const config = { region: 'us-west-2', credentials };

const doors: Record<string, () => Promise<unknown[]>> = {
  'the client mock': async () => {
    const ecr = fakeEcr(OPTIONS);
    try {
      return await story(new ECRClient(config));
    } finally {
      ecr.restore();
    }
  },
  'the request handler': () =>
    story(new ECRClient({ ...config, requestHandler: fakeEcrWorld(OPTIONS).requestHandler() })),
  HTTP: async () => {
    const server = await serve(OPTIONS);
    const client = new ECRClient({ ...config, endpoint: server.url });
    try {
      return await story(client);
    } finally {
      client.destroy();
      await server.close();
    }
  },
};

test('the story is worth telling', async () => {
  const answers = await (doors['the client mock'] as () => Promise<unknown[]>)();
  const refusals = answers.filter((one) => 'fault' in (one as object)) as { name: string }[];
  expect(answers.length).toBeGreaterThan(40);
  expect(new Set(refusals.map((one) => one.name)).size).toBeGreaterThanOrEqual(7);
});

test.each(['the request handler', 'HTTP'])('%s answers as the client mock does', async (door) => {
  const expected = await (doors['the client mock'] as () => Promise<unknown[]>)();
  expect(await (doors[door] as () => Promise<unknown[]>)()).toEqual(expected);
});
