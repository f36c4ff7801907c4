import { ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { closeDoors, openDoor, rejection } from './recording-dispatcher.js';

const environment = process.env;

beforeEach(() => {
  process.env = { ...environment };
  delete process.env.AWS_REGION;
});
afterEach(() => {
  closeDoors();
  process.env = environment;
});

const command = () => new ListImagesCommand({ repositoryName: 'payments' });

async function regionSeen(client: ECRClient, options: Parameters<typeof openDoor>[0] = {}): Promise<string> {
  const { model } = openDoor(options);
  await client.send(command());
  await client.send(command());
  const [first, second] = model.seen.map(({ scope }) => scope.region);
  expect(second).toBe(first);
  return first as string;
}

describe("a client's own Region", () => {
  test.each([
    ['text', 'eu-west-1'],
    ['a function', () => 'eu-west-1'],
    ['an async function', () => Promise.resolve('eu-west-1')],
  ])('is used (%s)', async (_, region) => {
    expect(await regionSeen(new ECRClient({ region: region as string }))).toBe('eu-west-1');
  });

  test('is used if it equals the default', async () => {
    expect(await regionSeen(new ECRClient({ region: 'us-east-1' }))).toBe('us-east-1');
  });

  test('is used if it takes as long as it likes', async () => {
    const region = async () => {
      for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
      return 'eu-west-1';
    };
    expect(await regionSeen(new ECRClient({ region }))).toBe('eu-west-1');
  });

  test('is that of AWS_REGION, as in the SDK', async () => {
    process.env.AWS_REGION = 'sa-east-1';
    expect(await regionSeen(new ECRClient({}))).toBe('sa-east-1');
  });

  test('is the real one of a FIPS pseudo-Region, as in the SDK', async () => {
    expect(await regionSeen(new ECRClient({ region: 'fips-us-west-2' }))).toBe('us-west-2');
  });

  test('may be decided by a function that looks at the environment itself', async () => {
    const region = () => process.env.AWS_REGION ?? 'eu-west-3';
    expect(await regionSeen(new ECRClient({ region: () => Promise.resolve(region()) }))).toBe('eu-west-3');
  });

  test('may be a plain member of a stand-in for a client', async () => {
    const client = Object.assign(new ECRClient({}), { config: { region: 'eu-north-1' } });
    expect(await regionSeen(client as unknown as ECRClient)).toBe('eu-north-1');
  });

  test('is asked for once, and again if the configuration changed', async () => {
    const { model } = openDoor();
    const region = jest.fn(() => Promise.resolve('eu-west-1'));
    const client = new ECRClient({ region });
    await client.send(command());
    await client.send(command());
    expect(region).toHaveBeenCalledTimes(1);
    client.config.region = () => Promise.resolve('eu-west-2');
    await client.send(command());
    expect(model.seen.map(({ scope }) => scope.region)).toEqual(['eu-west-1', 'eu-west-1', 'eu-west-2']);
  });

  test('that fails is a failure of the command, with its own error, and is asked for again', async () => {
    const { model } = openDoor();
    const thrown = new Error('no answer');
    const region = jest.fn().mockRejectedValueOnce(thrown).mockResolvedValue('eu-west-1');
    const client = new ECRClient({ region: region as () => Promise<string> });
    await expect(client.send(command())).rejects.toBe(thrown);
    await client.send(command());
    expect(model.seen.map(({ scope }) => scope.region)).toEqual(['eu-west-1']);
  });

  test('that the SDK does not accept is refused with the words of the SDK', async () => {
    openDoor();
    const error = await rejection(new ECRClient({ region: 'us_east_1' }).send(command()));
    expect(error.message).toContain('Region not accepted: region="us_east_1"');
  });
});

describe('D29 a client without a Region', () => {
  test('has the default Region', async () => {
    expect(await regionSeen(new ECRClient({}))).toBe('us-east-1');
  });

  test('has the default Region that the test wishes', async () => {
    expect(await regionSeen(new ECRClient({}), { defaultRegion: 'ap-southeast-2' })).toBe('ap-southeast-2');
  });

  test('has it even if it is a stand-in without a configuration', async () => {
    const client = Object.assign(new ECRClient({}), { config: undefined });
    expect(await regionSeen(client as unknown as ECRClient)).toBe('us-east-1');
  });

  test("is refused with the SDK's own `Region is missing` if it is required", async () => {
    const { model } = openDoor({ defaultRegion: 'required' });
    const client = new ECRClient({});
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await rejection(client.send(command()));
      expect([error.name, error.message]).toEqual(['Error', 'Region is missing']);
    }
    expect(model.seen).toEqual([]);
  });

  test('is not what a client with a Region is, if it is required', async () => {
    expect(await regionSeen(new ECRClient({ region: 'eu-west-1' }), { defaultRegion: 'required' })).toBe(
      'eu-west-1',
    );
    closeDoors();
    const deciding = () => Promise.resolve(process.env.AWS_REGION ?? 'eu-west-3');
    expect(await regionSeen(new ECRClient({ region: deciding }), { defaultRegion: 'required' })).toBe(
      'eu-west-3',
    );
  });
});

