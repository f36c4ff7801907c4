import { checkInput } from '../../src/api/check-input.js';
import type { OperationName } from '../../src/api/facts.js';
import { readInput } from '../../src/api/read-input.js';
import { isFailure } from '../../src/aws/failure.js';

/** The text of the refusal; undefined if the input keeps all constraints. */
function refusal(operation: OperationName, input: object): string | undefined {
  const read = readInput(operation, input);
  if (isFailure(read)) throw new Error(`cannot read the input: ${read.code}`);
  return checkInput(operation, read)?.message;
}

function at(field: string, constraint: string): string {
  return `Invalid parameter at '${field}' failed to satisfy constraint: '${constraint}'`;
}

const app = { repositoryName: 'app' };
const ids = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ imageTag: `v${index}` }));

describe('a repository name', () => {
  const pattern =
    "must satisfy regular expression '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*'";

  test('I8 with a capital letter is refused in the wording of 2026', () => {
    expect(refusal('CreateRepository', { repositoryName: 'App' })).toBe(at('repositoryName', pattern));
  });

  test.each(['a--b', 'a__b', '1abc', 'a.b/c-d_e', 'aa', 'a---b', 'x'.repeat(256)])(
    'I9 %s is accepted',
    (name) => {
      expect(refusal('CreateRepository', { repositoryName: name })).toBeUndefined();
    },
  );

  test.each(['a___b', 'a_-b', '-a', 'a-', 'a//b', 'a/', '/a', 'A', 'a..b', 'a b', 'ä0', 'aa\n'])(
    'I9 %j is refused',
    (name) => {
      expect(refusal('CreateRepository', { repositoryName: name })).toContain("at 'repositoryName'");
    },
  );

  test.each(['', 'a', 'x'.repeat(257)])('of a length outside 2 to 256 is refused: %s', (name) => {
    expect(refusal('CreateRepository', { repositoryName: name })).toContain("at 'repositoryName'");
  });

  test('I19 in a list of names is reported as the one name', () => {
    const names = { repositoryNames: ['app', 'App'] };
    expect(refusal('DescribeRepositories', names)).toBe(at('repositoryName', pattern));
    expect(refusal('BatchGetRepositoryScanningConfiguration', names)).toBe(at('repositoryName', pattern));
  });
});

describe('enumerations', () => {
  const order =
    'Member must satisfy enum value set: [IMMUTABLE, MUTABLE, MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION]';

  test('I10 the values of tag mutability are listed in the order of the service', () => {
    const input = { ...app, imageTagMutability: 'BAD' };
    expect(refusal('CreateRepository', input)).toBe(at('imageTagMutability', order));
    expect(refusal('PutImageTagMutability', input)).toBe(at('imageTagMutability', order));
  });

  test('the scenarios of a creation template are listed in the order of the service', () => {
    expect(
      refusal('CreateRepositoryCreationTemplate', { prefix: 'app', appliedFor: ['REPLICATION', 'X'] }),
    ).toContain('Member must satisfy enum value set: [REPLICATION, PULL_THROUGH_CACHE, CREATE_ON_PUSH]');
  });

  test('values are told by their case', () => {
    expect(refusal('CreateRepository', { ...app, imageTagMutability: 'mutable' })).toBe(
      at('imageTagMutability', order),
    );
  });
});

describe('required members', () => {
  test.each([undefined, null])('I27 tag mutability that is %s', (imageTagMutability) => {
    expect(refusal('PutImageTagMutability', { ...app, imageTagMutability })).toBe(
      at('imageTagMutability', 'Member must not be null'),
    );
  });

  test('the key of a tag is named by its place, counted from one, and with a small letter', () => {
    const tags = [{ Key: 'team', Value: 'a' }, { Value: 'b' }];
    expect(refusal('CreateRepository', { ...app, tags })).toBe(
      at('tags.2.member.key', 'Member must not be null'),
    );
    expect(refusal('TagResource', { resourceArn: 'arn', tags })).toBe(
      at('tags.2.member.key', 'Member must not be null'),
    );
  });

  test('an empty key and an empty value are not business of the model', () => {
    expect(refusal('TagResource', { resourceArn: 'arn', tags: [{ Key: '', Value: '' }] })).toBeUndefined();
  });

  test("a policy's text has a name and a text of its own", () => {
    expect(refusal('SetRepositoryPolicy', app)).toBe(at('PolicyText', 'Cannot be null'));
  });

  test('delete replication has to say whether it is enabled', () => {
    const put = (deleteReplication: object): string | undefined =>
      refusal('PutReplicationConfiguration', {
        replicationConfiguration: { rules: [{ destinations: [], deleteReplication }] },
      });
    expect(put({ enabled: false })).toBeUndefined();
    expect(put({})).toContain('deleteReplication.enabled');
  });
});

