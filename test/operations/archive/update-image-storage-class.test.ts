import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  ListImageReferrersCommand,
  ListImagesCommand,
  PutImageCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { artifact, image } from '../../../src/index.js';
import { GV5 } from '../../support/golden.js';
import { START, push, putRules, scene, statuses, tagsByDigest, to } from '../../support/scene.js';

const OWN = '111111111111';
const DIGEST = image('content').digest;

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
}

beforeEach(() => start());

const update = (targetStorageClass: 'ARCHIVE' | 'STANDARD', imageTag = 'v1') =>
  client.send(
    new UpdateImageStorageClassCommand({ repositoryName: 'app', imageId: { imageTag }, targetStorageClass }),
  );
const describe_ = async (imageStatus?: 'ANY' | 'ARCHIVED' | 'ACTIVATING') => {
  const filter = imageStatus === undefined ? {} : { filter: { imageStatus } };
  return (
    (await client.send(new DescribeImagesCommand({ repositoryName: 'app', ...filter }))).imageDetails ?? []
  );
};
const pull = async () => {
  const imageIds = [{ imageTag: 'v1' }];
  return client.send(new BatchGetImageCommand({ repositoryName: 'app', imageIds }));
};

describe('shape', () => {
  test('A1 archiving is answered ARCHIVED', async () => {
    await push(client, 'app', 'v1');
    const { $metadata: _, ...answer } = await update('ARCHIVE');
    expect(answer).toEqual({
      registryId: OWN,
      repositoryName: 'app',
      imageId: { imageDigest: DIGEST, imageTag: 'v1' },
      imageStatus: 'ARCHIVED',
    });
  });

  test('A2 restoring is answered ACTIVATING, and ends when its time is over', async () => {
    start({ durations: { restore: 20 * 60_000 } });
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    expect((await update('STANDARD')).imageStatus).toBe('ACTIVATING');
    expect((await describe_('ACTIVATING')).map((one) => one.imageStatus)).toEqual(['ACTIVATING']);
    ecr.clock.advance(20 * 60_000);
    expect(await describe_()).toEqual([
      expect.objectContaining({ imageStatus: 'ACTIVE', lastActivatedAt: new Date(START + 20 * 60_000) }),
    ]);
  });

  test('A2 by default it is over by the next command', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    expect((await update('STANDARD')).imageStatus).toBe('ACTIVATING');
    expect((await describe_())[0]?.imageStatus).toBe('ACTIVE');
  });
});

describe('rules', () => {
  const refused = { name: 'ImageStorageClassUpdateNotSupportedException' };

  test('an image that is there already', async () => {
    await push(client, 'app', 'v1');
    await expect(update('STANDARD')).rejects.toMatchObject(refused);
    await update('ARCHIVE');
    await expect(update('ARCHIVE')).rejects.toMatchObject(refused);
  });

  test('the child of an index', async () => {
    const put = (imageManifest: string, imageTag: string) =>
      client.send(new PutImageCommand({ repositoryName: 'app', imageManifest, imageTag }));
    await put(GV5.m.manifest, 'child');
    await put(GV5.x.manifest, 'v1');
    await expect(update('ARCHIVE', 'child')).rejects.toMatchObject(refused);
  });

  test('the child of an index that is archived itself is let go', async () => {
    const put = (imageManifest: string, imageTag: string) =>
      client.send(new PutImageCommand({ repositoryName: 'app', imageManifest, imageTag }));
    await put(GV5.m.manifest, 'child');
    await put(GV5.x.manifest, 'v1');
    await update('ARCHIVE', 'v1');
    expect((await update('ARCHIVE', 'child')).imageStatus).toBe('ARCHIVED');
  });

  test('an image that is being restored', async () => {
    start({ durations: { restore: 1000 } });
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await update('STANDARD');
    await expect(update('STANDARD')).rejects.toMatchObject(refused);
    await expect(update('ARCHIVE')).rejects.toMatchObject(refused);
    expect((await describe_('ACTIVATING'))[0]?.imageTags).toEqual(['v1']);
  });

  test('a missing image or repository', async () => {
    await expect(update('ARCHIVE')).rejects.toMatchObject({ name: 'ImageNotFoundException' });
    const elsewhere = { repositoryName: 'nope', imageId: { imageTag: 'v1' } };
    await expect(
      client.send(new UpdateImageStorageClassCommand({ ...elsewhere, targetStorageClass: 'ARCHIVE' })),
    ).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
  });
});

