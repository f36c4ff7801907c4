import { rulePattern } from '../../../src/ecr/events/rule-pattern.js';
import type { EcrEvent } from '../../../src/index.js';
import { SOURCE, push, scene } from '../../support/scene.js';

const EVENT = {
  version: '0',
  id: 'x',
  'detail-type': 'ECR Image Scan',
  source: 'aws.ecr',
  account: SOURCE,
  time: '2026-11-24T09:00:00Z',
  region: 'us-west-2',
  resources: ['arn:one', 'arn:two'],
  detail: {
    'scan-status': 'COMPLETE',
    'repository-name': 'Team/payments',
    'image-digest': '10.0.0.7',
    'image-tags': [],
    'finding-severity-counts': { CRITICAL: 3 },
  },
} as unknown as EcrEvent;

const matches = (pattern: unknown): boolean => rulePattern(pattern, 'onEvent()')(EVENT);
const name = (...alternatives: unknown[]) => matches({ detail: { 'repository-name': alternatives } });
const criticals = (...alternatives: unknown[]) =>
  matches({ detail: { 'finding-severity-counts': { CRITICAL: alternatives } } });

describe('a pattern as EventBridge reads it', () => {
  test.each<[string, boolean, boolean]>([
    ['the same text', name('Team/payments'), name('team/payments')],
    ['one of several', name('other', 'Team/payments'), name('other', 'another')],
    [
      'all members',
      matches({ source: ['aws.ecr'], region: ['us-west-2'] }),
      matches({ source: ['aws.ecr'], region: ['eu-west-1'] }),
    ],
    ['a number', criticals(3), criticals('3')],
    ['an entry of a list', matches({ resources: ['arn:two'] }), matches({ resources: ['arn:three'] })],
    ['prefix', name({ prefix: 'Team/' }), name({ prefix: 'team/' })],
    [
      'prefix in any case',
      name({ prefix: { 'equals-ignore-case': 'team/' } }),
      name({ prefix: { 'equals-ignore-case': 'web' } }),
    ],
    ['suffix', name({ suffix: 'payments' }), name({ suffix: 'Payments' })],
    [
      'suffix in any case',
      name({ suffix: { 'equals-ignore-case': 'PAYMENTS' } }),
      name({ suffix: { 'equals-ignore-case': 'x' } }),
    ],
    [
      'equals-ignore-case',
      name({ 'equals-ignore-case': 'TEAM/payments' }),
      name({ 'equals-ignore-case': 'team' }),
    ],
    ['wildcard', name({ wildcard: 'T*/pay*s' }), name({ wildcard: 'T*/pay' })],
    [
      'a wildcard that is none',
      matches({ id: [{ wildcard: '*x' }] }),
      matches({ id: [{ wildcard: '\\*' }] }),
    ],
    ['anything-but', name({ 'anything-but': ['a', 'b'] }), name({ 'anything-but': 'Team/payments' })],
    [
      'anything-but a prefix',
      name({ 'anything-but': { prefix: 'web' } }),
      name({ 'anything-but': { prefix: ['x', 'Team'] } }),
    ],
    ['numeric', criticals({ numeric: ['>', 0, '<=', 3] }), criticals({ numeric: ['>', 3] })],
    [
      'numeric, the other comparisons',
      criticals({ numeric: ['>=', 3, '<', 4] }),
      criticals({ numeric: ['=', 2] }),
    ],
    ['exists', name({ exists: true }), name({ exists: false })],
    [
      'what does not exist',
      matches({ detail: { 'image-tag': [{ exists: false }] } }),
      matches({ detail: { 'image-tag': [{ 'anything-but': 'x' }] } }),
    ],
    [
      'an empty list is as good as none',
      matches({ detail: { 'image-tags': [{ exists: false }] } }),
      matches({ detail: { 'image-tags': [{ exists: true }] } }),
    ],
    [
      'an object is not a value',
      matches({ detail: { 'finding-severity-counts': { CRITICAL: [3] } } }),
      matches({ detail: [{ exists: true }] }),
    ],
    [
      '$or',
      matches({ $or: [{ region: ['eu-west-1'] }, { source: ['aws.ecr'] }] }),
      matches({ $or: [{ region: ['eu-west-1'] }, { source: ['aws.s3'] }] }),
    ],
    ['JSON text', matches('{"source":["aws.ecr"]}'), matches('{"source":[{"prefix":"aws.s3"}]}')],
  ])('%s', (_, meets, doesNot) => {
    expect([meets, doesNot]).toEqual([true, false]);
  });
});

