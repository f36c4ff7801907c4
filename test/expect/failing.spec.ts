// Run by printed-once.test.ts in several runners; its tests fail on purpose.
import { test as nodeTest } from 'node:test';
import { expectNoImage, expectReplicated, fakeEcr } from '../../src/index.js';

type Test = (title: string, run: () => unknown) => void;
const { test = nodeTest as unknown as Test } = globalThis as { test?: Test };

const ecr = fakeEcr();
const prod = ecr.registry('111122223333', 'us-west-2').createRepository('payments').push('payments:v1');
const dr = ecr.registry('444455556666', 'eu-west-1');

test('awaited', async () => {
  await expectReplicated('payments:v1', dr);
});

test('at once', () => {
  expectNoImage(prod, 'payments:v1');
});

test('misused', () => {
  expectNoImage(prod, 'paymets:v1');
});
