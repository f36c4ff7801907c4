import {
  DeleteRepositoryCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  GetLifecyclePolicyPreviewCommand,
  type GetLifecyclePolicyPreviewRequest,
  PutLifecyclePolicyCommand,
  StartLifecyclePolicyPreviewCommand,
  paginateGetLifecyclePolicyPreview,
  waitUntilLifecyclePolicyPreviewComplete,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
import { DAY, TRANSITION, documentRule, keep, olderThan, tagged } from '../../ecr/lifecycle/policies.js';
import { body, refusal } from '../../support/refusal.js';
import { START, images, push, scene } from '../../support/scene.js';

const OWN = '111122223333';
const repositoryName = 'app';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository('app');
}

beforeEach(() => start());

const text = (...rules: readonly unknown[]) => JSON.stringify({ rules });
const KEEP_ONE = text(keep(1, 1));
const preview = (lifecyclePolicyText?: string, name = 'app') =>
  client.send(
    new StartLifecyclePolicyPreviewCommand({
      repositoryName: name,
      ...(lifecyclePolicyText === undefined ? {} : { lifecyclePolicyText }),
    }),
  );
const get = (input: Partial<GetLifecyclePolicyPreviewRequest> = {}) =>
  client.send(new GetLifecyclePolicyPreviewCommand({ repositoryName, ...input }));

async function pushAll(...names: string[]): Promise<void> {
  for (const name of names) {
    await push(client, 'app', name, name);
    ecr.clock.advance(1000);
  }
}

describe('shape', () => {
  test('P1 Start answers IN_PROGRESS and echoes the text', async () => {
    expect(body(await preview(KEEP_ONE))).toEqual({
      registryId: OWN,
      repositoryName,
      lifecyclePolicyText: KEEP_ONE,
      status: 'IN_PROGRESS',
    });
  });

  test('P7 without transitions the summary counts none', async () => {
    await pushAll('a', 'b');
    await preview(KEEP_ONE);
    expect(body(await get())).toEqual({
      registryId: OWN,
      repositoryName,
      lifecyclePolicyText: KEEP_ONE,
      status: 'COMPLETE',
      previewResults: [
        {
          imageTags: ['a'],
          imageDigest: image('a').digest,
          imagePushedAt: new Date(START),
          action: { type: 'EXPIRE' },
          appliedRulePriority: 1,
          storageClass: 'STANDARD',
        },
      ],
      summary: { expiringImageTotalCount: 1 },
    });
  });

  test('P8 types in upper case, and a target class for transitions only', async () => {
    await pushAll('a', 'b');
    await preview(text(documentRule({}, {}, TRANSITION)));
    const { previewResults, summary } = await get();
    expect(previewResults?.map((row) => row.action)).toEqual([
      { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' },
    ]);
    expect(summary).toEqual({
      expiringImageTotalCount: 0,
      transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 1 }],
    });
  });

  test('pages walk all results, and the summary stays that of all', async () => {
    await pushAll('a', 'b', 'c', 'd', 'e');
    await preview(KEEP_ONE);
    const tags: (string | undefined)[] = [];
    for await (const page of paginateGetLifecyclePolicyPreview({ client, pageSize: 3 }, { repositoryName })) {
      expect(page.summary?.expiringImageTotalCount).toBe(4);
      tags.push(...(page.previewResults ?? []).map((row) => row.imageTags?.[0]));
    }
    expect(tags).toEqual(['a', 'b', 'c', 'd']);
  });

  test('ids and tag status select results', async () => {
    await pushAll('a', 'b', 'c');
    await client.send(
      new StartLifecyclePolicyPreviewCommand({ repositoryName, lifecyclePolicyText: KEEP_ONE }),
    );
    const tagsOf = async (input: Partial<GetLifecyclePolicyPreviewRequest>) =>
      (await get(input)).previewResults?.map((row) => row.imageTags?.[0]);
    expect(await tagsOf({ imageIds: [{ imageTag: 'b' }] })).toEqual(['b']);
    expect(await tagsOf({ imageIds: [{ imageDigest: image('a').digest }, { imageTag: 'c' }] })).toEqual([
      'a',
    ]);
    expect(await tagsOf({ filter: { tagStatus: 'TAGGED' } })).toEqual(['a', 'b']);
    expect(await tagsOf({ filter: { tagStatus: 'UNTAGGED' } })).toEqual([]);
  });

  test('a rule on the archive shows the storage class it looked at', async () => {
    ecr.registry(OWN, 'us-east-1').push('app:v1').repository('app').archive('v1');
    ecr.clock.advance(91 * DAY);
    const archived = { storageClass: 'archive', countType: 'sinceImageTransitioned', countUnit: 'days' };
    await preview(text(documentRule({ ...archived, countNumber: 90 })));
    expect((await get()).previewResults).toMatchObject([
      { imageTags: ['v1'], action: { type: 'EXPIRE' }, storageClass: 'ARCHIVE' },
    ]);
  });

  test('an expired preview stays expired, however often it is asked for', async () => {
    await preview(KEEP_ONE);
    ecr.clock.advance(365 * DAY);
    for (let count = 0; count < 2; count += 1) expect((await get()).status).toBe('EXPIRED');
  });
});

