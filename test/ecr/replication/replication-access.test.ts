import { PolicyReplicationAccess } from '../../../src/ecr/replication/replication-access.js';
import { OTHER, SOURCE, START, grant, scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

let ecr: ReturnType<typeof scene>;
let dr: ReturnType<typeof ecr.registry>;
const access = new PolicyReplicationAccess();

beforeEach(() => {
  ecr = scene();
  dr = ecr.registry(OTHER, 'eu-west-1');
});

const between = (source = SOURCE, region = 'us-west-2') =>
  access.between(ecr.registry(source, region)[INSIDE].registry, dr[INSIDE].registry, START);
const set = (overrides: object = {}) =>
  dr.setPolicy(grant({ account: OTHER, region: 'eu-west-1' }, { ...overrides }));

describe('does the policy speak of the source at all', () => {
  test('within an account it need not', () => {
    expect(between(OTHER, 'us-east-1').mentions()).toBe(true);
    expect(between().mentions()).toBe(false);
  });

  test.each<[string, object, boolean]>([
    ['an Allow for all repositories', {}, true],
    ['an Allow for one', { Resource: `arn:aws:ecr:eu-west-1:${OTHER}:repository/one` }, true],
    ['a Deny', { Effect: 'Deny' }, false],
    ['an Allow for another account', { Principal: { AWS: '999988887777' } }, false],
    ['an Allow for another action', { Action: 'ecr:CreateRepository' }, false],
    ['a condition that never holds', { Condition: { Null: { 'aws:PrincipalArn': 'true' } } }, false],
  ])('%s: %s', (_what, overrides, expected) => {
    set(overrides);
    expect(between().mentions()).toBe(expected);
  });
});

test('one statement of several suffices to speak of the source', () => {
  const {
    Statement: [one],
  } = grant({ account: OTHER, region: 'eu-west-1' }) as { Statement: [object] };
  const Statement = [{ ...one, Principal: { AWS: '999988887777' } }, one];
  dr.setPolicy({ Version: '2012-10-17', Statement });
  expect(between().mentions()).toBe(true);
});

describe('a decision is kept until something that it depends on changes', () => {
  test('per pair of registries, and per action and repository', () => {
    set();
    const found = between();
    expect(between()).toBe(found);
    expect(between(SOURCE, 'us-east-1')).not.toBe(found);
    expect(between()).toBe(found);
    const verdict = found.judge('ecr:ReplicateImage', 'app');
    expect(found.judge('ecr:ReplicateImage', 'app')).toBe(verdict);
    expect(found.judge('ecr:CreateRepository', 'app')).not.toBe(verdict);
    expect(found.judge('ecr:ReplicateImage', 'web')).not.toBe(verdict);
  });

  test('a new policy is another question', () => {
    set();
    const found = between();
    set({ Principal: { AWS: '999988887777' } });
    expect(between().judge('ecr:ReplicateImage', 'app').allowed).toBe(false);
    expect(found.judge('ecr:ReplicateImage', 'app').allowed).toBe(true);
  });

  test('so is another organization', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
    set({ Condition });
    expect(between().judge('ecr:ReplicateImage', 'app').allowed).toBe(false);
    ecr.organization('o-a1b2c3d4e5', { accounts: [SOURCE] });
    expect(between().judge('ecr:ReplicateImage', 'app').allowed).toBe(true);
  });
});

test('requests of the role are encrypted, and say where they go', () => {
  set({
    Condition: {
      Bool: { 'aws:SecureTransport': 'true' },
      StringEquals: { 'aws:ResourceAccount': OTHER, 'aws:RequestedRegion': 'eu-west-1' },
      Null: { 'aws:PrincipalOrgID': 'true' },
    },
  });
  expect(between().judge('ecr:ReplicateImage', 'app').allowed).toBe(true);
});