describe('a provider of a stand-in for a client', () => {
  const standIn = (region: () => unknown) => Object.assign(new ECRClient({}), { config: { region } });
  const fromEnvironment = (otherwise: () => unknown) => () => process.env.AWS_REGION ?? otherwise();

  test.each<[string, () => unknown]>([
    ['answers nothing', () => Promise.resolve(undefined)],
    ['answers what is not a string', () => 5],
    ["fails with the SDK's own `Region is missing`", () => Promise.reject(new Error('Region is missing'))],
    ['finds nothing behind the environment', fromEnvironment(() => Promise.resolve(undefined))],
  ])('that %s is a client without a Region', async (_what, region) => {
    expect(await regionSeen(standIn(region))).toBe('us-east-1');
    closeDoors();
    const { model } = openDoor({ defaultRegion: 'required' });
    expect((await rejection(standIn(region).send(command()))).message).toBe('Region is missing');
    expect(model.seen).toEqual([]);
  });

  test('that remembers what it found in the environment has found nothing', async () => {
    openDoor({ defaultRegion: 'required' });
    let found: string | undefined;
    const client = standIn(() => Promise.resolve((found ??= process.env.AWS_REGION)));
    expect((await rejection(client.send(command()))).message).toBe('Region is missing');
  });

  test.each(['us-east-1', 'required'])(
    'that fails behind the environment fails with its own error (%s)',
    async (defaultRegion) => {
      const { model } = openDoor({ defaultRegion });
      const thrown = new Error('no such profile');
      await expect(standIn(fromEnvironment(() => Promise.reject(thrown))).send(command())).rejects.toBe(
        thrown,
      );
      expect(model.seen).toEqual([]);
    },
  );

  test('that is not a Region counts as missing, and is refused if one is required', async () => {
    openDoor({ defaultRegion: 'required' });
    const client = Object.assign(new ECRClient({}), { config: undefined }) as unknown as ECRClient;
    expect((await rejection(client.send(command()))).message).toBe('Region is missing');
  });
});

test('the environment is as it was as soon as send has returned', async () => {
  openDoor();
  const before = { ...process.env };
  const sent = new ECRClient({}).send(command());
  expect({ ...process.env }).toEqual(before);
  await sent;
  expect({ ...process.env }).toEqual(before);
});

test.each([
  ['us-wset-2', 'us-west-2'],
  ['eu-west1', 'eu-west-1'],
  ['ap-suotheast-1', 'ap-southeast-1'],
  ['cn-noth-1', 'cn-north-1'],
])('%s, which does not exist, is refused at every call, with the nearest name', async (region, near) => {
  const { model } = openDoor();
  const client = new ECRClient({ region });
  for (let call = 0; call < 2; call += 1) {
    expect((await rejection(client.send(command()))).message).toBe(
      `[fake-ecr] A client calls the Region '${region}', which does not exist: on AWS its host would not be found. Did you mean '${near}'?`,
    );
  }
  expect(model.seen).toEqual([]);
});

test.each(['local', 'us-west-9', 'test-region-1'])(
  '%s, which is like no other, is let by',
  async (region) => {
    expect(await regionSeen(new ECRClient({ region }))).toBe(region);
  },
);
