import fc from 'fast-check';
import { isFailure } from '../../../src/aws/failure.js';
import { parsePolicy, policyFaults, printPolicy } from '../../../src/iam/policy/document.js';
import { ACCOUNT, textOf } from './requests.js';

const broken: [string, string, string, string][] = [
  ['no JSON', 'x', '$', 'is not JSON'],
  ['a list', '[]', '$', 'is not an object'],
  ['null', 'null', '$', 'is not an object'],
  [
    'an unknown element of the document',
    textOf([{}]).replace('{', '{"Statements":[],'),
    '$.Statements',
    'is not an element of a policy',
  ],
  ['another version', textOf([{}], '2020-01-01'), '$.Version', 'must be 2008-10-17 or 2012-10-17'],
  [
    'no statements',
    '{"Version":"2012-10-17","Statement":[]}',
    '$.Statement',
    'must have at least one statement',
  ],
  ['no Statement', '{"Version":"2012-10-17"}', '$.Statement', 'must have at least one statement'],
  ['a statement that is not an object', '{"Statement":["x"]}', '$.Statement[0]', 'is not an object'],
  [
    'an unknown element of a statement',
    textOf([{}, { Actions: 'ecr:*' }]),
    '$.Statement[1].Actions',
    'is not an element of a statement',
  ],
  ['a Sid that is not a string', textOf([{ Sid: 1 }]), '$.Statement[0].Sid', 'must be a string'],
  ['no effect', textOf([{ Effect: undefined }]), '$.Statement[0].Effect', 'must be Allow or Deny'],
  [
    'an effect in lower case',
    textOf([{ Effect: 'allow' }]),
    '$.Statement[0].Effect',
    'must be Allow or Deny',
  ],
  [
    'no principal',
    textOf([{ Principal: undefined }]),
    '$.Statement[0]',
    'must have exactly one of Principal and NotPrincipal',
  ],
  [
    'two kinds of principal',
    textOf([{ NotPrincipal: '*' }]),
    '$.Statement[0]',
    'must have exactly one of Principal and NotPrincipal',
  ],
  [
    'no action',
    textOf([{ Action: undefined }]),
    '$.Statement[0]',
    'must have exactly one of Action and NotAction',
  ],
  [
    'two kinds of action',
    textOf([{ NotAction: 'ecr:*' }]),
    '$.Statement[0]',
    'must have exactly one of Action and NotAction',
  ],
  [
    'no resource',
    textOf([{ Resource: undefined }]),
    '$.Statement[0]',
    'must have exactly one of Resource and NotResource',
  ],
  [
    'an action without a service',
    textOf([{ Action: ['ecr:*', 'PutImage'] }]),
    '$.Statement[0].Action[1]',
    "'PutImage' is not an action",
  ],
  [
    'the same under NotAction',
    textOf([{ Action: undefined, NotAction: 'PutImage' }]),
    '$.Statement[0].NotAction',
    "'PutImage' is not an action",
  ],
  [
    'an action with something before it',
    textOf([{ Action: '(ecr:PutImage' }]),
    '$.Statement[0].Action',
    "'(ecr:PutImage' is not an action",
  ],
  [
    'an action with something after it',
    textOf([{ Action: 'ecr:PutImage!' }]),
    '$.Statement[0].Action',
    "'ecr:PutImage!' is not an action",
  ],
  [
    'an account of six digits',
    textOf([{ Principal: { AWS: 'arn:aws:iam::111111:root' } }]),
    '$.Statement[0].Principal.AWS',
    "'arn:aws:iam::111111:root' is not a principal",
  ],
  [
    'an unknown type of principal',
    textOf([{ Principal: { Aws: ACCOUNT } }]),
    '$.Statement[0].Principal.Aws',
    'is not a type of principal',
  ],
  [
    'a principal that is a text',
    textOf([{ Principal: ACCOUNT }]),
    '$.Statement[0].Principal',
    'must be "*" or an object such as {"AWS": "111122223333"}',
  ],
  [
    'a principal of nothing',
    textOf([{ Principal: {} }]),
    '$.Statement[0].Principal',
    'must be "*" or an object such as {"AWS": "111122223333"}',
  ],
  [
    'the same under NotPrincipal',
    textOf([{ Principal: undefined, NotPrincipal: {} }]),
    '$.Statement[0].NotPrincipal',
    'must be "*" or an object such as {"AWS": "111122223333"}',
  ],
  [
    'an account as a number',
    textOf([{ Principal: { AWS: 111122223333 } }]),
    '$.Statement[0].Principal.AWS',
    'must be a string or a list of strings',
  ],
  [
    'an empty list of services',
    textOf([{ Principal: { Service: [] } }]),
    '$.Statement[0].Principal.Service',
    'must be a string or a list of strings',
  ],
  [
    'a number among resources',
    textOf([{ Resource: ['*', 5] }]),
    '$.Statement[0].Resource',
    'must be a string or a list of strings',
  ],
  [
    'a number under NotResource',
    textOf([{ Resource: undefined, NotResource: 5 }]),
    '$.Statement[0].NotResource',
    'must be a string or a list of strings',
  ],
  [
    'a number under NotAction',
    textOf([{ Action: undefined, NotAction: 5 }]),
    '$.Statement[0].NotAction',
    'must be a string or a list of strings',
  ],
  [
    'conditions that are a text',
    textOf([{ Condition: 'x' }]),
    '$.Statement[0].Condition',
    'must be an object',
  ],
  [
    'an operator without keys',
    textOf([{ Condition: { Bool: 'true' } }]),
    '$.Statement[0].Condition.Bool',
    'must be an object',
  ],
  [
    'a value that is an object',
    textOf([{ Condition: { StringEquals: { a: ['b', {}] } } }]),
    '$.Statement[0].Condition.StringEquals.a',
    'must be a string or a list of strings',
  ],
  ...['StringIs', 'NullIfExists', 'ForSomeValue:StringLike', 'StringLikeIfExists2', '2StringLike'].map(
    (operator): [string, string, string, string] => [
      `the unknown operator ${operator}`,
      textOf([{ Condition: { [operator]: { a: 'b' } } }]),
      `$.Statement[0].Condition.${operator}`,
      'is not a condition operator',
    ],
  ),
];

