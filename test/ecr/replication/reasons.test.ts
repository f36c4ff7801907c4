/** Every verdict in full: what the reason is, the sentence, and its further lines. */
import { StartReplicationBackfillCommand } from '@aws-sdk/client-ecr';
import { expectReplicated, expectUnused, image, imageIndex } from '../../../src/index.js';
import { OTHER, SOURCE, grant, putPolicy, putRules, scene, to } from '../../support/scene.js';

const [HERE, THERE] = [`${SOURCE}/us-west-2`, `${OTHER}/eu-west-1`];
const one = image('one');
let ecr: ReturnType<typeof scene>;
let prod: ReturnType<typeof ecr.registry>;
let dr: ReturnType<typeof ecr.registry>;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  dr = ecr.registry(OTHER, 'eu-west-1');
}

beforeEach(() => start());

const payments = () => prod.repository('payments');
const verdict = (reference = 'payments:v1') => ecr.explain(reference, dr, prod);
const reasons = (reference?: string) => verdict(reference).reasons;
const connect = (options: { prefix?: string | string[] } = {}) => {
  prod.replicateTo(dr, options);
  dr.allowReplicationFrom(prod);
};
const answer = (outcome: string, code: string, text: string, ...details: string[]) => ({
  outcome,
  question: `payments:v1 from ${HERE} to ${THERE}`,
  reasons: [{ code, text, details: expect.arrayContaining(details) as string[] }],
});

describe('it is there', () => {
  test('as a replica', () => {
    connect();
    payments().push('v1', one);
    expect(verdict()).toMatchObject(
      answer('replicated', 'arrived', `payments:v1 is at ${THERE}.`, `digest ${one.digest}`),
    );
    expect(verdict().isReplicated).toBe(true);
    expect(String(verdict()).split('\n').slice(0, 3)).toEqual([
      `payments:v1 from ${HERE} to ${THERE}: replicated`,
      `- payments:v1 is at ${THERE}.`,
      `    digest ${one.digest}`,
    ]);
    expect(verdict(`payments@${one.digest}`).reasons[0]?.text).toBe(`payments@${one.digest} is at ${THERE}.`);
  });

  test('with all the settings that did not come along', () => {
    connect();
    prod.createRepository('strict', {
      imageTagMutability: 'IMMUTABLE',
      scanOnPush: true,
      resourceTags: { team: 'a' },
      encryption: { type: 'KMS' },
    });
    const strict = prod.repository('strict').push('v1', one);
    strict.setLifecyclePolicy({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 9 },
          action: { type: 'expire' },
        },
      ],
    });
    strict.setPolicy({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }],
    });
    expect(reasons('strict:v1')[0]?.details).toContain(
      'settings are not replicated: tag mutability IMMUTABLE here, MUTABLE there; encryption KMS here, AES256 there; scan on push true here, false there; repository policy present here, none there; lifecycle policy present here, none there; resource tags 1 here, 0 there',
    );
  });

  test('though the source has deleted it', () => {
    connect();
    payments().push('v1', one).remove('v1');
    expect(verdict()).toMatchObject(
      answer(
        'replicated',
        'arrived',
        `payments:v1 is at ${THERE}; the source has since deleted it, but deletions are not replicated.`,
      ),
    );
  });

  test('by a backfill, and deleted at the source since', async () => {
    payments().push('v1', one);
    connect();
    const destination = to(OTHER, 'eu-west-1');
    await ecr.client(SOURCE, 'us-west-2').send(new StartReplicationBackfillCommand({ destination }));
    expect(verdict().reasons[0]?.code).toBe('arrived');
    payments().remove('v1');
    expect(verdict().reasons[0]?.code).toBe('arrived');
  });

  test('though the source has deleted it, and pushed it again without a rule', async () => {
    connect();
    payments().push('v1', one);
    payments().remove('v1');
    await putRules(ecr.client(SOURCE, 'us-west-2'), []);
    payments().push('v1', one);
    expect(verdict()).toMatchObject(answer('replicated', 'arrived', `payments:v1 is at ${THERE}.`));
  });

  test('since a replication found it there', () => {
    dr.createRepository('payments').push('payments:v1', one);
    connect();
    payments().push('v1', one);
    expect(reasons()[0]?.code).toBe('arrived');
  });

  test('under another digest, or tag, it is not', () => {
    connect();
    payments().push('v1', one).push('v2', image('two'));
    expect(reasons(`payments:v1@${image('two').digest}`)[0]?.code).toBe('no-such-image');
    expect(reasons(`payments:v1@${one.digest}`)[0]?.code).toBe('arrived');
    expect(reasons(`payments:v3@${one.digest}`)[0]?.code).toBe('no-such-image');
  });
});

