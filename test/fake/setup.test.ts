import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { expectUnused, setupFakeEcr } from '../../src/index.js';

describe('with the hooks of the runner', () => {
  const ecr = setupFakeEcr({
    now: 0,
    scene: (it) => void it.registry('123456789012', 'us-east-1').createRepository('app'),
  });
  const names = async () =>
    (
      await new ECRClient({ region: 'us-east-1' }).send(new DescribeRepositoriesCommand({}))
    ).repositories?.map((one) => one.repositoryName);

  test('every test begins with the scene', async () => {
    expect(await names()).toEqual(['app']);
    ecr.registry('123456789012', 'us-east-1').createRepository('other');
    expect(await names()).toEqual(['app', 'other']);
  });

  test('and not with what another left', async () => {
    expect(await names()).toEqual(['app']);
  });
});

test('a reset takes off what was put on the mock, answers for once included', async () => {
  using ecr = setupFakeEcr({}, { beforeEach: () => undefined, afterAll: () => undefined });
  const client = new ECRClient({ region: 'us-east-1' });
  const list = async () => (await client.send(new DescribeRepositoriesCommand({}))).nextToken ?? 'model';
  ecr.mock.on(DescribeRepositoriesCommand).resolvesOnce({ nextToken: 'once' });
  expect([await list(), await list()]).toEqual(['once', 'model']);
  ecr.mock.on(DescribeRepositoriesCommand).resolves({ nextToken: 'override' });
  expectUnused(ecr);

  ecr.reset();

  expect([await list(), await list()]).toEqual(['model', 'model']);
  expect(ecr.mock.calls()).toHaveLength(2);
});

test('a repository that an earlier test left is refused with the way to empty the world', () => {
  using ecr = setupFakeEcr({}, { beforeEach: () => undefined, afterAll: () => undefined });
  const registry = ecr.registry('123456789012', 'us-east-1').createRepository('app');
  expect(() => registry.createRepository('app')).toThrow(
    /already exists.*\. If an earlier test made it: setupFakeEcr\(\), or ecr\.reset\(\) in beforeEach, empties the world\.$/,
  );
});

test('hooks can be given', () => {
  const hooks: Record<string, () => void> = {};
  const given = {
    beforeEach: (run: () => void) => (hooks['each'] = run),
    afterAll: (run: () => void) => (hooks['all'] = run),
  };
  const ecr = setupFakeEcr(
    { scene: (it) => void it.registry('123456789012', 'us-east-1').createRepository('app') },
    given,
  );
  hooks['each']?.();
  expect(ecr.registry('123456789012', 'us-east-1').repository('app').exists).toBe(true);
  hooks['all']?.();
  expect(() => setupFakeEcr({}, {} as never)).toThrow(/^\[fake-ecr\] setupFakeEcr\(\) found no hooks/);
});

test('using restores at the end of its block', () => {
  {
    using ecr = setupFakeEcr({}, { beforeEach: () => undefined, afterAll: () => undefined });
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(true);
    ecr.reset();
  }
  expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
});
