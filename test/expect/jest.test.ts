import '../../src/jest.js';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

async function replicated() {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
  prod.replicateTo(dr);
  await push(ecr.client(SOURCE, 'us-west-2'), 'payments', 'v1');
  return { ecr, prod, dr };
}

test('pass when it is so', async () => {
  const { ecr, prod, dr } = await replicated();
  expect(dr).toHaveRepository('payments');
  expect(dr).toHaveImage('payments:v1');
  expect(ecr).toHaveReplicated('payments:v1', { from: prod, to: dr });
  expect(ecr).toHaveReplicated('payments:v1', { to: dr });
});

test('pass with .not when it is not', async () => {
  const { ecr, prod, dr } = await replicated();
  expect(dr).not.toHaveRepository('orders');
  expect(dr).not.toHaveImage('payments:v2');
  const elsewhere = ecr.registry(OTHER, 'us-east-1');
  expect(ecr).not.toHaveReplicated('payments:v1', { from: prod, to: elsewhere });
  expect(ecr).not.toHaveReplicated('payments:v1', { from: dr, to: prod });
});

test('fail with what is there and the nearest name', async () => {
  const { dr } = await replicated();
  expect(() => expect(dr).toHaveImage('payments:v2')).toThrowErrorMatchingInlineSnapshot(`
   "expect(444455556666/eu-west-1).toHaveImage('payments:v2')

   Expected: image payments:v2 at 444455556666/eu-west-1
   Received: tags of 'payments': v1

   Why:
     the nearest that exists is 'v1'"
  `);
  expect(() => expect(dr).toHaveRepository('payment')).toThrowErrorMatchingInlineSnapshot(`
   "expect(444455556666/eu-west-1).toHaveRepository('payment')

   Expected: repository 'payment' at 444455556666/eu-west-1
   Received: repositories: payments

   Why:
     the nearest that exists is 'payments'"
  `);
});

test('fail with .not when it is so', async () => {
  const { ecr, dr } = await replicated();
  expect(() => expect(dr).not.toHaveImage('payments:v1')).toThrow('Expected: not image payments:v1');
  expect(() => expect(ecr).not.toHaveReplicated('payments:v1', { to: dr })).toThrow(
    'Expected: not payments:v1',
  );
});

test('fail with the reason', async () => {
  const { ecr, prod } = await replicated();
  const elsewhere = ecr.registry(OTHER, 'us-east-1');
  expect(() => expect(ecr).toHaveReplicated('payments:v1', { from: prod, to: elsewhere })).toThrow(
    `No replication rule of ${SOURCE}/us-west-2 has ${OTHER}/us-east-1 as a destination.`,
  );
});

test.each([[{}], [null], [undefined], ['prod'], [5]])('%p is not a subject', async (subject) => {
  await replicated();
  expect(() => expect(subject).toHaveRepository('payments')).toThrow(
    /^\[fake-ecr\] toHaveRepository\(\) was given/,
  );
  expect(() => expect(subject).toHaveReplicated('payments:v1', {} as never)).toThrow(/^\[fake-ecr\] /);
});

test('a route without a destination is refused with advice', async () => {
  const { ecr } = await replicated();
  expect(() => expect(ecr).toHaveReplicated('payments:v1', undefined as never)).toThrow(
    '[fake-ecr] toHaveReplicated()',
  );
  expect(() => expect(ecr).toHaveReplicated('payments:v1', {} as never)).toThrow(
    '[fake-ecr] toHaveReplicated({ to })',
  );
});