describe('it is there, but not by replication', () => {
  const BY_HAND = `payments:v1 is at ${THERE}, but not by a replication from ${HERE}.`;

  test('since it was put there by hand', async () => {
    payments().push('v1', one);
    dr.createRepository('payments').push('payments:v1', one);
    const { outcome, isReplicated } = verdict();
    expect([outcome, isReplicated]).toEqual(['never', false]);
    expect(reasons().map(({ code, text }) => [code, text])).toEqual([
      ['already-there', BY_HAND],
      ['no-rule', `${HERE} has no replication rule.`],
    ]);
    await expect(expectReplicated('payments:v1', 'eu-west-1', OTHER)).rejects.toThrow(BY_HAND);
    payments().remove('v1');
    expect(verdict().outcome).toBe('never');
  });

  test('since it was sent the other way', () => {
    connect();
    payments().push('v1', one);
    expect(verdict().isReplicated).toBe(true);
    const back = ecr.explain('payments:v1', prod, dr);
    expect([back.isReplicated, back.reasons[0]?.text]).toEqual([
      false,
      `payments:v1 is at ${HERE}, but not by a replication from ${THERE}.`,
    ]);
  });

  test('since another registry sent it', () => {
    connect();
    payments().push('v1', one);
    const other = ecr.registry(SOURCE, 'eu-central-1');
    other.createRepository('payments').push('payments:v1', one);
    const fromOther = ecr.explain('payments:v1', dr, other);
    expect([fromOther.isReplicated, fromOther.reasons[0]?.text]).toEqual([
      false,
      `payments:v1 is at ${THERE}, but not by a replication from ${other.key}.`,
    ]);
    expect(verdict().isReplicated).toBe(true);
  });
});

