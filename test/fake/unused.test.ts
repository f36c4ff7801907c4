/** What was declared and never used is reported once, where it would be forgotten or where its test ends. */
import {
  DescribeRepositoriesCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { serve } from '../../src/http.js';
import {
  type FakeEcr,
  type FakeEcrOptions,
  type SetupOptions,
  expectNothingUnused,
  expectUnused,
  fakeEcr,
  setupFakeEcr,
} from '../../src/index.js';
import '../../src/jest.js';
import { fakeSts } from '../../src/fake/fake-sts.js';

let ecr: FakeEcr;

afterEach(() => {
  jest.restoreAllMocks();
  try {
    ecr.restore();
  } catch {
    // Told where it was looked for.
  }
});

function start(options: FakeEcrOptions = {}): FakeEcr {
  ecr = fakeEcr(options);
  return ecr;
}

const declare = () => ecr.fail('PutImage').with('ServerException').once();
const use = () => new ECRClient({}).send(new PutImageCommand({} as never)).catch(() => undefined);
const warnings = () => jest.spyOn(console, 'warn').mockImplementation(() => undefined);

const DECLARED =
  /^\[fake-ecr\] Declared, and not used up to (\w+\(\)):\n {2}ecr\.fail\('PutImage'\)\.with\('ServerException'\)\.once\(\)\n {4}declared at test\/fake\/unused\.test\.ts:\d+\n {4}nothing was called since/;

function failure(run: () => void): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was not reported.');
}

describe('when it would be forgotten', () => {
  test('reset() throws when the world is empty again, and the fake attached', async () => {
    start().registry('123456789012', 'us-east-1').createRepository('app');
    declare();
    expect(failure(() => ecr.reset()).message).toMatch(DECLARED);
    expect(ecr.inspect()).toBe('nothing here yet');
    expect(await new ECRClient({}).send(new DescribeRepositoriesCommand({}))).toMatchObject({
      repositories: [],
    });
    expect(() => ecr.reset()).not.toThrow();
  });

  test('restore() throws when the real client is back', () => {
    start();
    declare();
    expect(failure(() => ecr.restore()).message).toMatch(DECLARED);
    expect(Object.hasOwn(ECRClient.prototype, 'send')).toBe(false);
    expect(() => ecr.restore()).not.toThrow();
    start();
  });

  test('load() throws when the other world is there; overrides stay, and are not reported yet', () => {
    start().registry('123456789012', 'us-east-1').createRepository('app');
    const snapshot = ecr.snapshot();
    ecr.reset();
    ecr.mock.on(ListImagesCommand).resolves({});
    declare();
    const { message } = failure(() => ecr.load(snapshot));
    expect(message).toMatch(DECLARED);
    expect(message).not.toContain('ListImages');
    expect(ecr.inspect()).toContain('app');
    expect(ecr.unused()).toMatchObject([{ kind: 'mock' }]);
  });

  test('a load that is refused forgets nothing', () => {
    start();
    declare();
    expect(() => ecr.load({})).toThrow(/^\[fake-ecr\] (?!Declared)/);
    expect(ecr.unused()).toHaveLength(1);
  });

  test('the stack begins at the line that declared it', () => {
    start();
    declare();
    const [, frame] = (failure(() => ecr.reset()).stack ?? '').split('\n    at ');
    expect(frame).toMatch(/unused\.test\.ts:\d+:\d+\)?$/);
  });

  test('a declaration that was used is not reported', async () => {
    start();
    declare();
    await use();
    ecr.reset();
  });
});

