import { isFailure } from '../../../src/aws/failure.js';
import { parseLifecyclePolicy } from '../../../src/ecr/lifecycle/policy-document.js';
import { TRANSITION, documentRule, keep, olderThan, parse, policyOf, refusalOf, tagged } from './policies.js';

const PULLED = { countType: 'sinceImagePulled', countUnit: 'days', countNumber: 30 };
const TRANSITIONED = {
  storageClass: 'archive',
  countType: 'sinceImageTransitioned',
  countUnit: 'days',
  countNumber: 90,
};

describe('the rules of a policy', () => {
  test('L1 refuses 51 rules, and says nothing of what is wrong inside them', () => {
    const rules = Array.from({ length: 51 }, (_, index) => ({ rulePriority: index + 1 }));

    const text = refusalOf(parse(...rules));

    expect(text).toContain('array is too long: must have at most 50 elements but instance has 51 elements');
    expect(text).not.toContain('selection');
    expect(text).toMatch(/elements\n'$/);
  });

  test('L1 accepts 50 rules', () => {
    const rules = Array.from({ length: 50 }, (_, index) => keep(index + 1, 1, tagged(`v${index}`)));

    expect(policyOf(...rules).rules).toHaveLength(50);
  });

  test('L2 refuses a policy of no rules', () => {
    expect(refusalOf(parseLifecyclePolicy(`{"rules":[]}${' '.repeat(88)}`))).toContain(
      'array is too short: must have at least 1 elements but instance has 0 elements',
    );
  });

  test.each(['', 'no json', '{"rules":', '[]', 'null', '"rules"', '7'])('L3 refuses to parse %j', (text) => {
    expect(refusalOf(parseLifecyclePolicy(text))).toBe(
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: " +
        "'Lifecycle policy parsing failure: Could not map policyString into LifecyclePolicy.'",
    );
  });

  test('L4 refuses a document without rules', () => {
    expect(refusalOf(parseLifecyclePolicy('{"Rules":[]}'))).toBe(
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: " +
        `'Lifecycle policy validation failure: object has missing required properties (["rules"])\n'`,
    );
  });

  test('L6 refuses duplicate priorities', () => {
    const text = refusalOf(parse(keep(3, 1, tagged('a')), keep(3, 2)));

    expect(text).toContain("Lifecycle policy validation failure: Duplicate priority in multiple rules'");
  });

  test('L7 accepts gaps between priorities, and hears the lowest number first', () => {
    const policy = policyOf(keep(10, 1), keep(1, 1, tagged('a')));

    expect(policy.rules.map((rule) => rule.priority)).toEqual([1, 10]);
  });

  test.each([0, -1])('L8 refuses priority %d', (rulePriority) => {
    expect(refusalOf(parse(documentRule({}, { rulePriority })))).toContain(
      `numeric instance is lower than the required minimum (minimum: 1, found: ${rulePriority})`,
    );
  });

  test('refuses a priority beyond 32 bits', () => {
    refusalOf(parse(documentRule({}, { rulePriority: 2 ** 31 })));
    expect(policyOf(documentRule({}, { rulePriority: 2 ** 31 - 1 })).rules).toHaveLength(1);
  });

  test('names what a rule and a selection lack, in alphabetical order', () => {
    expect(refusalOf(parse({ rulePriority: 1 }))).toContain(
      `missing required properties (["action","selection"])\n'`,
    );
    expect(refusalOf(parse({ rulePriority: 1, selection: {}, action: { type: 'expire' } }))).toContain(
      'missing required properties (["countNumber","countType","tagStatus"])',
    );
  });
});

describe('the action', () => {
  test('L5 refuses a transition without a target as not parsable', () => {
    const text = refusalOf(parse(documentRule({}, {}, { type: 'transition' })));

    expect(text).toContain(
      'Lifecycle policy parsing failure: Could not map policyString into LifecyclePolicy.',
    );
  });

  test('L5 hears the schema before the mapping', () => {
    const text = refusalOf(
      parse(documentRule({}, {}, { type: 'transition' }), documentRule({ countNumber: 0 })),
    );

    expect(text).toContain('validation failure');
  });

  test.each([
    { type: 'delete' },
    { type: 'expire', targetStorageClass: null },
    { type: 'expire', targetStorageClass: 'archive' },
    { type: 'transition', targetStorageClass: 'standard' },
    { type: 'transition', targetStorageClass: 'ARCHIVE' },
    { type: 'expire', why: 'x' },
    { ...TRANSITION, why: 'x' },
    { type: 'transition', why: 'x' },
    {},
  ])('refuses the action %j', (action) => {
    expect(refusalOf(parse(documentRule({}, {}, action)))).toContain(
      'instance failed to match exactly one schema (matched 0 out of 2)',
    );
  });

  test('maps a transition', () => {
    const [rule] = policyOf(documentRule(PULLED, { description: 'cold' }, TRANSITION)).rules;

    expect(rule).toEqual({
      priority: 1,
      description: 'cold',
      tagStatus: 'any',
      storageClass: 'standard',
      countType: 'sinceImagePulled',
      countNumber: 30,
      action: 'transition',
      targetStorageClass: 'archive',
    });
  });
});

describe('the tags of a selection', () => {
  test.each([{}, { tagPatternList: [] }, { tagPrefixList: [] }])('L9 refuses tagged with %j', (lists) => {
    expect(refusalOf(parse(documentRule({ tagStatus: 'tagged', ...lists })))).toContain(
      "Lifecycle policy validation failure: Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.'",
    );
  });

  test('L10 refuses both lists in one rule and accepts them in two', () => {
    const both = documentRule({ ...tagged('a*'), tagPrefixList: ['b'] });
    const prefix = keep(2, 1, { tagStatus: 'tagged', tagPrefixList: ['b'] });

    refusalOf(parse(both));
    expect(
      policyOf(keep(1, 1, tagged('a*')), prefix).rules.map((rule) => [rule.tagPatterns, rule.tagPrefixes]),
    ).toEqual([
      [['a*'], undefined],
      [undefined, ['b']],
    ]);
  });

  test.each(['untagged', 'any'])('L11 refuses a list with tagStatus %s', (tagStatus) => {
    refusalOf(parse(documentRule({ tagStatus, tagPrefixList: ['a'] })));
    refusalOf(parse(documentRule({ tagStatus, tagPatternList: ['a*'] })));
  });

  test('L12 refuses five wildcards in a pattern and accepts four', () => {
    expect(refusalOf(parse(documentRule(tagged('a*b*c*d*e*'))))).toContain(
      'Invalid tag pattern provided. Total number of * must not exceed 4',
    );
    expect(policyOf(documentRule(tagged('*a*b*c*', '****'))).rules).toHaveLength(1);
    refusalOf(parse(documentRule(tagged('a', 'a*b*c*d*e*'))));
  });

  test('L22 refuses a list that is null, one line for each', () => {
    const text = refusalOf(parse(documentRule({ tagPatternList: null, tagPrefixList: null })));

    const line = 'instance type (null) does not match any allowed primitive type (allowed: ["array"])';
    expect(text).toContain(`${line}\n${line}`);
  });

  test('refuses an unknown tag status', () => {
    expect(refusalOf(parse(documentRule({ tagStatus: 'TAGGED' })))).toContain(
      'instance value ("TAGGED") not found',
    );
  });

  test('refuses the same tag list twice in a storage class, in any order', () => {
    refusalOf(parse(keep(1, 1, tagged('a', 'b')), keep(2, 9, tagged('b', 'a'))));
    expect(isFailure(parse(keep(1, 1, tagged('a', 'b')), keep(2, 9, tagged('a'))))).toBe(false);
    const archived = documentRule({ ...tagged('a'), ...TRANSITIONED }, { rulePriority: 2 });
    expect(isFailure(parse(keep(1, 1, tagged('a')), archived))).toBe(false);
  });
});

describe('rules beside one another', () => {
  const archived = (rulePriority: number, tagStatus: string) =>
    documentRule({ ...TRANSITIONED, tagStatus }, { rulePriority });

  test('L13 refuses two untagged rules in a storage class', () => {
    const untagged = { tagStatus: 'untagged' };

    expect(refusalOf(parse(keep(1, 1, untagged), olderThan(2, 1, untagged)))).toContain(
      'Only one rule can select Untagged images per storage class.',
    );
    expect(isFailure(parse(keep(1, 1, untagged), archived(2, 'untagged')))).toBe(false);
  });

  test('L14 refuses any before another rule of its storage class', () => {
    refusalOf(parse(keep(1, 1), keep(2, 1, tagged('a'))));
    expect(isFailure(parse(keep(2, 1), keep(1, 1, tagged('a'))))).toBe(false);
    expect(isFailure(parse(keep(1, 1), archived(3, 'any'), archived(2, 'untagged')))).toBe(false);
  });

  test('L15 accepts any for each of the storage classes', () => {
    const policy = policyOf(documentRule(PULLED, {}, TRANSITION), archived(2, 'any'));

    expect(policy.rules.map((rule) => [rule.tagStatus, rule.storageClass])).toEqual([
      ['any', 'standard'],
      ['any', 'archive'],
    ]);
  });

  test('L13 refuses two untagged rules in the archive', () => {
    refusalOf(parse(archived(1, 'untagged'), archived(2, 'untagged')));
  });

  test('L14 refuses any before another rule of the archive', () => {
    refusalOf(parse(archived(1, 'any'), archived(2, 'untagged')));
  });

  test('takes patterns and prefixes of the same words for different lists', () => {
    const prefixes = { tagStatus: 'tagged', tagPrefixList: ['a'] };
    expect(isFailure(parse(keep(1, 1, tagged('a')), keep(2, 1, prefixes)))).toBe(false);
    refusalOf(parse(keep(1, 1, prefixes), keep(2, 1, prefixes)));
  });

  test('refuses any twice in a storage class', () => {
    refusalOf(parse(keep(1, 1), olderThan(2, 9)));
  });
});

describe('the count of a selection', () => {
  const ONE_OF_FOUR = 'instance failed to match exactly one schema (matched 0 out of 4)';

  test.each(['days', null])('L16 refuses a count of images with the unit %j', (countUnit) => {
    expect(refusalOf(parse(documentRule({ countUnit })))).toContain(ONE_OF_FOUR);
  });

  test('L17 refuses a count of days without its unit, or with another', () => {
    expect(refusalOf(parse(documentRule({ countType: 'sinceImagePushed' })))).toContain(ONE_OF_FOUR);
    expect(refusalOf(parse(documentRule({ countType: 'sinceImagePushed', countUnit: 'hours' })))).toContain(
      ONE_OF_FOUR,
    );
  });

  test('refuses an unknown count type', () => {
    expect(refusalOf(parse(documentRule({ countType: 'imageCountLessThan' })))).toMatch(/4\)\n'$/);
    const { countType: _, ...selection } = documentRule().selection;
    expect(refusalOf(parse({ ...documentRule(), selection }))).not.toContain(ONE_OF_FOUR);
  });

  test('L18 refuses to keep 0 images', () => {
    expect(refusalOf(parse(documentRule({ countNumber: 0 })))).toMatch(
      /: numeric instance is lower than the required minimum \(minimum: 1, found: 0\)\n'$/,
    );
  });

  test.each([1.5, '1', true, null, [1]])('refuses the count %j as no integer', (countNumber) => {
    refusalOf(parse(documentRule({ countNumber })));
  });

  test.each([
    [1.5, 'number'],
    ['1', 'string'],
    [true, 'boolean'],
    [[1], 'array'],
    [{}, 'object'],
  ])('says of the count %j that it is a %s', (countNumber, type) => {
    expect(refusalOf(parse(documentRule({ countNumber })))).toContain(
      `instance type (${type}) does not match any allowed primitive type (allowed: ["integer"])`,
    );
  });

  test('refuses a count beyond 32 bits', () => {
    refusalOf(parse(documentRule({ countNumber: 2 ** 31 })));
    expect(isFailure(parse(documentRule({ countNumber: 2 ** 31 - 1 })))).toBe(false);
  });

  test('L19 refuses to expire by the time of the last pull', () => {
    refusalOf(parse(documentRule(PULLED)));
    expect(isFailure(parse(documentRule(PULLED, {}, TRANSITION)))).toBe(false);
  });

  test('L20 refuses the time of archiving outside the archive', () => {
    refusalOf(parse(documentRule({ ...TRANSITIONED, storageClass: undefined })));
    refusalOf(parse(documentRule({ ...TRANSITIONED, storageClass: 'standard' })));
  });

  test('L21 refuses to expire what was archived 89 days ago and accepts 90', () => {
    refusalOf(parse(documentRule({ ...TRANSITIONED, countNumber: 89 })));
    expect(isFailure(parse(documentRule(TRANSITIONED)))).toBe(false);
  });

  test('refuses a transition out of the archive, and any other count in it', () => {
    refusalOf(parse(documentRule(TRANSITIONED, {}, TRANSITION)));
    refusalOf(parse(documentRule({ storageClass: 'archive' })));
    refusalOf(parse(olderThan(1, 90, { storageClass: 'archive' })));
  });
});

describe('keys that are not known', () => {
  test('L23 refuses them in a selection and in a rule', () => {
    const inSelection = refusalOf(parse(documentRule({ tagPattern: ['a'] })));
    const inRule = refusalOf(parse(documentRule({}, { priority: 1, name: 'x' })));

    expect(inSelection).toContain('object instance has properties which are not allowed by the schema: ');
    expect(inSelection).toContain('["tagPattern"]');
    expect(inRule).toContain('["name","priority"]');
  });

  test('L23 takes __proto__ and constructor for unknown keys', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const rule = JSON.stringify(documentRule()).replace('{', `{"${key}":{"rulePriority":1},`);

      expect(refusalOf(parseLifecyclePolicy(`{"rules":[${rule}]}`))).toContain(`["${key}"]`);
    }
  });

  test('does not find on a prototype what a rule lacks', () => {
    const text = '{"rules":[{"__proto__":{"rulePriority":1,"selection":{},"action":{"type":"expire"}}}]}';

    expect(refusalOf(parseLifecyclePolicy(text))).toContain('(["action","rulePriority","selection"])');
  });

  test('lets them pass beside the rules', () => {
    const text = JSON.stringify({ version: 1, rules: [documentRule()] });

    expect(isFailure(parseLifecyclePolicy(text))).toBe(false);
  });
});

