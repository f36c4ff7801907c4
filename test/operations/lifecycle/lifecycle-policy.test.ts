import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  GetLifecyclePolicyPreviewCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  RegisterPullTimeUpdateExclusionCommand,
  StartLifecyclePolicyPreviewCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { artifact, image, imageIndex } from '../../../src/index.js';
import { DAY, TRANSITION, documentRule, keep, olderThan, tagged } from '../../ecr/lifecycle/policies.js';
import { body, refusal } from '../../support/refusal.js';
import { START, images, push, putRules, scene, tagsByDigest, to } from '../../support/scene.js';

const OWN = '111122223333';
const repositoryName = 'app';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
});

const text = (...rules: readonly unknown[]) => JSON.stringify({ rules });
const put = (...rules: readonly unknown[]) =>
  client.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: text(...rules) }));
const get = (name = 'app') => client.send(new GetLifecyclePolicyCommand({ repositoryName: name }));
const remove = () => client.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
const tagNames = async () =>
  Object.values((await tagsByDigest(client, 'app')) ?? {})
    .flat()
    .sort();
const KEEP_ONE = keep(1, 1);
const POLICY = { rules: [KEEP_ONE] };
const APP_ARN = `arn:aws:ecr:us-east-1:${OWN}:repository/app`;
const ARCHIVED_91 = documentRule(
  { storageClass: 'archive', countType: 'sinceImageTransitioned', countUnit: 'days', countNumber: 91 },
  { rulePriority: 2 },
);
const UNTAGGED_A_DAY = olderThan(1, 1, { tagStatus: 'untagged' });

describe('shape', () => {
  test("Put, Get and Delete answer the service's own print; a preview echoes its text", async () => {
    const { rulePriority, selection, action } = KEEP_ONE;
    const sent = `${JSON.stringify({ rules: [{ action, selection, rulePriority }] }, null, 2)}\n`;
    const lifecyclePolicyText = text(KEEP_ONE);

    const answers = [
      await client.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: sent })),
      await get(),
      await remove(),
    ];
    const previewed = await client.send(
      new StartLifecyclePolicyPreviewCommand({ repositoryName, lifecyclePolicyText: sent }),
    );
    const preview = await client.send(new GetLifecyclePolicyPreviewCommand({ repositoryName }));

    expect(answers.map((answer) => answer.lifecyclePolicyText)).toEqual(Array(3).fill(lifecyclePolicyText));
    expect([previewed.lifecyclePolicyText, preview.lifecyclePolicyText]).toEqual([sent, sent]);
  });

  test('Put answers the text, without a moment of evaluation', async () => {
    expect(body(await put(KEEP_ONE))).toEqual({
      registryId: OWN,
      repositoryName,
      lifecyclePolicyText: text(KEEP_ONE),
    });
  });

  test('P11 the moment of evaluation of a fresh policy is the epoch', async () => {
    await put(KEEP_ONE);
    expect(body(await get())).toEqual({
      registryId: OWN,
      repositoryName,
      lifecyclePolicyText: text(KEEP_ONE),
      lastEvaluatedAt: new Date(0),
    });
  });

  test('P12 Delete answers what it removed; a second one finds nothing', async () => {
    await put(KEEP_ONE);
    expect(body(await remove())).toEqual({
      registryId: OWN,
      repositoryName,
      lifecyclePolicyText: text(KEEP_ONE),
      lastEvaluatedAt: new Date(0),
    });
    expect(await refusal(remove())).toEqual({
      name: 'LifecyclePolicyNotFoundException',
      message: `Lifecycle policy does not exist for the repository with name 'app' in the registry with id '${OWN}'`,
    });
  });
});

describe('rules', () => {
  test('L24 a text of 99 characters is too short', async () => {
    const lifecyclePolicyText = text(KEEP_ONE).slice(0, -2) + ']}';
    const call = client.send(
      new PutLifecyclePolicyCommand({
        repositoryName,
        lifecyclePolicyText: lifecyclePolicyText.slice(0, 99),
      }),
    );
    expect((await refusal(call)).name).toBe('InvalidParameterException');
  });

  test('L25 a missing repository is named', async () => {
    const call = client.send(
      new PutLifecyclePolicyCommand({ repositoryName: 'nope', lifecyclePolicyText: text(KEEP_ONE) }),
    );
    expect(await refusal(call)).toEqual({
      name: 'RepositoryNotFoundException',
      message: `The repository with name 'nope' does not exist in the registry with id '${OWN}'`,
    });
  });

  test('a document the service would not take changes nothing', async () => {
    await put(KEEP_ONE);
    const { name, message } = await refusal(put(KEEP_ONE, keep(1, 2, tagged('a*'))));
    expect(name).toBe('InvalidParameterException');
    expect(message).toContain('Duplicate priority in multiple rules');
    expect((await get()).lifecyclePolicyText).toBe(text(KEEP_ONE));
  });

  test('GetLifecyclePolicy without a policy', async () => {
    expect((await refusal(get())).name).toBe('LifecyclePolicyNotFoundException');
    expect((await refusal(get('nope'))).name).toBe('RepositoryNotFoundException');
  });
});