test.each(broken)('R61 RF-I5 %s is refused, without saying why', (_name, text, path, problem) => {
  expect(parsePolicy(text, 'registry')).toMatchObject({
    code: 'InvalidParameterException',
    message:
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'",
  });
  expect(policyFaults(text, 'registry')).toEqual([{ path, problem }]);
});

const places: [string, string, string][] = [
  ['a number as resource', textOf([{ Resource: 5 }]), '$.Statement[0].Resource'],
  ['an id that is not a string', '{"Id":5,"Statement":[]}', '$.Id'],
  ['a fault in the second of several', textOf([{}, { Action: 'x' }]), '$.Statement[1].Action'],
  ['a fault in a list', textOf([{ Action: ['ecr:*', 'PutImage'] }]), '$.Statement[0].Action[1]'],
  [
    'a fault in NotAction',
    textOf([{ Action: undefined, NotAction: ['PutImage'] }]),
    '$.Statement[0].NotAction[0]',
  ],
  [
    'a wildcard in the ARN of a principal',
    textOf([{ Principal: { AWS: [ACCOUNT, `arn:aws:iam::${ACCOUNT}:role/*`] } }]),
    '$.Statement[0].Principal.AWS[1]',
  ],
  [
    'a fault in NotPrincipal',
    textOf([{ Principal: undefined, NotPrincipal: { AWS: 'ada' } }]),
    '$.Statement[0].NotPrincipal.AWS',
  ],
  [
    'a provider that is not a string',
    textOf([{ Principal: { Federated: 5 } }]),
    '$.Statement[0].Principal.Federated',
  ],
  ['an empty object of principals', textOf([{ Principal: {} }]), '$.Statement[0].Principal'],
  ['both kinds of action', textOf([{ NotAction: 'ecr:*' }]), '$.Statement[0]'],
  ['both kinds of resource', textOf([{ NotResource: '*' }]), '$.Statement[0]'],
  ['a Sid that is not a string', textOf([{ Sid: 5 }]), '$.Statement[0].Sid'],
  ['a condition that is not an object', textOf([{ Condition: 'x' }]), '$.Statement[0].Condition'],
  [
    'an operator in another case',
    textOf([{ Condition: { stringEquals: { a: 'b' } } }]),
    '$.Statement[0].Condition.stringEquals',
  ],
  [
    'NullIfExists',
    textOf([{ Condition: { NullIfExists: { a: 'true' } } }]),
    '$.Statement[0].Condition.NullIfExists',
  ],
  [
    'a condition without keys',
    textOf([{ Condition: { StringEquals: 'x' } }]),
    '$.Statement[0].Condition.StringEquals',
  ],
  [
    'a value of a condition that is an object',
    textOf([{ Condition: { StringEquals: { 'aws:Key': [{}] } } }]),
    '$.Statement[0].Condition.StringEquals.aws:Key',
  ],
  ['the only statement, outside a list', '{"Statement":{"Effect":"Allow"}}', '$.Statement'],
];

