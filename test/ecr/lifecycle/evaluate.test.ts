import { type LifecycleImage, evaluateLifecycle } from '../../../src/ecr/lifecycle/evaluate.js';
import { DAY, NOW, TRANSITION, documentRule, image, keep, olderThan, policyOf, tagged } from './policies.js';

/** `digest(priority)` of what would be acted on, in the order of execution. */
function actedOn(rules: readonly unknown[], images: readonly LifecycleImage[], now = NOW): string[] {
  const { selections } = evaluateLifecycle(policyOf(...rules), images, now);
  return selections.map((selection) => `${selection.image.digest}(${selection.rule.priority})`);
}

const UNTAGGED = { tagStatus: 'untagged' };

describe('the worked examples', () => {
  const abc = [
    image('A', 3, ['beta-1', 'prod-1']),
    image('B', 2, ['beta-2', 'prod-2']),
    image('C', 1, ['beta-3']),
  ];

  test('E1 prod before beta: the older prod goes, the newer one is shielded from beta', () => {
    expect(actedOn([keep(1, 1, tagged('prod*')), keep(2, 1, tagged('beta*'))], abc)).toEqual(['A(1)']);
  });

  test('E2 beta before prod: both older betas go, both by beta', () => {
    expect(actedOn([keep(1, 1, tagged('beta*')), keep(2, 1, tagged('prod*'))], abc)).toEqual([
      'A(1)',
      'B(1)',
    ]);
  });

  test('E3 two patterns by age: only an old image that has both', () => {
    const images = [
      image('A', 12, ['alpha-1']),
      image('B', 11, ['beta-1']),
      image('C', 10, ['alpha-2', 'beta-2']),
      image('D', 4, ['alpha-3']),
      image('E', 3, ['beta-3']),
      image('F', 2, ['alpha-4', 'beta-4']),
    ];

    expect(actedOn([olderThan(1, 5, tagged('alpha*', 'beta*'))], images)).toEqual(['C(1)']);
  });

  test('E4 two patterns by count: all that have both but the newest', () => {
    const images = [
      image('A', 4, ['alpha-1', 'beta-1']),
      image('B', 3, ['alpha-2', 'beta-2']),
      image('C', 2, ['alpha-3', 'beta-3']),
      image('D', 1, ['alpha-4']),
    ];

    expect(actedOn([keep(1, 1, tagged('alpha*', 'beta*'))], images)).toEqual(['A(1)', 'B(1)']);
  });

  test('E5 any: all but the newest, tagged or not', () => {
    const images = [image('A', 4, ['alpha']), image('B', 3), image('C', 2, ['beta']), image('D', 1, ['x'])];

    expect(actedOn([keep(1, 1)], images)).toEqual(['A(1)', 'B(1)', 'C(1)']);
  });

  test('E6 three rules: each takes its own, and any takes only what no other rule saw', () => {
    const images = [
      image('A', 12, ['alpha-1']),
      image('B', 11),
      image('C', 10, ['alpha-2']),
      image('D', 4, ['3f9c2e1']),
      image('E', 0.5),
    ];

    expect(actedOn([keep(1, 1, tagged('alpha*')), olderThan(2, 1, UNTAGGED), keep(3, 1)], images)).toEqual([
      'A(1)',
      'B(2)',
      'D(3)',
    ]);
  });
});

describe('shielding', () => {
  test('E7 an image that a rule keeps is never taken by a later one', () => {
    const images = [image('A', 30, ['prod-1']), image('B', 20, ['dev']), image('C', 1, ['dev'])];

    expect(actedOn([keep(1, 5, tagged('prod*')), keep(2, 1)], images)).toEqual(['B(2)']);
  });

  test('E7 an image that an earlier rule took still counts for a later one', () => {
    const images = [
      image('A', 3, ['dev']),
      image('B', 2, ['dev']),
      image('C', 1, ['tmp', 'x']),
      image('D', 0.5, ['tmp']),
    ];

    // The newest two are C and D, though C is gone already.
    expect(actedOn([keep(1, 1, tagged('tmp')), keep(2, 2)], images)).toEqual(['C(1)', 'A(2)', 'B(2)']);
  });

  test('E21 two fresh untagged images are shielded by a rule that leaves them, so any takes four of 26', () => {
    const untagged = [image('u1', 0.9), image('u2', 0.8)];
    const images = [
      ...untagged,
      ...Array.from({ length: 24 }, (_, index) => image(`t${index}`, 0.7 - index / 100, [`v${index}`])),
    ];

    expect(actedOn([olderThan(1, 1, UNTAGGED), keep(2, 20)], images)).toEqual([
      't0(2)',
      't1(2)',
      't2(2)',
      't3(2)',
    ]);
  });
});

describe('age', () => {
  test('E8 an image pushed exactly so many days ago is kept, one millisecond more is too old', () => {
    const images = [image('A', 14)];

    expect(actedOn([olderThan(1, 14)], images)).toEqual([]);
    expect(actedOn([olderThan(1, 14)], images, NOW + 1)).toEqual(['A(1)']);
  });

  test('E19 a restored image ranks by the moment it was restored', () => {
    const images = [image('A', 300, [], { lastActivatedAt: NOW - DAY }), image('B', 2), image('C', 3)];

    expect(actedOn([keep(1, 1)], images)).toEqual(['C(1)', 'B(1)']);
    expect(actedOn([olderThan(1, 2)], images)).toEqual(['C(1)']);
  });

  test('of images pushed at the same moment the one put first is the older', () => {
    const images = [image('A', 1), image('B', 1), image('C', 1)];

    expect(actedOn([keep(1, 1)], images)).toEqual(['A(1)', 'B(1)']);
    expect(actedOn([keep(1, 1)], images.toReversed())).toEqual(['A(1)', 'B(1)']);
  });
});

