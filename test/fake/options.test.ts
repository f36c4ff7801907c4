import * as sdk from '@aws-sdk/client-ecr';
import { createSandbox } from 'sinon';
import { fakeEcrWorld } from '../../src/fake/fake-world.js';
import { serve } from '../../src/http.js';
import { expectReplicated, fakeEcr, setupFakeEcr } from '../../src/index.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

const { DescribeRegistryCommand, ECRClient } = sdk;
const isAttached = () => Object.hasOwn(ECRClient.prototype, 'send');
const registryOf = async (client: sdk.ECRClient) =>
  (await client.send(new DescribeRegistryCommand({}))).registryId;

const makers: Record<string, (options: never) => unknown> = {
  fakeEcr: (options) => fakeEcr(options),
  fakeEcrWorld: (options) => fakeEcrWorld(options),
  serve: (options) => serve(options),
  setupFakeEcr: (options) => setupFakeEcr(options, { beforeEach: () => {}, afterAll: () => {} }),
};

describe.each(Object.keys(makers))('the options of %s()', (who) => {
  const make = makers[who] as (options: unknown) => unknown;

  test.each([
    [null, `${who}() was given the options null. Expected an object, or nothing.`],
    ['eu-west-1', `${who}() was given the options 'eu-west-1'.`],
    [{ replicaton: 'manual' }, `${who}() was given the option 'replicaton'. There are defaultAccount, `],
    [{ replication: 'later' }, "replication: 'later' is not a schedule"],
    [{ defaultAccount: 1 }, '1 is not an account id'],
    [{ layers: 'assume' }, "layers is 'assume'. Expected 'required' or 'assumed'."],
    [{ behaviour: { indexSiz: 'sum' } }, "behaviour was given the option 'indexSiz'. There are layers, "],
    [{ behaviour: { indexSize: 'Sum' } }, "behaviour.indexSize is 'Sum'. Expected 'max' or 'sum'."],
    [{ limits: { imagePerRepository: 1 } }, "limits was given the option 'imagePerRepository'."],
    [{ limits: { imagesPerRepository: '1' } }, "limits.imagesPerRepository is '1'. Expected a number"],
    [{ limits: { imagesPerRepository: undefined } }, 'limits.imagesPerRepository is undefined.'],
    [{ durations: { scan: -1 } }, 'durations.scan is -1.'],
    [{ listOrder: 'random' }, "listOrder is 'random'. Expected 'insertion' or 'shuffled'."],
    [{ seed: 1.5 }, 'seed is 1.5. Expected a whole number.'],
    [{ onUnmodelled: 'throw' }, "onUnmodelled is 'throw'. Expected 'warn' or 'error' or 'ignore'."],
    [{ now: '2026-01-01' }, "now is '2026-01-01'. Expected a Date, or epoch milliseconds."],
    [{ now: new Date(NaN) }, 'now is null. Expected a Date'],
  ])('%j are refused', async (options, text) => {
    // Some refuse at once, and some by a promise.
    const making = Promise.resolve().then(() => make(options));
    await expect(making).rejects.toThrow(`[fake-ecr] ${text}`);
    expect(isAttached()).toBe(false);
  });
});

test('resolveCredentials: an unknown word', () => {
  expect(() => fakeEcr({ resolveCredentials: 'yes' as never })).toThrow(
    "[fake-ecr] resolveCredentials is 'yes'. Expected 'auto' or true or false.",
  );
});

test('an undefined option counts as absent', () => {
  const ecr = scene(Object.fromEntries([['layers', undefined]]));
  expect(ecr.registry(SOURCE, 'us-west-2').accountId).toBe(SOURCE);
});

test('clients: these are answered, and no other', async () => {
  const mine = new ECRClient({ region: 'us-west-2' });
  scene({ clients: [mine] });
  expect(await registryOf(mine)).toBe('123456789012');
  expect(isAttached()).toBe(false);
});

test('sdk: the copy that is attached to', async () => {
  class Other extends ECRClient {}
  const ecr = scene({ sdk: { ...sdk, ECRClient: Other } });
  expect(ecr.client(SOURCE, 'us-west-2')).toBeInstanceOf(Other);
  expect(await registryOf(ecr.client(SOURCE, 'us-west-2'))).toBe(SOURCE);
  expect(isAttached()).toBe(false);
});

test('sandbox: the stub is in it', () => {
  const sandbox = createSandbox();
  const { mock } = scene({ sandbox });
  expect((sandbox as unknown as { getFakes(): unknown[] }).getFakes()).toContain(mock.send);
});

test('a client can be bound to an account, a Region or a principal alone', async () => {
  const ecr = scene();
  const whose = (as: Parameters<typeof ecr.bind>[1]) => ecr.bind(new ECRClient({ region: 'eu-west-1' }), as);
  await registryOf(whose({ account: OTHER }));
  await registryOf(whose({ region: 'us-west-2' }));
  await registryOf(whose({ principal: ecr.principal(`arn:aws:iam::${SOURCE}:user/ada`) }));
  expect(ecr.calls.map(({ principal, region }) => [principal, region])).toEqual([
    [`arn:aws:iam::${OTHER}:user/fake-ecr`, 'eu-west-1'],
    ['arn:aws:iam::123456789012:user/fake-ecr', 'us-west-2'],
    [`arn:aws:iam::${SOURCE}:user/ada`, 'eu-west-1'],
  ]);
});

test.each([['ada'], [null], [{ caller: {} }]])('a client is not bound to the principal %j', (principal) => {
  const ecr = scene();
  const client = ecr.client(SOURCE, 'us-west-2');
  expect(() => ecr.bind(client, { principal: principal as never })).toThrow(
    /^\[fake-ecr\] bind\(\) was given the principal .* Expected what ecr\.principal\(\) returns/,
  );
});

test('all replications fail without a selection', () => {
  const ecr = scene();
  const dr = ecr.registry(SOURCE, 'eu-west-1');
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app').replicateTo(dr);
  ecr.failReplication().once();
  prod.push('app:v1').push('app:v2');
  expect(ecr.explain('app:v1', dr).outcome).toBe('failed');
  expect(ecr.explain('app:v2', dr).outcome).toBe('replicated');
});

test('something undefined is not a principal', () => {
  expect(() => scene().principal(undefined as never)).toThrow('[fake-ecr] undefined is not the ARN of');
});

test('an assertion without a fake says so', async () => {
  scene().restore();
  await expect(expectReplicated('app:v1', 'eu-west-1')).rejects.toThrow(
    '[fake-ecr] expectReplicated() found no fake. Call fakeEcr() first',
  );
});

test("'fake-ecr/jest' without a global expect names the entry for it", async () => {
  const holder = globalThis as { expect?: unknown };
  const known = holder.expect;
  let error: unknown;
  delete holder.expect;
  try {
    await jest.isolateModulesAsync(async () => {
      await import('../../src/jest.js');
    });
  } catch (thrown) {
    error = thrown;
  } finally {
    holder.expect = known;
  }
  expect((error as Error).message).toMatch(
    /^\[fake-ecr\] 'fake-ecr\/jest' found no global expect\..*jest-globals/,
  );
});