describe('nothing was started', () => {
  test('since it is the same registry', () => {
    payments().push('v1', one);
    expect(ecr.explain('payments:v1', prod, prod)).toMatchObject({
      outcome: 'never',
      reasons: [
        {
          code: 'same-registry',
          text: `${HERE} is the registry the image is in; nothing replicates to itself.`,
          details: [],
        },
      ],
    });
  });

  test('since there is no such image, or repository', () => {
    expect(reasons()).toMatchObject([
      {
        code: 'no-such-image',
        text: `There is no image payments:v1 at the source ${HERE}.`,
        details: ['the repository has no tags'],
      },
    ]);
    payments().push('v2', one).push('v3', one);
    expect(reasons()[0]?.details).toEqual(['tags there: v2, v3']);
    for (const tag of ['v4', 'v5', 'v6', 'v7']) payments().push(tag, one);
    expect(reasons()[0]?.details).toEqual(['tags there: v2, v3, v4, v5, v6']);
    const digest = image('two').digest;
    expect(reasons(`payments@${digest}`)[0]?.text).toContain(`no image payments@${digest} at`);
    expect(reasons(`payments:v2@${digest}`)[0]?.code).toBe('no-such-image');
    expect(reasons('orders:v1')).toMatchObject([
      {
        code: 'no-such-repository',
        text: `There is no repository 'orders' at the source ${HERE}.`,
        details: ['repositories there: payments'],
      },
    ]);
    for (const name of ['aa', 'bb', 'cc', 'dd', 'ee']) prod.createRepository(name);
    expect(reasons('orders:v1')[0]?.details).toEqual(['repositories there: payments, aa, bb, cc, dd']);
    start();
    prod = ecr.registry(SOURCE, 'us-east-2');
    expect(reasons('orders:v1')[0]?.details).toEqual(['the registry has no repositories']);
  });

  test('since the name was expected to change on the way', () => {
    connect();
    for (const name of ['app-us-west-2', `team-${SOURCE}`]) prod.createRepository(name);
    expect(reasons('app-eu-west-1:v1')).toMatchObject([
      {
        code: 'name-not-mapped',
        text: `At the source ${HERE} it is called 'app-us-west-2': replicas keep the repository name.`,
        details: [`ask for 'app-us-west-2:v1' at ${THERE}`],
      },
    ]);
    expect(reasons(`team-${OTHER}:v1`)[0]?.details).toEqual([`ask for 'team-${SOURCE}:v1' at ${THERE}`]);
    expect(reasons('other-eu-west-1:v1')[0]?.code).toBe('no-such-repository');
  });

  test('since there is no rule, and perhaps one elsewhere', () => {
    payments().push('v1', one);
    expect(verdict()).toMatchObject(answer('never', 'no-rule', `${HERE} has no replication rule.`));
    ecr.registry(SOURCE, 'us-east-1').replicateTo(dr);
    expect(reasons()[0]?.details[0]).toBe(
      `${SOURCE}/us-east-1 has one: rules belong to one account and one Region`,
    );
  });

  test('since rules go elsewhere', async () => {
    const rules = [
      { destinations: [to(SOURCE, 'us-east-1'), to(SOURCE, 'us-east-2')] },
      { destinations: [to(SOURCE, 'us-east-1')] },
    ];
    await putRules(ecr.client(SOURCE, 'us-west-2'), rules);
    payments().push('v1', one);
    expect(verdict()).toMatchObject(
      answer(
        'never',
        'no-such-destination',
        `No replication rule of ${HERE} has ${THERE} as a destination.`,
        `destinations: ${SOURCE}/us-east-1, ${SOURCE}/us-east-2`,
      ),
    );
  });

  test('since its rule goes nowhere', async () => {
    await putRules(ecr.client(SOURCE, 'us-west-2'), [{ destinations: [] }]);
    payments().push('v1', one);
    expect(reasons()[0]).toMatchObject({ code: 'no-such-destination', details: ['destinations: none'] });
  });

  test('since it would be a second hop', () => {
    const middle = ecr.registry(SOURCE, 'us-east-1').replicateTo(dr);
    prod.replicateTo(middle);
    payments().push('v1', one);
    expect(verdict()).toMatchObject(
      answer(
        'never',
        'second-hop',
        `${HERE} replicates to ${SOURCE}/us-east-1, and only that registry has a rule to ${THERE}; replicas are not replicated further.`,
        `add ${THERE} as a destination to ${HERE}`,
      ),
    );
    const atMiddle = () => ecr.explain('payments:v1', dr, middle).reasons;
    expect(atMiddle()).toMatchObject([
      {
        code: 'second-hop',
        text: `${SOURCE}/us-east-1 itself received the image by replication, and replicas are not replicated further.`,
        details: [`add ${THERE} as a destination where the image is pushed`, `it was pushed to ${HERE}`],
      },
    ]);
    payments().remove('v1');
    expect(atMiddle()[0]?.details).toEqual([`add ${THERE} as a destination where the image is pushed`]);
  });

  test('since no filter matches, with what people mean by such filters', () => {
    payments().push('v1', one);
    connect({ prefix: ['payments/', 'v1', 'ment', 'xx'] });
    expect(verdict()).toMatchObject(
      answer(
        'never',
        'filter-mismatch',
        `No filter of the rules to ${THERE} matches the repository name 'payments'.`,
        "rule #1: 'payments' does not start with 'payments/', 'v1', 'ment', 'xx'",
        "  'payments/' ends in a slash, so it does not match 'payments' itself: a filter is the start of a name",
        "  'v1' is the tag: filters match repository names only, and all tags of a repository are replicated",
        "  'ment' is not at the start of the name: filters have no wildcards and match the start only",
      ),
    );
    expect(reasons(`payments@${one.digest}`)[0]?.details).not.toContainEqual(
      expect.stringContaining('is the tag'),
    );
  });

  test('since none of several rules matches, and none to elsewhere counts', async () => {
    const rule = (filter: string, ...destinations: ReturnType<typeof to>[]) => ({
      destinations,
      repositoryFilters: [{ filter, filterType: 'PREFIX_MATCH' as const }],
    });
    const EU = to(OTHER, 'eu-west-1');
    payments().push('v1', one);
    const put = (...rules: ReturnType<typeof rule>[]) => putRules(ecr.client(SOURCE, 'us-west-2'), rules);
    await put(rule('pay', to(SOURCE, 'us-east-1')), rule('web', to(SOURCE, 'us-east-1'), EU), rule('db', EU));
    expect(reasons()[0]?.details).toEqual([
      "rule #2: 'payments' does not start with 'web'",
      "rule #3: 'payments' does not start with 'db'",
    ]);
    await put(rule('web', EU), rule('pay', EU));
    expect(reasons()[0]?.code).toBe('pushed-before-rule');
  });

  test('since what came by a backfill goes no further', async () => {
    payments().push('v1', one);
    const middle = ecr.registry(SOURCE, 'us-east-1').replicateTo(dr);
    prod.replicateTo(middle);
    const destination = to(SOURCE, 'us-east-1');
    await ecr.client(SOURCE, 'us-west-2').send(new StartReplicationBackfillCommand({ destination }));
    expect(ecr.explain('payments:v1', dr, middle).reasons[0]).toMatchObject({
      code: 'second-hop',
      details: [`add ${THERE} as a destination where the image is pushed`, `it was pushed to ${HERE}`],
    });
  });

  test('since it was pushed before the rule', () => {
    payments().push('v1', one);
    ecr.clock.advance(1000);
    payments().push('v2', one);
    ecr.clock.advance(1000);
    connect();
    const details = (pushed: string) => [
      `pushed 2026-11-24T09:00:0${pushed}.000Z`,
      'rule in force since 2026-11-24T09:00:02.000Z',
      'push a new tag, or start a replication backfill',
    ];
    expect(verdict()).toMatchObject(
      answer(
        'never',
        'pushed-before-rule',
        `payments:v1 was pushed before the rule that sends it to ${THERE}; only later pushes are replicated.`,
        ...details('0'),
      ),
    );
    expect(reasons('payments:v2')[0]?.details).toEqual(details('1'));
    expect(reasons(`payments@${one.digest}`)[0]?.details).toEqual(details('0'));
  });
});

