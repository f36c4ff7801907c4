import { accessQuestion, isUnquestioned } from '../../../src/ecr/access/access-question.js';
import { textOf } from '../../iam/policy/requests.js';
import { OTHER, SOURCE, START, scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const statement = { Sid: 'one' };
const denial = { ...statement, Effect: 'Deny' };
const identity = textOf([{ ...statement, Principal: undefined }]);
const registryPolicy = JSON.parse(textOf([denial])) as object;
const repositoryPolicy = JSON.parse(textOf([{ ...denial, Resource: undefined }])) as object;

function world() {
  const ecr = scene();
  const handle = ecr.registry(SOURCE, 'us-west-2').createRepository('app').createRepository('open');
  const allows = JSON.parse(textOf([{ ...statement, Resource: undefined }])) as object;
  handle.createRepository('shared', { policy: allows });
  handle.repository('app').setPolicy(repositoryPolicy);
  return { handle, registry: handle[INSIDE].registry };
}

const caller = (accountId = SOURCE) => ({ accountId, arn: `arn:aws:iam::${accountId}:user/ada` });

describe('an administrator needs no question', () => {
  const asks = (overrides: object = {}, hasRegistryPolicy = false) => {
    const { handle, registry } = world();
    if (hasRegistryPolicy) handle.setPolicy(registryPolicy);
    const about = { caller: caller(), registry, repositoryName: 'open', ofRegistry: false };
    const asked = { ...about, ...overrides };
    return !isUnquestioned(asked.caller, asked.registry, asked.repositoryName, asked.ofRegistry);
  };

  test('in the own account, if no policy of the resource could deny', () => {
    expect(asks()).toBe(false);
    expect(asks({ repositoryName: undefined })).toBe(false);
    expect(asks({ repositoryName: 'missing' })).toBe(false);
    expect(asks({ repositoryName: 'shared' })).toBe(false);
  });

  test('but if there is one', () => {
    expect(asks({ repositoryName: 'app' })).toBe(true);
    expect(asks({}, true)).toBe(true);
    expect(asks({ repositoryName: undefined }, true)).toBe(true);
  });

  test('and the registry policy does not speak of the settings of the registry', () => {
    expect(asks({ repositoryName: undefined, ofRegistry: true }, true)).toBe(false);
  });

  test('others do', () => {
    expect(asks({ caller: caller(OTHER) })).toBe(true);
    expect(asks({ caller: { ...caller(), identityPolicies: [] } })).toBe(true);
    expect(asks({ caller: { ...caller(), sessionPolicies: [] } })).toBe(true);
  });
});

test('a question gathers the policies that have a say', () => {
  const { handle, registry } = world();
  handle.setPolicy(registryPolicy);
  const about = {
    registry,
    action: 'ecr:PutImage',
    resource: 'arn',
    region: 'us-west-2',
    now: START,
    ofRegistry: false,
    caller: { ...caller(OTHER), identityPolicies: [identity], sessionPolicies: [identity, 'x'] },
  };
  const question = accessQuestion({ ...about, repositoryName: 'app' });
  expect(question).toMatchObject({
    owner: SOURCE,
    request: { action: 'ecr:PutImage', resource: 'arn', principal: { accountId: OTHER } },
    repositoryPolicy: { kind: 'repository' },
    registryPolicy: { kind: 'registry' },
    identityPolicies: [{ kind: 'identity' }],
    sessionPolicies: [{ kind: 'identity' }],
  });
  expect(question.sessionPolicies).toHaveLength(1);
  expect(question.request.keys.get('aws:ResourceAccount')).toEqual([SOURCE]);

  const plain = accessQuestion({ ...about, ofRegistry: true, repositoryName: undefined, caller: caller() });
  // That there is a registry policy is said, though it has no say here.
  expect(Object.keys(plain).sort()).toEqual(['hasUnaskedRegistryPolicy', 'owner', 'request']);
  expect(accessQuestion({ ...about, repositoryName: 'open' }).repositoryPolicy).toBeUndefined();
});
