/** What CloudFormation does with a repository, statement by statement. */
import {
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutLifecyclePolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import { setupFakeEcr } from '../../src/index.js';
import { deploy } from '../../src/iac.js';
import { AT, OTHER, SOURCE, identity, lifecycle, repository, template, worldOf } from './scene.js';

const ecr = setupFakeEcr();

const client = () => ecr.client(SOURCE, 'us-west-2');
const registry = () => ecr.registry(SOURCE, 'us-west-2');
const app = (more = {}, attributes = {}) => repository({ RepositoryName: 'app', ...more }, attributes);
const readers = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: OTHER }, Action: 'ecr:BatchGetImage' }],
};

describe('IaC 1: a repository is made with its settings, then gets its lifecycle policy, then its own policy', () => {
  test('all of it is there', async () => {
    deploy(
      ecr,
      template({
        App: app({
          ImageTagMutability: 'IMMUTABLE',
          RepositoryPolicyText: readers,
          LifecyclePolicy: { LifecyclePolicyText: lifecycle() },
        }),
      }),
      AT,
    );
    const policy = await client().send(new GetRepositoryPolicyCommand({ repositoryName: 'app' }));
    expect(policy.policyText).toContain('ecr:BatchGetImage');
    const rules = await client().send(new GetLifecyclePolicyCommand({ repositoryName: 'app' }));
    expect(rules.lifecyclePolicyText).toContain('untagged');
  });

  test.each([
    ['LifecyclePolicy.LifecyclePolicyText', { LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' } }],
    ['RepositoryPolicyText', { RepositoryPolicyText: { ...readers, Statement: [{ Effect: 'Allow' }] } }],
  ])('a refusal of %s fails the resource', (property, properties) => {
    const before = worldOf(ecr);
    expect(() => deploy(ecr, template({ App: app(properties) }), AT)).toThrow(
      `Source › App › Properties.${property}: InvalidParameterException`,
    );
    expect(worldOf(ecr)).toEqual(before);
  });
});

test('IaC 2: a name that is taken is refused, and nothing is adopted', () => {
  registry().createRepository('app');
  expect(() => deploy(ecr, template({ App: app() }), AT)).toThrow(
    "Source › App › Properties.RepositoryName: RepositoryAlreadyExistsException: The repository with name 'app' already exists in the registry with id '111122223333'",
  );
});

test('IaC 3: Ref of a repository is its name, also when it was made up', () => {
  const Outputs = {
    Name: { Value: { Ref: 'App' } },
    Uri: { Value: { 'Fn::GetAtt': ['App', 'RepositoryUri'] } },
  };
  const deployed = deploy(ecr, template({ App: repository() }, { Outputs }), AT);
  const { name } = deployed.repository('App');
  expect(deployed.outputs).toEqual({
    Name: name,
    Uri: `111122223333.dkr.ecr.us-west-2.amazonaws.com/${name}`,
  });
});

describe('IaC 4: a made-up name', () => {
  test('is the stack, the logical id and a suffix, in lower case', () => {
    const deployed = deploy(ecr, template({ MyApp: repository() }), AT);
    expect(deployed.repository('MyApp').name).toMatch(/^source-myapp-[0-9a-f]{12}$/);
  });

  test('has at most 256 characters', () => {
    const id = 'A'.repeat(250);
    const stackName = 'S'.repeat(128);
    const deployed = deploy(ecr, template({ [id]: repository() }), { ...AT, stackName });
    expect(deployed.repository(id).name).toHaveLength(256);
  });
});

test('IaC 5: an update without policies deletes those that were set by hand', async () => {
  const deployed = deploy(ecr, template({ App: app() }), AT);
  registry().repository('app').setPolicy(readers);
  const input = { repositoryName: 'app' };
  await client().send(new PutLifecyclePolicyCommand({ ...input, lifecyclePolicyText: lifecycle() }));
  deployed.update(template({ App: app({ Tags: [{ Key: 'a', Value: 'b' }] }) }));
  await expect(client().send(new GetRepositoryPolicyCommand(input))).rejects.toMatchObject({
    name: 'RepositoryPolicyNotFoundException',
  });
  await expect(client().send(new GetLifecyclePolicyCommand(input))).rejects.toMatchObject({
    name: 'LifecyclePolicyNotFoundException',
  });
});

test('IaC 6: an update without mutability and scanning resets neither', async () => {
  const deployed = deploy(ecr, template({ App: app({ ImageTagMutability: 'IMMUTABLE' }) }), AT);
  const imageScanningConfiguration = { scanOnPush: true };
  await client().send(
    new PutImageScanningConfigurationCommand({ repositoryName: 'app', imageScanningConfiguration }),
  );
  deployed.update(template({ App: app({ Tags: [{ Key: 'a', Value: 'b' }] }) }));
  const { repositories } = await client().send(new DescribeRepositoriesCommand({}));
  expect(repositories?.[0]).toMatchObject({ imageTagMutability: 'IMMUTABLE', imageScanningConfiguration });
});

test('IaC 7: tags that were set by hand go with the next update', async () => {
  const deployed = deploy(ecr, template({ App: app({ Tags: [{ Key: 'team', Value: 'a' }] }) }), AT);
  const resourceArn = `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`;
  await client().send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'hand', Value: 'made' }] }));
  deployed.update(template({ App: app({ Tags: [{ Key: 'team', Value: 'b' }] }) }));
  const { tags } = await client().send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual([{ Key: 'team', Value: 'b' }]);
});

