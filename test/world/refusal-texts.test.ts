/** Refusals that rules of a registry word themselves, as a user reads them. */
import { Failure } from '../../src/aws/failure.js';
import { readTagMutability } from '../../src/ecr/repositories/tag-mutability-input.js';
import { World } from '../../src/world/world.js';

const ACCOUNT = '111122223333';
const IN = `in the registry with id '${ACCOUNT}'`;
const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:role/scanner`;
const rule = { upstreamUrl: 'quay.io', upstream: 'quay', upstreamPrefix: 'ROOT' } as const;

const registry = new World({
  limits: { pullThroughCacheRulesPerRegistry: 1, pullTimeExclusionsPerRegistry: 1 },
}).registry(ACCOUNT, 'us-east-1');
registry.pullThrough.create('quay', rule, 0);
registry.pullTimeExclusions.register(PRINCIPAL, 0);
const { pullThrough, pullTimeExclusions, backfills } = registry;

test.each([
  [
    'a rule twice, with an implied slash',
    () => pullThrough.create('quay/', rule, 0),
    'PullThroughCacheRuleAlreadyExistsException',
    `The pull through cache rule with prefix 'quay/' already exists ${IN}`,
  ],
  [
    'a rule too many',
    () => pullThrough.create('other', rule, 0),
    'LimitExceededException',
    `The registry with id '${ACCOUNT}' already has the maximum allowed number of pull through cache rules which is '1'`,
  ],
  [
    'a missing rule, to be changed',
    () => pullThrough.update('nope', {}, 0),
    'PullThroughCacheRuleNotFoundException',
    `The pull through cache rule with prefix 'nope' does not exist ${IN}`,
  ],
  [
    'a missing rule, to be deleted',
    () => pullThrough.delete('nope'),
    'PullThroughCacheRuleNotFoundException',
    `The pull through cache rule with prefix 'nope' does not exist ${IN}`,
  ],
  [
    'an exclusion twice',
    () => pullTimeExclusions.register(PRINCIPAL, 0),
    'ExclusionAlreadyExistsException',
    `The pull time update exclusion for principal '${PRINCIPAL}' already exists ${IN}`,
  ],
  [
    'an exclusion too many',
    () => pullTimeExclusions.register(`${PRINCIPAL}-2`, 0),
    'LimitExceededException',
    `The registry with id '${ACCOUNT}' already has the maximum allowed number of pull time update exclusions which is '1'`,
  ],
  [
    'a missing exclusion',
    () => pullTimeExclusions.deregister('nope'),
    'ExclusionNotFoundException',
    `The pull time update exclusion for principal 'nope' does not exist ${IN}`,
  ],
  [
    'a missing backfill',
    () => backfills.require('b-1', 0, ACCOUNT),
    'ReplicationBackfillNotFoundException',
    `The replication backfill with id 'b-1' does not exist ${IN}`,
  ],
  [
    'a filter of three wildcards',
    () => readTagMutability('MUTABLE_WITH_EXCLUSION', [{ filter: 'a*b*c*' }]),
    'InvalidParameterException',
    "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'Filter must not contain more than 2 wildcards (*)'",
  ],
  [
    'an empty list of filters',
    () => readTagMutability('IMMUTABLE_WITH_EXCLUSION', []),
    'InvalidParameterException',
    "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as IMMUTABLE_WITH_EXCLUSION'",
  ],
])('%s', (_, act, code, message) => {
  const refusal = act();
  expect(refusal).toBeInstanceOf(Failure);
  expect({ ...(refusal as Failure) }).toMatchObject({ code, message });
});

test('a refused change leaves the rule as it is', () => {
  expect([...pullThrough.list()].map(({ prefix }) => prefix)).toEqual(['quay']);
  expect([...pullTimeExclusions.list()].map(({ principalArn }) => principalArn)).toEqual([PRINCIPAL]);
});

test('the longest prefix of whole parts serves a repository, and ROOT what is left', () => {
  const other = new World().registry(ACCOUNT, 'us-east-1').pullThrough;
  const serving = (name: string) => other.ruleFor(name)?.prefix;
  expect(serving('quay/tool')).toBeUndefined();
  for (const prefix of ['quay', 'quay/team', 'q']) other.create(prefix, rule, 0);
  expect(serving('quay/tool')).toBe('quay');
  expect(serving('quay/team/tool')).toBe('quay/team');
  expect(serving('quay/team')).toBe('quay');
  expect(serving('quay/teams/tool')).toBe('quay');
  expect(serving('q/a/b/c')).toBe('q');
  expect(serving('quayx/tool')).toBeUndefined();
  expect(serving('tool')).toBeUndefined();
  other.create('ROOT', rule, 0);
  expect(serving('tool')).toBe('ROOT');
  expect(serving('quayx/tool')).toBe('ROOT');
});