describe('the reasons of a refusal', () => {
  const reasons = () => between().judge('ecr:ReplicateImage', 'app').reasons();

  test('the account has a policy, in other Regions', () => {
    for (const region of ['us-east-1', 'us-west-1']) {
      const policy = grant({ account: OTHER, region });
      ecr.registry(OTHER, region).setPolicy(policy);
    }
    ecr
      .registry('999988887777', 'eu-west-2')
      .setPolicy(grant({ account: '999988887777', region: 'eu-west-2' }));
    expect(reasons().slice(0, 2)).toEqual([
      `Account ${OTHER} has one in us-east-1, us-west-1; a registry policy applies to its own Region only.`,
      `${OTHER}/eu-west-1 has no registry policy. It needs this statement:`,
    ]);
  });

  test('each Allow that does not match is explained, a Deny that does not match is left out', () => {
    const {
      Statement: [one],
    } = grant({ account: OTHER, region: 'eu-west-1' }) as { Statement: [object] };
    dr.setPolicy({
      Version: '2012-10-17',
      Statement: [
        { ...one, Sid: undefined, Principal: { AWS: '999988887777' } },
        { ...one, Sid: 'No', Effect: 'Deny', Principal: { AWS: '999988887777' } },
        { ...one, Sid: 'Where', Resource: `arn:aws:ecr:us-east-1:${OTHER}:repository/*` },
      ],
    });
    const role = `arn:aws:iam::${SOURCE}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`;
    expect(reasons().slice(0, 5)).toEqual([
      `Statement #1 does not match: Principal is 999988887777, the call has ${role}.`,
      `  name the account that replicates: ${SOURCE}`,
      `Statement "Where" does not match: Resource is arn:aws:ecr:us-east-1:${OTHER}:repository/*, the call has arn:aws:ecr:eu-west-1:${OTHER}:repository/app.`,
      "  the ARN names Region 'us-east-1', the registry is in 'eu-west-1'",
      `No statement of the registry policy of ${OTHER}/eu-west-1 allows it. This one would:`,
    ]);
  });

  test('the first Deny that matches is all there is to say', () => {
    const {
      Statement: [one],
    } = grant({ account: OTHER, region: 'eu-west-1' }) as { Statement: [object] };
    const Statement = [one, { ...one, Sid: undefined, Effect: 'Deny' }];
    dr.setPolicy({ Version: '2012-10-17', Statement });
    expect(reasons()).toEqual(['Statement #2 denies it explicitly; a Deny wins over any Allow.']);
  });

  test('the statement that is missing has the ARNs of its partition', () => {
    const china = ecr.registry(OTHER, 'cn-north-1')[INSIDE].registry;
    const source = ecr.registry(SOURCE, 'cn-northwest-1')[INSIDE].registry;
    const text = access
      .between(source, china, START)
      .judge('ecr:TagResource', 'app')
      .reasons()
      .slice(1)
      .join('');
    expect(JSON.parse(text)).toEqual({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws-cn:iam::${SOURCE}:root` },
      Action: ['ecr:TagResource'],
      Resource: `arn:aws-cn:ecr:cn-north-1:${OTHER}:repository/app`,
    });
  });
});

describe('the statement that decides', () => {
  const {
    Statement: [allow],
  } = grant({ account: OTHER, region: 'eu-west-1' }) as { Statement: [object] };
  const elsewhere = { ...allow, Sid: 'Elsewhere', Principal: { AWS: '999988887777' } };
  const deny = { ...allow, Sid: 'Deny', Effect: 'Deny' };
  const denyElsewhere = { ...elsewhere, Sid: 'DenyElsewhere', Effect: 'Deny' };
  const nameless = { ...allow, Sid: undefined };
  const statementOf = (...Statement: object[]) => {
    dr.setPolicy({ Version: '2012-10-17', Statement });
    return between().judge('ecr:ReplicateImage', 'app').statement?.();
  };

  test('is the Deny that matches, even if an Allow comes before it', () => {
    expect(statementOf(allow, elsewhere, denyElsewhere, deny)).toBe('Deny');
  });

  test('else the first that allows', () => {
    expect(statementOf(denyElsewhere, elsewhere, nameless, allow)).toBe('#3');
    expect(statementOf(elsewhere, allow)).toBe('ReplicationAccess');
  });

  test('else the first that would allow something else', () => {
    expect(statementOf(denyElsewhere, elsewhere)).toBe('Elsewhere');
    expect(statementOf(denyElsewhere)).toBeUndefined();
  });

  test('is none if there is no policy', () => {
    expect(between().judge('ecr:ReplicateImage', 'app').statement?.()).toBeUndefined();
  });
});

test('another path in the same organization is another question', () => {
  const Condition = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-1/*' } };
  ecr.organization('o-a1b2c3d4e5', { accounts: [SOURCE], path: 'o-a1b2c3d4e5/r-ab12/ou-2/' });
  set({ Condition });
  expect(between().judge('ecr:ReplicateImage', 'app').allowed).toBe(false);
  ecr.organization('o-a1b2c3d4e5', { accounts: [SOURCE], path: 'o-a1b2c3d4e5/r-ab12/ou-1/' });
  expect(between().judge('ecr:ReplicateImage', 'app').allowed).toBe(true);
});