describe('rules', () => {
  test('P2 a second Start while one is under way is refused', async () => {
    start({ durations: { preview: 60_000 } });
    await preview(KEEP_ONE);
    expect((await refusal(preview(KEEP_ONE))).name).toBe('LifecyclePolicyPreviewInProgressException');
    ecr.clock.advance(60_000);
    expect((await preview(KEEP_ONE)).status).toBe('IN_PROGRESS');
  });

  test('P3 Start without a text needs a policy', async () => {
    expect(await refusal(preview())).toEqual({
      name: 'LifecyclePolicyNotFoundException',
      message: `Lifecycle policy does not exist for the repository with name 'app' in the registry with id '${OWN}'`,
    });
    await client.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: KEEP_ONE }));
    expect((await preview()).lifecyclePolicyText).toBe(KEEP_ONE);
  });

  test('P4 Get before Start', async () => {
    expect((await refusal(get())).name).toBe('LifecyclePolicyPreviewNotFoundException');
  });

  test('P13 a page has at most 100 results', async () => {
    await preview(KEEP_ONE);
    expect((await refusal(get({ maxResults: 101 }))).name).toBe('InvalidParameterException');
    expect((await get({ maxResults: 100 })).status).toBe('COMPLETE');
  });

  test('a token serves one filter only', async () => {
    await pushAll('a', 'b', 'c');
    await preview(KEEP_ONE);
    const { nextToken = '' } = await get({ maxResults: 1 });
    const filtered = get({ nextToken, filter: { tagStatus: 'TAGGED' } });
    expect((await refusal(filtered)).name).toBe('InvalidParameterException');
    expect((await get({ nextToken })).previewResults).toHaveLength(1);
  });

  test('an image without a tag is shown by its digest alone', async () => {
    const digest = await push(client, 'app', undefined, 'old');
    await pushAll('new');
    await preview(KEEP_ONE);
    const [shown = {}] = (await get()).previewResults ?? [];
    expect(shown.imageDigest).toBe(digest);
    expect(shown).not.toHaveProperty('imageTags');
  });

  test('of a repository that goes meanwhile ends with it', async () => {
    start({ durations: { preview: 60_000 } });
    await preview(KEEP_ONE);
    const registry = ecr.registry(OWN, 'us-east-1');
    await client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    registry.createRepository('app');
    ecr.clock.advance(60_000);
    expect((await refusal(get())).name).toBe('LifecyclePolicyPreviewNotFoundException');
    expect(ecr.pending()).toEqual([]);
  });

  test('ids do not go with pages', async () => {
    await preview(KEEP_ONE);
    const imageIds = [{ imageTag: 'a' }];
    expect((await refusal(get({ imageIds, maxResults: 5 }))).name).toBe('InvalidParameterException');
  });

  test('a text is judged as Put judges it', async () => {
    const { name, message } = await refusal(preview(text(keep(1, 1), keep(1, 2, tagged('a*')))));
    expect(name).toBe('InvalidParameterException');
    expect(message).toContain('Duplicate priority in multiple rules');
    expect((await refusal(preview(KEEP_ONE, 'nope'))).name).toBe('RepositoryNotFoundException');
  });
});