test.each<[string, unknown, string]>([
  ['no pattern', 5, 'onEvent() was given the event pattern 5. Expected for example { source: '],
  ['a text that is not JSON', '{', "onEvent() was given the event pattern '{'."],
  ['an empty pattern', {}, 'not valid. The pattern is empty.'],
  ['an empty part', { detail: {} }, 'not valid. detail is empty.'],
  [
    'a text without a list',
    { source: 'aws.ecr' },
    '"source" must be an object or an array that is not empty.',
  ],
  ['an empty list', { detail: { result: [] } }, '"detail.result" must be an object or an array'],
  [
    'an unknown operator',
    { source: [{ begins: 'aws' }] },
    "There is no operator 'begins': there are prefix, suffix,",
  ],
  ['two operators', { source: [{ prefix: 'a', suffix: 'b' }] }, 'or an object with one operator.'],
  ['a list within a list', { source: [['aws.ecr']] }, 'or an object with one operator.'],
  ['a prefix of a number', { source: [{ prefix: 5 }] }, "'prefix' takes a string."],
  ['an existence that is neither', { source: [{ exists: 'yes' }] }, "'exists' takes true or false."],
  ['two wildcards in a row', { source: [{ wildcard: 'a**' }] }, "'wildcard' takes no two '*' in a row."],
  [
    'nothing that it is not',
    { source: [{ 'anything-but': [] }] },
    "'anything-but' takes at least one value.",
  ],
  [
    'an operator that is not negated',
    { source: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] },
    "takes no operator 'cidr'",
  ],
  ['half a comparison', { account: [{ numeric: ['>'] }] }, "'numeric' takes comparisons and numbers in turn"],
  ['no comparison', { account: [{ numeric: [] }] }, "'numeric' takes at least one comparison."],
  ['a range that is none', { account: [{ cidr: 'localhost/8' }] }, "'cidr' takes a range such as"],
  [
    'an alternative of $or',
    { $or: [{ source: ['aws.ecr'] }] },
    "'$or' takes a list of two patterns or more.",
  ],
  ['a misspelt member', { detial: { result: ['FAILED'] } }, "Did you mean 'detail'?"],
  [
    'a misspelt member of the detail',
    { detail: { 'action-typ': [{ prefix: 'P' }] } },
    "detail with the member 'action-typ'.",
  ],
  ['a misspelt source', { source: ['aws.erc'] }, "onEvent() was given source: 'aws.erc'. There is aws.ecr."],
  ['a misspelt detail-type', { 'detail-type': ['ECR Image Actoin'] }, "Did you mean 'ECR Image Action'?"],
  [
    'a misspelt result',
    { detail: { result: ['FAILURE'] } },
    "detail.result: 'FAILURE'. There are SUCCESS, FAILED.",
  ],
])('%s is refused', (_, pattern, text) => {
  expect(() => rulePattern(pattern, 'onEvent()')).toThrow(/^\[fake-ecr\] onEvent\(\) was given /);
  expect(() => rulePattern(pattern, 'onEvent()')).toThrow(text);
});

test('a range of addresses is taken, and no event has an address', () => {
  expect(matches({ detail: { 'image-digest': [{ cidr: '10.0.0.0/24' }] } })).toBe(false);
  expect(name({ cidr: '10.0.0.0/24' }, 'Team/payments')).toBe(true);
});

test('a pattern for several services is taken', () => {
  expect(matches({ source: ['aws.s3', 'aws.ecr'] })).toBe(true);
  expect(matches({ detail: { bucket: [{ exists: false }] } })).toBe(true);
});

test('a listener with a pattern receives only the events that match', async () => {
  const ecr = scene();
  const heard: unknown[] = [];
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  ecr.onEvent((event) => heard.push(event.detail), { detail: { 'image-tag': [{ prefix: 'v' }] } });
  await push(ecr.client(SOURCE, 'us-west-2'), 'app', 'latest');
  await push(ecr.client(SOURCE, 'us-west-2'), 'app', 'v1', 'other');
  await ecr.eventsDelivered();
  expect(heard).toMatchObject([{ 'image-tag': 'v1' }]);
  expect(() => ecr.onEvent(undefined as never)).toThrow(
    '[fake-ecr] onEvent() was given undefined. Expected a function.',
  );
});
