import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import setUp from '../../src/global-setup.js';
import tearDown from '../../src/global-teardown.js';
import { startEndpoint } from '../../src/http.js';
import { fakeEcrWorld } from '../../src/fake/fake-world.js';

let before: NodeJS.ProcessEnv;

beforeEach(() => {
  before = { ...process.env };
});

afterEach(async () => {
  await tearDown();
  process.env = before;
});

/** The repositories that an application sees which knows of no endpoint. */
async function repositoryArns(): Promise<unknown> {
  const client = new ECRClient({});
  const { repositories } = await client.send(new DescribeRepositoriesCommand({}));
  client.destroy();
  return repositories?.map((one) => one.repositoryArn);
}

test('clients without configuration use the world that was passed in', async () => {
  process.env['AWS_PROFILE'] = 'prod';
  const world = fakeEcrWorld({ defaultAccount: '111122223333' });
  world.registry('111122223333', 'eu-west-1').createRepository('app');
  const stop = await startEndpoint(world, { region: 'eu-west-1' });
  expect(await repositoryArns()).toEqual(['arn:aws:ecr:eu-west-1:111122223333:repository/app']);
  await stop();
  expect(process.env).toEqual({ ...before, AWS_PROFILE: 'prod' });
});

test('the Region is the environment’s, else the default of the world', async () => {
  delete process.env['AWS_REGION'];
  delete process.env['AWS_DEFAULT_REGION'];
  const stop = await startEndpoint({ defaultRegion: 'eu-central-1' });
  expect(process.env['AWS_REGION']).toBe('eu-central-1');
  await stop();
  process.env['AWS_DEFAULT_REGION'] = 'us-west-2';
  const again = await startEndpoint();
  expect(process.env['AWS_REGION']).toBe('us-west-2');
  await again();
});

test('a misspelt option is refused, and the environment stays as it is', async () => {
  const now = { ...process.env };
  await expect(startEndpoint({}, { region: 'eu-wst-1' })).rejects.toThrow(
    "[fake-ecr] 'eu-wst-1' is not a Region",
  );
  await expect(startEndpoint({}, { prot: 1 } as object)).rejects.toThrow('[fake-ecr]');
  expect({ ...process.env }).toEqual(now);
});

test('the set-up of Jest is ended by its teardown', async () => {
  await setUp();
  const url = process.env['AWS_ENDPOINT_URL_ECR'] as string;
  expect(await repositoryArns()).toEqual([]);
  await tearDown();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  expect(process.env['AWS_ENDPOINT_URL_ECR']).toBeUndefined();
  // Twice is as good as once.
  await tearDown();
});

test('the set-up of Vitest returns what ends it', async () => {
  const end = await setUp();
  const url = process.env['AWS_ENDPOINT_URL_STS'] as string;
  await end();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('a runner that sets up again has one endpoint', async () => {
  await setUp();
  const first = process.env['FAKE_ECR_URL'] as string;
  await setUp();
  await expect(fetch(first)).rejects.toThrow('fetch failed');
  expect(await repositoryArns()).toEqual([]);
});
