/** How long ECR's own work takes, said within a test. */
import { DescribeImageScanFindingsCommand, type ECRClient, StartImageScanCommand } from '@aws-sdk/client-ecr';
import type { RegistryHandle } from '../../src/index.js';
import { SOURCE, scene } from '../support/scene.js';

let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let prod: RegistryHandle;

beforeEach(() => {
  ecr = scene({ durations: { scan: 1000 } });
  client = ecr.client(SOURCE, 'us-west-2');
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1').push('app:v2');
});

const scan = (imageTag: string) =>
  client.send(new StartImageScanCommand({ repositoryName: 'app', imageId: { imageTag } }));
const statusOf = async (imageTag: string) => {
  const input = { repositoryName: 'app', imageId: { imageTag } };
  return (await client.send(new DescribeImageScanFindingsCommand(input))).imageScanStatus?.status;
};

test('later work takes that long, and work under way keeps its end', async () => {
  await scan('v1');
  ecr.setDurations({ scan: 5000 });
  await scan('v2');
  ecr.clock.advance(1000);
  expect([await statusOf('v1'), await statusOf('v2')]).toEqual(['COMPLETE', 'IN_PROGRESS']);
  ecr.clock.advance(4000);
  expect(await statusOf('v2')).toBe('COMPLETE');
});

test('Infinity waits until settle()', async () => {
  ecr.setDurations({ scan: Infinity });
  await scan('v1');
  ecr.clock.advance(365 * 24 * 3_600_000);
  expect(await statusOf('v1')).toBe('IN_PROGRESS');
  ecr.settle();
  expect(await statusOf('v1')).toBe('COMPLETE');
});

test('a reset returns to the option', async () => {
  ecr.setDurations({ scan: Infinity });
  ecr.reset();
  prod.createRepository('app').push('app:v1');
  await scan('v1');
  ecr.clock.advance(1000);
  expect(await statusOf('v1')).toBe('COMPLETE');
});

test.each([
  [{ scans: 5 }, "setDurations() was given the option 'scans'"],
  [{ scan: -1 }, 'durations.scan is -1. Expected a number of at least 0.'],
  [{ scan: undefined }, 'durations.scan is undefined.'],
  [5, 'setDurations() was given the options 5'],
])('%p is refused, and nothing is set', async (durations, text) => {
  expect(() => ecr.setDurations(durations as never)).toThrow(`[fake-ecr] ${text}`);
  await scan('v1');
  ecr.clock.advance(1000);
  expect(await statusOf('v1')).toBe('COMPLETE');
});
