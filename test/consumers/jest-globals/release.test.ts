import { afterAll, expect, test } from '@jest/globals';
import { fakeEcr } from 'fake-ecr';
import 'fake-ecr/jest-globals';

const ecr = fakeEcr();
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('111122223333', 'us-east-1');

afterAll(() => ecr.restore());

test('matchers work on the imported expect', () => {
  prod.createRepository('payments').replicateTo(dr).push('payments:v1');
  expect(dr).toHaveImage('payments:v1');
  expect(dr).not.toHaveRepository('orders');
  expect(ecr).toHaveReplicated('payments:v1', { to: dr });
  expect(() => expect(dr).toHaveImage('payments:v2')).toThrow("the nearest that exists is 'v1'");
});
