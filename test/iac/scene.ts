/** Templates and plans for the tests of infrastructure as code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeEcr } from '../../src/index.js';
import type { DeployOptions } from '../../src/iac.js';

export const SOURCE = '111122223333';
export const OTHER = '444455556666';
export const AT: DeployOptions = { account: SOURCE, region: 'us-west-2', stackName: 'Source' };
export const DR: DeployOptions = { account: OTHER, region: 'eu-west-1', stackName: 'Disaster' };
export type Json = Record<string, unknown>;

export const fact = (name: string): Json =>
  JSON.parse(readFileSync(join(__dirname, 'facts', `${name}.template.json`), 'utf8')) as Json;
export const template = (Resources: Json, more: Json = {}): Json => ({ Resources, ...more });
export const repository = (Properties: Json = {}, more: Json = {}) => ({
  Type: 'AWS::ECR::Repository',
  Properties,
  ...more,
});
export const rules = (...Rules: Json[]) => ({
  Type: 'AWS::ECR::ReplicationConfiguration',
  Properties: { ReplicationConfiguration: { Rules } },
});
export const to = (...filters: string[]): Json => ({
  Destinations: [{ Region: 'eu-west-1', RegistryId: OTHER }],
  ...(filters.length === 0
    ? {}
    : { RepositoryFilters: filters.map((Filter) => ({ Filter, FilterType: 'PREFIX_MATCH' })) }),
});
export const policy = (...Statement: Json[]) => ({
  Type: 'AWS::ECR::RegistryPolicy',
  Properties: { PolicyText: { Version: '2012-10-17', Statement } },
});
export const allow = (more: Json = {}): Json => ({
  Sid: 'in',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${SOURCE}:root` },
  Action: ['ecr:ReplicateImage', 'ecr:CreateRepository'],
  Resource: '*',
  ...more,
});

/** A plan or a state. */
export const plan = (name: string): Json =>
  JSON.parse(readFileSync(join(__dirname, 'facts', `${name}.json`), 'utf8')) as Json;

/** Who may assume a role. */
export const trust = (Principal: unknown = { AWS: SOURCE }, more: Json = {}): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }],
});
export const role = (Properties: Json = {}, more: Json = {}): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust(), ...Properties },
  ...more,
});
/** An identity policy that allows one thing. */
export const identity = (Action: string | string[] = 'ecr:PutImage', Resource: unknown = '*'): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
export const resource = (type: string, Properties: Json = {}, more: Json = {}): Json => ({
  Type: `AWS::${type}`,
  Properties,
  ...more,
});
/** A lifecycle policy, which is a text in templates. */
export const lifecycle = (countNumber = 10): string =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: 'what is not tagged goes',
        selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber },
        action: { type: 'expire' },
      },
    ],
  });

/** Everything but what time it is. */
export const worldOf = (ecr: FakeEcr): Json => ({ ...ecr.snapshot(), now: 0 });
