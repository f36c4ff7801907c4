/** Ids, keys and names as the world makes and reads them. */
import { parseRepositoryArn } from '../../src/aws/arn.js';
import { userIdOf } from '../../src/iam/user-id.js';
import { Ids } from '../../src/lib/ids.js';
import { Positions, sequenceOf } from '../../src/lib/positions.js';
import { resolveEncryption } from '../../src/world/configuration/encryption.js';
import { ecrUpstream, needsSecret, upstreamKindOf } from '../../src/world/configuration/upstreams.js';
import { isRepositoryName } from '../../src/world/images/image-reference.js';

const ACCOUNT = '111122223333';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('ids', () => {
  test('are UUIDs of version 4, each once, the same for the same seed', () => {
    const ids = new Ids(7);
    const same = new Ids(7);
    const other = new Ids(8);
    const drawn = Array.from({ length: 500 }, () => ids.uuid());
    for (const id of drawn) expect(id).toMatch(UUID);
    expect(new Set(drawn).size).toBe(500);
    expect(drawn.map(() => same.uuid())).toEqual(drawn);
    expect(other.uuid()).not.toBe(drawn[0]);
    // Every digit that may vary does.
    const fixed = [8, 13, 14, 18, 23];
    for (let at = 0; at < 36; at += 1) {
      const digits = new Set(drawn.map((id) => id[at]));
      expect(digits.size).toBe(fixed.includes(at) ? 1 : at === 19 ? 4 : 16);
    }
  });

  test.each([1, 7, 8, 9, 64])('%i hexadecimal digits', (count) => {
    const ids = new Ids(1);
    const drawn = Array.from({ length: 50 }, () => ids.hex(count));
    for (const text of drawn) expect(text).toMatch(new RegExp(`^[0-9a-f]{${count}}$`));
    expect(new Set(drawn).size).toBeGreaterThan(10);
  });
});

describe('positions', () => {
  test('of a list that is not shuffled count up', () => {
    const positions = new Positions('insertion', 1);
    const drawn = Array.from({ length: 5 }, () => positions.next());
    expect(drawn).toEqual([1, 2, 3, 4, 5]);
    expect(drawn.map(sequenceOf)).toEqual(drawn);
  });

  test('of a shuffled list contain the time at which they were given', () => {
    const positions = new Positions('shuffled', 1);
    const drawn = Array.from({ length: 200 }, () => positions.next());
    expect(drawn.map(sequenceOf)).toEqual(drawn.map((_, index) => index + 1));
    expect([...drawn].sort((a, b) => a - b)).not.toEqual(drawn);
    expect(positions.lastGiven).toBe(200);
  });

  test('go on after an earlier world, and never back', () => {
    const positions = new Positions('insertion', 1);
    positions.goOnAfter(10);
    positions.goOnAfter(3);
    expect(positions.next()).toBe(11);
  });
});

