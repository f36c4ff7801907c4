/**
 * Negated assertions that hold, with one letter of one name changed: each is refused, or the timeline says what it
 * looked at.
 */
import '../../src/jest.js';
import { ListImagesCommand } from '@aws-sdk/client-ecr';
import fc from 'fast-check';
import {
  type FakeEcr,
  expectDenied,
  expectNoImage,
  expectNoRepository,
  expectNoScanFindings,
  expectNoTag,
  expectNotCalled,
  expectNotEmitted,
  expectNotReplicated,
} from '../../src/index.js';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

const THIRD = '777788889999';
let ecr: FakeEcr;

beforeEach(async () => {
  ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments', { scanOnPush: true });
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
  prod.createRepository('internal').replicateTo(dr, { prefix: 'payments' });
  ecr.registry(THIRD, 'us-east-1').createRepository('elsewhere');
  await push(ecr.client(SOURCE, 'us-west-2'), 'payments', 'stable');
  await push(ecr.client(SOURCE, 'us-west-2'), 'internal', 'nightly', 'other');
  await ecr.client(SOURCE, 'us-west-2').send(new ListImagesCommand({ repositoryName: 'payments' }));
  ecr.settle();
});

const at = (account: string, region: string) => ecr.registry(account, region);

/** The names in an assertion, and the assertion with whatever stands in their place. */
type Case = readonly [string, readonly string[], (...names: string[]) => unknown];

const cases: readonly Case[] = [
  [
    'an image',
    ['internal', 'nightly'],
    (name, tag) => expect(at(OTHER, 'eu-west-1')).not.toHaveImage(`${name}:${tag}`),
  ],
  [
    'an image, by function',
    ['internal', 'nightly'],
    (name, tag) => expectNoImage(at(OTHER, 'eu-west-1'), `${name}:${tag}`),
  ],
  [
    'an image of a repository',
    ['internal', 'nightly'],
    (name, tag) => expectNoImage(at(OTHER, 'eu-west-1').repository(name), tag),
  ],
  ['a tag', ['internal', 'nightly'], (name, tag) => expectNoTag(at(THIRD, 'us-east-1'), `${name}:${tag}`)],
  ['a repository', ['internal'], (name) => expect(at(OTHER, 'eu-west-1')).not.toHaveRepository(name)],
  ['a repository, by function', ['internal'], (name) => expectNoRepository(at(OTHER, 'eu-west-1'), name)],
  [
    'a replica',
    ['internal', 'nightly'],
    (name, tag) => expect(ecr).not.toHaveReplicated(`${name}:${tag}`, { to: at(OTHER, 'eu-west-1') }),
  ],
  [
    'a replica, by Region',
    ['internal', 'nightly', 'eu-west-1', OTHER],
    (name, tag, region, account) => expectNotReplicated(`${name}:${tag}`, region, account),
  ],
  [
    'findings',
    ['payments', 'stable', 'CRITICAL'],
    (name, tag, severity) =>
      expectNoScanFindings(at(SOURCE, 'us-west-2'), `${name}:${tag}`, { [severity]: 1 }),
  ],
  [
    'an event',
    [
      'detail-type',
      'ECR Replication Action',
      'source',
      'aws.ecr',
      'account',
      OTHER,
      'region',
      'eu-west-1',
      'detail',
      'result',
      'FAILED',
      'repository-name',
      'internal',
      'image-tag',
      'nightly',
    ],
    (...n) =>
      expectNotEmitted(ecr, {
        [n[0] as string]: n[1],
        [n[2] as string]: n[3],
        [n[4] as string]: n[5],
        [n[6] as string]: n[7],
        [n[8] as string]: { [n[9] as string]: n[10], [n[11] as string]: n[12], [n[13] as string]: n[14] },
      }),
  ],
  [
    'an event, behind a matcher',
    ['detail', 'action-type', 'DELETE'],
    (...n) =>
      expect(ecr).not.toHaveEmitted({
        [n[0] as string]: expect.objectContaining({ [n[1] as string]: n[2] }) as unknown,
      }),
  ],
  [
    'a call',
    [
      'BatchDeleteImage',
      'account',
      SOURCE,
      'region',
      'us-west-2',
      'outcome',
      'ImageNotFoundException',
      'input',
      'repositoryName',
      'payments',
      'imageIds',
      'imageTag',
      'stable',
    ],
    (...n) =>
      expectNotCalled(ecr, n[0] as 'PutImage', {
        [n[1] as string]: n[2],
        [n[3] as string]: n[4],
        [n[5] as string]: n[6],
        [n[7] as string]: { [n[8] as string]: n[9], [n[10] as string]: [{ [n[11] as string]: n[12] }] },
      }),
  ],
  [
    'a call with words of few',
    ['CreateRepository', 'imageTagMutability', 'IMMUTABLE'],
    (...n) => expect(ecr).not.toHaveCalled(n[0] as 'PutImage', { input: { [n[1] as string]: n[2] } }),
  ],
  [
    'a call that was made no times',
    ['PutImage', 'elsewhere'],
    (operation, name) =>
      expect(ecr).toHaveCalled(operation as 'PutImage', { input: { repositoryName: name }, times: 0 }),
  ],
  [
    'access',
    ['internal', 'ecr:PutImage', `arn:aws:iam::${OTHER}:role/ci`],
    (name, action, arn) => expectDenied(at(SOURCE, 'us-west-2').repository(name), action, arn),
  ],
];

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** A name with one letter more, less, other, or swapped with the next. */
function slipOf(name: string): fc.Arbitrary<string> {
  return fc
    .record({
      place: fc.nat(name.length - 1),
      letter: fc.constantFrom(...LETTERS),
      how: fc.constantFrom('more', 'less', 'other', 'swapped'),
    })
    .map(({ place, letter, how }) => {
      const [before, here, next, after] = [
        name.slice(0, place),
        name[place] as string,
        name[place + 1] ?? '',
        name.slice(place + 2),
      ];
      if (how === 'more') return before + letter + here + next + after;
      if (how === 'less') return before + next + after;
      if (how === 'other') return before + letter + next + after;
      return before + next + here + after;
    })
    .filter((slip) => slip !== name);
}

