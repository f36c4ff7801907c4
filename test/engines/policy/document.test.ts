import fc from 'fast-check';
import { isFailure } from '../../../src/domain/failure.js';
import { parsePolicy, policyFaults } from '../../../src/engines/policy/document.js';
import { printPolicy } from '../../../src/engines/policy/print.js';
import { ACCOUNT, textOf } from './requests.js';

const broken: [string, string, string][] = [
  ['no JSON', 'x', '$'],
  ['no object', '[]', '$'],
  ['an unknown element of the document', '{"Version":"2012-10-17","Statements":[]}', '$.Statements'],
  ['another version', textOf([{}], '2020-01-01'), '$.Version'],
  ['no statements', '{"Version":"2012-10-17","Statement":[]}', '$.Statement'],
  ['a statement that is no object', '{"Statement":["x"]}', '$.Statement[0]'],
  ['an unknown element of a statement', textOf([{ Actions: 'ecr:*' }]), '$.Statement[0].Actions'],
  ['no effect', textOf([{ Effect: undefined }]), '$.Statement[0].Effect'],
  ['an effect in lower case', textOf([{ Effect: 'allow' }]), '$.Statement[0].Effect'],
  ['no principal', textOf([{ Principal: undefined }]), '$.Statement[0]'],
  ['two kinds of principal', textOf([{ NotPrincipal: '*' }]), '$.Statement[0]'],
  ['no action', textOf([{ Action: undefined }]), '$.Statement[0]'],
  ['an action without a service', textOf([{ Action: 'PutImage' }]), '$.Statement[0].Action'],
  [
    'an account of six digits',
    textOf([{ Principal: { AWS: 'arn:aws:iam::111111:root' } }]),
    '$.Statement[0].Principal.AWS',
  ],
  ['an unknown type of principal', textOf([{ Principal: { Aws: ACCOUNT } }]), '$.Statement[0].Principal.Aws'],
  [
    'an unknown operator',
    textOf([{ Condition: { StringIs: { a: 'b' } } }]),
    '$.Statement[0].Condition.StringIs',
  ],
  ['a number as resource', textOf([{ Resource: 5 }]), '$.Statement[0].Resource'],
  ['an id that is no text', '{"Id":5,"Statement":[]}', '$.Id'],
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
    'a provider that is no text',
    textOf([{ Principal: { Federated: 5 } }]),
    '$.Statement[0].Principal.Federated',
  ],
  ['an empty object of principals', textOf([{ Principal: {} }]), '$.Statement[0].Principal'],
  ['both kinds of action', textOf([{ NotAction: 'ecr:*' }]), '$.Statement[0]'],
  ['both kinds of resource', textOf([{ NotResource: '*' }]), '$.Statement[0]'],
  ['a Sid that is no text', textOf([{ Sid: 5 }]), '$.Statement[0].Sid'],
  ['a condition that is no object', textOf([{ Condition: 'x' }]), '$.Statement[0].Condition'],
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

test.each(broken)('R61 RF-I5 %s is refused, without saying why', (_name, text, path) => {
  expect(parsePolicy(text, 'registry')).toMatchObject({
    code: 'InvalidParameterException',
    message:
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'",
  });
  expect(policyFaults(text, 'registry').map((fault) => fault.path)).toContain(path);
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
