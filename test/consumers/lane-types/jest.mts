import { expect, test } from '@jest/globals';
import { fakeEcr } from 'fake-ecr';
import 'fake-ecr/jest-globals';

const dr = fakeEcr().registry('111122223333', 'us-west-2');

test('the matchers of the imported expect are typed', () => {
  expect(dr).not.toHaveImage('payments:v1');
  // @ts-expect-error a repository has a name, not a number
  expect(() => expect(dr).toHaveRepository(5)).toThrow();
});
