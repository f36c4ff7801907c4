/** The example configurations and policies of private image replication, with the manifests AWS prints. */
import {
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  DescribeImagesCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  type ReplicationRule,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import examples from '../../facts/documented-examples.json' with { type: 'json' };
import { GV1, GV2, GV5 } from '../../support/golden.js';
import { OTHER, SOURCE, putPolicy, putRules, scene } from '../../support/scene.js';

const HOME = 'us-east-1';

async function putGolden(client: ECRClient, repositoryName: string): Promise<void> {
  const command = new PutImageCommand({ repositoryName, imageTag: 'v1.13.6', imageManifest: GV1.manifest });
  await client.send(command);
}

async function hasGolden(client: ECRClient, repositoryName: string): Promise<boolean> {
  try {
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName }));
    return imageDetails?.[0]?.imageDigest === GV1.digest && imageDetails[0].imageSizeInBytes === GV1.size;
  } catch {
    return false;
  }
}

const configurations = examples.replicationConfigurations as Record<string, { rules: ReplicationRule[] }>;

/** For each example: the repository pushed to, and where it must and must not arrive. */
const expectations: [string, string, string[], string[]][] = [
  ['single destination Region', 'app', [`${SOURCE}/us-west-2`], [`${SOURCE}/us-west-1`]],
  ['prefix filter', 'prod/app', [`${SOURCE}/us-west-1`], []],
  ['prefix filter', 'test/app', [], [`${SOURCE}/us-west-1`]],
  ['several destination Regions', 'app', [`${SOURCE}/us-west-1`, `${SOURCE}/us-west-2`], []],
  ['several rules', 'prod-app', [`${SOURCE}/us-west-2`], [`${SOURCE}/us-east-2`]],
  ['several rules', 'test-app', [`${SOURCE}/us-east-2`], [`${SOURCE}/us-west-2`]],
];

test.each(expectations)('configuration "%s": a push to %s', async (name, repositoryName, present, absent) => {
  const ecr = scene();
  const client = ecr.client(SOURCE, HOME);
  ecr.registry(SOURCE, HOME).createRepository(repositoryName);
  await putRules(client, (configurations[name] as { rules: ReplicationRule[] }).rules);
  await putGolden(client, repositoryName);
  for (const key of [...present, ...absent]) {
    const [account = '', region = ''] = key.split('/');
    expect([key, await hasGolden(ecr.client(account, region), repositoryName)]).toEqual([
      key,
      present.includes(key),
    ]);
  }
});

const policies: [keyof typeof examples.registryPolicies, string, string, boolean][] = [
  ['one source account, all repositories', SOURCE, 'app', true],
  ['one source account, all repositories', '777788889999', 'app', false],
  ['several source accounts', SOURCE, 'app', true],
  ['several source accounts', '777788889999', 'app', true],
  ['one source account, repositories with a prefix', SOURCE, 'prod-app', true],
  ['one source account, repositories with a prefix', SOURCE, 'dev-app', false],
];

test.each(policies)(
  'policy "%s": from %s, repository %s: %s',
  async (name, account, repositoryName, allowed) => {
    const ecr = scene();
    const source = ecr.client(account, HOME);
    const destination = ecr.client(OTHER, 'us-west-2');
    ecr.registry(account, HOME).createRepository(repositoryName);
    await putPolicy(destination, examples.registryPolicies[name]);
    await putRules(source, configurations['cross-account']?.rules ?? []);
    await putGolden(source, repositoryName);
    expect(await hasGolden(destination, repositoryName)).toBe(allowed);
  },
);

test('GV2 keeps its last newline on the way, and its digest with it', async () => {
  const ecr = scene();
  const client = ecr.client(SOURCE, HOME);
  ecr.registry(SOURCE, HOME).createRepository('hello-world');
  await putRules(client, configurations['single destination Region']?.rules ?? []);
  const repositoryName = 'hello-world';
  const pushed = { repositoryName, imageTag: '2019.08', imageManifest: GV2.manifest };
  const { image } = await client.send(new PutImageCommand(pushed));
  expect(image?.imageId?.imageDigest).toBe(GV2.digest);
  const { images } = await ecr
    .client(SOURCE, 'us-west-2')
    .send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: '2019.08' }] }));
  expect(images?.[0]?.imageManifest).toBe(GV2.manifest);
});

test('GV5 is pushed layer by layer and arrives whole', async () => {
  const ecr = scene({ layers: 'required' });
  const client = ecr.client(SOURCE, HOME);
  const repositoryName = 'app';
  ecr.registry(SOURCE, HOME).createRepository(repositoryName);
  await putRules(client, configurations['single destination Region']?.rules ?? []);
  for (const { digest, bytes } of [GV5.config, GV5.hello]) {
    const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName }));
    await client.send(
      new UploadLayerPartCommand({
        repositoryName,
        uploadId,
        partFirstByte: 0,
        partLastByte: bytes.byteLength - 1,
        layerPartBlob: bytes,
      }),
    );
    await client.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }));
  }
  for (const { manifest: imageManifest, digest: imageDigest } of [GV5.m, GV5.x, GV5.r]) {
    await client.send(new PutImageCommand({ repositoryName, imageManifest, imageDigest }));
  }
  const replica = ecr.client(SOURCE, 'us-west-2');
  const { imageDetails } = await replica.send(new DescribeImagesCommand({ repositoryName }));
  expect(imageDetails?.map(({ imageDigest, imageSizeInBytes }) => [imageDigest, imageSizeInBytes])).toEqual([
    [GV5.m.digest, 7],
    [GV5.x.digest, 7],
    [GV5.r.digest, 4],
  ]);
});
