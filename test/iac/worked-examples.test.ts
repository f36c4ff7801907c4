/** The worked examples, to the letter. */
import {
  DescribePullThroughCacheRulesCommand,
  GetRegistryScanningConfigurationCommand,
  GetSigningConfigurationCommand,
  ListPullTimeUpdateExclusionsCommand,
} from '@aws-sdk/client-ecr';
import { setupFakeEcr } from '../../src/index.js';
import { applyTerraform, deploy } from '../../src/iac.js';
import {
  AT,
  DR,
  type Json,
  OTHER,
  SOURCE,
  allow,
  fact,
  plan,
  policy,
  repository,
  rules,
  template,
  to,
} from './scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const NOW = '2026-01-02T03:04:05.000Z';
const ecr = setupFakeEcr({ now: new Date(NOW) });

const pair = (filter: string) =>
  template({
    Replication: rules(to(filter)),
    Payments: repository({ RepositoryName: 'payments' }),
  });
const source = () => ecr.registry(SOURCE, 'us-west-2');
const destination = () => ecr.registry(OTHER, 'eu-west-1');

/** What a red test says. */
async function failureOf(image: string, region: string, account: string): Promise<string> {
  try {
    await ecr.expectReplicated(image, region, account);
  } catch (error) {
    // What happened to the image comes last, and is tested by itself.
    return (error as Error).message.replace(/\n\nWhat happened to [\s\S]*/, '');
  }
  throw new Error('it was replicated');
}

const MISSING = `{
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:root"
      },
      "Action": [
        "ecr:CreateRepository",
        "ecr:ReplicateImage"
      ],
      "Resource": "arn:aws:ecr:eu-west-1:444455556666:repository/payments"
    }`;

test('IaC E1: a healthy pair', () => {
  deploy(ecr, pair('payments'), AT);
  deploy(ecr, fact('cdk-destination'), DR);
  expect(String(ecr.topology())).toBe(
    [
      '111122223333/us-west-2  (1 repository)',
      "  -> 444455556666/eu-west-1  prefix 'payments'  [permitted by 'in']",
      '444455556666/eu-west-1  (0 repositories)',
    ].join('\n'),
  );
  source().push('payments:v1');
  // The prefix of a template is followed by a slash, so it does not make the repository 'payments' itself.
  expect(ecr.explain('payments:v1', destination()).text.replace(/sha256:[0-9a-f]{64}/, '<digest>')).toBe(
    `payments:v1 from 111122223333/us-west-2 to 444455556666/eu-west-1: replicated
- payments:v1 is at 444455556666/eu-west-1.
    digest <digest>
    arrived ${NOW}
    sent by rule #1, filter 'payments'
      written at Source › Replication › Properties.ReplicationConfiguration.Rules[0].RepositoryFilters[0].Filter
    allowed by statement in of the registry policy there
      written at Disaster › RegistryPolicy › Properties.PolicyText.Statement[0]
        {"Action":["ecr:ReplicateImage","ecr:CreateRepository"],"Effect":"Allow","Principal":{"AWS":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::111122223333:root"]]}},"Resource":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":ecr:eu-west-1:444455556666:repository/payments*"]]},"Sid":"in"}
    the repository was created for it, with the defaults of ECR
      the creation template 'payments' is for names that begin with 'payments/'
      written at Disaster › Template › Properties`,
  );
});

