/** Stacks that the CDK synthesizes here and now, and the assembly that it writes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  CfnParameter,
  NestedStack,
  RemovalPolicy,
  Stack,
  Stage,
  aws_ecr as ecrs,
  aws_iam as iam,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { setupFakeEcr } from '../../src/index.js';
import { deploy, deployAssembly } from '../../src/iac.js';

const SOURCE = { account: '111122223333', region: 'us-west-2' };
const OTHER = { account: '444455556666', region: 'eu-west-1' };

// Loading the CDK takes its time.
jest.setTimeout(60_000);

const ecr = setupFakeEcr();

function sourceStack(scope: App | Stage): Stack {
  const stack = new Stack(scope, 'Source', { env: SOURCE });
  const payments = new ecrs.Repository(stack, 'Payments', {
    repositoryName: 'payments',
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const ci = new iam.Role(stack, 'Ci', { assumedBy: new iam.AccountRootPrincipal() });
  payments.grantPullPush(ci);
  new ecrs.CfnReplicationConfiguration(stack, 'Replication', {
    replicationConfiguration: {
      rules: [{ destinations: [{ region: OTHER.region, registryId: OTHER.account }] }],
    },
  });
  return stack;
}

function disasterStack(scope: App | Stage, resource: string): Stack {
  const stack = new Stack(scope, 'Disaster', { env: OTHER });
  new ecrs.CfnRegistryPolicy(stack, 'RegistryPolicy', {
    policyText: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'in',
          Effect: 'Allow',
          Principal: { AWS: `arn:${stack.partition}:iam::${SOURCE.account}:root` },
          Action: ['ecr:ReplicateImage', 'ecr:CreateRepository'],
          Resource: `arn:${stack.partition}:ecr:eu-west-1:444455556666:repository/${resource}`,
        },
      ],
    },
  });
  return stack;
}

test.each([
  ['payments', true],
  ['payments/*', false],
])('stacks of the CDK: a policy for repository/%s lets the image in: %s', async (resource, isIn) => {
  const app = new App();
  const stacks = [sourceStack(app), disasterStack(app, resource)].map((one) =>
    Template.fromStack(one).toJSON(),
  );
  const source = deploy(ecr, stacks[0] as object, { ...SOURCE, stackName: 'Source' });
  deploy(ecr, stacks[1] as object, { ...OTHER, stackName: 'Disaster' });
  source.repository('Payments').push('v1');
  const arrival = ecr.expectReplicated('payments:v1', OTHER.region, OTHER.account);
  if (isIn) await expect(arrival).resolves.toBeUndefined();
  else
    await expect(arrival).rejects.toThrow(
      /written at Disaster › RegistryPolicy › Properties\.PolicyText\.Statement\[0\]\.Resource[^]*"Fn::Join"/,
    );
  const verdict = ecr.explainAccess({
    principal: source.principal('Ci'),
    action: 'ecr:PutImage',
    repository: source.repository('Payments'),
  });
  expect(verdict.allowed).toBe(true);
});

test('IaC T28: an assembly with a stage, a nested stack and a stack for any account', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'fake-ecr-cdk-'));
  try {
    const app = new App({ outdir });
    const stage = new Stage(app, 'Prod');
    disasterStack(stage, '*');
    const source = sourceStack(app);
    const nested = new NestedStack(source, 'Inner');
    new ecrs.Repository(nested, 'Deep', { repositoryName: 'deep' });
    const agnostic = new Stack(app, 'Agnostic');
    new ecrs.Repository(agnostic, 'Any', {
      repositoryName: new CfnParameter(agnostic, 'Name', { default: 'any' }).valueAsString,
    });
    app.synth();
    expect(() => deployAssembly(ecr, outdir)).toThrow(
      'The stack Agnostic was written for any account and Region.',
    );
    const stacks = deployAssembly(ecr, outdir, { environments: { Agnostic: SOURCE } });
    expect(Object.keys(stacks).sort()).toEqual(['Agnostic', expect.stringMatching(/^Prod/), 'Source']);
    const prod = ecr.registry(SOURCE.account, SOURCE.region);
    expect(prod.repository('deep').exists).toBe(true);
    expect(prod.repository('any').exists).toBe(true);
    prod.push('payments:v1');
    expect(ecr.explain('payments:v1', ecr.registry(OTHER.account, OTHER.region)).isReplicated).toBe(true);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});

test('a stack that was not synthesized is told from a template', () => {
  expect(() => deploy(ecr, sourceStack(new App()), { ...SOURCE, stackName: 'Source' })).toThrow(
    'is a construct of the CDK. Pass what it is synthesized to: Template.fromStack(stack).toJSON().',
  );
});
