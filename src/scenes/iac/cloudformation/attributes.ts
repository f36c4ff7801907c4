import { createHash } from 'node:crypto';
import { registryHost, repositoryArn } from '../../../aws/arn.js';
import { partitionOf } from '../../../aws/regions.js';
import { type JsonRecord, asText } from '../read-json.js';
import type { StackIdentity } from './stack-state.js';

/** What a resource answers to Ref and Fn::GetAtt. */
export type Attributes = Readonly<Record<string, string>> & { readonly Ref: string };

/** Properties that names and ARNs are made of. */
export const IDENTIFYING =
  'RepositoryName RoleName UserName GroupName ManagedPolicyName Path PolicyName EcrRepositoryPrefix Prefix PrincipalArn'.split(
    ' ',
  );

/** What a resource of a known type answers [docs]; Ref of what a registry has once is likely [assumed]. */
export function attributesOf(
  type: string,
  name: string,
  properties: JsonRecord,
  { account, region }: StackIdentity,
): Attributes {
  const text = (property: string, otherwise = '') => asText(properties[property] ?? otherwise);
  const path = text('Path', '/');
  const iam = (kind: string) => `arn:${partitionOf(region).id}:iam::${account}:${kind}${path}${name}`;
  const id = (prefix: string) =>
    prefix + createHash('sha256').update(`${account} ${name}`).digest('hex').toUpperCase().slice(0, 17);
  switch (type) {
    case 'AWS::ECR::Repository':
      return {
        Ref: name,
        Arn: repositoryArn(region, account, name),
        RepositoryUri: `${registryHost(region, account)}/${name}`,
      };
    case 'AWS::ECR::PullThroughCacheRule':
      return { Ref: text('EcrRepositoryPrefix') };
    case 'AWS::ECR::RepositoryCreationTemplate':
      return { Ref: text('Prefix'), CreatedAt: '0', UpdatedAt: '0' };
    case 'AWS::ECR::PullTimeUpdateExclusion':
      return { Ref: text('PrincipalArn') };
    case 'AWS::IAM::Role':
      return { Ref: name, Arn: iam('role'), RoleId: id('AROA') };
    case 'AWS::IAM::User':
      return { Ref: name, Arn: iam('user') };
    case 'AWS::IAM::Group':
      return { Ref: name, Arn: iam('group') };
    case 'AWS::IAM::ManagedPolicy':
      return { Ref: iam('policy'), PolicyArn: iam('policy'), PolicyId: id('ANPA') };
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::RolePolicy':
    case 'AWS::IAM::UserPolicy':
      return { Ref: text('PolicyName', name), Id: text('PolicyName', name) };
    default:
      return { Ref: account, RegistryId: account };
  }
}
