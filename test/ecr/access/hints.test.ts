import { policyHint } from '../../../src/ecr/access/hints.js';
import { explainPolicy } from '../../../src/iam/policy/evaluate.js';
import { ACCOUNT, policy, request } from '../../iam/policy/requests.js';

const hint = (statement: object) =>
  policyHint(explainPolicy(policy([statement]), request())[0] as Parameters<typeof policyHint>[0]);

const ROLE = "replication calls with the source account's service-linked role: name the account instead";
const SERVICE = 'a service principal never matches: name the source account instead';
const KEY =
  'ECR does not send this key when it replicates: use aws:PrincipalAccount, or an operator …IfExists';
const LACKS = "the ARN lacks its service part: it must start with 'arn:aws:ecr:'";

test.each<[string, object, string | undefined]>([
  ['an ARN without service', { Resource: `arn:aws:us-east-1:${ACCOUNT}:repository/app` }, LACKS],
  ['the same in another partition', { Resource: `arn:aws-us-gov:us-gov-west-1:${ACCOUNT}:x` }, LACKS],
  [
    'an ARN of another service',
    { Resource: `arn:aws:s3:us-east-1:${ACCOUNT}:repository/app` },
    "the ARN is of service 's3', not of 'ecr'",
  ],
  [
    'an ARN of another partition',
    { Resource: `arn:aws-cn:ecr:us-east-1:${ACCOUNT}:repository/app` },
    "the ARN is of partition 'aws-cn', the registry of 'aws'",
  ],
  [
    'a name without its type',
    { Resource: `arn:aws:ecr:us-east-1:${ACCOUNT}:app` },
    "the name lacks its type: it must start with 'repository/'",
  ],
  [
    'a name with a colon',
    { Resource: `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/app:v1` },
    "'repository/app:v1' does not cover 'repository/app'",
  ],
  [
    'a pattern that covers something else',
    { Resource: `arn:aws:ecr:us-east-1:${ACCOUNT}:*x` },
    "'*x' does not cover 'repository/app'",
  ],
  [
    'what begins like an ARN without service, further in',
    { Resource: `xarn:aws:us-east-1:${ACCOUNT}:repository/app` },
    "an ARN starts with 'arn', not with 'xarn'",
  ],
  [
    'another Region',
    { Resource: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/*` },
    "the ARN names Region 'eu-west-1', the registry is in 'us-east-1'",
  ],
  [
    'another Region, first of two',
    {
      Resource: [
        `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/*`,
        `arn:aws:ecr:eu-west-2:${ACCOUNT}:repository/*`,
      ],
    },
    "the ARN names Region 'eu-west-1', the registry is in 'us-east-1'",
  ],
  ['no ARN at all', { Resource: 'app' }, "an ARN starts with 'arn', not with 'app'"],
  [
    'another account',
    { Resource: 'arn:aws:ecr:us-east-1:999999999999:repository/*' },
    `the ARN names account '999999999999', the registry belongs to '${ACCOUNT}'`,
  ],
  [
    'no account',
    { Resource: 'arn:aws:ecr:us-east-1' },
    `the ARN names account '', the registry belongs to '${ACCOUNT}'`,
  ],
  [
    'another repository',
    { Resource: `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/x` },
    "'repository/x' does not cover 'repository/app'",
  ],
  ['a service', { Principal: { Service: 'replication.ecr.amazonaws.com' } }, SERVICE],
  [
    'a service beside a role',
    { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/x`, Service: 's' } },
    SERVICE,
  ],
  ['a role', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/ci` } }, ROLE],
  ['a user', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` } }, ROLE],
  [
    'another account as principal',
    { Principal: { AWS: '999999999999' } },
    'name the account that replicates: 111122223333',
  ],
  ['a source account', { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }, KEY],
  ['a source ARN', { Condition: { ArnLike: { 'AWS:sourceArn': '*' } } }, KEY],
  ['a source organization', { Condition: { StringLike: { 'aws:SourceOrgID': '*' } } }, KEY],
  ['another key', { Condition: { StringEquals: { 'aws:SourceIp': ACCOUNT } } }, undefined],
  ['an action', { Action: 'ecr:GetImage' }, undefined],
  ['a statement that matches', {}, undefined],
])('%s', (_mistake, statement, expected) => {
  expect(hint(statement)).toBe(expected);
});
