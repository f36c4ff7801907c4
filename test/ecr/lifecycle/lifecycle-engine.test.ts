/** What a lifecycle policy does as time passes, and what a run says it did. */
import { artifact, image, imageIndex } from '../../../src/index.js';
import { putRules, scene, to } from '../../support/scene.js';
import { DAY, TRANSITION, documentRule, keep, olderThan } from './policies.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const OWN = '111122223333';
const ARN = `arn:aws:ecr:us-east-1:${OWN}:repository/`;
let ecr: ReturnType<typeof scene>;
let registry: ReturnType<typeof ecr.registry>;

beforeEach(() => {
  ecr = scene();
  registry = ecr.registry(OWN, 'us-east-1').createRepository('app').createRepository('other');
});

const repository = (name = 'app') => registry.repository(name);
const policy = (...rules: readonly unknown[]) => ({ rules });
const digests = (name = 'app') => repository(name).images.map((one) => one.digest);
const statuses = (name = 'app') => repository(name).images.map((one) => one.status);
const runs = (name = 'app') => repository(name).lifecycleRuns;
const untagged = olderThan(1, 1, { tagStatus: 'untagged' });
const archiving = documentRule(
  { countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
  {},
  TRANSITION,
);

describe('a run', () => {
  test('says what it did, by rule', () => {
    const one = image('one');
    repository()
      .push('v1', one)
      .push('v2')
      .setLifecyclePolicy(policy(keep(7, 1)));
    const at = ecr.clock.now().getTime();
    expect(ecr.runLifecycle()).toEqual({
      [`${ARN}app`]: {
        at,
        actions: [{ digest: one.digest, tags: ['v1'], type: 'EXPIRE', rulePriority: 7 }],
        failures: [],
      },
    });
    expect(repository()[INSIDE].repository().lifecycle?.lastEvaluatedAt).toBe(at);
  });

  test('takes place if there is a policy, and says nothing otherwise', () => {
    expect(ecr.runLifecycle()).toEqual({});
    expect(digests()).toEqual([]);
  });

  test('an event tells that the policy removed the image, so a rule for deletions carries it on', async () => {
    const replica = ecr.registry(OWN, 'us-west-2');
    const rule = { destinations: [to(OWN, 'us-west-2')], deleteReplication: { enabled: true } };
    await putRules(ecr.client(OWN, 'us-east-1'), [rule]);
    repository()
      .push('v1')
      .push('v2')
      .setLifecyclePolicy(policy(keep(1, 1)));
    expect(replica.repository('app').tags).toEqual(['v1', 'v2']);
    ecr.runLifecycle();
    expect(replica.repository('app').tags).toEqual(['v2']);
  });

  test('runs that did something are remembered, twenty of them', () => {
    repository().setLifecyclePolicy(policy(keep(1, 1)));
    ecr.runLifecycle();
    expect(runs()).toEqual([]);
    for (let count = 0; count <= 21; count += 1) {
      repository().push(`v${count}`);
      ecr.clock.advance(1000);
      ecr.runLifecycle();
    }
    expect(runs()).toHaveLength(20);
    expect(runs().map(({ actions }) => actions[0]?.tags[0])).toEqual(
      Array.from({ length: 20 }, (_, index) => `v${index + 1}`),
    );
  });

  test('a run that could only refuse is remembered, too', () => {
    repository()
      .push('v1', imageIndex({ images: [image('child')] }))
      .setLifecyclePolicy(policy(untagged));
    ecr.clock.advance(2 * DAY);
    ecr.runLifecycle();
    expect(runs().at(-1)).toMatchObject({ actions: [], failures: [{ digest: image('child').digest }] });
  });

  test('a run that did something and refused something is remembered', () => {
    repository()
      .push('v1', imageIndex({ images: [image('child')] }))
      .push(undefined, image('alone'))
      .setLifecyclePolicy(policy(untagged));
    ecr.clock.advance(2 * DAY);
    expect(runs()).toMatchObject([
      { actions: [{ digest: image('alone').digest }], failures: [{ digest: image('child').digest }] },
    ]);
  });

  test('the child of an active index is not archived, that of an archived one is', () => {
    const child = image('child');
    repository()
      .push('v1', imageIndex({ images: [child] }))
      .setLifecyclePolicy(
        policy({ ...archiving, selection: { ...archiving.selection, tagStatus: 'untagged' } }),
      );
    ecr.clock.advance(2 * DAY);
    expect(statuses()).toEqual(['ACTIVE', 'ACTIVE']);
    repository().archive('v1');
    expect(ecr.runLifecycle()[`${ARN}app`]).toMatchObject({
      actions: [{ digest: child.digest, type: 'TRANSITION', rulePriority: 1 }],
      failures: [],
    });
    expect(statuses()).toEqual(['ARCHIVED', 'ARCHIVED']);
  });

  test('the child of an archived index is not expired', () => {
    const child = image('child');
    repository()
      .push('v1', imageIndex({ images: [child] }))
      .archive('v1')
      .setLifecyclePolicy(policy(untagged));
    ecr.clock.advance(2 * DAY);
    expect(digests()).toContain(child.digest);
  });

  test('a referrer whose subject is there is passed over, one whose subject never came is not', () => {
    const subject = image('subject');
    const [live, orphan] = [artifact({ subject }), artifact({ subject: image('elsewhere') })];
    repository().push('v1', subject).push(undefined, live).push(undefined, orphan);
    repository().setLifecyclePolicy(policy(untagged));
    ecr.clock.advance(2 * DAY);
    expect(digests()).toEqual([subject.digest, live.digest]);
  });

  test('an archived image goes by a rule on the archive', () => {
    const selection = { countType: 'sinceImageTransitioned', countUnit: 'days', countNumber: 90 };
    repository().push('v1').archive('v1');
    repository().setLifecyclePolicy(policy(documentRule({ ...selection, storageClass: 'archive' })));
    ecr.clock.advance(90 * DAY);
    expect(statuses()).toEqual(['ARCHIVED']);
    ecr.clock.advance(DAY);
    expect(statuses()).toEqual([]);
  });
});

describe('referrers', () => {
  const subject = image('subject');
  const referrer = artifact({ subject });

  test('follow out of turn, in the repository that is run', () => {
    for (const name of ['app', 'other']) {
      repository(name)
        .push('v1', subject)
        .push(undefined, referrer)
        .setLifecyclePolicy(policy(keep(1, 9)));
      repository(name).remove('v1');
    }
    const at = ecr.clock.now().getTime();
    expect(ecr.runLifecycle({ repository: 'app' })).toEqual({
      [`${ARN}app`]: { at, actions: [{ digest: referrer.digest, tags: [], type: 'EXPIRE' }], failures: [] },
    });
    expect(runs()).toEqual([
      { at, actions: [{ digest: referrer.digest, tags: [], type: 'EXPIRE' }], failures: [] },
    ]);
    expect(digests()).toEqual([]);
    expect(digests('other')).toEqual([referrer.digest]);
    expect(ecr.runLifecycle({ repository: 'app' })).toEqual({});
  });

  test('say their tags', () => {
    repository()
      .push('v1', subject)
      .push('sbom', referrer)
      .setLifecyclePolicy(policy(keep(1, 9)));
    repository().remove('v1');
    expect(ecr.runLifecycle()[`${ARN}app`]?.actions).toEqual([
      { digest: referrer.digest, tags: ['sbom'], type: 'EXPIRE' },
    ]);
  });

  test('are not hurried by settling', () => {
    repository()
      .push('v1', subject)
      .push(undefined, referrer)
      .setLifecyclePolicy(policy(keep(1, 9)));
    repository().remove('v1');
    expect(ecr.pending()).toEqual([]);
    ecr.settle();
    expect(digests()).toEqual([referrer.digest]);
    ecr.clock.advance(DAY - 1);
    expect(digests()).toEqual([referrer.digest]);
    ecr.clock.advance(1);
    expect(digests()).toEqual([]);
  });

  test('stay if the policy went in the meantime', () => {
    repository()
      .push('v1', subject)
      .push(undefined, referrer)
      .setLifecyclePolicy(policy(keep(1, 9)));
    repository().remove('v1');
    repository()[INSIDE].repository().lifecycle = undefined;
    ecr.clock.advance(2 * DAY);
    expect(digests()).toEqual([referrer.digest]);
    expect(ecr.runLifecycle()).toEqual({});
  });

  test('that an index names stay', () => {
    repository()
      .push('v1', subject)
      .push('set', imageIndex({ images: [referrer] }));
    repository().setLifecyclePolicy(policy(keep(1, 9)));
    repository().remove('v1');
    ecr.clock.advance(2 * DAY);
    expect(digests()).toContain(referrer.digest);
  });

  test('that are archived go with a subject that is removed', () => {
    repository().push('v1', subject).push('sbom', referrer).archive('sbom');
    repository()
      .setLifecyclePolicy(policy(keep(1, 9)))
      .remove('v1');
    ecr.clock.advance(DAY);
    expect(digests()).toEqual([]);
  });

  test('that go are gone at a destination of deletions, too', async () => {
    const replica = ecr.registry(OWN, 'us-west-2');
    const rule = { destinations: [to(OWN, 'us-west-2')], deleteReplication: { enabled: true } };
    await putRules(ecr.client(OWN, 'us-east-1'), [rule]);
    repository()
      .push('v1', subject)
      .push('sbom', referrer)
      .setLifecyclePolicy(policy(keep(1, 9)));
    expect(replica.repository('app').tags).toEqual(['v1', 'sbom']);
    repository().remove('v1');
    expect(replica.repository('app').tags).toEqual(['sbom']);
    ecr.clock.advance(DAY);
    expect(replica.repository('app').tags).toEqual([]);
  });

  test('are archived with their subject, those that are not yet', () => {
    const second = artifact({ subject, name: 'second' });
    repository().push('v1', subject).push('first', referrer).push('second', second);
    repository()
      .setLifecyclePolicy(policy(keep(1, 9)))
      .archive('first')
      .archive('v1');
    ecr.clock.advance(1);
    expect(ecr.runLifecycle()[`${ARN}app`]?.actions).toEqual([
      { digest: second.digest, tags: ['second'], type: 'TRANSITION' },
    ]);
    expect(statuses()).toEqual(['ARCHIVED', 'ARCHIVED', 'ARCHIVED']);
  });

  test('stay active if the subject is active again, or went', () => {
    repository()
      .push('v1', subject)
      .push('first', referrer)
      .setLifecyclePolicy(policy(keep(1, 9)));
    repository().archive('v1').push('v1', subject);
    ecr.clock.advance(2 * DAY);
    expect(statuses()).toEqual(['ACTIVE', 'ACTIVE']);
    repository().archive('v1').remove('v1');
    ecr.clock.advance(DAY);
    expect(digests()).toEqual([]);
  });

  test('an archived index that names a referrer does not keep it from the archive', () => {
    repository()
      .push('v1', subject)
      .push('set', imageIndex({ images: [referrer] }));
    repository()
      .setLifecyclePolicy(policy(keep(1, 9)))
      .archive('set')
      .archive('v1');
    ecr.clock.advance(DAY);
    const found = repository().images.find((one) => one.digest === referrer.digest);
    expect(found?.status).toBe('ARCHIVED');
  });
});

describe('the calendar', () => {
  test('goes on from the moment of the Put, whenever the world was written down', () => {
    repository().setLifecyclePolicy(policy(olderThan(1, 1)));
    repository().push('v1');
    ecr.clock.advance(DAY / 2);
    const saved = ecr.snapshot();
    const next = scene();
    next.load(saved);
    registry = next.registry(OWN, 'us-east-1');
    next.clock.advance(DAY + DAY / 2 - 1);
    expect(digests()).toHaveLength(1);
    next.clock.advance(1);
    expect(digests()).toHaveLength(0);
  });

  test('nothing is planned for a policy that was replaced', () => {
    repository()
      .setLifecyclePolicy(policy(olderThan(1, 1)))
      .push('v1');
    ecr.clock.advance(DAY / 2);
    repository().setLifecyclePolicy(policy(keep(1, 9)));
    ecr.clock.advance(DAY - 1);
    expect(repository()[INSIDE].repository().lifecycle?.lastEvaluatedAt).toBe(0);
    ecr.clock.advance(1);
    expect(repository()[INSIDE].repository().lifecycle?.lastEvaluatedAt).toBe(ecr.clock.now().getTime());
    expect(digests()).toHaveLength(1);
  });
});