describe('the option onUnused', () => {
  test('a warning prints the same', () => {
    const warn = warnings();
    start({ onUnused: 'warn' });
    declare();
    ecr.reset();
    expect(warn.mock.calls).toEqual([[expect.stringMatching(DECLARED)]]);
    ecr.reset();
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('nothing', () => {
    const warn = warnings();
    start({ onUnused: 'ignore' });
    declare();
    ecr.reset();
    expect(warn).not.toHaveBeenCalled();
  });

  test('nothing else', () => {
    expect(() => fakeEcr({ onUnused: 'throw' as never })).toThrow(
      "[fake-ecr] onUnused is 'throw'. Expected 'error' or 'warn' or 'ignore'.",
    );
    start();
  });

  test('at the end of a block it is printed: an error there would hide the one that ends the block', () => {
    const warn = warnings();
    const block = () => {
      using inBlock = fakeEcr();
      inBlock.fail('PutImage').with('ServerException').once();
      throw new Error('of the test');
    };
    expect(block).toThrow('of the test');
    expect(warn.mock.calls).toEqual([[expect.stringMatching(DECLARED)]]);
    start();
  });

  test('a reset that another process asked for prints it', async () => {
    const warn = warnings();
    start();
    await using server = await endpointOf(ecr);
    declare();
    const { status } = await fetch(`${server.url}/_fake-ecr/reset`, { method: 'POST' });
    expect(status).toBeLessThan(300);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(DECLARED)]]);
  });

  test('an endpoint with its own world prints it when it closes', async () => {
    const warn = warnings();
    start();
    const server = await serve({});
    server.ecr.door.fail({ route: 'manifest' }).with({ status: 500 }).once();
    await server.close();
    expect(warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /up to close\(\):\n {2}ecr\.door\.fail\({ route: 'manifest' }\)\.with\({ status: 500 }\)\.once\(\)\n.*\n {4}no request came to the registry since/,
        ),
      ],
    ]);
    server.ecr.reset();
  });
});

async function endpointOf(fake: FakeEcr): Promise<{ url: string } & AsyncDisposable> {
  const server = await serve(fake);
  return { url: server.url, [Symbol.asyncDispose]: () => server.close() };
}

describe('with the hooks of a runner', () => {
  const hooks: Record<string, () => void> = {};
  const noted = (name: string) => (run: () => void) => (hooks[name] = run);

  function setUp(options: SetupOptions = {}): void {
    ecr = setupFakeEcr(options, {
      beforeEach: noted('beforeEach'),
      afterEach: noted('afterEach'),
      afterAll: noted('afterAll'),
    });
  }

  const run = (name: string) => () => hooks[name]?.();

  test('the test fails that declared it, and the next one does not', () => {
    setUp();
    run('beforeEach')();
    declare();
    expect(failure(run('afterEach')).message).toMatch(
      /^\[fake-ecr\] Declared, and not used up to the end of the test:/,
    );
    run('beforeEach')();
    run('afterEach')();
    run('afterAll')();
  });

  test('a declaration of the scene has to be used by one test, and is checked after the last', async () => {
    const scene = (it: FakeEcr) => {
      it.fail('PutImage').with('ServerException').once();
      it.fail('TagResource').with('ServerException').once();
    };
    setUp({ scene: (it) => void scene(it) });
    run('beforeEach')();
    expect(ecr.unused()).toEqual([]);
    run('afterEach')();
    run('beforeEach')();
    await use();
    run('afterEach')();
    run('beforeEach')();
    run('afterEach')();
    const { message } = failure(run('afterAll'));
    expect(message).toContain("ecr.fail('TagResource').with('ServerException').once()");
    expect(message).not.toContain('PutImage(');
    expect(message.match(/declared at/g)).toHaveLength(1);
  });

  test('a hook less, and reset() reports it', () => {
    ecr = setupFakeEcr({}, { beforeEach: noted('beforeEach'), afterAll: noted('afterAll') });
    declare();
    expect(failure(run('beforeEach')).message).toMatch(DECLARED);
  });
});