describe('the last pull', () => {
  const rules = [
    documentRule({ countType: 'sinceImagePulled', countUnit: 'days', countNumber: 30 }, {}, TRANSITION),
  ];

  test('E11 of an image never pulled is its push', () => {
    expect(actedOn(rules, [image('A', 31), image('B', 29)])).toEqual(['A(1)']);
  });

  test('E12 of an image restored and not pulled since is its restoring, though an older pull exists', () => {
    const restored = { lastPulledAt: NOW - 300 * DAY, lastActivatedAt: NOW - 5 * DAY };

    expect(actedOn(rules, [image('A', 400, [], restored)])).toEqual([]);
    expect(actedOn(rules, [image('A', 400, [], restored)], NOW + 26 * DAY)).toEqual(['A(1)']);
  });

  test('the fallback chain: pulled, else restored, else pushed', () => {
    const ago = (days: number) => NOW - days * DAY;
    const images = [
      image('pulled lately', 99, [], { lastPulledAt: ago(1) }),
      image('pulled long ago', 99, [], { lastPulledAt: ago(40) }),
      image('restored lately', 99, [], { lastActivatedAt: ago(1) }),
      image('restored long ago', 99, [], { lastActivatedAt: ago(40) }),
      image('restored long ago, pulled lately', 99, [], { lastActivatedAt: ago(40), lastPulledAt: ago(1) }),
      image('restored long ago, pulled soon after', 99, [], {
        lastActivatedAt: ago(40),
        lastPulledAt: ago(39),
      }),
      image('pushed lately', 1),
      image('pushed long ago', 40),
    ];

    expect(actedOn(rules, images).sort()).toEqual([
      'pulled long ago(1)',
      'pushed long ago(1)',
      'restored long ago(1)',
      'restored long ago, pulled soon after(1)',
    ]);
  });
});

describe('storage classes', () => {
  const transitioned = documentRule(
    { storageClass: 'archive', countType: 'sinceImageTransitioned', countUnit: 'days', countNumber: 90 },
    { rulePriority: 2 },
  );
  const archived = (digest: string, days: number, pushed = 400) =>
    image(digest, pushed, [], { status: 'ARCHIVED', lastArchivedAt: NOW - days * DAY });

  test('E14 a rule never selects images of the other class, nor counts them', () => {
    const images = [archived('A', 400), image('B', 500), image('C', 1)];

    expect(actedOn([keep(1, 1)], images)).toEqual(['B(1)']);
    expect(actedOn([transitioned], images)).toEqual(['A(2)']);
  });

  test('E15 days in the archive count from the archiving, not from the push', () => {
    expect(actedOn([transitioned], [archived('A', 91, 95), archived('B', 90, 400)])).toEqual(['A(2)']);
  });

  test('archive and expire in one policy: each image meets the rule of its class', () => {
    const pulled = documentRule(
      { countType: 'sinceImagePulled', countUnit: 'days', countNumber: 60 },
      {},
      TRANSITION,
    );
    const images = [
      image('cold', 61),
      image('warm', 61, [], { lastPulledAt: NOW }),
      archived('old', 91),
      archived('new', 5),
    ];

    const { selections } = evaluateLifecycle(policyOf(pulled, transitioned), images, NOW);

    expect(selections.map((selection) => [selection.image.digest, selection.action])).toEqual([
      ['cold', 'TRANSITION'],
      ['old', 'EXPIRE'],
    ]);
  });

  test('an image on its way out of the archive is in neither class', () => {
    const images = [
      image('A', 400, [], { status: 'ACTIVATING', lastArchivedAt: 0 }),
      image('B', 2),
      image('C', 1),
    ];

    expect(actedOn([keep(1, 1), transitioned], images)).toEqual(['B(1)']);
  });
});

describe('images that belong together', () => {
  test('a referrer of an image that is present is neither selected nor counted', () => {
    const images = [image('A', 3), image('B', 2), image('signature', 1, [], { liveSubject: true })];

    expect(actedOn([keep(1, 1)], images)).toEqual(['A(1)']);
  });

  test('indexes go before what they hold, the outermost first, whichever rule took them', () => {
    const images = [
      image('child', 4),
      image('inner', 3, ['inner'], { isIndex: true }),
      image('outer', 2, ['outer'], { isIndex: true }),
      image('newest', 1, ['x']),
    ];

    expect(actedOn([olderThan(1, 1, UNTAGGED), keep(2, 1)], images)).toEqual([
      'outer(2)',
      'inner(2)',
      'child(1)',
    ]);
  });
});

test('gives back the very objects it was given', () => {
  const mine = { ...image('A', 9), note: 'mine' };

  const { selections } = evaluateLifecycle(policyOf(olderThan(1, 1)), [mine], NOW);

  expect(selections[0]?.image).toBe(mine);
});
