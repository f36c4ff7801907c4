import { fakeEcr } from 'fake-ecr';
import 'fake-ecr/vitest';
import { expect, test } from 'vitest';

const dr = fakeEcr().registry('111122223333', 'us-west-2');

test('the matchers are typed', () => {
  expect(dr).not.toHaveImage('payments:v1');
  expect.soft(dr).not.toHaveImage('payments:v1');
  // @ts-expect-error a repository has a name, not a number
  expect(() => expect(dr).toHaveRepository(5)).toThrow();
});