describe('asked about', () => {
  test('matchers and functions say the same', async () => {
    start();
    expect(ecr).not.toHaveUnused();
    expectNothingUnused(ecr);
    expect(() => expectUnused(ecr)).toThrow('Received: nothing is unused');
    declare();
    expect(() => expect(ecr).not.toHaveUnused()).toThrow(
      /Received: 1 unused\n\nWhy:\n {2}ecr\.fail\('PutImage'\)\.with\('ServerException'\)\.once\(\)\n {4}declared at test\/fake\/unused\.test\.ts:\d+\n/,
    );
    expect(() => expectNothingUnused(ecr)).toThrow('Expected: not faults or overrides');
    await use();
    expect(ecr).not.toHaveUnused();
  });

  test('a declaration that a test asserts to be unused is not reported again', () => {
    start();
    ecr.outage('ap-south-1');
    expect(ecr).toHaveUnused();
    ecr.reset();
    ecr.outage('ap-south-1');
    expectUnused(ecr);
    ecr.restore();
    start();
  });

  test('of something else it is refused', () => {
    start();
    expect(() => expectUnused({} as never)).toThrow(
      /^\[fake-ecr\] expectUnused\(\) was given another object/,
    );
  });
});

describe('an override of a mock', () => {
  const list = (repositoryName: string) =>
    new ECRClient({}).send(new ListImagesCommand({ repositoryName })).catch(() => undefined);

  test('is used when it answered, those for once each', async () => {
    start({ onUnused: 'ignore' });
    ecr.mock.on(ListImagesCommand, { repositoryName: 'app' }).resolves({});
    ecr.mock.on(ListImagesCommand, { repositoryName: 'web' }).resolvesOnce({}).rejectsOnce('x').resolves({});
    ecr.mock.on(PutImageCommand);
    expect(ecr.unused()).toMatchObject([
      { kind: 'mock', declared: 'ecr.mock.on(ListImagesCommand)', met: 0, times: Infinity },
      { kind: 'mock', declared: 'ecr.mock.on(ListImagesCommand)', met: 0, times: 2 },
    ]);
    expect(ecr.unused()[0]?.at).toMatch(/^test\/fake\/unused\.test\.ts:\d+$/);
    await list('app');
    await list('web');
    expect(ecr.unused()).toMatchObject([{ met: 1, times: 2 }]);
    await list('web');
    expect(ecr.unused()).toEqual([]);
  });

  test('says what was sent instead', async () => {
    start({ onUnused: 'ignore' });
    const nearest = () => ecr.unused().map((one) => one.nearest);
    ecr.mock.on(ListImagesCommand, { repositoryName: 'app' }).resolves({});
    expect(nearest()).toEqual(['no command was sent since']);
    await use();
    expect(nearest()).toEqual(['ListImagesCommand was never sent; sent were PutImageCommand']);
    await list('web');
    expect(nearest()).toEqual(['ListImagesCommand was sent once, but never with that input']);
    ecr.mock.on(ListImagesCommand).resolves({});
    await list('app');
    expect(nearest()).toEqual([
      'ListImagesCommand was sent 2 times, once as it was declared, and another override answered',
    ]);
  });

  test('is used if a later one is used up', async () => {
    start();
    ecr.mock.onAnyCommand().resolves({});
    ecr.mock.on(ListImagesCommand).resolvesOnce({});
    await list('app');
    await list('app');
    ecr.reset();
  });

  test('that was declared for any command has its own name', () => {
    start();
    ecr.mock.rejects('x');
    expect(failure(() => ecr.reset()).message).toContain(
      'ecr.mock.onAnyCommand()\n    declared at test/fake/',
    );
  });

  test('of STS is reported as those of ECR are', async () => {
    start();
    const sts = fakeSts(ecr);
    sts.mock.on(GetCallerIdentityCommand).resolves({});
    expect(failure(() => ecr.reset()).message).toContain('sts.mock.on(GetCallerIdentityCommand)');
    sts.mock.on(GetCallerIdentityCommand).resolves({});
    await new STSClient({ region: 'us-east-1' }).send(new GetCallerIdentityCommand({}));
    sts.reset();
    sts.mock.on(GetCallerIdentityCommand).resolves({});
    expect(failure(() => sts.restore()).message).toContain('up to sts.restore()');
    ecr.reset();
  });
});
