import { Failure } from '../../../src/aws/failure.js';
import { acceptPolicy, policyOf } from '../../../src/iam/policy/parsed-policies.js';
import { textOf } from './requests.js';

test('a policy is stored as the service prints it, or as it came', () => {
  const text = textOf([{}]);
  expect(acceptPolicy(text, 'registry', 'echoed')).toBe(text);
  expect(acceptPolicy(text, 'registry', 'reprinted')).toBe(
    '{\n  "Version" : "2012-10-17",\n  "Statement" : [ {\n    "Effect" : "Allow",\n    "Principal" : "*",\n    "Action" : "ecr:*",\n    "Resource" : "*"\n  } ]\n}',
  );
  expect(acceptPolicy('x', 'registry', 'echoed')).toBeInstanceOf(Failure);
});

test('a stored text is parsed once for each kind', () => {
  const text = textOf([{ Sid: 'once' }]);
  const document = policyOf(text, 'registry');
  expect(document).toMatchObject({ kind: 'registry', statements: [{ sid: 'once' }] });
  expect(policyOf(text, 'registry')).toBe(document);
  expect(policyOf(text, 'repository')).toMatchObject({ kind: 'repository' });
  expect(policyOf(undefined, 'registry')).toBeUndefined();
  expect(policyOf('x', 'registry')).toBeUndefined();
});

test('no more than a thousand texts of a kind are remembered', () => {
  const text = (sid: number) => textOf([{ Sid: `trust ${sid}`, Resource: undefined }]);
  const first = policyOf(text(0), 'trust');
  for (let sid = 1; sid < 1000; sid += 1) policyOf(text(sid), 'trust');
  expect(first).toBeDefined();
  expect(policyOf(text(0), 'trust')).toBe(first);
  policyOf(text(1000), 'trust');
  expect(policyOf(text(0), 'trust')).not.toBe(first);
  expect(policyOf(text(0), 'trust')).toEqual(first);
});