describe('sizes and ranges', () => {
  test.each(['BatchGetImage', 'BatchDeleteImage', 'DescribeImages'] as const)(
    'I79 101 ids in %s',
    (operation) => {
      const text = at('imageIds', 'Member must have length less than or equal to 100');
      expect(refusal(operation, { ...app, imageIds: ids(101) })).toBe(text);
      expect(refusal(operation, { ...app, imageIds: ids(100) })).toBeUndefined();
    },
  );

  test('an empty list of ids', () => {
    expect(refusal('BatchGetImage', { ...app, imageIds: [] })).toContain("at 'imageIds'");
  });

  test('I18 a page of more than 1000', () => {
    expect(refusal('DescribeRepositories', { maxResults: 1001 })).toBe(
      at('maxResults', 'Member must have value less than or equal to 1000'),
    );
  });

  test('I32 six exclusion filters', () => {
    const filters = (count: number): object => ({
      ...app,
      imageTagMutabilityExclusionFilters: Array.from({ length: count }, () => ({
        filter: 'v*',
        filterType: 'WILDCARD',
      })),
    });
    expect(refusal('CreateRepository', filters(5))).toBeUndefined();
    expect(refusal('CreateRepository', filters(6))).toContain("at 'imageTagMutabilityExclusionFilters'");
  });

  test.each([
    ['the lifecycle text', 'PutLifecyclePolicy', { ...app, lifecyclePolicyText: ' '.repeat(99) }],
    ['a page of a preview', 'GetLifecyclePolicyPreview', { ...app, maxResults: 101 }],
    ['a third scanning rule', 'PutRegistryScanningConfiguration', { rules: [1, 2, 3].map(() => rule()) }],
    [
      '26 repositories',
      'BatchGetRepositoryScanningConfiguration',
      { repositoryNames: Array(26).fill('app') },
    ],
    ['a long prefix', 'DeletePullThroughCacheRule', { ecrRepositoryPrefix: 'x'.repeat(31) }],
  ] as const)('%s is outside its bounds', (_, operation, input) => {
    expect(refusal(operation, input)).toContain('Invalid parameter at ');
  });
});

function rule(): object {
  return { scanFrequency: 'MANUAL', repositoryFilters: [] };
}

