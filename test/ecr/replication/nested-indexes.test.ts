/**
 * Indexes of indexes: what they cost depends on how many there are, not on how many paths lead through them, and
 * none is nested too deeply. Walked path by path, the wide one here would take longer than there is time.
 */
import { BatchGetImageCommand, CreatePullThroughCacheRuleCommand } from '@aws-sdk/client-ecr';
import { type ImageFixture, type RegistryHandle, image, imageIndex } from '../../../src/index.js';
import { SOURCE, scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

let ecr: ReturnType<typeof scene>;
let prod: RegistryHandle;
let east: RegistryHandle;

beforeEach(() => {
  ecr = scene();
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  east = ecr.registry(SOURCE, 'us-east-1');
});

/** Levels of two indexes that share the two below. */
function wide(levels: number): ImageFixture {
  let images: ImageFixture[] = [image('left'), image('right')];
  for (let level = 1; level <= levels; level += 1) {
    const of = (side: string) => imageIndex({ images, annotations: { place: `${level} ${side}` } });
    images = [of('left'), of('right')];
  }
  return imageIndex({ images });
}

/** An index of an index of an index, and so on, of an image. */
function deep(levels: number): ImageFixture {
  let chain = image('bottom');
  for (let level = 1; level <= levels; level += 1) {
    chain = imageIndex({ images: [chain], annotations: { level: String(level) } });
  }
  return chain;
}

const shapes = [
  ['60 levels of two', wide(60), 123],
  ['a chain of 4000', deep(4000), 4001],
] as const;

test.each(shapes)('%s: is pushed, kept and returns', (_, fixture, count) => {
  prod.push('app:v1', fixture);
  expect(prod.repository('app')[INSIDE].repository().imageCount).toBe(count);
  const saved: unknown = JSON.parse(JSON.stringify(ecr.snapshot()));
  ecr.reset();
  ecr.load(saved);
  expect(prod.repository('app')[INSIDE].repository().imageCount).toBe(count);
  expect(ecr.inspect({ images: 1 })).toContain('index of');
});

test.each(shapes)(
  '%s: comes through a cache, from outside and from another registry',
  async (_, fixture, count) => {
    const client = ecr.client(SOURCE, 'us-east-1');
    ecr.upstream('quay').push('tool:v1', fixture);
    prod.push('app:v1', fixture);
    for (const [prefix, url] of [
      ['quay', 'quay.io'],
      ['west', `${SOURCE}.dkr.ecr.us-west-2.amazonaws.com`],
    ]) {
      const rule = { ecrRepositoryPrefix: prefix, upstreamRegistryUrl: url };
      await client.send(new CreatePullThroughCacheRuleCommand(rule));
    }
    for (const repositoryName of ['quay/tool', 'west/app']) {
      const input = { repositoryName, imageIds: [{ imageTag: 'v1' }] };
      expect((await client.send(new BatchGetImageCommand(input))).images).toHaveLength(1);
      expect(east.repository(repositoryName)[INSIDE].repository().imageCount).toBe(count);
    }
    ecr.load(JSON.parse(JSON.stringify(ecr.snapshot())));
    expect(east.repository('quay/tool')[INSIDE].repository().imageCount).toBe(count);
  },
);

test.each([
  ['60 levels of two', wide(60), 123],
  ['a chain of 400', deep(400), 401],
])('%s: is replicated, each image with its status', (_, fixture, count) => {
  prod.replicateTo(east);
  prod.push('app:v1', fixture);
  const repository = east.repository('app')[INSIDE].repository();
  expect(repository.imageCount).toBe(count);
  const statuses = [...prod.repository('app')[INSIDE].repository().allImages()].flatMap(
    ({ replications = [] }) => replications.map(({ status }) => status),
  );
  expect(statuses).toEqual(Array<string>(count).fill('COMPLETE'));
});

describe('an index that is refused is refused whole', () => {
  test.each([
    ['a quota', { limits: { imagesPerRepository: 100 } }, deep(4000), 'LimitExceededException'],
    ['an immutable tag', {}, deep(4000), 'ImageTagAlreadyExistsException'],
  ])('%s', (_, options, fixture, exception) => {
    ecr.restore();
    ecr = scene(options);
    prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app', { imageTagMutability: 'IMMUTABLE' });
    prod.push('app:v1', image('first'));
    const before = ecr.snapshot();
    expect(() => prod.push('app:v1', fixture)).toThrow(exception);
    // Positions are never given out again.
    expect({ ...ecr.snapshot(), lastPosition: 0 }).toEqual({ ...before, lastPosition: 0 });
    expect(ecr.events).toHaveLength(1);
  });

  test('at a destination', () => {
    ecr.restore();
    ecr = scene({ limits: { imagesPerRepository: 100 } });
    prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v0', deep(97));
    east = ecr.registry(SOURCE, 'us-east-1').createRepository('app');
    east.push('app:own', image('own')).push('app:other', image('other'));
    prod.replicateTo(east).push('app:v1', deep(98));
    expect(prod.repository('app')[INSIDE].repository().imageCount).toBe(99);
    const repository = east.repository('app')[INSIDE].repository();
    expect(repository.imageCount).toBe(2);
    expect(ecr.explain('app:v1', east).reasons[0]?.code).toBe('limit-exceeded');
  });
});