describe('effects', () => {
  test('I124 A3 an archived image is listed when asked for, with its moment', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    const { imageIds } = await client.send(new ListImagesCommand({ repositoryName: 'app' }));
    expect(imageIds).toEqual([]);
    expect(await describe_()).toEqual([]);
    const filter = { imageStatus: 'ANY' as const };
    const any = await client.send(new ListImagesCommand({ repositoryName: 'app', filter }));
    expect(any.imageIds).toHaveLength(1);
    expect(await describe_('ANY')).toEqual([
      expect.objectContaining({ imageStatus: 'ARCHIVED', lastArchivedAt: new Date(START) }),
    ]);
  });

  test('A4 D19 it cannot be pulled, nor its layers', async () => {
    await push(client, 'app', 'v1');
    const { layers = [] } = JSON.parse(image('content').manifest) as { layers?: { digest: string }[] };
    const layer = { repositoryName: 'app', layerDigest: layers[0]?.digest };
    await client.send(new GetDownloadUrlForLayerCommand(layer));
    await update('ARCHIVE');
    expect(await pull()).toMatchObject({
      images: [],
      failures: [{ imageId: { imageTag: 'v1' }, failureCode: 'ImageInaccessible' }],
    });
    await expect(client.send(new GetDownloadUrlForLayerCommand(layer))).rejects.toMatchObject({
      name: 'LayerInaccessibleException',
    });
    const check = { repositoryName: 'app', layerDigests: layers.map((one) => one.digest) };
    const available = await client.send(new BatchCheckLayerAvailabilityCommand(check));
    expect(available.layers?.map((one) => one.layerAvailability)).toEqual(['ARCHIVED']);
  });

  test('A4 a pull without success is not a pull', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await pull();
    expect((await describe_('ANY'))[0]?.lastRecordedPullTime).toBeUndefined();
  });

  test('A3 an archived image is described when it is named, whatever the filter', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    const input = { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] };
    const { imageDetails } = await client.send(new DescribeImagesCommand(input));
    expect(imageDetails).toMatchObject([{ imageStatus: 'ARCHIVED' }]);
  });

  test('A3 referrers are listed by their status, active ones by default', async () => {
    const subject = image('content');
    const signature = artifact({ subject });
    await push(client, 'app', 'v1');
    ecr.registry(OWN, 'us-east-1').push('app:sig', signature);
    await update('ARCHIVE', 'sig');
    const list = async (artifactStatus?: 'ANY' | 'ARCHIVED' | 'ACTIVE') => {
      const filter = artifactStatus === undefined ? {} : { filter: { artifactStatus } };
      const subjectId = { imageDigest: DIGEST };
      const input = { repositoryName: 'app', subjectId, ...filter };
      const { referrers } = await client.send(new ListImageReferrersCommand(input));
      return referrers?.map((one) => one.artifactStatus);
    };
    expect(await list()).toEqual([]);
    expect(await list('ACTIVE')).toEqual([]);
    expect(await list('ARCHIVED')).toEqual(['ARCHIVED']);
    expect(await list('ANY')).toEqual(['ARCHIVED']);
  });

  test('A10 nor while it is being restored', async () => {
    start({ durations: { restore: 1000 } });
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await update('STANDARD');
    expect((await pull()).images).toEqual([]);
    ecr.settle();
    expect((await pull()).images).toHaveLength(1);
  });

  test('A5 pushed again it is active at once', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await push(client, 'app', 'v1');
    expect((await describe_())[0]).toMatchObject({ imageStatus: 'ACTIVE', lastActivatedAt: new Date(START) });
  });

  test('A5 D19 also in an immutable repository', async () => {
    const settings = { imageTagMutability: 'IMMUTABLE' } as const;
    ecr.registry(OWN, 'us-east-1').createRepository('fixed', settings).push('fixed:v1', image('content'));
    ecr.registry(OWN, 'us-east-1').repository('fixed').archive('v1');
    await push(client, 'fixed', 'v1');
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName: 'fixed' }));
    expect(imageDetails).toMatchObject([{ imageStatus: 'ACTIVE', lastActivatedAt: new Date(START) }]);
  });

  test('D19 a tag is moved off an archived image as off any other', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await push(client, 'app', 'v1', 'other');
    expect((await describe_()).map((one) => one.imageDigest)).toEqual([image('other').digest]);
    expect((await describe_('ARCHIVED')).map((one) => one.imageTags)).toEqual([undefined]);
  });

  test('A5 a push in the middle of a restore ends it, and a later restore takes its own time', async () => {
    start({ durations: { restore: 1000 } });
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await update('STANDARD');
    ecr.clock.advance(400);
    await push(client, 'app', 'v1');
    expect((await describe_())[0]?.lastActivatedAt).toEqual(new Date(START + 400));
    await update('ARCHIVE');
    await update('STANDARD');
    ecr.clock.advance(600);
    expect((await describe_('ANY'))[0]?.imageStatus).toBe('ACTIVATING');
    ecr.clock.advance(400);
    expect((await describe_())[0]?.lastActivatedAt).toEqual(new Date(START + 1400));
  });

  test('an image that goes with its repository while it is restored leaves nothing behind', async () => {
    start({ durations: { restore: 1000 } });
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await update('STANDARD');
    await client.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
    ecr.settle();
    expect(ecr.events.map((event) => event.detail['target-storage-class'])).toEqual([undefined, 'ARCHIVE']);
  });

  test('A7 it can be deleted', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    const imageIds = [{ imageTag: 'v1' }];
    await client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }));
    expect(await describe_('ANY')).toEqual([]);
  });

  test('R47 archiving is not replicated, and a restore is, under a rule in force then', async () => {
    await push(client, 'app', 'v1');
    await putRules(client, [{ destinations: [to(OWN, 'eu-west-1')] }]);
    const replica = ecr.client(OWN, 'eu-west-1');
    await update('ARCHIVE');
    expect(await tagsByDigest(replica, 'app')).toBeUndefined();
    await update('STANDARD');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [DIGEST]: ['v1'] });
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...to(OWN, 'eu-west-1'), status: 'COMPLETE' }]);
  });

  test('R48 an archived replica is active again when the image replicates anew', async () => {
    await putRules(client, [{ destinations: [to(OWN, 'eu-west-1')] }]);
    await push(client, 'app', 'v1');
    const replica = ecr.client(OWN, 'eu-west-1');
    const command = {
      repositoryName: 'app',
      imageId: { imageTag: 'v1' },
      targetStorageClass: 'ARCHIVE' as const,
    };
    await replica.send(new UpdateImageStorageClassCommand(command));
    expect(await tagsByDigest(replica, 'app')).toEqual({});
    await push(client, 'app', 'v2');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [DIGEST]: ['v1', 'v2'] });
  });

  test('both ways raise a storage class event', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    await update('STANDARD');
    const detail = {
      result: 'SUCCESS',
      'repository-name': 'app',
      'image-digest': DIGEST,
      'action-type': 'UPDATE_STORAGE_CLASS',
      'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
      'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
    };
    expect(ecr.events.slice(1).map((event) => [event['detail-type'], event.detail])).toEqual([
      ['ECR Image Action', { ...detail, 'target-storage-class': 'ARCHIVE' }],
      [
        'ECR Image Action',
        {
          ...detail,
          'target-storage-class': 'STANDARD',
          'last-activated-at': new Date(START).toISOString(),
        },
      ],
    ]);
  });

  test('the event of a referrer has its own type', async () => {
    const subject = image('content');
    await push(client, 'app', 'v1');
    ecr.registry(OWN, 'us-east-1').push('app:sig', artifact({ subject }));
    await update('ARCHIVE', 'sig');
    const event = ecr.events.at(-1);
    expect([event?.['detail-type'], event?.detail['target-storage-class']]).toEqual([
      'ECR Referrer Action',
      'ARCHIVE',
    ]);
  });
});