describe('effects', () => {
  test('P5 a text is not stored', async () => {
    await preview(KEEP_ONE);
    const call = client.send(new GetLifecyclePolicyCommand({ repositoryName }));
    expect((await refusal(call)).name).toBe('LifecyclePolicyNotFoundException');
  });

  test('P6 nothing is deleted', async () => {
    await pushAll('a', 'b', 'c');
    await preview(KEEP_ONE);
    expect((await get()).summary?.expiringImageTotalCount).toBe(2);
    ecr.clock.advance(3 * DAY);
    expect(await images(client, 'app')).toHaveLength(3);
  });

  test('D18 a preview is a snapshot of the moment it was started', async () => {
    start({ durations: { preview: 60_000 } });
    await pushAll('a', 'b');
    await preview(
      text(
        olderThan(1, 1),
        documentRule(
          {
            storageClass: 'archive',
            countType: 'sinceImageTransitioned',
            countUnit: 'days',
            countNumber: 90,
          },
          { rulePriority: 2 },
        ),
      ),
    );
    ecr.clock.advance(3 * DAY);
    expect((await get()).status).toBe('EXPIRED');
    await preview(KEEP_ONE);
    await pushAll('c');
    ecr.clock.advance(60_000);
    expect((await get()).previewResults).toHaveLength(1);
  });

  test('D17 a running preview shows its status only, and settle() ends it', async () => {
    start({ durations: { preview: 60_000 } });
    await pushAll('a', 'b');
    await preview(KEEP_ONE);
    expect(body(await get())).toEqual({
      registryId: OWN,
      repositoryName,
      lifecyclePolicyText: KEEP_ONE,
      status: 'IN_PROGRESS',
    });
    expect(ecr.pending()).toEqual([`lifecycle policy preview of app at ${OWN}/us-east-1`]);
    ecr.settle();
    expect((await get()).status).toBe('COMPLETE');
  });

  test('D17 a preview expires a day after its end', async () => {
    await preview(KEEP_ONE);
    expect((await get()).status).toBe('COMPLETE');
    ecr.clock.advance(DAY - 1);
    expect((await get()).status).toBe('COMPLETE');
    ecr.clock.advance(1);
    expect((await get()).status).toBe('EXPIRED');
  });

  test('P9 the waiter resolves on COMPLETE, rejects on FAILED and times out on EXPIRED', async () => {
    const wait = (maxWaitTime = 10) =>
      waitUntilLifecyclePolicyPreviewComplete(
        { client, maxWaitTime, minDelay: 0.01, maxDelay: 0.02 },
        { repositoryName },
      );
    await preview(KEEP_ONE);
    expect((await wait()).state).toBe('SUCCESS');
    ecr.failWork('lifecycle-preview').once();
    await preview(KEEP_ONE);
    await expect(wait()).rejects.toThrow(/FAILED|FAILURE/);
    await preview(KEEP_ONE);
    await get();
    ecr.clock.advance(2 * DAY);
    expect((await refusal(wait(0.1))).name).toBe('TimeoutError');
  });

  test('P10 the waiter swallows a missing repository and tries again', async () => {
    const parameters = { client, maxWaitTime: 0.1, minDelay: 0.01, maxDelay: 0.02 };
    const waiting = waitUntilLifecyclePolicyPreviewComplete(parameters, { repositoryName: 'nope' });
    expect((await refusal(waiting)).name).toBe('TimeoutError');
    expect(ecr.calls.filter((call) => call.outcome === 'RepositoryNotFoundException').length).toBeGreaterThan(
      0,
    );
  });
});
