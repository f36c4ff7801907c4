/** Work of which nothing is to come any more is neither pending nor run, and keeps nobody from a snapshot. */
import { simulationOf } from '../../src/fake/simulation-of.js';
import { type FakeEcr, type RegistryHandle, fakeEcr, image } from '../../src/index.js';
import { START } from '../support/start.js';

const OWN = '123456789012';
const PROFILE = `arn:aws:signer:us-east-1:${OWN}:/signing-profiles/release`;

let ecr: FakeEcr;
let prod: RegistryHandle;

beforeEach(() => {
  ecr = fakeEcr({
    now: START,
    layers: 'assumed',
    durations: { scan: 60_000, signing: 60_000, preview: 60_000, restore: 60_000 },
  });
  prod = ecr.registry(OWN, 'us-east-1').createRepository('app');
});

afterEach(() => ecr.restore());

function call(operation: string, input: object): void {
  const { service: model, callers } = simulationOf(ecr);
  const { outcome } = model.dispatch(operation, input, {
    caller: callers.administrator(OWN),
    region: 'us-east-1',
  });
  expect(outcome).not.toHaveProperty('code');
}

const at = { repositoryName: 'app' };
const imageId = { imageTag: 'v1' };
const removeImage = () => call('BatchDeleteImage', { ...at, imageIds: [imageId] });
const removeRepository = () => call('DeleteRepository', { ...at, force: true });
const storageClass = (targetStorageClass: string) =>
  call('UpdateImageStorageClass', { ...at, imageId, targetStorageClass });

const BEGINNINGS: Readonly<Record<string, () => void>> = {
  scan: () => {
    prod.push('app:v1');
    call('StartImageScan', { ...at, imageId });
  },
  signing: () => {
    call('PutSigningConfiguration', { signingConfiguration: { rules: [{ signingProfileArn: PROFILE }] } });
    prod.push('app:v1');
  },
  restore: () => {
    prod.push('app:v1');
    storageClass('ARCHIVE');
    storageClass('STANDARD');
  },
  preview: () => {
    prod.push('app:v1');
    const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 };
    const rules = [{ rulePriority: 1, selection, action: { type: 'expire' } }];
    call('StartLifecyclePolicyPreview', { ...at, lifecyclePolicyText: JSON.stringify({ rules }) });
  },
};

const ENDS: Readonly<Record<string, () => void>> = {
  'its image is gone': removeImage,
  'its repository is gone': removeRepository,
  'a push made the image active': () => prod.push('app:v1'),
  'the image was archived again': () => {
    prod.push('app:v1');
    storageClass('ARCHIVE');
  },
};

const CASES: readonly (readonly [string, string])[] = [
  ['scan', 'its image is gone'],
  ['scan', 'its repository is gone'],
  ['signing', 'its image is gone'],
  ['signing', 'its repository is gone'],
  ['preview', 'its repository is gone'],
  ['restore', 'its image is gone'],
  ['restore', 'its repository is gone'],
  ['restore', 'a push made the image active'],
  ['restore', 'the image was archived again'],
];

test.each(CASES)('a %s is over once %s', (beginning, end) => {
  (BEGINNINGS[beginning] as () => void)();
  expect(ecr.pending()).toHaveLength(1);
  expect(() => ecr.snapshot()).toThrow(/can't hold pending work/);

  (ENDS[end] as () => void)();

  expect(ecr.pending()).toEqual([]);
  const before = ecr.snapshot();
  const { length } = ecr.events;
  ecr.settle();
  expect(ecr.snapshot()).toEqual(before);
  expect(ecr.events).toHaveLength(length);
});

const REGISTRY = `${OWN}/us-east-1`;
const OF_THE_IMAGE = `of app@${image('app:v1').digest} at ${REGISTRY}`;

test.each([
  ['scan', `scan ${OF_THE_IMAGE}`],
  ['signing', `signing ${OF_THE_IMAGE}`],
  ['restore', `restore ${OF_THE_IMAGE}`],
  ['preview', `lifecycle policy preview of app at ${REGISTRY}`],
])('a %s that nothing ends goes on: %s', (beginning, described) => {
  (BEGINNINGS[beginning] as () => void)();
  expect(ecr.pending()).toEqual([described]);
  ecr.settle();
  expect(ecr.pending()).toEqual([]);
});
