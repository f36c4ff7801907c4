/** Every explanation that names a rule, a statement, a filter or a setting of a template prints where it is written. */
import {
  BatchGetImageCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { image, setupFakeEcr } from '../../src/index.js';
import { applyTerraform, deploy } from '../../src/iac.js';
import {
  AT,
  DR,
  type Json,
  OTHER,
  SOURCE,
  allow,
  identity,
  lifecycle,
  plan,
  policy,
  repository,
  resource,
  role,
  rules,
  template,
  to,
} from './scene.js';

const ecr = setupFakeEcr();

const source = () => ecr.registry(SOURCE, 'us-west-2');
const destination = () => ecr.registry(OTHER, 'eu-west-1');
const app = (more: Json = {}) => repository({ RepositoryName: 'app', ...more });
const why = (image = 'app:v1') => ecr.explain(image, destination());

describe('explain and expectReplicated', () => {
  test('a tag that was withheld: where the repository there is immutable', () => {
    deploy(ecr, template({ App: app(), R: rules(to()) }), AT);
    deploy(ecr, template({ App: app({ ImageTagMutability: 'IMMUTABLE' }), In: policy(allow()) }), DR);
    destination().push('app:v1');
    source().push('app:v1', image('another'));
    const verdict = why();
    expect(verdict.reasons[0]?.code).toBe('tag-withheld');
    expect(verdict.text).toContain('written at Disaster › App › Properties.ImageTagMutability');
    expect(verdict.reasons[0]?.decidedBy.origin?.path).toBe('Properties.ImageTagMutability');
  });

  test('a second hop: both rules', () => {
    deploy(
      ecr,
      template({ App: app(), R: rules({ Destinations: [{ Region: 'us-east-1', RegistryId: SOURCE }] }) }),
      AT,
    );
    deploy(ecr, template({ R: rules(to()) }), { ...AT, region: 'us-east-1', stackName: 'Middle' });
    source().push('app:v1');
    const verdict = ecr.explain('app:v1', destination(), source());
    expect(verdict.text).toContain('written at Source › R › Properties.ReplicationConfiguration.Rules[0]');
  });

  test('no repository at the source: the stack that has none', () => {
    deploy(ecr, template({ R: rules(to()) }), AT);
    expect(ecr.explain('app:v1', destination(), source()).text).toContain(
      'stack Source (deployed there) has no AWS::ECR::Repository',
    );
  });

  test('no template at the destination: the stack that has none', () => {
    deploy(ecr, template({ App: app(), R: rules(to()) }), AT);
    deploy(ecr, template({ In: policy(allow()) }), DR);
    source().push('app:v1');
    expect(why().text).toContain(
      'with the defaults of ECR\n      stack Disaster (deployed there) has no AWS::ECR::RepositoryCreationTemplate',
    );
  });

  test('no statement in Terraform: the workspace', () => {
    const options = { providers: { aws: { account: SOURCE }, 'aws.dr': { account: OTHER } } };
    const json = plan('terraform-plan-known-only');
    const text = JSON.stringify(json).replaceAll('"aws_ecr_registry_policy"', '"aws_ecr_other"');
    applyTerraform(ecr, text, options);
    source().push('payments:v1');
    expect(why('payments:v1').text).toContain('Terraform (deployed there) has no aws_ecr_registry_policy');
  });
});

describe('explainLifecycle', () => {
  const policyOf = (count: number) => app({ LifecyclePolicy: { LifecyclePolicyText: lifecycle(count) } });

  test('the rule that decided', () => {
    const deployed = deploy(ecr, template({ App: policyOf(10) }), AT);
    deployed.repository('App').push(undefined);
    const report = ecr.explainLifecycle(deployed.repository('App'));
    expect(report.text).toContain(
      'written at Source › App › Properties.LifecyclePolicy.LifecyclePolicyText › rules[0]',
    );
    expect(report.rows[0]?.origin?.path).toBe('Properties.LifecyclePolicy.LifecyclePolicyText › rules[0]');
  });

  test('the rule of a Terraform plan', () => {
    const applied = applyTerraform(ecr, plan('terraform-state-two-providers'));
    const payments = applied.repository('aws_ecr_repository.payments');
    payments.push(undefined);
    expect(ecr.explainLifecycle(payments).text).toContain(
      'written at aws_ecr_lifecycle_policy.payments › policy › rules[0]',
    );
  });

  test('a command that has replaced it', async () => {
    const deployed = deploy(ecr, template({ App: policyOf(10) }), AT);
    deployed.repository('App').push(undefined);
    const input = { repositoryName: 'app', lifecyclePolicyText: lifecycle(5) };
    await ecr.client(SOURCE, 'us-west-2').send(new PutLifecyclePolicyCommand(input));
    const { text } = ecr.explainLifecycle(deployed.repository('App'));
    expect(text).toContain(
      'what Source › App says was replaced by PutLifecyclePolicy of arn:aws:iam::111122223333',
    );
    expect(text).not.toContain('written at');
  });

  test('no policy: the resource that writes none', () => {
    const deployed = deploy(ecr, template({ App: app() }), AT);
    expect(() => ecr.explainLifecycle(deployed.repository('App'))).toThrow(
      'Source › App declares none for it.',
    );
  });
});

describe('explainAccess and denials', () => {
  const Ci = role({ RoleName: 'ci', Policies: [{ PolicyName: 'p', PolicyDocument: identity() }] });
  const ask = (action: string) => {
    const deployed = deploy(ecr, template({ App: app(), Ci }), AT);
    return {
      deployed,
      verdict: ecr.explainAccess({
        principal: deployed.principal('Ci'),
        action,
        repository: deployed.repository('App'),
      }),
    };
  };

  test('the statement that allows', () => {
    expect(ask('ecr:PutImage').verdict.text).toContain(
      'written at Source › Ci › Properties.Policies[0].PolicyDocument.Statement[0]',
    );
  });

  test('the element that does not match, and the repository that writes no policy', () => {
    const { text } = ask('ecr:BatchGetImage').verdict;
    expect(text).toContain(
      'written at Source › Ci › Properties.Policies[0].PolicyDocument.Statement[0].Action',
    );
    expect(text).toContain('- there is no repository policy\n    Source › App declares none for it');
  });

  test('a command that has replaced the policy', async () => {
    const readers = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:PutImage' }],
    };
    const deployed = deploy(ecr, template({ App: app({ RepositoryPolicyText: readers }), Ci }), AT);
    const input = { repositoryName: 'app', policyText: JSON.stringify(readers) };
    await ecr.client(SOURCE, 'us-west-2').send(new SetRepositoryPolicyCommand(input));
    const { text } = ecr.explainAccess({
      principal: deployed.principal('Ci'),
      action: 'ecr:PutImage',
      repository: deployed.repository('App'),
    });
    expect(text).toContain('what Source › App says was replaced by SetRepositoryPolicy of');
  });

  /** What a denied call says besides the service's own words. */
  async function hintFor(resources: Json): Promise<unknown> {
    const deployed = deploy(ecr, template({ App: app(), ...resources }), AT);
    const input = { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] };
    const denied: unknown = await deployed
      .principal('Ci')
      .client('us-west-2')
      .send(new BatchGetImageCommand(input))
      .catch((error: unknown) => error);
    expect(denied).toMatchObject({ name: 'AccessDeniedException' });
    return ((denied as Error).cause as Error | undefined)?.message;
  }
  const attached = (statement: Json) => ({
    Ci: role({ RoleName: 'ci' }),
    More: resource('IAM::Policy', {
      PolicyName: 'more',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*', ...statement }],
      },
      Roles: [{ Ref: 'Ci' }],
    }),
  });

  test('a denied call: the Deny', async () => {
    expect(await hintFor(attached({ Effect: 'Deny' }))).toContain(
      'statement #1 denies it, written at Source › More › Properties.PolicyDocument.Statement[0]',
    );
  });

  test('a denied call: the statement that speaks of it', async () => {
    const other = `arn:aws:ecr:us-west-2:${SOURCE}:repository/other`;
    expect(await hintFor(attached({ Resource: other }))).toContain(
      `statement #1 does not match: Resource is ${other}, the call has arn:aws:ecr:us-west-2:${SOURCE}:repository/app, written at Source › More › Properties.PolicyDocument.Statement[0].Resource`,
    );
  });

  test('a denied call: none of them speaks of it', async () => {
    expect(await hintFor({ Ci })).toContain(
      'no statement of Source › Ci › Properties.Policies[0].PolicyDocument speaks of ecr:BatchGetImage',
    );
  });

  test('a denied call: nothing is attached', async () => {
    expect(await hintFor({ Ci: role({ RoleName: 'ci' }) })).toContain('nothing is attached to Source › Ci');
  });
});

describe('unchanged declarations', () => {
  test('is written where the new template writes it', () => {
    const two = (first: string, second: string) => template({ App: app(), R: rules(to(first), to(second)) });
    const Conditions = { Yes: { 'Fn::Equals': ['a', 'a'] } };
    const deployed = deploy(ecr, two('one/', 'two/'), AT);
    const Rules = { 'Fn::If': ['Yes', [to('one/'), to('two/')], []] };
    const R = resource('ECR::ReplicationConfiguration', { ReplicationConfiguration: { Rules } });
    deployed.update(template({ App: app(), R }, { Conditions }));
    source().push('app:v1');
    expect(why().text).toContain(
      'written at Source › R › Properties.ReplicationConfiguration.Rules.Fn::If[1][1].RepositoryFilters[0].Filter',
    );
  });
});
