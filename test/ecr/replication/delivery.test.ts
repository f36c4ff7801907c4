/** What a delivery, or a deletion, does at its destination, and what it leaves alone. */
import {
  type ECRClient,
  PutRegistryScanningConfigurationCommand,
  type ReplicationRule,
  StartReplicationBackfillCommand,
} from '@aws-sdk/client-ecr';
import { expectUnused, image, imageIndex } from '../../../src/index.js';
import type { CreationTemplate } from '../../../src/world/configuration/creation-templates.js';
import { TagMutability } from '../../../src/world/images/tag-mutability.js';
import {
  OTHER,
  SOURCE,
  START,
  grant,
  putPolicy,
  putRules,
  scene,
  statuses,
  to,
} from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const [EAST, EU] = [to(SOURCE, 'us-east-1'), to(OTHER, 'eu-west-1')];
const [one, two] = [image('one'), image('two')];
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let prod: ReturnType<typeof ecr.registry>;
let east: ReturnType<typeof ecr.registry>;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  east = ecr.registry(SOURCE, 'us-east-1');
}

beforeEach(() => start());

const app = (registry = prod) => registry.repository('app');
const rules = (...list: ReplicationRule[]) => putRules(client, list);
const held = (registry = east) => app(registry).images.map(({ digest, tags }) => [digest, ...tags]);
const attempts = (digest = one.digest) =>
  app()
    [INSIDE].repository()
    .image(digest)
    ?.replications?.flatMap((record) => record.attempts);
const eventsIn = (region: string, type: string) =>
  ecr.events.filter((event) => event.region === region && event['detail-type'] === type);

describe('a deletion that is replicated', () => {
  const withDeletes = { destinations: [EAST], deleteReplication: { enabled: true } };

  test('D41 takes the last tag there, and leaves the image while the source has it', async () => {
    app().push('early', one);
    await rules(withDeletes);
    app().push('late', one);
    expect(held()).toEqual([[one.digest, 'late']]);
    app().remove('late');
    expect(held()).toEqual([[one.digest]]);
    expect(held(prod)).toEqual([[one.digest, 'early']]);
  });

  test('is sent for what a lifecycle policy removes', async () => {
    await rules(withDeletes);
    app().push('v1', one).push('v2', two);
    app().setLifecyclePolicy({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
          action: { type: 'expire' },
        },
      ],
    });
    ecr.runLifecycle();
    expect(held()).toEqual([[two.digest, 'v2']]);
  });

  test('leaves a tag that belongs to another image there', async () => {
    await rules(withDeletes);
    app().push('v1', one).push('v2', one);
    app(east).push('v1', two);
    app().remove('v1');
    expect(held()).toEqual([
      [one.digest, 'v2'],
      [two.digest, 'v1'],
    ]);
  });

  test('D41 leaves the child of an index of the destination, without its tags', async () => {
    await rules(withDeletes);
    app().push('v1', one).push('v2', one);
    const own = imageIndex({ images: [one] });
    app(east).push('own', own);
    app().remove('v1');
    expect(held()).toEqual([
      [one.digest, 'v2'],
      [own.digest, 'own'],
    ]);
    app().push('v3', two).remove('v2');
    expect(held()[0]).toEqual([one.digest]);
    expect(held(prod)).toEqual([[two.digest, 'v3']]);
  });

  test('takes the last tag of such a child if the source has more, and leaves the image', async () => {
    app().push('early', one);
    await rules(withDeletes);
    app().push('late', one);
    app(east).push('own', imageIndex({ images: [one] }));
    app().remove('late');
    expect(held()[0]).toEqual([one.digest]);
  });

  test('finds nothing to do if image or repository are missing', async () => {
    await rules(withDeletes);
    app().push('v1', one);
    app(east).remove('v1');
    app().remove('v1');
    expect(held()).toEqual([]);
    prod.createRepository('other');
    await rules();
    prod.repository('other').push('v1', one).push('v2', one);
    await rules(withDeletes);
    prod.repository('other').remove('v1').remove('v2');
    expect(east.repository('other').exists).toBe(false);
  });

  test('goes no further, even if the destination has rules', async () => {
    const third = ecr.registry(SOURCE, 'eu-west-1');
    await rules({ destinations: [EAST, to(SOURCE, 'eu-west-1')] });
    const onwards = { ...withDeletes, destinations: [to(SOURCE, 'eu-west-1')] };
    await putRules(ecr.client(SOURCE, 'us-east-1'), [onwards]);
    app().push('v1', one).push('v2', one);
    await rules(withDeletes);
    app().remove('v1');
    expect(held()).toEqual([[one.digest, 'v2']]);
    expect(held(third)).toEqual([[one.digest, 'v1', 'v2']]);
    app().remove('v2');
    expect(held()).toEqual([]);
    expect(held(third)).toEqual([[one.digest, 'v1', 'v2']]);
  });

  test('is sent once to a destination of several rules, and only by rules that ask for it', async () => {
    start({ replication: 'manual' });
    await rules({ destinations: [EU] }, withDeletes, { ...withDeletes, destinations: [EAST, EAST] });
    app().push('v1', one);
    ecr.settle();
    app().remove('v1');
    expect(ecr.pending()).toEqual([
      `deletion of app@${one.digest} from ${SOURCE}/us-west-2 at ${SOURCE}/us-east-1`,
    ]);
  });

  test('is sent by rules whose filters match', async () => {
    const repositoryFilters = [{ filter: 'web', filterType: 'PREFIX_MATCH' as const }];
    await rules({ destinations: [EAST] });
    app().push('v1', one);
    await rules({ ...withDeletes, repositoryFilters });
    app().remove('v1');
    expect(held()).toEqual([[one.digest, 'v1']]);
  });

  test('can be settled by its destination', async () => {
    start({ replication: 'manual' });
    await rules({ ...withDeletes, destinations: [EAST, to(SOURCE, 'eu-west-1')] });
    app().push('v1', one);
    ecr.settle();
    app().remove('v1');
    ecr.settle({ to: east });
    expect(held()).toEqual([]);
    ecr.settle();
    expect(held(ecr.registry(SOURCE, 'eu-west-1'))).toEqual([]);
  });
});