describe('it was started', () => {
  test('and is in progress, until a moment or until settle()', () => {
    start({ replication: { latency: 60_000 } });
    connect();
    payments().push('v1', one);
    expect(verdict()).toMatchObject(
      answer(
        'pending',
        'in-progress',
        'The replication of payments:v1 is in progress. It is due at 2026-11-24T09:01:00.000Z, and now it is 2026-11-24T09:00:00.000Z: advance the clock by 60000 ms, or call ecr.settle().',
        'started 2026-11-24T09:00:00.000Z',
      ),
    );
    expect(verdict().isReplicated).toBe(false);
    start({ replication: 'manual' });
    connect();
    payments().push('v1', one);
    expect(reasons()[0]?.text).toBe(
      'The replication of payments:v1 is in progress. It is delivered when the test calls ecr.settle().',
    );
  });

  test('and the image was removed there, or another one took its tag', () => {
    connect();
    payments().push('v1', one);
    ecr.clock.advance(1000);
    dr.repository('payments').push('v1', image('two'));
    expect(verdict()).toMatchObject(
      answer(
        'failed',
        'other-image-there',
        'payments:v1 was replicated at 2026-11-24T09:00:00.000Z, but the tag points to another image there now.',
        `there: ${image('two').digest}`,
        `at the source: ${one.digest}`,
      ),
    );
    dr.repository('payments').remove('v1').remove(one.digest);
    expect(verdict()).toMatchObject(
      answer(
        'failed',
        'removed-there',
        `payments:v1 was replicated at 2026-11-24T09:00:00.000Z, but has been removed at ${THERE} since.`,
      ),
    );
    expect(reasons(`payments@${one.digest}`)[0]?.code).toBe('removed-there');
  });

  test('and failed if the Region of the source is disabled', () => {
    connect();
    ecr.account(SOURCE).disableRegion('us-west-2');
    payments().push('v1', one);
    expect(verdict()).toMatchObject(
      answer(
        'failed',
        'region-disabled',
        `Region us-west-2 is not enabled for the source account ${SOURCE}.`,
        `enable it in the test: ecr.account('${SOURCE}').enableRegion('us-west-2')`,
        'status FAILED, failureCode DESTINATION_REGISTRY_ACCESS_DENIED',
      ),
    );
  });

  test('and failed as the test told it', () => {
    connect();
    ecr.failReplication({ to: dr, code: 'BAD_DAY' }).once();
    payments().push('v1', one);
    expect(verdict()).toMatchObject(
      answer(
        'failed',
        'failure-injected',
        'The test injected a failure with code BAD_DAY.',
        'status FAILED, failureCode BAD_DAY',
      ),
    );
  });

  test('by several tags, each of which has its own end; by digest the last to start speaks', () => {
    connect();
    ecr.failReplication({ code: 'FIRST' }).once();
    ecr.failReplication({ code: 'SECOND' }).once();
    payments().push('v1', one).push('v2', one);
    const code = (reference: string) => reasons(reference)[0]?.details[0]?.split(' ').at(-1);
    expect(code('payments:v1')).toBe('FIRST');
    expect(code('payments:v2')).toBe('SECOND');
    expect(code(`payments@${one.digest}`)).toBe('SECOND');
  });

  test('and failed since the tag went, if the option says so', () => {
    start({ replication: { latency: 1000 }, behaviour: { sourceDeletedInFlight: 'fail' } });
    payments().push('early', one);
    connect();
    payments().push('v1', one).remove('v1');
    ecr.clock.advance(1000);
    expect(reasons(`payments@${one.digest}`)).toMatchObject([
      {
        code: 'source-deleted',
        text: `The image was deleted at ${HERE} while its replication was in progress.`,
        details: ['status FAILED, failureCode SOURCE_IMAGE_DELETED', 'sent by rule #1, which has no filter'],
      },
    ]);
  });

  test('and failed since a quota there was met', () => {
    start({ limits: { imagesPerRepository: 1, tagsPerImage: 1 } });
    connect();
    dr.createRepository('payments').push('payments:v0', image('two'));
    payments().push('v1', one);
    expect(verdict()).toMatchObject(
      answer(
        'failed',
        'limit-exceeded',
        `A quota of ${THERE} was reached: The repository with name 'payments' in registry with id '${OTHER}' already has the maximum allowed number of images which is '1'.`,
        'status FAILED, failureCode DESTINATION_LIMIT_EXCEEDED',
      ),
    );
    dr.repository('payments').remove('v0').push('v0', one);
    payments().remove('v1').push('v1', one);
    expect(reasons()[0]?.text).toBe(
      `A quota of ${THERE} was reached: Adding tag 'v1' to an image in the repository with name 'payments' in registry with id '${OTHER}' exceeds the maximum allowed number of tags per image which is '1'.`,
    );
  });

  test('and failed since the source went meanwhile, if the option says so', () => {
    start({ replication: { latency: 1000 }, behaviour: { sourceDeletedInFlight: 'fail' } });
    connect();
    payments().push('v1', one).push('v2', one).remove('v1');
    ecr.clock.advance(1000);
    payments().push('v1', one);
    expect(reasons('payments:v2')[0]?.code).toBe('arrived');
    expect(ecr.events.filter((event) => event.detail['result'] === 'FAILED')).toMatchObject([
      { detail: { 'image-tag': 'v1' } },
    ]);
  });

  test('and is under way though the source has it no more, asked for by digest or by the second tag', () => {
    start({ replication: { latency: 1000 } });
    connect();
    const [two, three] = [image('two'), image('three')];
    payments().push('v1', one).push('v2', two).push(undefined, three);
    payments().remove('v1').remove('v2').remove(three.digest);
    for (const reference of ['payments:v2', `payments@${three.digest}`]) {
      expect(verdict(reference)).toMatchObject({
        outcome: 'pending',
        reasons: [
          {
            code: 'in-progress',
            text: `The replication of ${reference} is in progress. It is due at 2026-11-24T09:00:01.000Z, and now it is 2026-11-24T09:00:00.000Z: advance the clock by 1000 ms, or call ecr.settle().`,
          },
        ],
      });
    }
    expect(reasons('payments:v3')[0]?.code).toBe('no-such-image');
  });

  test('and failed if the registry there takes no more repositories', () => {
    start({ limits: { repositoriesPerRegistry: 1 } });
    dr.createRepository('other');
    connect();
    payments().push('v1', one);
    expect(verdict().outcome).toBe('failed');
    expect(reasons()[0]).toMatchObject({
      code: 'creation-failed',
      text: `The repository could not be created at ${THERE}.`,
    });
    expect(reasons()[0]?.details[0]).toBe(
      `The registry with id '${OTHER}' already has the maximum allowed number of repositories which is '1'`,
    );
    expect(dr.repository('payments').exists).toBe(false);
  });

  test('and could not make the repository', async () => {
    const policy = grant({ account: OTHER, region: 'eu-west-1' }, { Action: 'ecr:ReplicateImage' });
    await putPolicy(ecr.client(OTHER, 'eu-west-1'), policy);
    prod.replicateTo(dr);
    payments().push('v1', imageIndex({ images: [one] }));
    expect(reasons()[0]).toMatchObject({
      code: 'create-denied',
      text: `The repository is missing at the destination and may not be created there: ${SOURCE} may not ecr:CreateRepository on repository payments of ${THERE}.`,
    });
  });
});