describe('the key of an encryption', () => {
  const keyOf = (key: string | undefined, region = 'us-east-1', type: 'KMS' | 'KMS_DSSE' = 'KMS') =>
    resolveEncryption(type, key, region, ACCOUNT).kmsKey;
  const prefix = `arn:aws:kms:us-east-1:${ACCOUNT}:key/`;

  test('is none with AES256', () => {
    expect(resolveEncryption('AES256', 'alias/mine', 'us-east-1', ACCOUNT)).toEqual({ type: 'AES256' });
  });

  test('is what was given, if that is the ARN of a key', () => {
    const arn = 'arn:aws-cn:kms:cn-north-1:444455556666:key/anything';
    expect(resolveEncryption('KMS_DSSE', arn, 'us-east-1', ACCOUNT)).toEqual({
      type: 'KMS_DSSE',
      kmsKey: arn,
    });
  });

  test.each(['1234abcd-12ab-34cd-56ef-1234567890ab', 'mrk-1234abcd12ab34cd56ef1234567890ab'])(
    'has the id %s',
    (id) => {
      expect(keyOf(id)).toBe(prefix + id);
      expect(keyOf(id, 'cn-north-1')).toBe(`arn:aws-cn:kms:cn-north-1:${ACCOUNT}:key/${id}`);
    },
  );

  test.each(['x1234abcd-12ab-34cd-56ef-1234567890ab', '1234abcd-12ab-34cd-56ef-1234567890abx', 'alias/mine'])(
    '%s is a name for one with its own id',
    (name) => {
      const key = keyOf(name) as string;
      expect(key.slice(0, prefix.length)).toBe(prefix);
      expect(key.slice(prefix.length)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    },
  );

  test('depends on name, Region and account, and on nothing else', () => {
    expect(keyOf('alias/mine')).toBe(keyOf('alias/mine', 'us-east-1', 'KMS_DSSE'));
    expect(keyOf(`arn:aws:kms:us-east-1:${ACCOUNT}:alias/mine`)).toBe(keyOf('alias/mine'));
    const id = (key: string | undefined) => key?.split('/')[1];
    const all = [
      keyOf('alias/mine'),
      keyOf('alias/mind'),
      keyOf('blias/mine'),
      keyOf('alias/mine', 'us-west-2'),
      keyOf(undefined),
      resolveEncryption('KMS', 'alias/mine', 'us-east-1', '444455556666').kmsKey,
    ].map(id);
    expect(new Set(all).size).toBe(all.length);
    // Every part of the id depends on the name.
    const parts = [0, 1, 2, 3, 4].map((part) => new Set(all.map((one) => one?.split('-')[part])).size);
    expect(Math.min(...parts)).toBeGreaterThan(4);
    expect(keyOf(undefined)).toBe(keyOf('alias/aws/ecr'));
  });
});

describe('ARNs of repositories', () => {
  test('have parts', () => {
    expect(parseRepositoryArn(`arn:aws-us-gov:ecr:us-gov-west-1:${ACCOUNT}:repository/team/app`)).toEqual({
      partition: 'aws-us-gov',
      region: 'us-gov-west-1',
      accountId: ACCOUNT,
      repositoryName: 'team/app',
    });
  });

  test.each([
    '',
    `xarn:aws:ecr:us-east-1:${ACCOUNT}:repository/app`,
    `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/`,
    `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/app\n`,
    `arn:aws:ecr::${ACCOUNT}:repository/app`,
    'arn:aws:ecr:us-east-1:1111:repository/app',
    `arn:aws:s3:us-east-1:${ACCOUNT}:repository/app`,
    `arn:AWS:ecr:us-east-1:${ACCOUNT}:repository/app`,
  ])('%j is none', (text) => {
    expect(parseRepositoryArn(text)).toBeUndefined();
  });
});

test.each([
  ['ab', true],
  ['a'.repeat(256), true],
  ['a'.repeat(257), false],
  ['a', false],
  ['', false],
  ['team/app-1_x.y', true],
  ['team//app', false],
  ['-app', false],
  ['app-', false],
  ['App', false],
  ['app\n', false],
  [undefined, false],
  [55, false],
  [['ab'], false],
])('%j as the name of a repository: %j', (name, expected) => {
  expect(isRepositoryName(name)).toBe(expected);
});

describe('upstreams', () => {
  test.each([
    ['myname.azurecr.io', 'azure-container-registry'],
    [`${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com`, 'ecr'],
    ['public.ecr.aws', 'ecr-public'],
    ['ghcr.io', 'github-container-registry'],
    ['x.myname.azurecr.io', undefined],
    ['my.azurecr.io', undefined],
    ['myname.azurecr.io.example.com', undefined],
    [`x${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com`, undefined],
    [`${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com.cn`, undefined],
    ['toString', undefined],
  ])('%s is of the kind %s', (url, kind) => {
    expect(upstreamKindOf(url)).toBe(kind);
  });

  test('of ECR say where they are', () => {
    expect(ecrUpstream(`${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com`)).toEqual({
      accountId: ACCOUNT,
      region: 'us-west-2',
    });
  });

  test('take a secret, but for open ones and for ECR', () => {
    const kinds = ['ecr', 'ecr-public', 'k8s', 'quay', 'docker-hub', 'chainguard'] as const;
    expect(kinds.filter(needsSecret)).toEqual(['docker-hub', 'chainguard']);
  });
});

test('an ARN that only looks like a session of a role is a user', () => {
  for (const arn of [
    `arn:aws:sts::${ACCOUNT}:assumed-role/deployer`,
    `arn:aws:iam::${ACCOUNT}:user/assumed-role/a/b`,
    'federated',
  ]) {
    expect(userIdOf({ accountId: ACCOUNT, arn })).toMatch(/^AIDA[A-Z2-7]{17}$/);
  }
});
