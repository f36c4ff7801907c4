import '../../../src/jest.js';
import { OTHER, SOURCE, scene } from '../../support/scene.js';

const FUNCTION = `arn:aws:lambda:us-west-2:${SOURCE}:function:release`;

const LAMBDA_PULLS = {
  Sid: 'LambdaPulls',
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
};

function repositoryWith(...Statement: object[]) {
  const ecr = scene();
  const app = ecr.registry(SOURCE, 'us-west-2').createRepository('app').repository();
  if (Statement.length > 0) app.setPolicy({ Version: '2012-10-17', Statement });
  const ask = (
    principal: Parameters<typeof ecr.explainAccess>[0]['principal'],
    action = 'ecr:BatchGetImage',
  ) => ecr.explainAccess({ principal, action, repository: app });
  return { ecr, app, ask };
}

test('a service is let in by the repository policy alone, in any account', () => {
  const { app, ask } = repositoryWith(LAMBDA_PULLS);
  expect(ask('lambda.amazonaws.com').allowed).toBe(true);
  expect(ask({ service: 'lambda.amazonaws.com' }).decidedBy?.sid).toBe('LambdaPulls');
  expect(ask({ service: 'lambda.amazonaws.com', sourceAccount: SOURCE }, 'ecr:PutImage').allowed).toBe(false);
  expect(ask({ service: 'ecs.amazonaws.com' }).text).toContain(
    'Principal is service lambda.amazonaws.com, the call has ecs.amazonaws.com',
  );
  expect(app).toAllow('ecr:BatchGetImage', 'lambda.amazonaws.com');
});

test('without a policy it may nothing, even for the account of the repository', () => {
  const { ask } = repositoryWith();
  const verdict = ask({ service: 'lambda.amazonaws.com', sourceAccount: SOURCE });
  expect(verdict.text).toBe(
    [
      'lambda.amazonaws.com, ecr:BatchGetImage on arn:aws:ecr:us-west-2:111122223333:repository/app: denied, because no resource-based policy allows the ecr:BatchGetImage action',
      '- there is no repository policy',
      '- there is no registry policy',
    ].join('\n'),
  );
});

test('conditions know what it calls for, and for whom', () => {
  const { ask } = repositoryWith({
    ...LAMBDA_PULLS,
    Condition: {
      ArnLike: { 'aws:SourceArn': `arn:aws:lambda:us-west-2:${SOURCE}:function:*` },
      StringEquals: { 'aws:SourceAccount': SOURCE },
    },
  });
  expect(ask({ service: 'lambda.amazonaws.com', sourceArn: FUNCTION }).allowed).toBe(true);
  const elsewhere = ask({ service: 'lambda.amazonaws.com', sourceArn: FUNCTION.replace(SOURCE, OTHER) });
  expect(elsewhere.allowed).toBe(false);
  expect(elsewhere.text).toContain('aws:SourceArn');
  expect(ask('lambda.amazonaws.com').text).toContain('the call has no such key');
});

test('anybody is a service too, an account is not, and denials tell services apart', () => {
  const { ask } = repositoryWith({ ...LAMBDA_PULLS, Principal: '*' });
  expect(ask('lambda.amazonaws.com').allowed).toBe(true);
  expect(
    repositoryWith({ ...LAMBDA_PULLS, Principal: { AWS: SOURCE } }).ask('lambda.amazonaws.com').allowed,
  ).toBe(false);
  const onlyServices = repositoryWith(
    { ...LAMBDA_PULLS, Principal: '*' },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'ecr:*',
      Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
    },
  );
  expect(onlyServices.ask('lambda.amazonaws.com').allowed).toBe(true);
  expect(onlyServices.ask(`arn:aws:iam::${SOURCE}:role/ci`).allowed).toBe(false);
  const excepted = { Effect: 'Deny', NotPrincipal: { Service: 'lambda.amazonaws.com' }, Action: 'ecr:*' };
  const spared = repositoryWith({ ...LAMBDA_PULLS, Principal: '*' }, excepted);
  expect(spared.ask('lambda.amazonaws.com').allowed).toBe(true);
  expect(spared.ask('ecs.amazonaws.com').reason).toBe('with an explicit deny in a resource-based policy');
});

test.each([
  [{ service: 'lambda' }, "'lambda' is not the principal of a service"],
  [{ service: 'lambda.amazonaws.com', sourceARN: FUNCTION }, "the option 'sourceARN'"],
  [{ service: 'lambda.amazonaws.com', sourceAccount: '1' }, "'1' is not an account id"],
  [{ service: 'lambda.amazonaws.com', sourceArn: 5 }, 'The sourceArn of lambda.amazonaws.com was given 5'],
])('%j is refused', (principal, text) => {
  expect(() => repositoryWith().ask(principal as never)).toThrow(`[fake-ecr] `);
  expect(() => repositoryWith().ask(principal as never)).toThrow(text);
});

test('a question about a service makes no account', () => {
  const { ecr, ask } = repositoryWith(LAMBDA_PULLS);
  const before = JSON.stringify(ecr.snapshot());
  ask('lambda.amazonaws.com');
  expect(JSON.stringify(ecr.snapshot())).toBe(before);
});