test('D43 a policy is printed as the service does: without blanks, by priority, each member in its place', () => {
  const text = `{ "x": 1, "rules" : [
    {"action":{"targetStorageClass":"archive","type":"transition"},"rulePriority":9,"description":"kühl",
     "selection":{"countNumber":30,"countUnit":"days","countType":"sinceImagePulled","storageClass":"standard",
                  "tagPrefixList":["b","a"],"tagPatternList":[],"tagStatus":"tagged"}},
    {"selection":{"countNumber":1.0,"countType":"imageCountMoreThan","tagPatternList":["v*"],"tagStatus":"tagged"},
     "action":{"type":"expire"},"rulePriority":2}]}\n`;

  expect(parseLifecyclePolicy(text)).toMatchObject({
    text:
      '{"rules":[{"rulePriority":2,"selection":{"tagStatus":"tagged","tagPatternList":["v*"],' +
      '"countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}},' +
      '{"rulePriority":9,"description":"kühl","selection":{"tagStatus":"tagged","tagPrefixList":["b","a"],' +
      '"storageClass":"standard","countType":"sinceImagePulled","countUnit":"days","countNumber":30},' +
      '"action":{"type":"transition","targetStorageClass":"archive"}}]}',
  });
});

test.each([
  ['a deep document', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a deep selection', `{"rules":[${'{"selection":'.repeat(50_000)}1${'}'.repeat(50_000)}]}`],
  ['a wide list', JSON.stringify({ rules: Array.from({ length: 100_000 }, () => null) })],
])('answers %s with a refusal', (_, text) => {
  expect(refusalOf(parseLifecyclePolicy(text))).toMatch(/failure/);
});

describe('the words of a refusal, after the part that all have', () => {
  const VALIDATION = 'Lifecycle policy validation failure: ';
  const OPENING = "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: '";
  const UNTAGGED = { tagStatus: 'untagged' };
  const archived = (rulePriority: number, more: object = {}) =>
    documentRule({ ...TRANSITIONED, ...more }, { rulePriority });

  test.each<[string, unknown[], string]>([
    [
      'f a rule without its selection',
      [{ rulePriority: 1, action: { type: 'expire' } }],
      `object has missing required properties (["selection"])\n'`,
    ],
    [
      'f two things missing',
      [{ rulePriority: 1 }],
      `object has missing required properties (["action","selection"])\n'`,
    ],
    [
      'g an unknown key',
      [documentRule({}, { k: 1 })],
      `object instance has properties which are not allowed by the schema: ["k"]\n'`,
    ],
    [
      'h a wrong count',
      [documentRule({ countUnit: 'days' })],
      `instance failed to match exactly one schema (matched 0 out of 4)\n'`,
    ],
    [
      'i a wrong action',
      [documentRule({}, {}, { type: 'expire', targetStorageClass: null })],
      `instance failed to match exactly one schema (matched 0 out of 2)\n'`,
    ],
    [
      'j a list that is null',
      [documentRule({ tagPrefixList: null })],
      `instance type (null) does not match any allowed primitive type (allowed: ["array"])\n'`,
    ],
    [
      'k a wrong tag status',
      [documentRule({ tagStatus: 'x' })],
      `instance value ("x") not found in enum (possible values: ["any","tagged","untagged"])\n'`,
    ],
    [
      'l a priority of 0',
      [documentRule({}, { rulePriority: 0 })],
      `numeric instance is lower than the required minimum (minimum: 1, found: 0)\n'`,
    ],
    ['m a priority twice', [keep(1, 1, tagged('a')), keep(1, 1)], "Duplicate priority in multiple rules'"],
    [
      'n tagged without a list',
      [documentRule({ tagStatus: 'tagged' })],
      "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.'",
    ],
    [
      'o both lists',
      [documentRule({ ...tagged('a'), tagPrefixList: ['b'] })],
      "If policy has a tagged rule, it must specify only one of tagPrefixList or tagPatternList'",
    ],
    [
      'q five wildcards',
      [documentRule(tagged('*****'))],
      "Invalid tag pattern provided. Total number of * must not exceed 4'",
    ],
    [
      'r untagged twice',
      [keep(1, 1, UNTAGGED), keep(2, 2, UNTAGGED)],
      "Only one rule can select Untagged images per storage class.'",
    ],
    [
      's any before another',
      [keep(1, 1), keep(2, 1, UNTAGGED)],
      "Rule for tagStatus=ANY must have the lowest priority per storage class'",
    ],
    ['t any twice', [keep(1, 1), keep(2, 2)], "Only one rule can specify tagStatus=ANY'"],
    [
      'u another count in the archive',
      [documentRule({ storageClass: 'archive' })],
      "SINCE_IMAGE_PUSHED, SINCE_IMAGE_PULLED and IMAGE_COUNT_MORE_THAN support the STANDARD storage class only'",
    ],
  ])('%s', (_row, rules, words) => {
    expect(refusalOf(parse(...rules))).toBe(OPENING + VALIDATION + words);
  });

  test('the schema is heard before the mapping, and the mapping before the sense', () => {
    const transition = { type: 'transition' };
    const unmapped = documentRule({ tagStatus: 'tagged' }, {}, transition);
    expect(refusalOf(parse(unmapped, keep(1, 1)))).toContain('parsing failure');
    expect(refusalOf(parse(unmapped, { rulePriority: 1 }))).toContain('missing required properties');
    expect(refusalOf(parse(keep(1, 1, { tagStatus: 'tagged' }), keep(1, 1)))).toContain('Duplicate priority');
  });

  test('once something is wrong, its siblings are judged too, and nothing that lies deeper', () => {
    const first = { ...keep(0, 0), selection: { tagStatus: 'any', countNumber: 0 } };
    expect(refusalOf(parse(first, { rulePriority: 0 }))).toBe(
      `${OPENING}${VALIDATION}numeric instance is lower than the required minimum (minimum: 1, found: 0)\n` +
        `object has missing required properties (["countType"])\n` +
        `object has missing required properties (["action","selection"])\n'`,
    );
  });

  test('untagged and any may be there once in each storage class', () => {
    const rules = [keep(1, 1, UNTAGGED), archived(2, UNTAGGED), keep(3, 1), archived(4)];
    expect(policyOf(...rules).rules).toHaveLength(4);
  });

  test.each<[string, unknown[]]>([
    ['a type that is none of JSON schema', [{ ...documentRule(), description: 7 }]],
    ['a storage class in upper case', [documentRule({ storageClass: 'ARCHIVE' })]],
    ['a storage class that is null', [documentRule({ storageClass: null })]],
    ['a description that is null', [documentRule({}, { description: null })]],
    ['an entry of a list that is not a string', [documentRule({ tagStatus: 'tagged', tagPrefixList: [1] })]],
    ['a rule that is null', [null]],
    ['an action that is text', [documentRule({}, { action: 'expire' })]],
    ['a priority that is text', [documentRule({}, { rulePriority: '1' })]],
  ])('%s is refused by the schema', (_what, rules) => {
    expect(refusalOf(parse(...rules))).toContain(VALIDATION + 'instance ');
  });
});