test('IaC 8: adding the encryption that is the default counts as a change that replaces', () => {
  const EncryptionConfiguration = { EncryptionType: 'AES256' };
  const deployed = deploy(ecr, template({ App: app() }), AT);
  expect(() => deployed.update(template({ App: app({ EncryptionConfiguration }) }))).toThrow(
    'Source › App › Properties.EncryptionConfiguration has changed, which needs a new resource',
  );
});

test('IaC 9: a repository with images is deleted if EmptyOnDelete says so, and not otherwise', () => {
  const full = deploy(ecr, template({ App: app() }), AT);
  full.repository('App').push('v1');
  expect(() => full.delete()).toThrow('RepositoryNotEmptyException');
  expect(full.repository('App').tags).toEqual(['v1']);
  full.update(template({ App: app({ EmptyOnDelete: true }) }));
  full.delete();
  expect(registry().repository('app').exists).toBe(false);
});

describe('IaC 10: what becomes of a repository that goes', () => {
  test.each([
    [undefined, false],
    ['Delete', false],
    ['Retain', true],
    ['RetainExceptOnCreate', true],
  ])('DeletionPolicy %s', (DeletionPolicy, stays) => {
    const deployed = deploy(ecr, template({ App: app({}, DeletionPolicy && { DeletionPolicy }) }), AT);
    deployed.update(template({ Other: repository() }));
    expect(registry().repository('app').exists).toBe(stays);
  });

  test('a policy that there is not is refused', () => {
    expect(() => deploy(ecr, template({ App: app({}, { DeletionPolicy: 'Keep' }) }), AT)).toThrow(
      "Source › App › DeletionPolicy is 'Keep', expected Delete, Retain, RetainExceptOnCreate.",
    );
  });

  test('a retained repository is declared nowhere any more', () => {
    const policy = { RepositoryPolicyText: readers };
    const deployed = deploy(ecr, template({ App: app(policy, { DeletionPolicy: 'Retain' }) }), AT);
    const ask = () =>
      ecr.explainAccess({
        principal: ecr.principal(`arn:aws:iam::${OTHER}:role/reader`, { policies: [identity('ecr:*')] }),
        action: 'ecr:BatchGetImage',
        repository: registry().repository('app'),
      });
    expect(ask().text).toContain('written at Source › App › Properties.RepositoryPolicyText.Statement[0]');
    deployed.update(template({ Other: repository() }));
    expect(ask().text).not.toContain('Source › App');
  });
});