describe('IaC E1: a repository below the prefix of the template', () => {
  const disaster = (...actions: string[]): Json => {
    const text = JSON.stringify(fact('cdk-destination'));
    const more = actions.map((one) => `,"${one}"`).join('');
    return JSON.parse(text.replace('"ecr:CreateRepository"', `"ecr:CreateRepository"${more}`)) as Json;
  };

  test('is made by it', () => {
    deploy(ecr, pair('payments'), AT);
    deploy(ecr, disaster('ecr:TagResource'), DR);
    source().createRepository('payments/api').push('payments/api:v1');
    const verdict = ecr.explain('payments/api:v1', destination());
    expect(verdict.text).toContain(
      `the repository was created for it, by the creation template 'payments'
      written at Disaster › Template › Properties`,
    );
    expect(verdict.reasons[0]?.decidedBy.origin).toMatchObject({ source: 'Disaster', id: 'Template' });
    const { tagMutability } = destination().repository('payments/api')[INSIDE].repository();
    expect(tagMutability.mode).toBe('IMMUTABLE');
  });

  test('takes one more permission because of its tags, and the template is named', () => {
    deploy(ecr, pair('payments'), AT);
    deploy(ecr, disaster(), DR);
    source().createRepository('payments/api').push('payments/api:v1');
    expect(ecr.explain('payments/api:v1', destination()).text).toContain(
      `the creation template 'payments' sets resource tags, which needs that permission too
      written at Disaster › Template › Properties
    Statement "in" does not match: Action is ecr:ReplicateImage, ecr:CreateRepository, the call has ecr:TagResource.
      written at Disaster › RegistryPolicy › Properties.PolicyText.Statement[0].Action`,
    );
  });
});

test('IaC E2: a slash too many', async () => {
  deploy(ecr, pair('payments/'), AT);
  deploy(ecr, fact('cdk-destination'), DR);
  source().push('payments:v1');
  expect(await failureOf('payments:v1', 'eu-west-1', OTHER)).toBe(
    `expectReplicated('payments:v1', 'eu-west-1', '444455556666')

Expected: payments:v1 replicated to 444455556666/eu-west-1
Received: never: no replication of it was started

Why:
  No filter of the rules to 444455556666/eu-west-1 matches the repository name 'payments'.
    rule #1: 'payments' does not start with 'payments/'
      'payments/' ends in a slash, so it does not match 'payments' itself: a filter is the start of a name
      written at Source › Replication › Properties.ReplicationConfiguration.Rules[0].RepositoryFilters[0].Filter`,
  );
  const [reason] = ecr.explain('payments:v1', destination()).reasons;
  expect(reason?.code).toBe('filter-mismatch');
});

test('IaC E3: the wrong account in the policy', async () => {
  deploy(ecr, pair('payments'), AT);
  const statement = allow({
    Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
    Action: 'ecr:ReplicateImage',
  });
  deploy(ecr, template({ RegistryPolicy: policy(statement) }), DR);
  source().push('payments:v1');
  expect(await failureOf('payments:v1', 'eu-west-1', OTHER)).toBe(
    `expectReplicated('payments:v1', 'eu-west-1', '444455556666')

Expected: payments:v1 replicated to 444455556666/eu-west-1
Received: failed

Why:
  The destination's registry policy does not allow it: 111122223333 may not ecr:ReplicateImage on repository payments of 444455556666/eu-west-1.
    Statement "in" does not match: Principal is arn:aws:iam::444455556666:root, the call has arn:aws:iam::111122223333:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication.
      name the account that replicates: 111122223333
      written at Disaster › RegistryPolicy › Properties.PolicyText.Statement[0].Principal.AWS
        {"Fn::Sub":"arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root"}
    No statement of the registry policy of 444455556666/eu-west-1 allows it. This one would:
    ${MISSING}
    status FAILED, failureCode DESTINATION_REGISTRY_ACCESS_DENIED
    sent by rule #1, filter 'payments'
      written at Source › Replication › Properties.ReplicationConfiguration.Rules[0].RepositoryFilters[0].Filter`,
  );
});

