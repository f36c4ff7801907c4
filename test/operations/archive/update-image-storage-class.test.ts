import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  ListImagesCommand,
  PutImageCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
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

  test('a missing image', async () => {
    await expect(update('ARCHIVE')).rejects.toMatchObject({ name: 'ImageNotFoundException' });
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

  test('A4 it cannot be pulled', async () => {
    await push(client, 'app', 'v1');
    await update('ARCHIVE');
    expect(await pull()).toMatchObject({ images: [], failures: [{ imageId: { imageTag: 'v1' } }] });
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
    expect(ecr.events.slice(1).map((event) => event.detail['target-storage-class'])).toEqual([
      'ARCHIVE',
      'STANDARD',
    ]);
  });
});