test.each(places)('the place of %s is told', (_name, text, path) => {
  expect(policyFaults(text, 'registry').map((fault) => fault.path)).toContain(path);
});

test.each([
  '1111222233334',
  '11112222333',
  ACCOUNT.replace('1', 'x'),
  `${ACCOUNT}/`,
  'arn:aws:iam::111122223333:group/x',
  'arn:aws:iam::111122223333:role/',
  'arn:aws:iam::111122223333:rooted',
  'xarn:aws:iam::111122223333:root',
  'arn:aws:iam::111122223333:role/a b',
  'arn:aws:sts::11112222333:assumed-role/a/b',
  'arn:aws:sts::111122223333:role/a',
  'arn:AWS:iam::111122223333:root',
  'AROA12345678901',
  'AGPA123456789012',
])('%s is not a principal', (AWS) => {
  expect(policyFaults(textOf([{ Principal: { AWS } }]), 'repository')).toEqual([
    { path: '$.Statement[0].Principal.AWS', problem: `'${AWS}' is not a principal` },
  ]);
});

test.each([
  '*',
  ACCOUNT,
  'arn:aws:iam::111122223333:root',
  'arn:aws-us-gov:iam::111122223333:root',
  'arn:aws-cn:iam::111122223333:user/team/ada@example.com',
  'arn:aws:iam::111122223333:role/service-role/a_b+c=d,e.f',
  'arn:aws:iam::111122223333:federated-user/ada',
  'arn:aws:sts::111122223333:assumed-role/ci/run-1',
  'arn:aws:sts::111122223333:federated-user/ada',
  'AROA123456789012',
  'AIDA1234567890123456',
])('%s is a principal', (AWS) => {
  expect(policyFaults(textOf([{ Principal: { AWS } }]), 'repository')).toEqual([]);
});

test('a policy that goes with an identity names no principal, and its resource', () => {
  const statement = { Principal: undefined };
  expect(policyFaults(textOf([statement]), 'identity')).toEqual([]);
  for (const element of ['Principal', 'NotPrincipal']) {
    expect(policyFaults(textOf([{ ...statement, [element]: '*' }]), 'identity')).toEqual([
      {
        path: `$.Statement[0].${element}`,
        problem: 'must be absent: the principal is the one that has the policy',
      },
    ]);
  }
  expect(policyFaults(textOf([{ NotPrincipal: '*' }]), 'identity')[0]).toEqual({
    path: '$.Statement[0]',
    problem: 'must have at most one of Principal and NotPrincipal',
  });
  expect(policyFaults(textOf([{ ...statement, Resource: undefined }]), 'identity')).toHaveLength(1);
  expect(parsePolicy('x', 'identity')).toMatchObject({
    message: expect.stringContaining("'Invalid identity policy provided'") as string,
  });
});

test('a trust policy names a principal, and no resource', () => {
  expect(policyFaults(textOf([{ Resource: undefined }]), 'trust')).toEqual([]);
  expect(policyFaults(textOf([{ Principal: undefined, Resource: undefined }]), 'trust')).toHaveLength(1);
  expect(parsePolicy('x', 'trust')).toMatchObject({
    message: expect.stringContaining("'Invalid trust policy provided'") as string,
  });
});

test('a document is read into lists', () => {
  const Condition = { StringEquals: { a: 'b', c: ['d', 1, true] }, Bool: { e: false } };
  const Principal = { AWS: [ACCOUNT, '*'], Service: 'ecr.amazonaws.com' };
  expect(parsePolicy(textOf([{ Sid: 'one', Principal, Condition }, {}]), 'registry')).toMatchObject({
    kind: 'registry',
    version: '2012-10-17',
    statements: [
      {
        index: 1,
        sid: 'one',
        effect: 'Allow',
        principals: { anyone: true, aws: [ACCOUNT, '*'], services: ['ecr.amazonaws.com'] },
        notPrincipals: undefined,
        actions: ['ecr:*'],
        notActions: undefined,
        resources: ['*'],
        notResources: undefined,
        conditions: [
          { operator: 'StringEquals', key: 'a', values: ['b'] },
          { operator: 'StringEquals', key: 'c', values: ['d', '1', 'true'] },
          { operator: 'Bool', key: 'e', values: ['false'] },
        ],
      },
      { index: 2, sid: undefined, principals: { anyone: true, aws: [], services: [] }, conditions: [] },
    ],
  });
  expect(parsePolicy(textOf([{ Principal: { AWS: ACCOUNT } }]), 'registry')).toMatchObject({
    statements: [{ principals: { anyone: false, aws: [ACCOUNT], services: [] } }],
  });
  const unversioned =
    '{"Id":"x","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}';
  expect(parsePolicy(unversioned, 'registry')).toMatchObject({ version: '2008-10-17' });
});

