/** Who may what: roles, users, groups and policies of templates, statement by statement. */
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DescribeRepositoriesCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { type FakeEcr, fakeEcr } from '../../src/index.js';
import { type Deployed, applyTerraform, deploy } from '../../src/iac.js';
import { fakeSts } from '../../src/sts.js';
import {
  AT,
  DR,
  OTHER,
  SOURCE,
  identity,
  plan,
  repository,
  resource,
  role,
  template,
  trust,
} from './scene.js';

let ecr: FakeEcr;
beforeEach(() => {
  ecr = fakeEcr();
});
afterEach(() => ecr.restore());

const App = repository({ RepositoryName: 'app' });
const value = (Value: unknown) => ({ Value });
const att = (id: string, name: string) => value({ 'Fn::GetAtt': [id, name] });

/** What a principal of a stack may do with the stack's repository. */
function may(deployed: Deployed, id: string, action = 'ecr:PutImage') {
  return ecr.explainAccess({
    principal: deployed.principal(id),
    action,
    repository: ecr.registry(SOURCE, 'us-west-2').repository('app'),
  });
}

describe('IaC 26: roles, users and groups', () => {
  test('answer Ref and GetAtt, and have made-up names whose case is kept', () => {
    const User = resource('IAM::User', { UserName: 'jane', Path: '/people/', LoginProfile: {} });
    const Outputs = {
      Ref: value({ Ref: 'Ci' }),
      Arn: att('Ci', 'Arn'),
      Id: att('Ci', 'RoleId'),
      User: att('User', 'Arn'),
    };
    const { outputs } = deploy(ecr, template({ Ci: role({ Path: '/ci/' }), User }, { Outputs }), AT);
    expect(outputs).toEqual({
      Ref: expect.stringMatching(/^Source-Ci-[0-9a-f]{12}$/) as string,
      Arn: `arn:aws:iam::${SOURCE}:role/ci/${outputs['Ref']}`,
      Id: expect.stringMatching(/^AROA[0-9A-F]{17}$/) as string,
      User: `arn:aws:iam::${SOURCE}:user/people/jane`,
    });
  });

  test('a changed name or path of a role makes a new one', () => {
    const ci = (Path: string, RoleName: string) => template({ Ci: role({ Path, RoleName }) });
    const deployed = deploy(ecr, ci('/', 'ci'), AT);
    expect(() => deployed.update(ci('/other/', 'ci'))).toThrow('Properties.Path has changed');
    deployed.update(ci('/', 'build'));
    expect(deployed.principal('Ci').caller.roleArn).toBe(`arn:aws:iam::${SOURCE}:role/build`);
  });

  test('a user has what its groups are allowed', () => {
    const Team = resource('IAM::Group', {
      GroupName: 'team',
      Policies: [{ PolicyName: 'push', PolicyDocument: identity() }],
    });
    const Jane = resource('IAM::User', { Groups: [{ Ref: 'Team' }] });
    const deployed = deploy(ecr, template({ App, Team, Jane }), AT);
    expect(may(deployed, 'Jane').text).toContain(
      'written at Source › Team › Properties.Policies[0].PolicyDocument.Statement[0]',
    );
  });

  test('properties that are wrong are refused', () => {
    const refused = (properties: Record<string, unknown>) => () =>
      deploy(ecr, template({ Ci: role(properties) }), AT);
    expect(refused({ MaxSessionDuration: 60 })).toThrow(
      'Source › Ci › Properties.MaxSessionDuration is 60, expected a number from 3600 to 43200.',
    );
    expect(refused({ Path: 'ci' })).toThrow("Source › Ci › Properties.Path is 'ci', expected");
    expect(refused({ RoleName: 'not a name' })).toThrow("RoleName is 'not a name', expected");
    expect(refused({ AssumeRolePolicyDocument: trust(undefined, { Effect: 'Maybe' }) })).toThrow(
      '[fake-ecr] Source › Ci › Properties.AssumeRolePolicyDocument: MalformedPolicyDocument: Syntax errors in policy. $.Statement[0].Effect must be Allow or Deny.',
    );
  });
});

