import {
  type ECRClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { scene } from '../../support/scene.js';

const OWN = '111111111111';
const ARN = `arn:aws:ecr:us-east-1:${OWN}:repository/app`;

let client: ECRClient;

beforeEach(() => {
  const ecr = scene();
  ecr.registry(OWN, 'us-east-1').createRepository('app');
  client = ecr.client(OWN, 'us-east-1');
});

const tag = (tags: Record<string, string>, resourceArn = ARN) =>
  client.send(
    new TagResourceCommand({
      resourceArn,
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
const untag = (tagKeys: string[]) => client.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys }));
const list = async (resourceArn = ARN) =>
  (await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;

describe('shape', () => {
  test('I42 a repository without tags lists none', async () => {
    expect(await list()).toEqual([]);
  });

  test('I41 answers have only metadata', async () => {
    expect(Object.keys(await tag({ A: '1' }))).toEqual(['$metadata']);
    expect(Object.keys(await untag(['A']))).toEqual(['$metadata']);
  });
});

describe('rules', () => {
  test.each([
    'x',
    'arn:aws:s3:::bucket',
    `arn:aws:ecr:us-east-1:${OWN}:registry`,
    ARN.replace('us-east-1', 'eu-west-1'),
  ])('I43 %s is not an ARN of a repository here', async (arn) => {
    await expect(list(arn)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: "Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'",
    });
  });

  test('a missing repository is named', async () => {
    await expect(tag({ A: '1' }, `${ARN}-2`)).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
  });

  test('I44 a 51st tag is refused, and the others stay', async () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, 'x']));
    await tag(fifty);
    await expect(tag({ another: 'x' })).rejects.toMatchObject({ name: 'TooManyTagsException' });
    expect(await list()).toHaveLength(50);
    await expect(tag({ 'key-0': 'new value' })).resolves.toBeDefined();
  });

  test.each([
    ['an empty key', { '': 'x' }],
    ['a key of the service', { 'aws:x': 'x' }],
    ['a long key', { ['k'.repeat(129)]: 'x' }],
    ['a long value', { k: 'x'.repeat(257) }],
  ])('%s is refused', async (_case, tags) => {
    await expect(tag(tags as Record<string, string>)).rejects.toMatchObject({
      name: 'InvalidTagParameterException',
    });
    expect(await list()).toEqual([]);
  });
});

describe('effects', () => {
  test('I40 tags are merged, and a key has its last value', async () => {
    await tag({ A: '1' });
    await tag({ A: '2', B: '3' });
    expect(await list()).toEqual([
      { Key: 'A', Value: '2' },
      { Key: 'B', Value: '3' },
    ]);
  });

  test('I41 an unknown key is nothing to untag', async () => {
    await tag({ A: '1' });
    await untag(['B']);
    expect(await list()).toEqual([{ Key: 'A', Value: '1' }]);
  });

  test('a key may be called __proto__', async () => {
    const tags = [{ Key: '__proto__', Value: 'x' }];
    await client.send(new TagResourceCommand({ resourceArn: ARN, tags }));
    expect(await list()).toEqual(tags);
  });
});
