// The package loads parts of itself when they are first asked for. Here the registry of modules is emptied before each of them.
const { DescribeRepositoriesCommand, ECRClient } = require('@aws-sdk/client-ecr');
const {
  EcrAssertionError,
  FakeEcrError,
  expectImage,
  expectReplicated,
  fakeEcr,
  image,
} = require('fake-ecr');
require('fake-ecr/jest');

const client = new ECRClient({ region: 'us-west-2' });
jest.resetModules();
const ecr = fakeEcr({ defaultAccount: '111122223333', layers: 'assumed' });
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('111122223333', 'eu-west-1');

beforeEach(() => {
  ecr.reset();
  prod.createRepository('payments').replicateTo(dr).push('payments:v1');
  jest.resetModules();
});
afterAll(() => ecr.restore());

test('the SDK that was loaded before the fake is answered', async () => {
  const { repositories } = await client.send(new DescribeRepositoriesCommand({}));
  expect(repositories.map((one) => one.repositoryName)).toEqual(['payments']);
});

test('errors are of the classes that the test has', async () => {
  expect(() => ecr.registry('1', 'us-west-2')).toThrow(FakeEcrError);
  expect(() => image(7)).toThrow(FakeEcrError);
  expect(() => expectImage(7, 'payments:v1')).toThrow(FakeEcrError);
  expect(() => expectImage(prod, 'payments:v2')).toThrow(EcrAssertionError);
  await expect(expectReplicated('payments:v2', dr)).rejects.toThrow(EcrAssertionError);
});

test('a matcher passes, and explains why it does not', () => {
  expect(dr).toHaveImage('payments:v1');
  expect(ecr).not.toHavePendingReplications();
  expect(() => expect(dr).toHaveImage('payments:v2')).toThrow(/Expected: .*Received: /s);
  expect(() => expect(ecr).toHaveReplicated('payments:v2', { from: prod, to: dr })).toThrow(/Why:/);
});

test.each([
  ['explain', () => expect(ecr.explain('payments:v1', dr).isReplicated).toBe(true)],
  ['topology', () => expect(String(ecr.topology())).toContain('eu-west-1')],
  ['timeline', () => expect(String(ecr.timeline())).toContain('payments')],
  ['inspect', () => expect(ecr.inspect()).toContain('payments')],
  ['report', () => expect(ecr.report()).toContain('<html')],
  ['snapshot', () => expect(ecr.load(ecr.snapshot()).inspect()).toContain('payments')],
  ['seed', () => expect(ecr.seed({ accounts: {} })).toBe(ecr)],
  ['onEvent', () => expect(ecr.onEvent(() => undefined, { source: ['aws.ecr'] })).toBeInstanceOf(Function)],
])('%s() works with the fake that was loaded before', (_name, ask) => ask());

test('a request handler answers', async () => {
  const handled = new ECRClient({ region: 'us-west-2', requestHandler: ecr.requestHandler() });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  const { repositories } = await handled.send(new DescribeRepositoriesCommand({}));
  expect(repositories).toHaveLength(1);
});