describe('IaC 27: a policy is attached by name', () => {
  const push = (more: object) => ({ PolicyName: 'push', PolicyDocument: identity(), ...more });

  test.each([
    ['Policy', push({ Roles: ['ci'] })],
    ['ManagedPolicy', { PolicyDocument: identity(), Roles: ['ci'] }],
    ['RolePolicy', push({ RoleName: 'ci' })],
  ])('AWS::IAM::%s, also to a role of an earlier stack', (type, properties) => {
    const ci = deploy(ecr, template({ App, Ci: role({ RoleName: 'ci' }) }), AT);
    expect(may(ci, 'Ci').allowed).toBe(false);
    const stack = { ...AT, stackName: 'More' };
    deploy(ecr, template({ Push: resource(`IAM::${type}`, properties) }), stack);
    expect(may(ci, 'Ci').decidedBy?.origin).toMatchObject({ source: 'More', id: 'Push' });
  });

  test('AWS::IAM::UserPolicy', () => {
    const Jane = resource('IAM::User', { UserName: 'jane' });
    const Push = resource('IAM::UserPolicy', push({ UserName: { Ref: 'Jane' } }));
    expect(may(deploy(ecr, template({ App, Jane, Push }), AT), 'Jane').allowed).toBe(true);
  });

  test('Ref and GetAtt of a managed policy are its ARN, by which roles attach it', () => {
    const Push = resource('IAM::ManagedPolicy', { ManagedPolicyName: 'push', PolicyDocument: identity() });
    const Ci = role({ ManagedPolicyArns: [{ Ref: 'Push' }] });
    const Outputs = { Ref: value({ Ref: 'Push' }), Arn: att('Push', 'PolicyArn') };
    const deployed = deploy(ecr, template({ App, Push, Ci }, { Outputs }), AT);
    const arn = `arn:aws:iam::${SOURCE}:policy/push`;
    expect(deployed.outputs).toEqual({ Ref: arn, Arn: arn });
    expect(may(deployed, 'Ci').decidedBy?.origin?.id).toBe('Push');
  });

  test('a policy of another account is not', () => {
    const ci = deploy(ecr, template({ App, Ci: role({ RoleName: 'ci' }) }), AT);
    deploy(ecr, template({ Push: resource('IAM::Policy', push({ Roles: ['ci'] })) }), DR);
    expect(may(ci, 'Ci').allowed).toBe(false);
  });
});

test('IaC 28: what is attached to a principal is enforced, and a principal without anything is denied', async () => {
  const deployed = deploy(ecr, template({ App, Ci: role() }), AT);
  const verdict = may(deployed, 'Ci');
  expect(verdict.allowed).toBe(false);
  expect(verdict.text).toContain('- there is no identity policy\n    nothing is attached to Source › Ci');
  const input = { repositoryName: 'app', imageManifest: '{}', imageTag: 'v1' };
  await expect(
    deployed.principal('Ci').client('us-west-2').send(new PutImageCommand(input)),
  ).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('IaC 29: tags of a role are tags of the principal', () => {
  const tagged = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } };
  const Push = resource('IAM::Policy', {
    PolicyName: 'push',
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*', ...tagged }] },
    Roles: [{ Ref: 'Ci' }],
  });
  const tags = (Value: string) => role({ Tags: [{ Key: 'team', Value }] });
  const deployed = deploy(ecr, template({ App, Push, Ci: tags('a') }), AT);
  expect(may(deployed, 'Ci').allowed).toBe(true);
  deployed.update(template({ App, Push, Ci: tags('b') }));
  expect(may(deployed, 'Ci').allowed).toBe(false);
});

test('IaC 30: a policy that asks for an organization is noted until there is one', () => {
  const RepositoryPolicyText = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'ecr:BatchGetImage',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      },
    ],
  };
  const deployed = deploy(ecr, template({ App: repository({ RepositoryPolicyText }) }), AT);
  expect(deployed.notes).toEqual([
    "App asks for the organization o-a1b2c3d4e5: put accounts into it with ecr.organization('o-a1b2c3d4e5', …)",
  ]);
  ecr.organization('o-a1b2c3d4e5', { accounts: [OTHER] });
  expect(deployed.notes).toEqual([]);
});