describe('effects', () => {
  test('E22 Put alone deletes nothing; a day later the policy has run', async () => {
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    await put(KEEP_ONE);
    expect(await tagNames()).toEqual(['v1', 'v2']);
    ecr.clock.advance(DAY - 1);
    expect(await tagNames()).toEqual(['v1', 'v2']);
    ecr.clock.advance(1);
    expect(await tagNames()).toEqual(['v2']);
  });

  test('D18 runs every 24 hours of the clock, each judged when it is due', async () => {
    await push(client, 'app', 'v1', 'one');
    await put(olderThan(1, 2));
    ecr.clock.advance(2 * DAY);
    // Exactly two days old is not older than two days.
    expect(await tagNames()).toEqual(['v1']);
    expect((await get()).lastEvaluatedAt).toEqual(new Date(START + 2 * DAY));
    ecr.clock.advance(10 * DAY + 5000);
    expect(await tagNames()).toEqual([]);
    expect((await get()).lastEvaluatedAt).toEqual(new Date(START + 12 * DAY));
    const deleted = ecr.events.filter((event) => event.detail['action-type'] === 'DELETE');
    expect(deleted.map((event) => event.time)).toEqual(['2026-11-27T09:00:00Z']);
  });

  test('D18 ecr.runLifecycle() runs one now, and says what it did', async () => {
    const digest = await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    await put(KEEP_ONE);
    expect(ecr.runLifecycle()).toEqual({
      'arn:aws:ecr:us-east-1:111122223333:repository/app': {
        at: START,
        actions: [{ digest, tags: ['v1'], type: 'EXPIRE', rulePriority: 1 }],
        failures: [],
      },
    });
    expect(await tagNames()).toEqual(['v2']);
    expect(ecr.runLifecycle()).toEqual({});
  });

  test('settle() does not hurry the calendar', async () => {
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    await put(KEEP_ONE);
    expect(ecr.pending()).toEqual([]);
    ecr.settle();
    expect(await tagNames()).toEqual(['v1', 'v2']);
  });

  test('a policy that was replaced or removed does not run any more', async () => {
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    await put(KEEP_ONE);
    await put(keep(1, 2));
    ecr.clock.advance(DAY);
    expect(await tagNames()).toEqual(['v1', 'v2']);
    await put(KEEP_ONE);
    await remove();
    ecr.clock.advance(3 * DAY);
    expect(await tagNames()).toEqual(['v1', 'v2']);
  });

  test('a repository that was made again is not run by the policy of its predecessor', async () => {
    await put(KEEP_ONE);
    await client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    await client.send(new CreateRepositoryCommand({ repositoryName }));
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    ecr.clock.advance(2 * DAY);
    expect(await tagNames()).toEqual(['v1', 'v2']);
  });

  test('E13 a pull by an excluded principal does not save an image', async () => {
    const arn = `arn:aws:iam::${OWN}:role/scanner`;
    await client.send(new RegisterPullTimeUpdateExclusionCommand({ principalArn: arn }));
    const scanner = ecr.principal(arn).client('us-east-1');
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'v2', 'two');
    const selection = { countType: 'sinceImagePulled', countUnit: 'days', countNumber: 5 };
    await put(documentRule(selection, {}, TRANSITION));
    ecr.clock.advance(5 * DAY);
    await scanner.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    await client.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v2' }] }));
    ecr.clock.advance(DAY);
    expect(await tagNames()).toEqual(['v2']);
  });

  test('E16 the child of a live index survives an untagged rule, and the refusal is recorded', async () => {
    const child = image('child');
    const index = imageIndex({ images: [child] });
    ecr.registry(OWN, 'us-east-1').push('app:v1', index);
    await put(UNTAGGED_A_DAY);
    ecr.clock.advance(3 * DAY);
    expect(Object.keys((await tagsByDigest(client, 'app')) ?? {}).sort()).toEqual(
      [child.digest, index.digest].sort(),
    );
    expect(ecr.runLifecycle()).toEqual({
      'arn:aws:ecr:us-east-1:111122223333:repository/app': {
        at: START + 3 * DAY,
        actions: [],
        failures: [
          {
            digest: child.digest,
            code: 'ImageReferencedByManifestList',
            reason: `Requested image referenced by manifest list: [${index.digest}]`,
          },
        ],
      },
    });
  });

  test('E17 after the index is gone, its child is expired', async () => {
    ecr.registry(OWN, 'us-east-1').push('app:v1', imageIndex({ images: [image('child')] }));
    await put(UNTAGGED_A_DAY);
    ecr.clock.advance(2 * DAY);
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    ecr.clock.advance(DAY);
    expect(await images(client, 'app')).toEqual([]);
  });

  test('an index and its children go in one run', async () => {
    ecr.registry(OWN, 'us-east-1').push('app', imageIndex({ images: [image('child')] }));
    await put(UNTAGGED_A_DAY);
    ecr.clock.advance(2 * DAY);
    expect(await images(client, 'app')).toEqual([]);
  });

  test('E18 referrers go within 24 hours of their subject', async () => {
    const subject = image('subject');
    ecr.registry(OWN, 'us-east-1').push('app:v1', subject).push('app', artifact({ subject }));
    await put(olderThan(1, 1));
    ecr.clock.advance(2 * DAY);
    expect(await images(client, 'app')).toHaveLength(1);
    ecr.clock.advance(DAY);
    expect(await images(client, 'app')).toEqual([]);
  });

  test('D20 referrers follow their subject, whoever removed it, if there is a policy', async () => {
    const subject = image('subject');
    ecr.registry(OWN, 'us-east-1').createRepository('free');
    for (const name of ['app', 'free']) {
      ecr.registry(OWN, 'us-east-1').push(`${name}:v1`, subject).push(name, artifact({ subject }));
    }
    await put(keep(1, 100));
    for (const name of ['app', 'free']) {
      const imageIds = [{ imageTag: 'v1' }];
      await client.send(new BatchDeleteImageCommand({ repositoryName: name, imageIds }));
    }
    expect(await images(client, 'app')).toHaveLength(1);
    ecr.clock.advance(DAY);
    expect(await images(client, 'app')).toEqual([]);
    expect(await images(client, 'free')).toHaveLength(1);
  });

  test('D20 a subject that came back keeps its referrers', async () => {
    const subject = image('subject');
    const registry = ecr
      .registry(OWN, 'us-east-1')
      .push('app:v1', subject)
      .push('app', artifact({ subject }));
    await put(keep(1, 100));
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    registry.push('app:v1', subject);
    ecr.clock.advance(2 * DAY);
    expect(await images(client, 'app')).toHaveLength(2);
  });

  test('D19 referrers are archived with their subject, and not restored with it', async () => {
    const subject = image('subject');
    ecr.registry(OWN, 'us-east-1').push('app:v1', subject).push('app', artifact({ subject }));
    await put(keep(1, 100));
    const imageId = { imageTag: 'v1' };
    const update = { repositoryName, imageId };
    await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'ARCHIVE' }));
    ecr.clock.advance(DAY);
    expect(await images(client, 'app')).toEqual([]);
    await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'STANDARD' }));
    ecr.settle();
    expect(await images(client, 'app')).toHaveLength(1);
  });

  test('E20 a new tag does not make an image newer', async () => {
    const one = image('one');
    await push(client, 'app', 'v1', 'one');
    ecr.clock.advance(1000);
    await push(client, 'app', 'v2', 'two');
    ecr.clock.advance(1000);
    await client.send(
      new PutImageCommand({ repositoryName, imageManifest: one.manifest, imageTag: 'again' }),
    );
    await put(KEEP_ONE);
    ecr.runLifecycle();
    expect(await tagNames()).toEqual(['v2']);
  });

  test('E23 a transition leaves the image, archived', async () => {
    await push(client, 'app', 'v1', 'one');
    await put(
      documentRule({ countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 }, {}, TRANSITION),
    );
    ecr.clock.advance(2 * DAY);
    const filter = { imageStatus: 'ANY' as const };
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName, filter }));
    expect(imageDetails).toMatchObject([
      { imageTags: ['v1'], imageStatus: 'ARCHIVED', lastArchivedAt: new Date(START + 2 * DAY) },
    ]);
  });

  test('E24 a policy in one Region never acts on the replica in another', async () => {
    await putRules(client, [{ destinations: [to(OWN, 'us-west-2')] }]);
    await push(client, 'app', 'v1', 'one');
    await put(olderThan(1, 1));
    ecr.clock.advance(2 * DAY);
    expect(await tagNames()).toEqual([]);
    expect(await images(ecr.client(OWN, 'us-west-2'), 'app')).toHaveLength(1);
  });

  test('a list in the archive keeps its children from expiry, and no longer from the archive', async () => {
    const child = image('child');
    const list = imageIndex({ images: [child] });
    ecr.registry(OWN, 'us-east-1').push('app:v1', list).repository('app').archive('v1');
    await put(UNTAGGED_A_DAY);
    ecr.clock.advance(2 * DAY);
    expect(ecr.runLifecycle()).toMatchObject({
      [APP_ARN]: { actions: [], failures: [{ code: 'ImageReferencedByManifestList' }] },
    });
    const selection = { countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 };
    await put(documentRule(selection, {}, TRANSITION));
    expect(ecr.runLifecycle()).toMatchObject({
      [APP_ARN]: { actions: [{ digest: child.digest, type: 'TRANSITION', rulePriority: 1 }], failures: [] },
    });
  });

  test('a list and its children are archived in one run, and a list that stays keeps them', async () => {
    const [one, two] = [image('one'), image('two')];
    const registry = ecr.registry(OWN, 'us-east-1');
    registry.push('app', imageIndex({ images: [one] })).push('app:keep', imageIndex({ images: [two] }));
    const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days' };
    await put(documentRule({ ...selection, countNumber: 1 }, {}, TRANSITION));
    ecr.clock.advance(2 * DAY);
    const left = (await images(client, 'app'))?.map((detail) => detail.imageDigest);
    expect(left).toHaveLength(2);
    expect(left).toContain(two.digest);
  });

  test('D20 referrers of a subject in a repository that is gone are left alone', async () => {
    const subject = image('subject');
    ecr.registry(OWN, 'us-east-1').push('app:v1', subject).push('app', artifact({ subject }));
    await put(keep(1, 100));
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    await client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    const before = ecr.events.length;
    ecr.clock.advance(2 * DAY);
    expect(ecr.events).toHaveLength(before);
  });

  test('D20 nothing follows if the policy went in the meantime', async () => {
    const subject = image('subject');
    ecr.registry(OWN, 'us-east-1').push('app:v1', subject).push('app', artifact({ subject }));
    await put(keep(1, 100));
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    await remove();
    ecr.clock.advance(2 * DAY);
    expect(await images(client, 'app')).toHaveLength(1);
  });

  test('D20 a referrer that a list holds stays', async () => {
    const subject = image('subject');
    const signature = artifact({ subject });
    const list = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType: signature.mediaType, digest: signature.digest, size: 1 }],
    });
    ecr.registry(OWN, 'us-east-1').push('app:v1', subject).push('app', signature);
    await client.send(new PutImageCommand({ repositoryName, imageManifest: list, imageTag: 'list' }));
    await put(keep(1, 100));
    const imageId = { imageTag: 'v1' };
    const update = { repositoryName, imageId, targetStorageClass: 'ARCHIVE' as const };
    await client.send(new UpdateImageStorageClassCommand(update));
    ecr.clock.advance(2 * DAY);
    expect((await images(client, 'app'))?.map((one) => one.imageDigest)).toContain(signature.digest);
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [imageId] }));
    ecr.clock.advance(DAY);
    expect((await images(client, 'app'))?.map((one) => one.imageDigest)).toContain(signature.digest);
  });

  test('D20 a snapshot keeps what is about to follow, and when', async () => {
    const subject = image('subject');
    ecr.registry(OWN, 'us-east-1').push('app:v1', subject).push('app', artifact({ subject }));
    await put(keep(1, 100));
    ecr.clock.advance(DAY / 2);
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    ecr.clock.advance(DAY / 4);
    ecr.load(ecr.snapshot());
    ecr.clock.advance((DAY * 3) / 4 - 1);
    expect(await images(client, 'app')).toHaveLength(1);
    ecr.clock.advance(1);
    expect(await images(client, 'app')).toEqual([]);
  });

  test('D20 ecr.runLifecycle() lets waiting referrers follow at once', async () => {
    const subject = image('subject');
    const signature = artifact({ subject });
    ecr.registry(OWN, 'us-east-1').push('app:v1', subject).push('app', signature);
    await put(keep(1, 100));
    await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
    expect(ecr.runLifecycle()).toEqual({
      [APP_ARN]: {
        at: START,
        actions: [{ digest: signature.digest, tags: [], type: 'EXPIRE' }],
        failures: [],
      },
    });
    expect(await images(client, 'app')).toEqual([]);
  });

  test('D18 a policy counts its days from its own Put, which sets the last run back', async () => {
    await put(keep(1, 5));
    ecr.clock.advance(DAY + DAY / 2);
    expect((await get()).lastEvaluatedAt).toEqual(new Date(START + DAY));
    await put(keep(1, 6));
    expect((await get()).lastEvaluatedAt).toEqual(new Date(0));
    ecr.clock.advance(DAY - 1);
    expect((await get()).lastEvaluatedAt).toEqual(new Date(0));
    ecr.clock.advance(1);
    expect((await get()).lastEvaluatedAt).toEqual(new Date(START + DAY + DAY / 2 + DAY));
    expect(body(await remove()).lastEvaluatedAt).toEqual(new Date(START + DAY + DAY / 2 + DAY));
  });

  test('D18 ecr.runLifecycle() also counts as an evaluation, and can be told where', async () => {
    const other = ecr.registry(OWN, 'us-west-2').createRepository('app', { lifecyclePolicy: POLICY });
    await put(KEEP_ONE);
    ecr.clock.advance(1000);
    ecr.runLifecycle({ registry: other });
    expect((await get()).lastEvaluatedAt).toEqual(new Date(0));
    ecr.registry(OWN, 'us-east-1').createRepository('other');
    ecr.runLifecycle({ registry: ecr.registry(OWN, 'us-east-1'), repository: 'other' });
    expect((await get()).lastEvaluatedAt).toEqual(new Date(0));
    ecr.runLifecycle({ registry: ecr.registry(OWN, 'us-east-1'), repository: 'app' });
    expect((await get()).lastEvaluatedAt).toEqual(new Date(START + 1000));
  });

  test('D18 runs in between are judged at their own moments, by what was so then', async () => {
    await push(client, 'app', 'v1', 'one');
    const selection = { countType: 'sinceImagePushed', countUnit: 'days' };
    await put(documentRule({ ...selection, countNumber: 2 }, {}, TRANSITION), ARCHIVED_91);
    ecr.clock.advance(200 * DAY);
    expect(await images(client, 'app')).toEqual([]);
    const days = ecr.events.slice(1).map((event) => (Date.parse(event.time) - START) / DAY);
    // Archived by the run of day 3, and expired by the first run that is more than 91 days later.
    expect(days).toEqual([3, 95]);
  });

  test('E19 a restored image counts as new from its restore', async () => {
    await push(client, 'app', 'old', 'one');
    ecr.clock.advance(1000);
    await push(client, 'app', 'new', 'two');
    ecr.clock.advance(1000);
    const imageId = { imageTag: 'old' };
    for (const targetStorageClass of ['ARCHIVE', 'STANDARD'] as const) {
      await client.send(new UpdateImageStorageClassCommand({ repositoryName, imageId, targetStorageClass }));
    }
    await put(KEEP_ONE);
    ecr.runLifecycle();
    expect(await tagNames()).toEqual(['old']);
  });

  test('a run raises an event for each tag of what it removes', async () => {
    await push(client, 'app', 'v1', 'one');
    await push(client, 'app', 'also', 'one');
    await push(client, 'app', 'v2', 'two');
    await put(KEEP_ONE);
    const before = ecr.events.length;
    ecr.runLifecycle();
    expect(ecr.events.slice(before)).toMatchObject(
      ['v1', 'also'].map((tag) => ({
        'detail-type': 'ECR Image Action',
        detail: { 'action-type': 'DELETE', 'image-tag': tag, result: 'SUCCESS' },
      })),
    );
  });

  test('a repository that ECR makes by a template runs the policy of the template', async () => {
    await client.send(
      new CreateRepositoryCreationTemplateCommand({
        prefix: 'ROOT',
        appliedFor: ['CREATE_ON_PUSH'],
        lifecyclePolicy: text(KEEP_ONE),
      }),
    );
    await push(client, 'made', 'v1', 'one');
    await push(client, 'made', 'v2', 'two');
    ecr.clock.advance(DAY);
    expect(await images(client, 'made')).toHaveLength(1);
  });
});