describe('work that is pending', () => {
  test('is named by tag or by digest, deletions too, and what an outage holds back', async () => {
    start({ replication: 'manual' });
    dr.allowReplicationFrom(prod);
    const rule = { destinations: [to(OTHER, 'eu-west-1')], deleteReplication: { enabled: true } };
    await putRules(ecr.client(SOURCE, 'us-west-2'), [rule]);
    payments().push('v1', one).push(undefined, image('two'));
    const lines = [
      `replication of payments:v1 from ${HERE} to ${THERE}`,
      `replication of payments@${image('two').digest} from ${HERE} to ${THERE}`,
    ];
    expect(ecr.pending()).toEqual(lines);
    const outage = ecr.outage('eu-west-1');
    ecr.settle();
    expect(ecr.pending()).toEqual(lines.map((line) => `${line}, held back by an outage of eu-west-1`));
    ecr.outage('us-east-1').end();
    expectUnused(ecr);
    expect(ecr.pending()).toHaveLength(2);
    outage.end();
    expect(ecr.pending()).toEqual([]);
    payments().push('v2', one).remove('v1').remove(one.digest);
    expect(ecr.pending().slice(1)).toEqual([
      `deletion of payments:v1 from ${HERE} at ${THERE}`,
      `deletion of payments@${one.digest} from ${HERE} at ${THERE}`,
    ]);
  });
});