describe('IaC 31: managed policies of AWS', () => {
  test.each([
    ['AmazonEC2ContainerRegistryReadOnly', 'ecr:DescribeImages', 'ecr:PutImage'],
    ['AmazonEC2ContainerRegistryPowerUser', 'ecr:PutImage', 'ecr:DeleteRepository'],
    ['AmazonEC2ContainerRegistryFullAccess', 'ecr:DeleteRepository', undefined],
    ['AmazonEC2ContainerRegistryPullOnly', 'ecr:BatchImportUpstreamImage', 'ecr:DescribeImages'],
    ['service-role/AmazonECSTaskExecutionRolePolicy', 'ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage'],
    ['AdministratorAccess', 'ecr:DeleteRepository', undefined],
  ])('%s is known', (name, allowed, denied) => {
    const arn = { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` };
    const deployed = deploy(ecr, template({ App, Ci: role({ ManagedPolicyArns: [arn] }) }), AT);
    expect(may(deployed, 'Ci', allowed).allowed).toBe(true);
    if (denied !== undefined) expect(may(deployed, 'Ci', denied).allowed).toBe(false);
  });

  test('another one stops principal(), and not deploy()', () => {
    const arn = 'arn:aws:iam::aws:policy/SecurityAudit';
    const deployed = deploy(ecr, template({ Ci: role({ ManagedPolicyArns: [arn] }) }), AT);
    expect(() => deployed.principal('Ci')).toThrow(
      `has the managed policy ${arn}, whose text is not known. Pass managedPolicies: { '${arn}': document } to deploy().`,
    );
  });
});

test('IaC 32: principal() refuses a role with a permissions boundary', () => {
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
  const deployed = deploy(ecr, template({ Ci: role({ PermissionsBoundary }) }), AT);
  expect(() => deployed.principal('Ci')).toThrow(
    /has a permissions boundary, arn:aws:iam::aws:policy\/PowerUserAccess, which is not modelled/,
  );
});

describe('IaC 33: IAM is one for an account, and its roles can be assumed', () => {
  const Push = { PolicyName: 'push', PolicyDocument: identity() };
  const assume = (RoleArn: string, account = OTHER) =>
    new STSClient({ region: 'eu-west-1', credentials: ecr.credentials(account) }).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'release' }),
    );

  test('a role of a stack in one Region has the policies of a stack in another', () => {
    const ci = deploy(ecr, template({ App, Ci: role({ RoleName: 'ci' }) }), AT);
    const elsewhere = { ...AT, region: 'eu-west-1', stackName: 'Iam' };
    deploy(ecr, template({ Push: resource('IAM::Policy', { ...Push, Roles: ['ci'] }) }), elsewhere);
    expect(may(ci, 'Ci').allowed).toBe(true);
  });

  test('its trust policy says who may assume it, and its policies what they may do then', async () => {
    fakeSts(ecr, { roles: 'defined' });
    const Ci = role({
      RoleName: 'ci',
      AssumeRolePolicyDocument: trust({ AWS: OTHER }),
      Policies: [Push],
      MaxSessionDuration: 7200,
    });
    deploy(ecr, template({ App, Ci }), AT);
    const arn = `arn:aws:iam::${SOURCE}:role/ci`;
    const { Credentials: given } = await assume(arn);
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const release = new ECRClient({ region: 'us-west-2', credentials });
    await expect(release.send(new DescribeRepositoriesCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const image = { repositoryName: 'app', imageTag: 'v1', imageManifest: '{}' };
    await expect(release.send(new PutImageCommand(image))).rejects.not.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(assume(arn, '777788889999')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(`arn:aws:iam::${SOURCE}:role/other`)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('a role that sts.role() defines goes before the one of a template', async () => {
    const sts = fakeSts(ecr);
    const arn = `arn:aws:iam::${SOURCE}:role/ci`;
    deploy(ecr, template({ Ci: role({ RoleName: 'ci', AssumeRolePolicyDocument: trust() }) }), AT);
    await expect(assume(arn)).rejects.toMatchObject({ name: 'AccessDenied' });
    sts.role(arn, { trustPolicy: trust({ AWS: OTHER }) });
    await expect(assume(arn)).resolves.toBeDefined();
  });

  test('a role of a Terraform plan is there too, and gone after a reset', async () => {
    fakeSts(ecr, { roles: 'defined' });
    applyTerraform(ecr, plan('terraform-state-two-providers'));
    const arn = `arn:aws:iam::${SOURCE}:role/ci`;
    await expect(assume(arn, SOURCE)).resolves.toBeDefined();
    ecr.reset();
    await expect(assume(arn, SOURCE)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