describe('expressions', () => {
  test('I20 a registry id', () => {
    expect(refusal('DescribeRepositories', { registryId: '123' })).toBe(
      at('registryId', 'must satisfy regular expression [0-9]{12}'),
    );
  });

  test('I47 a registry id in a list', () => {
    expect(refusal('GetAuthorizationToken', { registryIds: ['12345'] })).toBe(
      at(
        'registryIds',
        'Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]',
      ),
    );
  });

  test('I71 an image tag', () => {
    expect(refusal('PutImage', { ...app, imageManifest: '{}', imageTag: 'a b' })).toBe(
      at('imageTag', "must satisfy regular expression '[a-zA-Z0-9-_.]+'"),
    );
  });

  test.each(['DescribeImages', 'GetLifecyclePolicyPreview'] as const)(
    'a wrong digest or tag fails all of %s',
    (name) => {
      expect(refusal(name, { ...app, imageIds: [{ imageTag: 'v1' }, { imageDigest: 'bad' }] })).toBe(
        at('imageDigest', "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"),
      );
      expect(refusal(name, { ...app, imageIds: [{ imageTag: 'a b' }] })).toBe(
        at('imageTag', "must satisfy regular expression '[a-zA-Z0-9-_.]+'"),
      );
    },
  );

  test.each([
    ['DescribeImageScanFindings', {}],
    ['StartImageScan', {}],
    ['DescribeImageReplicationStatus', {}],
    ['DescribeImageSigningStatus', {}],
    ['UpdateImageStorageClass', { targetStorageClass: 'ARCHIVE' }],
  ] as const)('the one image of %s is held to the live expressions', (operation, more) => {
    expect(refusal(operation, { ...app, ...more, imageId: { imageDigest: 'bad' } })).toBe(
      at('imageDigest', "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"),
    );
  });

  test('a short digest is well-formed', () => {
    expect(refusal('DescribeImages', { ...app, imageIds: [{ imageDigest: 'sha256:abc' }] })).toBeUndefined();
  });

  test.each(['BatchGetImage', 'BatchDeleteImage'] as const)(
    '%s leaves wrong tags and digests to its failures, but not tags of a wrong length',
    (operation) => {
      const call = (imageId: object): string | undefined =>
        refusal(operation, { ...app, imageIds: [imageId] });
      expect(call({ imageDigest: 'bad' })).toBeUndefined();
      expect(call({ imageDigest: '' })).toBeUndefined();
      expect(call({ imageTag: 'a b' })).toBeUndefined();
      expect(call({})).toBeUndefined();
      expect(call({ imageTag: '' })).toContain("at 'imageTag'");
      expect(call({ imageTag: 'v'.repeat(300) })).toBeUndefined();
      expect(call({ imageTag: 'v'.repeat(301) })).toContain("at 'imageTag'");
    },
  );

  test('BatchCheckLayerAvailability leaves wrong digests to its failures', () => {
    const call = (digest: string): string | undefined =>
      refusal('BatchCheckLayerAvailability', { ...app, layerDigests: [digest] });
    expect(call('')).toBeUndefined();
    expect(call('xyz')).toBeUndefined();
    expect(call('x'.repeat(1001))).toContain("at 'layerDigests'");
  });

  test('the prefix of a pull-through cache rule', () => {
    expect(refusal('DeletePullThroughCacheRule', { ecrRepositoryPrefix: 'ROOT' })).toBeUndefined();
    expect(refusal('DeletePullThroughCacheRule', { ecrRepositoryPrefix: 'docker-hub/' })).toBeUndefined();
    expect(refusal('DeletePullThroughCacheRule', { ecrRepositoryPrefix: 'Root' })).toContain(
      'Member must satisfy regular expression pattern: ',
    );
  });

  test("a replication destination is named by its path, and its registry is not a member of the service's own", () => {
    const destinations = [{ region: 'us-west-2', registryId: '1' }];
    expect(
      refusal('PutReplicationConfiguration', { replicationConfiguration: { rules: [{ destinations }] } }),
    ).toMatch(/destinations\..*registryId' failed to satisfy constraint: 'Member must/);
  });
});

describe('the order of the checks', () => {
  const wrong = {
    registryId: 'x',
    repositoryName: 'APP',
    imageTagMutability: 'BAD',
    imageTagMutabilityExclusionFilters: [{ filter: '!', filterType: 'WILDCARD' }],
  };

  test('a missing member is reported before anything else, at any position', () => {
    const filters = [{ filterType: 'BAD' }];
    expect(refusal('CreateRepository', { ...wrong, imageTagMutabilityExclusionFilters: filters })).toContain(
      'null',
    );
  });

  test('enumerations come before texts', () => {
    expect(refusal('CreateRepository', wrong)).toContain("at 'imageTagMutability'");
  });

  test('the registry id comes before the repository name, and this before other texts', () => {
    const texts = { ...wrong, imageTagMutability: 'MUTABLE' };
    expect(refusal('CreateRepository', texts)).toContain("at 'registryId'");
    expect(refusal('CreateRepository', { ...texts, registryId: undefined })).toContain("at 'repositoryName'");
    expect(refusal('CreateRepository', { ...texts, registryId: undefined, repositoryName: 'app' })).toContain(
      'filter',
    );
    expect(
      refusal('CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: '!!',
        upstreamRegistryUrl: '',
        registryId: 'x',
      }),
    ).toContain("at 'registryId'");
  });
});
