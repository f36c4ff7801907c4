// What is loaded later is loaded while the test has replaced modules and timers.
jest.mock('fs');
const { DescribeRepositoriesCommand, ECRClient } = require('@aws-sdk/client-ecr');

let fake;
jest.isolateModules(() => {
  fake = require('fake-ecr');
});
jest.useFakeTimers();
const ecr = fake.fakeEcr({ defaultAccount: '111122223333' });
const prod = ecr.registry('111122223333', 'us-west-2');

afterAll(() => ecr.restore());

test('parts are loaded from the file system of the runner', async () => {
  ecr.attach(require('@aws-sdk/client-ecr')).attach(ECRClient);
  prod.createRepository('payments');
  const { repositories } = await new ECRClient({ region: 'us-west-2' }).send(
    new DescribeRepositoriesCommand({}),
  );
  expect(repositories).toHaveLength(1);
  fake.expectRepository(prod, 'payments');
  expect(() => fake.expectRepository(prod, 'orders')).toThrow(fake.EcrAssertionError);
  expect(ecr.report()).toContain('<html');
  expect(ecr.load(ecr.snapshot()).inspect()).toContain('payments');
});