describe('a delivery', () => {
  test('is an arrival: new images are scanned on push there, once', async () => {
    east.createRepository('app', { scanOnPush: true });
    await rules({ destinations: [EAST] });
    app().push('v1', one).push('v2', one);
    expect(eventsIn('us-east-1', 'ECR Image Scan').map((event) => event.detail['image-digest'])).toEqual([
      one.digest,
    ]);
  });

  test('so are an untagged image, the children of an index, and an image without its tag', async () => {
    east.createRepository('app', { scanOnPush: true, imageTagMutability: 'IMMUTABLE' });
    await rules({ destinations: [EAST] });
    const scanned = () =>
      eventsIn('us-east-1', 'ECR Image Scan').map((event) => event.detail['image-digest']);
    app().push(undefined, one);
    expect(scanned()).toEqual([one.digest]);
    app().push('all', imageIndex({ images: [one, two] }));
    expect(scanned()).toEqual([one.digest, two.digest]);
    app().push('all', image('three'));
    expect(scanned()).toEqual([one.digest, two.digest, image('three').digest]);
    expect(attempts(image('three').digest)?.[0]?.withheldBy).toBe(imageIndex({ images: [one, two] }).digest);
  });

  test('of an image that is there already is complete, also in an immutable repository', async () => {
    east.createRepository('app', { imageTagMutability: 'IMMUTABLE' }).push('app:v1', one);
    await rules({ destinations: [EAST] });
    app().push('v1', one);
    expect(attempts()).toMatchObject([
      { tag: 'v1', startedAt: START, dueAt: START, endedAt: START, status: 'COMPLETE' },
    ]);
    expect(held()).toEqual([[one.digest, 'v1']]);
  });

  test('wakes an archived image', async () => {
    await rules({ destinations: [EAST] });
    app().push('v1', one);
    app(east).archive('v1');
    app().push('v2', one);
    expect(app(east).images).toMatchObject([{ tags: ['v1', 'v2'], status: 'ACTIVE' }]);
  });

  test('of an index by digest has no tag for its children', async () => {
    await rules({ destinations: [EAST] });
    const index = imageIndex({ images: [one, two] });
    app().push('v1', index);
    expect(attempts(index.digest)?.map((attempt) => attempt.tag)).toMatchObject(['v1']);
    expect(attempts(one.digest)?.map((attempt) => attempt.tag)).toMatchObject([undefined]);
    expect(held()).toEqual([[one.digest], [two.digest], [index.digest, 'v1']]);
  });

  test('of an index brings children that were there before the rule, with their status, as arrivals', async () => {
    const inner = imageIndex({ images: [one] });
    app().push(undefined, inner).push(undefined, two);
    await rules({ destinations: [EAST] });
    east.createRepository('app', { scanOnPush: true });
    app().push('all', imageIndex({ images: [inner, two] }));
    for (const digest of [one.digest, two.digest, inner.digest]) {
      expect(attempts(digest)).toMatchObject([
        { tag: undefined, startedAt: START, dueAt: START, endedAt: START, status: 'COMPLETE' },
      ]);
    }
    expect(eventsIn('us-east-1', 'ECR Image Scan').map((event) => event.detail['image-digest'])).toEqual([
      one.digest,
      two.digest,
    ]);
  });

  test('of an index within an index takes all', async () => {
    await rules({ destinations: [EAST] });
    const inner = imageIndex({ images: [one] });
    const outer = imageIndex({ images: [inner, two] });
    app().push('inner', inner).push('v1', outer);
    expect(new Set(held().map(([digest]) => digest))).toEqual(
      new Set([one.digest, two.digest, inner.digest, outer.digest]),
    );
    expect(attempts(one.digest)).toMatchObject([{ status: 'COMPLETE' }]);
    expect(attempts(inner.digest)?.map((attempt) => attempt.tag)).toMatchObject(['inner', undefined]);
  });

  test('a replica is a replica, with the size that it had', async () => {
    await rules({ destinations: [EAST] });
    app().push('v1', one);
    expect(app(east)[INSIDE].repository().image(one.digest)?.origin).toBe('replication');
    expect(app(east).images[0]?.size).toBe(app().images[0]?.size);
  });

  test('of a backfill is one of a separate kind', async () => {
    app().push('v1', one);
    await rules({ destinations: [EAST] });
    await client.send(new StartReplicationBackfillCommand({ destination: EAST }));
    expect(app(east)[INSIDE].repository().image(one.digest)?.origin).toBe('backfill');
    expect(ecr.pending()).toEqual([]);
  });
});

