import { expect, test } from 'bun:test';
import { fakeEcr } from 'fake-ecr';
import 'fake-ecr/bun';

const dr = fakeEcr().registry('111122223333', 'us-west-2');

test('the matchers are typed', () => {
  expect(dr).not.toHaveImage('payments:v1');
  // @ts-expect-error a repository has a name, not a number
  expect(() => expect(dr).toHaveRepository(5)).toThrow();
});