test('a repository policy has its own text, and needs no resource', () => {
  expect(parsePolicy('x', 'repository')).toMatchObject({
    message:
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
  });
  expect(isFailure(parsePolicy(textOf([{ Resource: undefined }]), 'repository'))).toBe(false);
  expect(isFailure(parsePolicy(textOf([{ Resource: undefined }]), 'registry'))).toBe(true);
});

test.each([
  ['identity', 'Principal', { Principal: '*' }],
  ['identity', 'NotPrincipal', { Principal: undefined, NotPrincipal: '*' }],
  ['trust', 'Resource', { Resource: '*' }],
  ['trust', 'NotResource', { Resource: undefined, NotResource: '*' }],
] as const)('a policy of kind %s has no %s', (kind, element, statement) => {
  expect(policyFaults(textOf([statement]), kind).map((fault) => fault.path)).toEqual([
    `$.Statement[0].${element}`,
  ]);
});

test.each([
  ['R62 push actions', textOf([{ Action: ['ecr:PutImage', 'ecr:InitiateLayerUpload'] }])],
  ['actions nobody knows', textOf([{ Action: 'ecr:DoesNotExist' }])],
  ['NotPrincipal with Allow', textOf([{ Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }])],
  ['the same Sid twice', textOf([{ Sid: 'a b' }, { Sid: 'a b' }])],
  [
    'one statement outside a list',
    `{"Statement":${JSON.stringify({ Effect: 'Allow', Principal: '*', Action: 'ecr:*', Resource: '*' })}}`,
  ],
  ['other types of principal', textOf([{ Principal: { Federated: 'x', CanonicalUser: 'y' } }])],
  ['a document with an id', textOf([{}]).replace('{', '{"Id":"x",')],
  ['a principal that may not exist', textOf([{ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` } }])],
  ['a resource that can never match', textOf([{ Resource: `arn:aws:us-east-2:${ACCOUNT}:repository/*` }])],
])('accepts %s', (_name, text) => {
  expect(policyFaults(text, 'registry')).toEqual([]);
});

test('GV4 a policy is printed as the service prints it', () => {
  const text = printPolicy(
    JSON.stringify({
      Version: '2008-10-17',
      Statement: [
        {
          Sid: 'allow public pull',
          Effect: 'Allow',
          Principal: '*',
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ],
    }),
  );
  expect(text).toBe(
    '{\n  "Version" : "2008-10-17",\n  "Statement" : [ {\n    "Sid" : "allow public pull",\n    "Effect" : "Allow",\n    "Principal" : "*",\n    "Action" : [ "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer" ]\n  } ]\n}',
  );
});

test.each([
  ['{}', '{ }'],
  ['[]', '[ ]'],
  ['null', 'null'],
  ['"a"', '"a"'],
  ['[1,[true,{}]]', '[ 1, [ true, { } ] ]'],
  ['{"a":[],"b":{"c":1}}', '{\n  "a" : [ ],\n  "b" : {\n    "c" : 1\n  }\n}'],
])('%s is printed as %s', (text, expected) => {
  expect(printPolicy(text)).toBe(expected);
});

test('printing keeps the meaning and is idempotent', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const printed = printPolicy(text);
      expect(JSON.parse(printed)).toEqual(JSON.parse(text));
      expect(printPolicy(printed)).toBe(printed);
    }),
  );
});

test('no text makes parsing throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const parsed = parsePolicy(text, 'repository');
      expect(isFailure(parsed) || parsed.statements.length > 0).toBe(true);
    }),
  );
  expect(isFailure(parsePolicy(`${'['.repeat(5000)}${']'.repeat(5000)}`, 'registry'))).toBe(true);
});