describe('a repository that is made', () => {
  const template = (overrides: Partial<CreationTemplate> = {}) =>
    ecr.registry(OTHER, 'eu-west-1')[INSIDE].registry.templates.put({
      prefix: 'ROOT',
      appliedFor: ['REPLICATION'],
      tagMutability: new TagMutability('MUTABLE'),
      encryption: { type: 'AES256' },
      resourceTags: new Map([['team', 'a']]),
      createdAt: START,
      updatedAt: START,
      position: 1,
      ...overrides,
    });
  const allow = (...Action: string[]) =>
    putPolicy(ecr.client(OTHER, 'eu-west-1'), grant({ account: OTHER, region: 'eu-west-1' }, { Action }));
  const status = async () => {
    app().push('v1', one);
    return (await statuses(client, 'app', 'v1'))?.[0];
  };
  const BOTH = ['ecr:ReplicateImage', 'ecr:CreateRepository'];

  beforeEach(() => rules({ destinations: [EU] }));

  test('with resource tags takes the permission to tag', async () => {
    template();
    await allow(...BOTH);
    expect(await status()).toMatchObject({ failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED' });
    const [reason] = ecr.explain('app:v1', ecr.registry(OTHER, 'eu-west-1'), prod).reasons;
    expect(reason).toMatchObject({
      code: 'create-denied',
      text: `The repository is missing at the destination and may not be created there: ${SOURCE} may not ecr:TagResource on repository app of ${OTHER}/eu-west-1.`,
    });
    expect(reason?.details).toContain('  "Action": [');
    expect(ecr.calls.filter((call) => call.region === 'eu-west-1').at(-1)).toMatchObject({
      operation: 'CreateRepository',
      outcome: 'AccessDeniedException',
    });
    expect(ecr.registry(OTHER, 'eu-west-1').repository('app').exists).toBe(false);
  });

  test('works with that permission and a role, or without tags, or if the template is for something else', async () => {
    const customRoleArn = `arn:aws:iam::${OTHER}:role/maker`;
    const cases: [Partial<CreationTemplate>, string[]][] = [
      [{ customRoleArn }, [...BOTH, 'ecr:TagResource']],
      [{ resourceTags: new Map() }, BOTH],
      [{ appliedFor: ['CREATE_ON_PUSH'] }, BOTH],
    ];
    for (const [overrides, actions] of cases) {
      start();
      await rules({ destinations: [EU] });
      template(overrides);
      await allow(...actions);
      expect(await status()).toMatchObject({ status: 'COMPLETE' });
    }
  });

  test('fails if the template lacks a role, and says so', async () => {
    template();
    await allow(...BOTH, 'ecr:TagResource');
    expect(await status()).toMatchObject({ failureCode: 'DESTINATION_REPOSITORY_CREATION_FAILED' });
    expect(ecr.explain('app:v1', ecr.registry(OTHER, 'eu-west-1'), prod).reasons).toMatchObject([
      {
        code: 'creation-failed',
        text: `The repository could not be created at ${OTHER}/eu-west-1.`,
        details: [
          "The repository creation template 'ROOT' sets resource tags or KMS encryption and has no customRoleArn",
          'status FAILED, failureCode DESTINATION_REPOSITORY_CREATION_FAILED',
          'sent by rule #1, which has no filter',
        ],
      },
    ]);
    expect(ecr.calls.filter((call) => call.region === 'eu-west-1').at(-1)).toMatchObject({
      operation: 'CreateRepository',
      outcome: 'AccessDeniedException',
    });
  });
});

describe('a source that goes meanwhile, if the option says that it matters', () => {
  const failures = () => attempts()?.map(({ tag, failureCode }) => [tag, failureCode]);

  beforeEach(async () => {
    start({ replication: { latency: 1000 }, behaviour: { sourceDeletedInFlight: 'fail' } });
    await rules({ destinations: [EAST] });
  });

  test('a tag that went, and one that stayed', () => {
    app().push('v1', one).push('v2', one).remove('v1');
    ecr.clock.advance(1000);
    expect(failures()).toEqual([
      ['v1', 'SOURCE_IMAGE_DELETED'],
      ['v2', undefined],
    ]);
    expect(held()).toEqual([[one.digest, 'v2']]);
  });

  test('a tag that moved', () => {
    app().push('v1', one).push('v1', two);
    ecr.clock.advance(1000);
    expect(failures()).toEqual([['v1', 'SOURCE_IMAGE_DELETED']]);
  });

  test('an image by digest that stayed, and one that went', () => {
    app().push(undefined, one).push(undefined, two).remove(two.digest);
    ecr.clock.advance(1000);
    expect(failures()).toEqual([[undefined, undefined]]);
    expect(held()).toEqual([[one.digest]]);
  });

  test('an image that went and came back is another', () => {
    app().push('v1', one).remove('v1').push('v1', one);
    ecr.clock.advance(1000);
    const results = eventsIn('us-east-1', 'ECR Replication Action').map((event) => event.detail['result']);
    expect(results).toEqual(['FAILED', 'SUCCESS']);
  });

  test('a repository that went', () => {
    app().push('v1', one);
    prod[INSIDE].registry.deleteRepository('app', true);
    ecr.clock.advance(1000);
    expect(eventsIn('us-east-1', 'ECR Replication Action')).toMatchObject([{ detail: { result: 'FAILED' } }]);
  });
});

describe('order and status', () => {
  test('a delivery does not overtake the one before it, if the latency falls', async () => {
    let latency = 2000;
    start({ replication: { latency: () => latency } });
    await rules({ destinations: [EAST] });
    app().push('v1', one);
    latency = 500;
    app().push('v1', two);
    ecr.clock.advance(1999);
    expect(app(east).exists).toBe(false);
    ecr.clock.advance(1);
    expect(held()).toEqual([[one.digest], [two.digest, 'v1']]);
  });

  test('repositories and destinations do not wait for one another', async () => {
    let latency = 2000;
    start({ replication: { latency: () => latency } });
    prod.createRepository('web');
    await rules({ destinations: [EAST, to(SOURCE, 'eu-west-1')] });
    app().push('v1', one);
    latency = 500;
    prod.repository('web').push('v1', one);
    ecr.clock.advance(500);
    expect(east.repository('web').exists).toBe(true);
    expect(east.repository('app').exists).toBe(false);
  });

  test('the status is that of the last task to start, and codes go with failures', async () => {
    start({ replication: { latency: 1000 } });
    await rules({ destinations: [EAST] });
    ecr.failReplication({ code: 'BAD' }).once();
    app().push('v1', one);
    ecr.clock.advance(500);
    app().push('v2', one);
    ecr.clock.advance(500);
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'IN_PROGRESS' }]);
    ecr.clock.advance(500);
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
    expect(attempts()).toMatchObject([
      expect.objectContaining({ tag: 'v1', status: 'FAILED', failureCode: 'BAD', endedAt: START + 1000 }),
      { tag: 'v2', status: 'COMPLETE', startedAt: START + 500, dueAt: START + 1500, endedAt: START + 1500 },
    ]);
  });

  test('a failure that was mended shows no code', async () => {
    await rules({ destinations: [EAST] });
    ecr.failReplication({}).once();
    app().push('v1', one);
    expect(await statuses(client, 'app', 'v1')).toEqual([
      { ...EAST, status: 'FAILED', failureCode: 'REPLICATION_FAILURE_INJECTED' },
    ]);
    app().push('v2', one);
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
    app().remove('v1').push('v1', one);
    expect(attempts()?.map((attempt) => attempt.tag)).toMatchObject(['v2', 'v1']);
  });

  test('failures are reported by destination and by repository', async () => {
    prod.createRepository('web');
    await rules({ destinations: [EAST, to(SOURCE, 'eu-west-1')] });
    const failed = () => eventsIn('us-east-1', 'ECR Replication Action').map((one_) => one_.detail['result']);
    ecr.failReplication({ to: east, repository: 'web' }).once();
    app().push('v1', one);
    expect(failed()).toEqual(['SUCCESS']);
    prod.repository('web').push('v1', one);
    expect(failed()).toEqual(['SUCCESS', 'FAILED']);
    expect((await statuses(client, 'web', 'v1'))?.map((status) => status.status)).toEqual([
      'FAILED',
      'COMPLETE',
    ]);
    ecr.failReplication({ to: ecr.registry(OTHER, 'us-east-1') }).once();
    app().push('v2', one);
    expect(failed().at(-1)).toBe('SUCCESS');
    expectUnused(ecr);
  });
});

test('scans of replicas follow the rules of the destination', async () => {
  const rule = {
    scanFrequency: 'SCAN_ON_PUSH' as const,
    repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' as const }],
  };
  await ecr
    .client(SOURCE, 'us-east-1')
    .send(new PutRegistryScanningConfigurationCommand({ scanType: 'BASIC', rules: [rule] }));
  await rules({ destinations: [EAST] });
  app().push('v1', one);
  expect(eventsIn('us-east-1', 'ECR Image Scan')).toHaveLength(1);
  expect(eventsIn('us-west-2', 'ECR Image Scan')).toHaveLength(0);
});
