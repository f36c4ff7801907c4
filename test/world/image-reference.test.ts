import { shown } from '../../src/lib/arguments.js';
import { formatReference, parseImageReference } from '../../src/world/images/image-reference.js';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const REGISTRY = { registryId: '111122223333', region: 'us-west-2' };
const ADVICE =
  "Expected 'repository:tag', 'repository@sha256:<64 hex digits>' or a full image URI; repository names are lower case.";

test.each([
  ['app:v1', { repositoryName: 'app', tag: 'v1' }],
  ['team/app:v1.0_a-b', { repositoryName: 'team/app', tag: 'v1.0_a-b' }],
  [`app@${DIGEST}`, { repositoryName: 'app', digest: DIGEST }],
  [`app:v1@${DIGEST}`, { repositoryName: 'app', tag: 'v1', digest: DIGEST }],
  [`app:${'v'.repeat(300)}`, { repositoryName: 'app', tag: 'v'.repeat(300) }],
])('%s', (text, expected) => {
  expect(Object.entries(parseImageReference(text)).sort()).toEqual(Object.entries(expected).sort());
});

test.each([
  '111122223333.dkr.ecr.us-west-2.amazonaws.com',
  '111122223333.dkr.ecr-fips.us-west-2.amazonaws.com',
  '111122223333.dkr-ecr.us-west-2.on.aws',
  '111122223333.dkr-ecr-fips.us-west-2.on.aws',
  '111122223333.dkr.ecr.us-west-2.amazonaws.com.cn',
  '111122223333.dkr-ecr.us-west-2.on.amazonwebservices.com.cn',
  '111122223333.dkr.ecr.us-west-2.amazonaws.eu',
  '111122223333.dkr-ecr.us-west-2.on.amazonwebservices.eu',
])('the host %s', (host) => {
  expect(parseImageReference(`${host}/team/app:v1`)).toEqual({
    ...REGISTRY,
    repositoryName: 'team/app',
    tag: 'v1',
  });
});

test.each<unknown>([
  '',
  ':v1',
  'App:v1',
  'app:',
  'app:-v1',
  `app:${'v'.repeat(301)}`,
  'app@sha256:0a',
  `app@${DIGEST}0`,
  `app@${DIGEST.toUpperCase()}`,
  'app:v1 ',
  ' app:v1',
  '111122223333.dkr.ecr.us-west-2.example.com/App:v1',
  undefined,
  5,
])('%j is refused with advice', (text) => {
  expect(() => parseImageReference(text as string)).toThrow(
    `[fake-ecr] ${shown(text)} is not an image reference. ${ADVICE}`,
  );
});

test('a repository alone is not an image', () => {
  expect(() => parseImageReference('team/app')).toThrow(
    `[fake-ecr] 'team/app' names a repository, not an image. Add a tag or a digest, for example 'team/app:v1'.`,
  );
});

test('references in messages', () => {
  expect(formatReference('app', 'v1', DIGEST)).toBe(`app:v1@${DIGEST}`);
  expect(formatReference('app', undefined, DIGEST)).toBe(`app@${DIGEST}`);
  expect(formatReference('app', undefined)).toBe('app');
});
