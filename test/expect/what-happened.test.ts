/** A failed assertion about an image says what happened to it, whether a trace was asked for or not. */
import { BatchGetImageCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { type FakeEcr, expectImage, expectNoImage, expectReplicated, image } from '../../src/index.js';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

let ecr: FakeEcr;
const prod = () => ecr.registry(SOURCE, 'us-west-2');
const client = () => ecr.client(SOURCE, 'us-west-2');

beforeEach(() => {
  ecr = scene();
  prod().createRepository('payments').createRepository('orders');
});

function happened(assertion: () => void): readonly string[] {
  try {
    assertion();
  } catch (error) {
    const lines = (error as Error).message.split('\n');
    const start = lines.findIndex((line) => line.startsWith('What happened to '));
    return start === -1 ? [] : lines.slice(start).map((line) => line.replace(/ {2}2026\S+ \S+Z {2}/, '  '));
  }
  throw new Error('the assertion passed');
}

test('and nothing of what happened to others', async () => {
  await push(client(), 'payments', 'v1', 'one');
  await push(client(), 'payments', 'v2', 'two');
  await push(client(), 'orders', 'v1', 'one');
  const { digest } = image('one');
  await client().send(
    new BatchGetImageCommand({ repositoryName: 'payments', imageIds: [{ imageDigest: digest }] }),
  );
  await client().send(new DescribeImagesCommand({ repositoryName: 'payments' }));

  expect(happened(() => expectNoImage(prod(), 'payments:v1'))).toEqual([
    'What happened to payments:v1:',
    `  call         ${SOURCE}/us-west-2  PutImage payments:v1 by user/fake-ecr`,
    `  event        ${SOURCE}/us-west-2  ECR Image Action PUSH payments:v1 SUCCESS`,
    `  call         ${SOURCE}/us-west-2  BatchGetImage payments@${digest.slice(0, 19)} by user/fake-ecr`,
  ]);
});

test('the latest ten of it', async () => {
  for (let number = 0; number < 12; number += 1) {
    await client().send(
      new BatchGetImageCommand({ repositoryName: 'payments', imageIds: [{ imageTag: 'v1' }] }),
    );
  }
  const lines = happened(() => expectImage(prod(), 'payments:v1'));
  expect(lines[0]).toBe('What happened to payments:v1 (the last 10 of 12):');
  expect(lines).toHaveLength(11);
});

test('nothing, where nothing is known to have happened to it', () => {
  expect(happened(() => expectImage(prod(), 'payments:v1'))).toEqual([]);
});

test('how its replication ended', async () => {
  prod().replicateTo(ecr.registry(OTHER, 'eu-west-1'));
  prod().push('payments:v1');
  const { message } = await expectReplicated('payments:v1', ecr.registry(OTHER, 'eu-west-1')).then(
    () => new Error('it passed'),
    (error: unknown) => error as Error,
  );
  expect(message).toMatch(
    /\n\nWhat happened to payments:v1:\n {2}.* PUSH payments:v1 SUCCESS\n(?: {2}.*\n)* {2}.*payments:v1 -> \S+ FAILED \(DESTINATION_REGISTRY_ACCESS_DENIED\)\n/,
  );
});