test.each(cases)('%s holds as it is meant', async (_, names, assertion) => {
  await assertion(...names);
  expect(ecr.timeline().latest(1)[0]).toMatchObject({ kind: 'assertion', failed: false });
});

test.each(cases)(
  '%s with one letter changed is refused, or says what it looked at',
  async (_, names, assertion) => {
    const slips = fc
      .nat(names.length - 1)
      .chain((index) =>
        slipOf(names[index] as string).map((slip) =>
          names.map((name, place) => (place === index ? slip : name)),
        ),
      );
    await fc.assert(
      fc.asyncProperty(slips, async (misspelt) => {
        let refusal = '';
        try {
          await assertion(...misspelt);
        } catch (error) {
          refusal = (error as Error).message;
        }
        const [latest] = ecr.timeline().latest(1);
        const says = latest?.kind === 'assertion' && misspelt.every((name) => latest.text.includes(name));
        expect(refusal === '' ? says : refusal.startsWith('[fake-ecr] ')).toBe(true);
      }),
      { numRuns: 60 },
    );
  },
);

// What is left to the timeline is what no one could tell from what was meant.
test('most slips are refused rather than written down', async () => {
  const refused = async (assertion: Case[2], names: readonly string[]): Promise<boolean> => {
    try {
      await assertion(...names);
      return false;
    } catch {
      return true;
    }
  };
  for (const [title, names, assertion] of cases) {
    for (const [index, name] of names.entries()) {
      if (name.startsWith('arn:') || name.startsWith('ecr:')) continue;
      // One letter in the middle of the first word, left out.
      const middle = (/[a-z]{4,}/i.exec(name)?.index ?? 0) + 2;
      const slip = name.slice(0, middle) + name.slice(middle + 1);
      const misspelt = names.map((one, place) => (place === index ? slip : one));
      expect({ title, slip, refused: await refused(assertion, misspelt) }).toEqual({
        title,
        slip,
        refused: true,
      });
    }
  }
});