describe('IaC E4: a condition', () => {
  const agnostic = (Stage: string) =>
    deploy(ecr, fact('cdk-agnostic-settings'), { ...AT, stackName: 'Agnostic', parameters: { Stage } });

  test('in dev there are scanning, signing, a cache rule and an exclusion, and no replication', async () => {
    const deployed = agnostic('dev');
    const client = ecr.client(SOURCE, 'us-west-2');
    const { scanningConfiguration } = await client.send(new GetRegistryScanningConfigurationCommand({}));
    expect(scanningConfiguration?.rules).toHaveLength(1);
    const { signingConfiguration } = await client.send(new GetSigningConfigurationCommand({}));
    expect(signingConfiguration?.rules?.[0]?.signingProfileArn).toBe(
      'arn:aws:signer:us-west-2:111122223333:/signing-profiles/release',
    );
    const { pullThroughCacheRules } = await client.send(new DescribePullThroughCacheRulesCommand({}));
    expect(pullThroughCacheRules?.[0]?.ecrRepositoryPrefix).toBe('docker-hub');
    const { pullTimeUpdateExclusions } = await client.send(new ListPullTimeUpdateExclusionsCommand({}));
    expect(pullTimeUpdateExclusions).toEqual([deployed.principal('Scanner').caller.roleArn]);
    source().createRepository('app').push('app:v1');
    expect(await failureOf('app:v1', 'eu-west-1', SOURCE)).toBe(
      `expectReplicated('app:v1', 'eu-west-1', '111122223333')

Expected: app:v1 replicated to 111122223333/eu-west-1
Received: never: no replication of it was started

Why:
  111122223333/us-west-2 has no replication rule.
    Agnostic › Replication left out by condition IsProd (Fn::Equals ["dev","prod"])
    put one there that has 111122223333/eu-west-1 as a destination; in a test: source.replicateTo(destination)`,
    );
    expect(ecr.explain('app:v1', ecr.registry(SOURCE, 'eu-west-1')).reasons[0]?.code).toBe('no-rule');
  });

  test('in prod there is an edge, and nobody is asked within the account', () => {
    agnostic('prod');
    source().createRepository('app').push('app:v1');
    expect(String(ecr.topology())).toBe(
      [
        '111122223333/eu-west-1  (1 repository)',
        '111122223333/us-west-2  (1 repository)',
        '  -> 111122223333/eu-west-1  all repositories',
      ].join('\n'),
    );
    expect(ecr.explain('app:v1', ecr.registry(SOURCE, 'eu-west-1')).isReplicated).toBe(true);
  });
});

test('IaC E5: two teams', () => {
  deploy(ecr, template({ Replication: rules(to('a/')) }), { ...AT, stackName: 'Team-A' });
  expect(() =>
    deploy(ecr, template({ Replication: rules(to('b/')) }), { ...AT, stackName: 'Team-B' }),
  ).toThrow(
    new Error(
      '[fake-ecr] Team-B › Replication: 111122223333/us-west-2 already has a replication configuration, of Team-A › Replication. A registry has one document: put all rules into one resource.',
    ),
  );
  expect(source()[INSIDE].registry.replication.rules.map((rule) => rule.prefixes)).toEqual([['a/']]);
});

test('IaC E6: Terraform', async () => {
  applyTerraform(ecr, plan('terraform-plan-two-providers'), {
    providers: { aws: { account: SOURCE }, 'aws.dr': { account: OTHER } },
    unknown: 'skip',
  });
  source().push('payments:v1');
  expect(await failureOf('payments:v1', 'eu-west-1', OTHER)).toBe(
    `expectReplicated('payments:v1', 'eu-west-1', '444455556666')

Expected: payments:v1 replicated to 444455556666/eu-west-1
Received: failed

Why:
  The destination's registry policy does not allow it: 111122223333 may not ecr:ReplicateImage on repository payments of 444455556666/eu-west-1.
    Statement "in" does not match: Resource is arn:aws:ecr:eu-west-1:444455556666:repository/team/*, the call has arn:aws:ecr:eu-west-1:444455556666:repository/payments.
      'repository/team/*' does not cover 'repository/payments'
      written at module.dr.aws_ecr_registry_policy.in › policy › Statement[0].Resource
    No statement of the registry policy of 444455556666/eu-west-1 allows it. This one would:
    ${MISSING}
    status FAILED, failureCode DESTINATION_REGISTRY_ACCESS_DENIED
    sent by rule #1, filter 'payments'
      written at aws_ecr_replication_configuration.this › replication_configuration[0].rule[0].repository_filter[0].filter`,
  );
});
